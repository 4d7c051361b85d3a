"""Sentences that break off: what their endings, their lengths and their number say together."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from evalkit.alignment.rows import Pair, Version
from evalkit.checks.anchors import Anchors, anchors
from evalkit.checks.base import Finding, Severity, Span, VersionCheck
from evalkit.checks.conventions import Conventions, conventions, ends_sentence, final_mark
from evalkit.checks.endings import Ending, ending
from evalkit.checks.length import LengthModel, comparable, length_model
from evalkit.checks.links import gaps
from evalkit.checks.sentence_beads import Sentences, beads, split
from evalkit.languages import profile


@dataclass(frozen=True, slots=True)
class Weights:
    """A logistic model of truncation; `benchmarks.truncation --fit` prints it.

    Fitted on the tuning half of NTREX (bn, pa, hi), sentences and rebuilt
    paragraphs whole and cut; `bias` is set for one truncated row in twenty.
    """

    bias: float
    ending: float
    row: float
    sentence: float
    mark: float
    fewer: float
    lost: float
    kept: float


WEIGHTS = Weights(
    bias=-5.79,
    ending=0.98,
    row=-1.22,
    sentence=-0.85,
    mark=2.04,
    fewer=1.95,
    lost=0.78,
    kept=-0.17,
)
PROBABLE, CERTAIN = 0.5, 0.9
# A comma or an open bracket at the very end tells on its own.
LEFT_OPEN = 0.7
# A sentence inside a paragraph is seldom the one that was cut.
INSIDE = -1.5
# z-scores are read within these bounds: a long sentence is no proof of a whole one.
LOWEST, HIGHEST = -8.0, 0.5
# Names and figures are counted up to so many.
MOST_ANCHORS = 3


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for one sentence being cut off.

    `ending` is the logarithm of odds that whole sentences end so; `row` and
    `sentence` are z-scores of length, below 0 where too short; `mark` is the
    logarithm of odds for a missing sentence end, 0 where there is one or none
    is due; `fewer` counts source sentences in excess, `lost` and `kept` the
    names and figures of the row that the version lost and kept. `last` tells the
    paragraph's last sentence from those before it.
    """

    pair: Pair
    source: Span
    target: Span
    closed: Ending
    last: bool
    ending: float
    row: float
    sentence: float
    mark: float
    fewer: int
    lost: int
    kept: int

    def probability(self, weights: Weights = WEIGHTS) -> float:
        """How probable it is that words are missing at the end of the sentence."""
        total = (
            weights.bias
            + weights.ending * -self.ending
            + weights.row * self.row
            + weights.sentence * self.sentence
            + weights.mark * self.mark
            + weights.fewer * self.fewer
            + weights.lost * self.lost
            + weights.kept * self.kept
            + (0.0 if self.last else INSIDE)
        )
        return 1 / (1 + math.exp(-max(-50.0, min(50.0, total))))


def _bounded(z: float) -> float:
    return max(LOWEST, min(HIGHEST, z))


def evidence(version: Version) -> Iterator[Evidence]:
    """The evidence for every sentence of every row that can be compared."""
    habits = conventions(version)
    model = length_model(version)
    for pair, held in zip(version.pairs, anchors(version), strict=True):
        if comparable(pair):
            yield from _of_row(pair, habits, model, held)


def _of_row(
    pair: Pair, habits: Conventions, model: LengthModel, held: Anchors
) -> Iterator[Evidence]:
    source = split(pair.source, pair.source_language)
    target = split(pair.target, pair.language)
    if not source or not target:
        return
    known = profile(pair.language)
    row = _bounded(model.z(len(pair.source.strip()), len(pair.target.strip())))
    facing = [bead for bead in beads(source, target, model) if bead.target]
    trailing = len(source) - sum(len(bead.source) for bead in facing)
    prose = ends_sentence(pair)
    for number, bead in enumerate(facing, 1):
        last = number == len(facing)
        span = Span(bead.target[0].start, bead.target[-1].end)
        closed = ending(pair.target[bead.target[-1].start : span.end], known)
        there = _source_of(bead, source, last)
        sentence = model.z(there.end - there.start, span.end - span.start)
        yield Evidence(
            pair=pair,
            source=there,
            target=Span(bead.target[-1].start, span.end),
            closed=closed,
            last=last,
            ending=closed.evidence if prose else 0.0,
            row=row,
            sentence=_bounded(sentence),
            mark=_missing_mark(pair, habits) if last and prose else 0.0,
            fewer=min(2, max(0, trailing)) if last else 0,
            lost=min(MOST_ANCHORS, sum(span.start >= there.start for span in held.lost)),
            kept=min(MOST_ANCHORS, held.kept),
        )


