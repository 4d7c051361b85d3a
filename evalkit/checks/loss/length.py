"""Paragraphs whose length their source does not lead one to expect."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from statistics import median

from evalkit.alignment.rows import Pair, Version
from evalkit.checks.base import Finding, Severity, Span, VersionCheck
from evalkit.checks.evidence.once import once
from evalkit.checks.evidence.word_support import added, quoted, told, unsaid
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
STEEPNESS, EVEN = 1.95, 2.5
SUSPICIOUS, GRAVE = 3.3, 4.3
# Where an encoder aligned the words, a row this far out is looked at, and its least supported
# words are weighed with its length: a logistic model fitted as the one above.
NOTEWORTHY = 2.5
HEARD_BIAS, HEARD_LENGTH, HEARD_SUPPORT = -2.62, 1.67, -0.71


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


class LengthOutlier(VersionCheck):
    """Far too short or far too long for its source, by the document's own measure."""

    id = "length-outlier"
    name = "Unexpected length"
    description = (
        "The paragraph is much shorter or longer than its source leads one to expect. The "
        "expectation is learnt from the document itself and from the language pair, and it is "
        "wider for short paragraphs. Where an encoder is at hand, the words without a counterpart "
        "are shown, and where all have one the finding is neutral. A free translation, a "
        "summarised headline or an added explanation raises false alarms."
    )
    category = "Accuracy/Omission"
    severity = "minor"
    needs = "encoder, else text"

    def applies(self, version: Version) -> bool:
        return any(comparable(pair) for pair in version.pairs)

    def find(self, version: Version) -> Iterable[Finding]:
        return list(self._find(version))

    def _find(self, version: Version) -> Iterator[Finding]:
        model = length_model(version)
        for pair in version.pairs:
            source, target = size(pair.source), size(pair.target)
            if not comparable(pair) or max(source, target) < SHORTEST:
                continue
            z = model.z(source, target)
            verdict = _verdict(pair, z)
            if verdict is None:
                continue
            found = self.finding(
                pair,
                f"This paragraph is {ratio_in_words(source, target, model)} of the length its "
                f"source leads one to expect ({target} characters for {source}): {verdict.reason}.",
                target=verdict.target or Span(0, len(pair.target)),
                source=verdict.source or Span(0, len(pair.source)),
                severity=verdict.severity,
                confidence=verdict.confidence,
            )
            yield replace(found, category="Accuracy/Omission" if z < 0 else "Accuracy/Addition")


@dataclass(frozen=True, slots=True)
class _Verdict:
    """What a row's length is worth; `source` and `target` are the words without a counterpart."""

    confidence: float
    severity: Severity
    reason: str
    source: Span | None = None
    target: Span | None = None


def _verdict(pair: Pair, z: float) -> _Verdict | None:
    """The verdict on a row so many deviations too long (or, below 0, too short), None if usual."""
    reason = "something may be missing" if z < 0 else "something may have been added"
    words = pair.words
    if words is None:
        severity: Severity = "major" if abs(z) >= GRAVE else "minor"
        return _Verdict(confidence(z), severity, reason) if abs(z) >= SUSPICIOUS else None
    if abs(z) < NOTEWORTHY:
        return None
    if z < 0:
        whole = Span(0, len(pair.source))
        said = told(words.source, words.source_support, whole)
        lost = unsaid(pair.source, words, whole)
        found = _Verdict(0.0, "minor", lost.symptom, source=lost.span) if lost else None
    else:
        whole = Span(0, len(pair.target))
        said = told(words.target, words.target_support, whole)
        more = added(words, whole)
        what = more and f"nothing in the source stands for {quoted(pair.target, more)}"
        found = _Verdict(0.0, "minor", what, target=more) if what else None
    sure = heard_confidence(z, said.weakest if said else 0.0)
    if sure < confidence(SUSPICIOUS):
        if abs(z) < SUSPICIOUS:
            return None
        # Far out, and yet its words are told.
        reason += "" if found else ", though its words seem to have their counterparts"
        return _Verdict(sure, "neutral", reason)
    grave = abs(z) >= GRAVE and sure >= confidence(GRAVE)
    severity = "major" if grave else "minor"
    if found is None:
        return _Verdict(sure, severity, reason)
    return replace(found, confidence=sure, severity=severity, reason=f"{reason}; {found.reason}")


def heard_confidence(z: float, weakest: float) -> float:
    """The same as `confidence` where the words are aligned; `weakest` as in `support.Told`.

    >>> round(heard_confidence(-3.3, -2.0), 2), round(heard_confidence(-3.3, 5.0), 2)
    (0.99, 0.34)
    """
    odds = HEARD_BIAS + HEARD_LENGTH * abs(z) + HEARD_SUPPORT * weakest
    return 1 / (1 + math.exp(-odds))


def confidence(z: float) -> float:
    """How probable it is that words are missing (or too many) in a row so far out.

    A logistic curve fitted on the tuning documents of NTREX (bn, pa, hi), whole and
    cut by 15 to 50 %, for one damaged row in twenty.

    >>> round(confidence(-2.5), 2), round(confidence(3.3), 2), round(confidence(-5.0), 2)
    (0.5, 0.83, 0.99)
    """
    return 1 / (1 + math.exp(-STEEPNESS * (abs(z) - EVEN)))
