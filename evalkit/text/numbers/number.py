"""What a number in a text is."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

Kind = Literal[
    "cardinal", "percent", "currency", "ordinal", "time", "part", "month", "name", "vague", "marker"
]
Written = Literal["digits", "words"]


@dataclass(frozen=True, slots=True)
class Number:
    """A number where it stands: code points `start` to `end`, end exclusive.

    `value` is exact; a time's is in hours. `also` are other values the same
    characters may mean: 1990s is 90 too, 3 p.m. is 15, and 1.500 may be
    fifteen hundred. `parts` say it piece by piece (hours and minutes). Kinds:
    `part` is one field of a date or of a release number, `month` a month by
    name, `name` digits inside a Latin name (COVID-19), `vague` a multiplier
    without a count (thousands of) or a word that may mean something else,
    `marker` the number of a list item.
    """

    value: Fraction
    start: int
    end: int
    kind: Kind = "cardinal"
    written: Written = "digits"
    also: tuple[Fraction, ...] = ()
    parts: tuple[Number, ...] = ()

    @property
    def readings(self) -> frozenset[Fraction]:
        """Every value the characters may mean.

        >>> decade = Number(Fraction(1990), 4, 8, also=(Fraction(90),))
        >>> [int(reading) for reading in sorted(decade.readings)]
        [90, 1990]
        """
        return frozenset((self.value, *self.also))
