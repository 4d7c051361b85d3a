"""The evidence for a sentence that breaks off, or that is not there at all."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from evalkit.alignment.rows import Pair, Version
from evalkit.checks.base import Span
from evalkit.checks.evidence.anchors import Anchors, anchors
from evalkit.checks.evidence.conventions import Conventions, conventions, ends_sentence, final_mark
from evalkit.checks.evidence.endings import Ending, ending
from evalkit.checks.evidence.length_model import LengthModel, comparable, length_model, size
from evalkit.checks.evidence.sentence_pairs import Sentences, aligned_sentences, left_out, split
from evalkit.languages import profile


@dataclass(frozen=True, slots=True)
class Weights:
    """A logistic model of truncation; `benchmarks.truncation --fit` prints it.

    Fitted on the tuning documents of NTREX (bn, pa, hi), sentences and rebuilt
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


# For the last sentence of a row, and for sentences before it: there, being short speaks for
# itself only, as the row's length and number of sentences may have other reasons.
WEIGHTS = Weights(
    bias=-5.79,
    ending=0.88,
    row=-1.47,
    sentence=-0.61,
    mark=2.02,
    fewer=1.86,
    lost=1.14,
    kept=-0.23,
)
# For source sentences without a counterpart before the last. Fewer sentences alone are telling,
# so the bias lies above the fitted one; names and figures count that only this sentence has.
OMITTED = Weights(
    bias=-2.8,
    ending=0.0,
    row=-1.8,
    sentence=-0.8,
    mark=0.0,
    fewer=0.0,
    lost=2.0,
    kept=-1.2,
)
PROBABLE, CERTAIN = 0.5, 0.95
# A sentence inside a paragraph is seldom the one that was cut.
INSIDE = -1.0
# A sentence is short for sure where its row is, by this many standard deviations; elsewhere its
# shortness counts up to a bound.
SHORT_ROW, LEAST_SHORT = -0.5, -1.0
# z-scores are read within these bounds: a long sentence is no proof of a whole one.
LOWEST, HIGHEST = -8.0, 0.5
# Names and figures are counted up to so many.
MOST_ANCHORS = 3

