"""What a raw score means: the place among judged translations, and how sure that is."""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from evalkit.package_data import parse

DIGITS = 8


@dataclass(frozen=True, slots=True)
class Estimate:
    """0 to 100, higher is better, with the limits between which 80 in 100 judgements fell."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Scale:
    """Raw scores, ascending, and what people said of translations that had them.

    `values` are the mean places (0 to 100) of such translations among all that people
    judged of the same set: 50 is as good as half of what machine translation gave there.
    `low` and `high` are the limits of the middle `share` of their judgements. `trained`
    names the language pairs whose judgements the network learnt from. Beyond the ends the
    value goes on towards 0 and 100, `tail` being the raw distance in which it halves.
    `digest` tells two scales apart.

    >>> scale = Scale((-1.0, 0.0, 1.0), (20.0, 50.0, 80.0), (5.0, 20.0, 50.0),
    ...               (50.0, 80.0, 95.0), 0.8, 1.0, frozenset({"en-hi"}))
    >>> scale.estimate(0.5), scale.estimate(-2.0).value
    (Estimate(value=65.0, low=35.0, high=87.5), 10.0)
    """

    raw: tuple[float, ...]
    values: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]
    share: float
    tail: float
    trained: frozenset[str]
    digest: str = ""

    def estimate(self, raw: float) -> Estimate:
        """What a raw score means; a greater one never means less."""
        return Estimate(*(self._read(raw, column) for column in (self.values, self.low, self.high)))

    def _read(self, raw: float, column: Sequence[float]) -> float:
        if raw <= self.raw[0]:
            return float(column[0] * 0.5 ** ((self.raw[0] - raw) / self.tail))
        if raw >= self.raw[-1]:
            return float(100 - (100 - column[-1]) * 0.5 ** ((raw - self.raw[-1]) / self.tail))
        after = bisect_right(self.raw, raw)
        start, end = self.raw[after - 1], self.raw[after]
        share = (raw - start) / (end - start)
        return float(column[after - 1] + share * (column[after] - column[after - 1]))


def read(text: str) -> Scale:
    """A scale from its file (TOML)."""
    table = parse(text)
    return Scale(
        tuple(table["raw"]),
        tuple(table["values"]),
        tuple(table["low"]),
        tuple(table["high"]),
        table["share"],
        table["tail"],
        frozenset(table["trained"]),
        hashlib.sha256(text.encode()).hexdigest()[:DIGITS],
    )