def _source_of(bead: Sentences, source: tuple[Span, ...], last: bool) -> Span:
    """The source a bead faces; for the last, all that is left of the source."""
    if not bead.source:
        return Span(source[-1].start, source[-1].end)
    return Span(bead.source[0].start, source[-1].end if last else bead.source[-1].end)


def _missing_mark(pair: Pair, habits: Conventions) -> float:
    if final_mark(pair.target):
        return 0.0
    return max(0.0, math.log(0.5 / habits.missing))


class TruncatedSentence(VersionCheck):
    """A sentence that breaks off before its source does."""

    id = "truncated-sentence"
    name = "Truncated sentence"
    description = (
        "A sentence breaks off: it ends on a conjunction, a postposition, a comma or an open "
        "bracket, or without the verb that sentences of the language end on; its sentence end is "
        "missing where the document writes one; it, or its paragraph, is much shorter than the "
        "source, or has fewer sentences. No one of these suffices where it is common in good "
        "translations. Terse translations and sentences that end on an afterthought raise false "
        "alarms; a cut that leaves a whole clause of nearly full length is not seen."
    )
    category = "Accuracy/Omission"
    severity = "major"

    def applies(self, version: Version) -> bool:
        return any(comparable(pair) for pair in version.pairs)

    def find(self, version: Version) -> Iterable[Finding]:
        claimed = [(gap.pair.row, gap.place) for gap in gaps(version) if gap.loss is not None]
        for found in evidence(version):
            if any(row == found.pair.row and p.overlaps(found.target) for row, p in claimed):
                continue
            probability = found.probability()
            left_open = _left_open(found) if found.last else ()
            if left_open:
                probability = max(probability, LEFT_OPEN)
            if probability >= PROBABLE:
                severity: Severity = "major" if probability >= CERTAIN else "minor"
                yield self._report(found, left_open + _symptoms(found), probability, severity)

    def _report(
        self, found: Evidence, symptoms: tuple[str, ...], confidence: float, severity: Severity
    ) -> Finding:
        return self.finding(
            found.pair,
            "This sentence seems to break off: " + ", ".join(symptoms) + ".",
            target=found.target,
            source=found.source,
            severity=severity,
            confidence=confidence,
            symptoms=symptoms,
        )


def _left_open(found: Evidence) -> tuple[str, ...]:
    """A comma or an open bracket at the very end, where the source ends otherwise."""
    mark = found.closed.open_mark
    if not mark or found.pair.source.rstrip()[-1:] in (mark, ",", ";", ":"):
        return ()
    return (f"it ends on “{mark}”",)


def _symptoms(found: Evidence) -> tuple[str, ...]:
    symptoms = []
    word = found.closed.word.text if found.closed.word else ""
    if found.closed.kind == "open":
        symptoms.append(f"it ends on “{word}”, a word that no complete sentence ends on")
    elif found.ending < 0:
        symptoms.append(f"it ends on “{word}”, without the verb that sentences end on")
    if found.mark > 0:
        symptoms.append("its sentence end is missing, which this document seldom leaves out")
    if found.fewer:
        plural = "s have" if found.fewer > 1 else " has"
        symptoms.append(f"{found.fewer} sentence{plural} no counterpart")
    if found.row < -1:
        symptoms.append(f"the paragraph is {-found.row:.1f} standard deviations too short")
    if found.sentence < -1 and abs(found.sentence - found.row) > 0.3:
        symptoms.append(f"the sentence is {-found.sentence:.1f} standard deviations too short")
    if found.lost > 1:
        symptoms.append(f"{found.lost} names or figures of the source are missing")
    return tuple(symptoms)
