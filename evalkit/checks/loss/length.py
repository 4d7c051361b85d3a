"""Paragraphs whose length their source does not lead one to expect."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from evalkit.alignment.rows import Pair, Version
from evalkit.checks.base import Finding, Severity, Span, VersionCheck
from evalkit.checks.evidence.length_model import (
    SHORTEST,
    comparable,
    length_model,
    ratio_in_words,
    size,
)
from evalkit.checks.evidence.word_support import added, quoted, told, unsaid
from evalkit.checks.traits import Traits

STEEPNESS, EVEN = 1.95, 2.5
SUSPICIOUS, GRAVE = 3.3, 4.3
# Where an encoder aligned the words, a row this far out is looked at, and its least supported
# words are weighed with its length: a logistic model fitted as the one above.
NOTEWORTHY = 2.5
ALIGNED_BIAS, ALIGNED_LENGTH, ALIGNED_SUPPORT = -2.62, 1.67, -0.71


class LengthOutlier(VersionCheck):
    """Far too short or far too long for its source, by the document's own measure."""

    id = "length-outlier"
    traits = Traits(
        kind="loss",
        inferred=True,
        either_way=True,
        labels=("omission", "major omission", "agreed omission", "addition", "hallucination"),
        damages=("middle-sentence", "doubled", "looped"),
        tells_of=("added",),
    )
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
    sure = aligned_confidence(z, said.weakest if said else 0.0)
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


def aligned_confidence(z: float, weakest: float) -> float:
    """The same as `confidence` where the words are aligned; `weakest` as in `word_support.Told`.

    >>> round(aligned_confidence(-3.3, -2.0), 2), round(aligned_confidence(-3.3, 5.0), 2)
    (0.99, 0.34)
    """
    odds = ALIGNED_BIAS + ALIGNED_LENGTH * abs(z) + ALIGNED_SUPPORT * weakest
    return 1 / (1 + math.exp(-odds))


def confidence(z: float) -> float:
    """How probable it is that words are missing (or too many) in a row so far out.

    A logistic curve fitted on the tuning documents of NTREX (bn, pa, hi), whole and
    cut by 15 to 50 %, for one damaged row in twenty.

    >>> round(confidence(-2.5), 2), round(confidence(3.3), 2), round(confidence(-5.0), 2)
    (0.5, 0.83, 0.99)
    """
    return 1 / (1 + math.exp(-STEEPNESS * (abs(z) - EVEN)))
