"""How long a document's translations are: what a row's length is held against."""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import median

from evalkit.alignment.rows import Pair, Version
from evalkit.checks.evidence.once import once
from evalkit.languages import profile

# The logarithm of target length over source length spreads like
# s * sqrt(FLOOR + (1 - FLOOR) * 100 / n) for n characters of source, s being the
# spread at 100 characters: measured on the tuning documents of NTREX, en to bn, pa, hi, de.
FLOOR = 0.14
# How far the typical ratio of one translator lies from that of the language (sd of the log),
# and the same where the language has no profile.
BETWEEN_DOCUMENTS = 0.08
UNKNOWN_LANGUAGE = 0.6
# The profile's spread counts as much as this many rows of the document.
PRIOR_ROWS = 8
NARROWEST = 0.08
# Below this the ratio says nothing.
SHORTEST = 12


def size(text: str) -> int:
    """The length that lengths are compared by: code points, outer space left out.

    >>> size(" রেড হ্যাট ")
    9
    """
    return len(text.strip())


def comparable(pair: Pair) -> bool:
    """Whether a row has two sides whose lengths can be compared."""
    return pair.kind != "code" and size(pair.source) > 0 and size(pair.target) > 0


def _shape(length: float) -> float:
    return math.sqrt(FLOOR + (1 - FLOOR) * 100 / max(length, 1))


@dataclass(frozen=True, slots=True)
class LengthModel:
    """How long this document's translations are, learnt from the document.

    `centre` is the logarithm of the typical ratio, `uncertainty` the standard
    deviation of that estimate, `spread` that of a paragraph of 100 characters.
    """

    centre: float
    uncertainty: float
    spread: float

    def z(self, source: float, target: float) -> float:
        """How many standard deviations a target is too long (or, below 0, too short).

        >>> model = LengthModel(0.0, 0.0, 0.135)
        >>> round(model.z(100, 100), 2), round(model.z(100, 50), 1), round(model.z(400, 200), 1)
        (0.0, -5.1, -8.6)
        """
        if source <= 0 or target <= 0:
            return 0.0
        deviation = math.hypot(self.spread * _shape(source), self.uncertainty)
        return (math.log(target / source) - self.centre) / deviation

    def expected(self, source: float) -> float:
        """The length a source of that length leads one to expect."""
        return source * math.exp(self.centre)


@once
def length_model(version: Version) -> LengthModel:
    """The document's own ratio, drawn to that of the language pair where it is short.

    Medians keep a document with many truncated paragraphs from making them the
    norm.
    """
    sizes = [(size(p.source), size(p.target)) for p in version.pairs if comparable(p)]
    sizes = [(s, t) for s, t in sizes if s >= SHORTEST]
    here = profile(version.language)
    there = profile(version.pairs[0].source_language if version.pairs else "en")
    prior = math.log(here.length_ratio / there.length_ratio)
    known = "und" not in (here.code, there.code)
    prior_variance = (BETWEEN_DOCUMENTS if known else UNKNOWN_LANGUAGE) ** 2
    spread = max(here.length_spread, NARROWEST)
    if not sizes:
        return LengthModel(prior, math.sqrt(prior_variance), spread)
    ratios = [math.log(t / s) for s, t in sizes]
    typical = _weighted_median(ratios, [1 / _shape(s) for s, _ in sizes])
    residuals = [abs(r - typical) / _shape(s) for r, (s, _) in zip(ratios, sizes, strict=True)]
    own = 1.4826 * median(residuals)
    n = len(sizes)
    spread = math.sqrt((PRIOR_ROWS * spread**2 + n * own**2) / (PRIOR_ROWS + n))
    spread = max(spread, NARROWEST)
    # The variance of a median is pi / 2 times that of a mean.
    own_variance = math.pi / 2 * sum((spread * _shape(s)) ** 2 for s, _ in sizes) / n**2
    precision = 1 / prior_variance + 1 / own_variance
    centre = (prior / prior_variance + typical / own_variance) / precision
    return LengthModel(centre, math.sqrt(1 / precision), spread)


def _weighted_median(values: list[float], weights: list[float]) -> float:
    reached, half = 0.0, sum(weights) / 2
    ordered = sorted(zip(values, weights, strict=True))
    for value, weight in ordered:
        reached += weight
        if reached >= half:
            return value
    return ordered[-1][0]


def ratio_in_words(source: int, target: int, model: LengthModel) -> str:
    """A paragraph's length against what its source leads one to expect.

    >>> ratio_in_words(100, 41, LengthModel(0.0, 0.0, 0.135))
    '41 %'
    """
    return f"{100 * target / model.expected(source):.0f} %"
