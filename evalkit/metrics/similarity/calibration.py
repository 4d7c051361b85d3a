"""A raw closeness among those of sound translations: what share of them is farther."""

from __future__ import annotations

import math
import statistics
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from evalkit import package_data
from evalkit.languages import primary

POOLED = "pooled"
SHARES = (0.1, 0.2, 0.5, 1, 2, 3, 5, 7, 10, 15, 20, 30, 40, 50, 60, 70, 80, 90, 95, 98, 99, 99.5)
"""The shares of sound translations, in percent, that a scale's `quantiles` stand for."""


@dataclass(frozen=True, slots=True)
class Scale:
    """How near sound translations of one language pair are, by their length.

    `middle` and `spread` are the three weights (1, logarithm of the source's
    words, logarithm of the sentences) of the expected closeness and of the
    logarithm of its deviation; `quantiles` are deviations from it at `SHARES`.
    `between` is how far documents' medians lie apart, in deviations.
    """

    middle: tuple[float, float, float]
    spread: tuple[float, float, float]
    between: float
    quantiles: tuple[float, ...]

    def deviation(self, value: float, words: int, sentences: int) -> float:
        """How many deviations a closeness lies above what is expected at this length."""
        traits = (1.0, math.log(words), math.log(sentences))
        middle = math.fsum(w * t for w, t in zip(self.middle, traits, strict=True))
        spread = math.fsum(w * t for w, t in zip(self.spread, traits, strict=True))
        return (value - middle) / math.exp(spread)

    def percentile(self, deviation: float) -> float:
        """The share of sound translations that are farther, 0 to 100.

        Below the least quantile it falls by e with every deviation.
        """
        known = self.quantiles
        if deviation <= known[0]:
            return SHARES[0] * math.exp(deviation - known[0])
        if deviation >= known[-1]:
            return 100 - (100 - SHARES[-1]) * math.exp(known[-1] - deviation)
        at = bisect_left(known, deviation)
        low, high = known[at - 1], known[at]
        part = (deviation - low) / (high - low)
        return SHARES[at - 1] + part * (SHARES[at] - SHARES[at - 1])


@dataclass(frozen=True, slots=True)
class Calibration:
    """What is known of one encoder: a scale for every language pair measured, and a pooled one."""

    encoder: str
    version: int
    scales: Mapping[str, Scale]

    def scale(self, source: str, target: str) -> tuple[Scale, bool]:
        """The scale of two languages, and whether it was measured on just these."""
        known = self.scales.get(pair_of(source, target))
        return known or self.scales[POOLED], known is not None


def pair_of(source: str, target: str) -> str:
    """The name of a language pair; its direction does not matter to a cosine.

    >>> pair_of("en-GB", "bn")
    'bn-en'
    """
    return "-".join(sorted((primary(source), primary(target))))


@cache
def calibration() -> Calibration:
    """The calibration shipped as data; `python -m benchmarks.similarity --fit` made it."""
    data = package_data.table("evalkit.metrics.similarity", "similarity.toml")
    scales = {
        name: Scale(
            tuple(scale["middle"]),
            tuple(scale["spread"]),
            scale["between"],
            tuple(scale["quantiles"]),
        )
        for name, scale in data["scale"].items()
    }
    return Calibration(data["encoder"], data["version"], scales)


MOST = 1.5
"""A document of a pair that was measured is shifted by no more deviations: it may be all wrong."""
UNKNOWN = 2.0
"""How far apart documents' medians may lie where nobody measured them."""
MEDIAN_ERROR = 1.57
"""The variance of a median, times the rows: π / 2 where deviations are normal."""


def shift(deviations: Sequence[float], between: float, measured: bool) -> float:
    """How far a document as a whole lies off, in deviations, from its rows'.

    Its median, less trusted the fewer rows there are (shrunk by the spread of
    medians `between` documents), and bounded where the language pair is
    `measured`: a document that is wrong from end to end must not excuse itself.

    >>> shift([-1.0] * 40, 0.5, measured=True), shift([-4.0] * 40, 0.5, measured=True)
    (-0.864, -1.5)
    """
    if not deviations:
        return 0.0
    apart = (between if measured else UNKNOWN) ** 2
    moved = statistics.median(deviations) * apart / (apart + MEDIAN_ERROR / len(deviations))
    return round(max(-MOST, min(MOST, moved)) if measured else moved, 3)