Where = Literal["last", "inside", "omitted"]


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for one sentence being cut off, or left out.

    `where` is "last" for a row's last sentence, "inside" for those before it,
    "omitted" for source sentences that nothing faces, or that are told in fewer
    sentences. `ending` is the logarithm of odds that whole sentences end so;
    `row` and `sentence` are z-scores of length, below 0 where too short; `mark`
    is the logarithm of odds for a missing sentence end, 0 where there is one or
    none is due; `fewer` counts source sentences in excess, `lost` and `kept`
    the names and figures that the version lost there and kept in the row.
    `row_share` and `share` are the lengths of the row and of the sentence as
    shares of what the source leads one to expect. `place` is where a reader should
    look in the version, `gone` what is lost for sure: source sentences that nothing
    faces.
    """

    pair: Pair
    source: Span
    target: Span | None
    closed: Ending
    where: Where
    ending: float
    row: float
    sentence: float
    mark: float
    fewer: int
    lost: int
    kept: int
    row_share: float
    share: float
    place: Span | None = None
    gone: Span | None = None

    def probability(self) -> float:
        """How probable it is that words are missing there."""
        if self.where == "omitted":
            return self._probability(OMITTED, self.row, self.sentence)
        short = self.sentence
        if self.row > SHORT_ROW:
            # The row has all its length: the sentence was rather paired with the wrong one.
            short = max(short, LEAST_SHORT)
        alone = self._probability(WEIGHTS, short, short, INSIDE)
        together = self._probability(WEIGHTS, self.row, self.sentence)
        # A row's last sentence is at least as likely to be cut as one before it.
        return max(alone, together) if self.where == "last" else alone

    def _probability(
        self, weights: Weights, row: float, sentence: float, bias: float = 0.0
    ) -> float:
        total = (
            weights.bias
            + bias
            + weights.ending * -self.ending
            + weights.row * row
            + weights.sentence * sentence
            + weights.mark * self.mark
            + weights.fewer * self.fewer
            + weights.lost * self.lost
            + weights.kept * self.kept
        )
        return 1 / (1 + math.exp(-max(-50.0, min(50.0, total))))


def evidence(version: Version) -> Iterator[Evidence]:
    """The evidence for every sentence of every row that has no words aligned."""
    habits = conventions(version)
    model = length_model(version)
    for pair, held in zip(version.pairs, anchors(version), strict=True):
        if comparable(pair) and not pair.words:
            yield from _Row(pair, habits, model, held).sentences()


def _bounded(z: float) -> float:
    return max(LOWEST, min(HIGHEST, z))


@dataclass(frozen=True, slots=True)
class _Row:
    pair: Pair
    habits: Conventions
    model: LengthModel
    held: Anchors

    def sentences(self) -> Iterator[Evidence]:
        pair = self.pair
        source = split(pair.source, pair.source_language)
        target = split(pair.target, pair.language)
        if not source or not target:
            return
        row = self._row_z()
        facing = aligned_sentences(source, target, self.model, self.held)
        final = max(n for n, unit in enumerate(facing) if unit.target)
        behind = 0
        for number, unit in enumerate(facing[: final + 1]):
            if number == final:
                left = [s for b in facing[final + 1 :] for s in b.source]
                yield self._last(unit, source, row, left)
            elif unit.target and unit.source:
                yield self._inside(unit)
            if len(unit.source) > len(unit.target) and (number < final or unit.target):
                yield self._omitted(unit, left_out(unit, self.model, self.held), row, behind)
            if unit.target:
                behind = unit.target[-1].end

    def _last(
        self, unit: Sentences, source: tuple[Span, ...], row: float, left: Sequence[Span]
    ) -> Evidence:
        start = unit.source[0].start if unit.source else source[-1].start
        there = Span(start, source[-1].end)
        found = self._faced(unit, there, "last", row, min(2, len(left)))
        return replace(found, gone=Span(left[0].start, left[-1].end)) if left else found

    def _inside(self, unit: Sentences) -> Evidence:
        there = Span(unit.source[0].start, unit.source[-1].end)
        return self._faced(unit, there, "inside", self._row_z(), 0)

    def _faced(
        self, unit: Sentences, there: Span, where: Where, row: float, fewer: int
    ) -> Evidence:
        """The evidence for the last of the version's sentences here, which face those there."""
        pair = self.pair
        whole = Span(unit.target[0].start, unit.target[-1].end)
        prose = ends_sentence(pair)
        closed = ending(unit.target[-1].of(pair.target), profile(pair.language))
        return Evidence(
            pair=pair,
            source=there,
            target=unit.target[-1],
            closed=closed,
            where=where,
            ending=closed.evidence if prose else 0.0,
            row=row,
            sentence=self._z(there, whole),
            mark=_missing_mark(pair, self.habits) if prose and where == "last" else 0.0,
            fewer=fewer,
            lost=self._lost(there),
            kept=min(MOST_ANCHORS, self.held.kept),
            row_share=self._row_share(),
            share=self._share(there, whole),
            place=unit.target[-1],
        )

    def _omitted(
        self, unit: Sentences, gone: tuple[Span, ...], row: float, behind: int
    ) -> Evidence:
        """The evidence for source sentences left out; they should stand `behind` that place."""
        around = Span(gone[0].start, gone[-1].end)
        there = Span(unit.source[0].start, unit.source[-1].end)
        here = Span(unit.target[0].start, unit.target[-1].end) if unit.target else None
        return Evidence(
            pair=self.pair,
            source=around,
            target=here,
            closed=Ending("none", 0.0, None, ""),
            where="omitted",
            ending=0.0,
            row=row,
            sentence=row if here is None else self._z(there, here),
            mark=0.0,
            fewer=len(unit.source) - len(unit.target),
            lost=self._lost(around),
            kept=self._kept(around),
            row_share=self._row_share(),
            share=self._share(there, here),
            place=here or Span(behind, behind),
        )

    def _z(self, source: Span, target: Span) -> float:
        return _bounded(self.model.z(source.end - source.start, target.end - target.start))

    def _row_z(self) -> float:
        return _bounded(self.model.z(size(self.pair.source), size(self.pair.target)))

    def _share(self, source: Span, target: Span | None) -> float:
        if target is None:
            return 0.0
        return (target.end - target.start) / self.model.expected(source.end - source.start)

    def _row_share(self) -> float:
        return size(self.pair.target) / self.model.expected(size(self.pair.source))

    def _kept(self, there: Span) -> int:
        """Anchors that stand nowhere else in the source, and that the version has."""
        alone = (
            all(there.start <= s.start < there.end for s in anchor.source)
            for anchor in self.held.facing
        )
        return min(MOST_ANCHORS, sum(alone))

    def _lost(self, there: Span) -> int:
        return min(MOST_ANCHORS, sum(there.start <= s.start < there.end for s in self.held.lost))


def _missing_mark(pair: Pair, habits: Conventions) -> float:
    if final_mark(pair.target):
        return 0.0
    return max(0.0, math.log(0.5 / habits.missing))
