"""Where words are missing in a row whose words an encoder aligned, and what kind of loss it is."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Literal

from evalkit.alignment.rows import Pair, Version
from evalkit.checks.base import Span
from evalkit.checks.evidence.anchors import Anchors, anchors
from evalkit.checks.evidence.conventions import Conventions, conventions, ends_sentence, final_mark
from evalkit.checks.evidence.coordinators import coordinators
from evalkit.checks.evidence.endings import Ending, ending
from evalkit.checks.evidence.length_model import LengthModel, comparable, length_model
from evalkit.checks.evidence.sentence_pairs import Sentences, aligned_sentences, split
from evalkit.checks.evidence.word_support import DOUBTED, Lost, inside
from evalkit.checks.loss.risk import Risk, risks
from evalkit.encoders.word_alignment import WordAlignment
from evalkit.languages import profile

PROBABLE = 0.2
"""From this omission risk on a row is told of."""
FEWEST = 1.5
"""Words to expect lost, from which on a place can be named."""
WHOLE = 0.75
"""A sentence of which this share of words is lost is left out as a whole."""
BRIDGED = 5
"""So many words between two that may belong to a loss that is known to be there do not part it:
chosen on the tuning documents of NTREX."""
BESIDE = 0.35
"""Another run with this share of the longest one's lost words belongs to the same loss."""
LIKELY = 0.5
LONE = 0.25
"""A word of a loss that others part from the rest has less support than this."""
SLIGHT = 0.35
"""Beside whole sentences that are left out, what the next one lost is told of from this share of
their loss on: where much is missing, the words around it are unsure."""
EDGE = 1
"""So many words may stand between a loss and the sentence's end that it still reaches."""
NEAR = 4
"""Words on either side of a loss whose counterparts show where it should stand."""

Kind = Literal["tail", "head", "words", "sentence"]


@dataclass(frozen=True, slots=True)
class Missing:
    """Words of the source that a row of the version seems to lack.

    `kind` says what a reader will see: a sentence of the version that breaks off
    ("tail") or lacks its beginning ("head"), words missing inside one ("words"), or
    whole sentences that are not there ("sentence"). `source` are the missing words,
    `place` the sentence that breaks off or the point where they should stand.
    `closed` is how the sentence at the place ends. `beside` are whole sentences that
    are left out beside the one that breaks off. `words` counts the words to expect
    lost, 0 where none can be named: then `source` is the sentence that lost its end.
    """

    pair: Pair
    risk: Risk
    kind: Kind
    source: Span
    place: Span
    words: float
    closed: Ending | None = None
    beside: Span | None = None


def missing(version: Version) -> Iterator[Missing]:
    """The probable losses of a version, at most one a row, rows without words left out."""
    if not any(pair.words for pair in version.pairs):
        return
    habits, model = conventions(version), length_model(version)
    for pair, risk, held in zip(version.pairs, risks(version), anchors(version), strict=True):
        if pair.words and comparable(pair) and risk.omission >= PROBABLE:
            found = _placed(pair, pair.words, risk, habits, model, held)
            if found:
                yield found


def _placed(
    pair: Pair,
    words: WordAlignment,
    risk: Risk,
    habits: Conventions,
    model: LengthModel,
    held: Anchors,
) -> Missing | None:
    source = split(pair.source, pair.source_language)
    target = split(pair.target, pair.language)
    if not source or not target:
        return None
    run = _loss(words, source, held.lost)
    facing = aligned_sentences(source, target, model, held, words)
    if run is None or run.words < FEWEST:
        return _without_words(pair, risk, habits, facing)
    gone = [s for s in source if _lost_share(words, s) >= WHOLE and s.overlaps(run.span)]
    beside = Span(gone[0].start, gone[-1].end) if 0 < len(gone) < len(source) else None
    whole_lost = _lost(words, beside) if beside else 0.0
    told = facing
    if beside:
        run = _apart(words, run.span, beside)
        told = tuple(unit for unit in facing if unit.target) or facing
    unit = _owner(run.span, told)
    if beside and (run.words < FEWEST or unit is None):
        return _sentences(pair, risk, beside, facing, whole_lost)
    if unit is None or not unit.target:
        return _sentences(pair, risk, run.span, facing, run.words)
    end = _end(pair, unit.target[-1], unit.target[-1] == target[-1], habits)
    if beside and not end.broken and run.words < SLIGHT * whole_lost:
        return _sentences(pair, risk, beside, facing, whole_lost)
    return _inside(pair, words, risk, unit, end, run, beside)


