"""What there is by name: built in, brought by a package, registered."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from importlib.metadata import EntryPoint, EntryPoints
from numbers import Rational

import pytest

from evalkit import registry
from evalkit.document import InputError
from evalkit.registry import Registry


@pytest.fixture
def numbers(monkeypatch: pytest.MonkeyPatch) -> Registry:
    """Of a built-in number, and two that packages bring, one of them broken."""
    found = EntryPoints(
        [
            EntryPoint("fraction", "fractions:Fraction", "tests.numbers"),
            EntryPoint("broken", "no_such_module:Number", "tests.numbers"),
            EntryPoint("decimal", "fractions:Fraction", "tests.numbers"),
        ]
    )
    monkeypatch.setattr(registry, "_entry_points", lambda: found)
    return Registry("number", "tests.numbers", {"decimal": "decimal:Decimal"})


def test_what_is_built_in_goes_before_what_a_package_brings(numbers: Registry) -> None:
    assert list(numbers) == ["decimal", "fraction", "broken"]
    assert numbers.load("decimal") is Decimal
    assert numbers.load("fraction") is Fraction


def test_a_package_that_cannot_be_imported_is_named(numbers: Registry) -> None:
    with pytest.raises(InputError, match="no_such_module:Number of an installed package"):
        numbers.load("broken")


def test_what_is_registered_has_its_own_name_and_may_be_replaced(numbers: Registry) -> None:
    assert numbers.register(complex) == "complex"
    assert numbers.load("complex") is complex
    again = type("complex", (), {})
    assert numbers.register(again) == "complex"
    assert numbers.load("complex") is again
    assert list(numbers) == ["decimal", "fraction", "broken", "complex"]


def test_what_is_built_in_is_not_replaced(numbers: Registry) -> None:
    with pytest.raises(InputError, match="the number 'decimal' is built in"):
        numbers.register(Fraction, "decimal")


@pytest.mark.parametrize(
    ("home", "why"),
    [
        ("no_such_module:Number", "ModuleNotFoundError"),
        ("fractions:Nothing", "AttributeError"),
    ],
)
def test_a_home_that_leads_nowhere_is_bad_input(numbers: Registry, home: str, why: str) -> None:
    with pytest.raises(InputError, match=rf"{home}.*{why}.*module:Class"):
        numbers.import_from(home)


def test_what_is_of_another_kind_is_refused_wherever_it_comes_from(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    found = EntryPoints([EntryPoint("complex", "builtins:complex", "tests.numbers")])
    monkeypatch.setattr(registry, "_entry_points", lambda: found)
    rationals = Registry("rational", "tests.numbers", {}, base=Rational, named="__name__")
    assert rationals.register(Fraction) == "Fraction"
    for refused in (
        lambda: rationals.register(complex),
        lambda: rationals.import_from("builtins:complex"),
        lambda: rationals.load("complex"),
    ):
        with pytest.raises(InputError, match="is no rational; derive it from Rational"):
            refused()
    assert list(rationals) == ["complex", "Fraction"]
