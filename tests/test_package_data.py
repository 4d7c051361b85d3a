"""Shipped data: parsed once, never stale, and no file where none may be written."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from evalkit import package_data
from evalkit.package_data import keep, kept, names, parse, table


@pytest.fixture
def cached(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A place for what is compiled, which may be written."""
    place = tmp_path / "compiled"
    monkeypatch.setattr(sys, "pycache_prefix", str(place))
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    return place


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A package of its own, with one file."""
    place = tmp_path / "package"
    place.mkdir()
    (place / "one.toml").write_text('word = "কথা"\nshare = 0.35\n', encoding="utf-8")
    monkeypatch.setattr(package_data, "ROOT", place)
    return place


def never(_toml: str) -> dict[str, object]:
    raise AssertionError


def test_a_file_is_parsed_once(root: Path, cached: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = table("evalkit", "one.toml")
    monkeypatch.setattr(package_data, "parse", never)
    assert table("evalkit", "one.toml") == first == {"word": "কথা", "share": 0.35}
    assert [file.name for file in cached.rglob("*.toml.*")] == [
        f"one.toml.{sys.implementation.cache_tag}.pyc"
    ]
    assert list(root.iterdir()) == [root / "one.toml"]


@pytest.mark.usefixtures("cached")
def test_a_change_of_equal_length_within_the_same_second_is_seen(root: Path) -> None:
    table("evalkit", "one.toml")
    file = root / "one.toml"
    file.write_bytes(file.read_bytes().replace(b"0.35", b"0.36"))
    assert table("evalkit", "one.toml")["share"] == 0.36


@pytest.mark.usefixtures("cached", "root")
def test_what_one_caller_does_to_a_table_another_does_not_see() -> None:
    table("evalkit", "one.toml").clear()
    assert table("evalkit", "one.toml")
    table("evalkit", "one.toml").clear()
    assert table("evalkit", "one.toml")


@pytest.mark.parametrize(
    "damage", [lambda b: b[:40], lambda b: b[:-3], lambda _: b"", lambda _: b"x"]
)
@pytest.mark.usefixtures("root")
def test_a_damaged_file_is_made_again(cached: Path, damage: Callable[[bytes], bytes]) -> None:
    first = table("evalkit", "one.toml")
    (file,) = cached.rglob("*.toml.*")
    whole = file.read_bytes()
    file.write_bytes(damage(whole))
    assert table("evalkit", "one.toml") == first
    assert file.read_bytes() == whole


@pytest.mark.usefixtures("root")
def test_nothing_is_written_where_python_writes_no_bytecode(
    cached: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    assert table("evalkit", "one.toml")["share"] == 0.35
    assert not cached.exists()


def test_a_place_that_cannot_be_written_costs_time_only(root: Path, cached: Path) -> None:
    cached.write_text("a file, where a folder would have to be")
    assert table("evalkit", "one.toml")["share"] == 0.35
    assert keep(root / "one.toml", "any", b"", 1) is False


@pytest.mark.usefixtures("cached")
def test_a_value_that_cannot_be_kept_is_not(root: Path) -> None:
    day = parse("day = 2026-11-24")
    assert keep(root / "one.toml", "any", b"", day) is False
    assert kept(root / "one.toml", "any", b"") is None


@pytest.mark.usefixtures("cached")
def test_what_was_made_in_one_way_is_not_taken_for_another(root: Path) -> None:
    assert keep(root / "one.toml", "squares", b"3", 9)
    assert kept(root / "one.toml", "squares", b"3") == 9
    assert kept(root / "one.toml", "cubes", b"3") is None


def test_names_are_those_of_one_package_alone() -> None:
    assert "bn.toml" in names("evalkit.languages", ".toml")
    assert "characters.toml" not in names("evalkit.languages", ".toml")
