"""Units of measure and of time: numbers that a translator converted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import regex

from evalkit.package_data import table
from evalkit.text.numbers import Number


@dataclass(frozen=True, slots=True)
class Conversion:
    """A unit of the source a translator may convert, and by how much.

    `scales` are those of the smaller and greater units beside it (metres,
    centimetres); `signs`, after the version's number, show the unit by
    themselves where the source leaves it out (in the 80s, 27 °C).
    """

    factor: float
    words: tuple[str, ...]
    shift: float = 0.0
    scales: tuple[float, ...] = (1.0,)
    signs: tuple[str, ...] = ()


@cache
def _table() -> dict[str, Any]:
    return table("evalkit.checks.numbers", "numbers.toml")


@cache
def conversions() -> tuple[Conversion, ...]:
    """The conversions of numbers.toml."""
    return tuple(
        Conversion(
            c["factor"],
            tuple(c["words"]),
            c.get("shift", 0.0),
            tuple(c.get("scales", (1.0,))),
            tuple(c.get("signs", ())),
        )
        for c in _table()["conversions"]
    )


def units_of(source: str, number: Number) -> list[Conversion]:
    """The conversions a unit after the number allows."""
    words = regex.findall(r"°\s?\p{L}?|\p{L}+", source[number.end : number.end + 40].casefold())
    near = {word.replace(" ", "") for word in words[: _table()["reach"]]}
    return [c for c in conversions() if near.intersection(c.words)]


def implied(text: str, number: Number) -> list[Conversion]:
    """The conversions that a sign after a number of the version tells of: 27 °C."""
    after = text[number.end : number.end + _SIGN_REACH]
    return [c for c in conversions() if any(sign in after for sign in c.signs)]


# A sign of a unit stands so near its number.
_SIGN_REACH = 4


def converts(number: Number, others: Iterable[Number], units: Sequence[Conversion]) -> bool:
    """Whether one of the others is this number in another unit."""
    for unit in units:
        for scale in unit.scales:
            expected = (float(number.value) + unit.shift) * unit.factor * scale
            slack = _table()["rounding"] * abs(expected)
            if any(abs(float(other.value) - expected) <= slack for other in others):
                return True
    return False