def _sentences(
    pair: Pair, risk: Risk, gone: Span, facing: Sequence[Sentences], lost: float
) -> Missing:
    """Whole sentences that are left out."""
    return Missing(pair, risk, "sentence", gone, _between(gone, facing), lost)


def _inside(
    pair: Pair,
    words: WordAlignment,
    risk: Risk,
    unit: Sentences,
    end: _End,
    run: Lost,
    beside: Span | None,
) -> Missing:
    """A loss inside a sentence that the version has: at its end, at its beginning, or within."""
    here, closed = unit.target[-1], end.closed
    whole = Span(unit.source[0].start, unit.source[-1].end)
    point = _point(words, run.span, whole, here, pair.target)
    many = inside(words.source, whole)
    hit = inside(words.source, run.span)
    if end.broken or (hit and many and many[-1] - hit[-1] <= EDGE):
        lost = _behind_conjunction(pair, words, run.span, closed)
        many_lost = _lost(words, lost) + (_lost(words, beside) if beside else 0.0)
        return Missing(pair, risk, "tail", lost, here, many_lost, closed, beside)
    if hit and many and hit[0] - many[0] <= EDGE and len(unit.target) == 1:
        return Missing(pair, risk, "head", run.span, here, run.words, closed)
    return Missing(pair, risk, "words", run.span, Span(point, point), run.words, closed)


@dataclass(frozen=True, slots=True)
class _End:
    """How a sentence ends.

    Whether its sentence end is missing where one is due, and whether it ends on a
    comma or an open bracket, as the source does not.
    """

    closed: Ending
    prose: bool
    unended: bool
    left_open: bool

    @property
    def broken(self) -> bool:
        return (self.prose and self.closed.evidence < 0) or self.unended or self.left_open


def _end(pair: Pair, here: Span, last: bool, habits: Conventions) -> _End:
    prose = ends_sentence(pair) or not last
    due = last and prose and math.log(0.5 / habits.missing) > 0
    closed = ending(here.of(pair.target), profile(pair.language))
    left_open = bool(closed.left_open(pair.source) if last else closed.open_mark)
    return _End(closed, prose, due and not final_mark(pair.target), left_open)


def _without_words(
    pair: Pair, risk: Risk, habits: Conventions, facing: Sequence[Sentences]
) -> Missing | None:
    """A row whose last sentence breaks off by its end alone: no words can be named."""
    told = [unit for unit in facing if unit.source and unit.target]
    if not told:
        return None
    source, here = told[-1].source, told[-1].target[-1]
    end = _end(pair, here, last=True, habits=habits)
    if not end.broken:
        return None
    whole = Span(source[0].start, source[-1].end)
    return Missing(pair, risk, "tail", whole, here, 0.0, end.closed)


def _loss(words: WordAlignment, sentences: Sequence[Span], anchors_: Sequence[Span]) -> Lost | None:
    """From the first to the last of the words that a row, known to lack some, seems to lack.

    Of the sentences that the longest run of such words touches, not of others; a lost name
    that it touches belongs to it as a whole.
    """
    runs: list[list[int]] = []
    for n, support in enumerate(words.source_support):
        if support >= DOUBTED:
            continue
        if runs and n - runs[-1][-1] - 1 <= BRIDGED:
            runs[-1].append(n)
        else:
            runs.append([n])
    if not runs:
        return None
    lost = [math.fsum(1 - words.source_support[n] for n in run) for run in runs]
    least = max(FEWEST, BESIDE * max(lost))
    best = runs[lost.index(max(lost))]
    touched = Span(words.source[best[0]][0], words.source[best[-1]][1])
    around = [s for s in sentences if s.start < touched.end and touched.start < s.end] or [touched]
    several = [
        run
        for run, value in zip(runs, lost, strict=True)
        if value >= least
        and around[0].start <= words.source[run[0]][0]
        and words.source[run[-1]][1] <= around[-1].end
    ]
    here = [n for run in several or [best] for n in run]
    # It begins and ends with words that are more likely lost than not, and a lone word before or
    # after the rest is part of it only where it is surely lost.
    while len(here) > 1 and words.source_support[here[0]] >= LIKELY:
        del here[0]
    while len(here) > 1 and words.source_support[here[-1]] >= LIKELY:
        del here[-1]
    while len(here) > 1 and here[1] - here[0] > 1 and words.source_support[here[0]] > LONE:
        del here[0]
    while len(here) > 1 and here[-1] - here[-2] > 1 and words.source_support[here[-1]] > LONE:
        del here[-1]
    span = Span(words.source[here[0]][0], words.source[here[-1]][1])
    for name in anchors_:
        if name.start < span.end and span.start < name.end:
            span = Span(min(span.start, name.start), max(span.end, name.end))
    return Lost(span, _lost(words, span))


def _behind_conjunction(pair: Pair, words: WordAlignment, lost: Span, closed: Ending) -> Span:
    """The loss without the "and" it begins with, where the broken sentence still ends on one."""
    here = inside(words.source, lost)
    if closed.word is None or closed.word.key not in coordinators(pair.language) or len(here) < 2:
        return lost
    start, end = words.source[here[0]]
    joins = pair.source[start:end].casefold() in coordinators(pair.source_language)
    return Span(words.source[here[1]][0], lost.end) if joins else lost


def _apart(words: WordAlignment, run: Span, gone: Span) -> Lost:
    """The larger part of a loss that lies before or behind whole sentences that are gone."""
    before = Span(run.start, max(run.start, min(run.end, gone.start)))
    behind = Span(min(run.end, max(run.start, gone.end)), run.end)
    part = max(before, behind, key=lambda span: _lost(words, span))
    here = inside(words.source, part)
    span = Span(words.source[here[0]][0], words.source[here[-1]][1]) if here else part
    return Lost(span, _lost(words, span))


def _lost(words: WordAlignment, there: Span) -> float:
    return math.fsum(1 - words.source_support[n] for n in inside(words.source, there))


def _lost_share(words: WordAlignment, there: Span) -> float:
    many = len(inside(words.source, there))
    return _lost(words, there) / many if many else 0.0


def _owner(span: Span, facing: Sequence[Sentences]) -> Sentences | None:
    """The unit whose source sentences hold most of a span."""

    def shared(unit: Sentences) -> int:
        return sum(max(0, min(s.end, span.end) - max(s.start, span.start)) for s in unit.source)

    best = max(facing, key=shared, default=None)
    return best if best and shared(best) else None


def _between(gone: Span, facing: Sequence[Sentences]) -> Span:
    """The point behind what the sentences before the missing ones are told in."""
    before = [b for b in facing if b.target and b.source and b.source[0].start < gone.start]
    point = max((unit.target[-1].end for unit in before), default=0)
    return Span(point, point)


def _point(words: WordAlignment, run: Span, whole: Span, here: Span, text: str) -> int:
    """Where in a sentence the missing words should stand: beside their neighbours' counterparts."""
    there, hit = inside(words.source, whole), inside(words.source, run)
    near = {n for n in there if 0 < hit[0] - n <= NEAR or 0 < n - hit[-1] <= NEAR}
    ends = sorted(
        words.target[link.target][1]
        for link in words.links
        if link.source in near and here.start <= words.target[link.target][0] < here.end
    )
    if not ends:
        return min(here.end, len(text))
    wanted = median(ends)
    return min((end for _, end in words.target), key=lambda end: abs(end - wanted))
