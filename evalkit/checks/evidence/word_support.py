"""What the word alignment of a row says of its sentences: which are told, and which words are not.

Pure functions over `Pair.words`. A word's support is the probability that some
word of the other side stands for it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from evalkit.checks.base import Span
from evalkit.encoders.word_alignment import Place, WordAlignment

# Support is read within these bounds before odds are taken of it.
LEAST, MOST = 0.002, 0.998
# The share of a place's words that is read for how weak the weakest are. Of a tenth, a quarter
# and a half, the tenth told cut sentences of the tuning documents from whole ones best.
WEAKEST = 0.1
# Where words are known to be lost, those with less support than this may be among them: chosen
# on the tuning documents of NTREX.
UNSURE = 0.5
"""A word whose support is below this is taken for lost."""
DOUBTED = 0.7
# So many supported words inside a run of lost ones do not part it.
BRIDGED = 2
# A place of which the lost run takes so large a share is lost as a whole.
WHOLE = 0.8
# A sentence that is told has links for at least this share of its words, or its counterpart's.
LINKED = 0.3
# So many words without a counterpart are worth telling.
FEWEST = 1.5
# Characters of the source that a message quotes.
QUOTED = 90


@dataclass(frozen=True, slots=True)
class Lost:
    """A run of words that nothing stands for; `words` counts those to expect lost."""

    span: Span
    words: float


@dataclass(frozen=True, slots=True)
class Told:
    """How well the words of a place are supported, as evidence.

    `weakest` is the logarithm of odds that the least supported tenth of the
    words stays below; `lost` the share of words to expect without a
    counterpart; `run` the longest run of them, None where every word has one.
    """

    weakest: float
    lost: float
    run: Lost | None


@dataclass(frozen=True, slots=True)
class Unsaid:
    """Source words that nothing in the version stands for; `symptom` tells the reader so."""

    span: Span
    symptom: str


def told(words: Sequence[Place], support: Sequence[float], there: Span) -> Told | None:
    """What the supports say of the words at a place; None where no word stands there.

    >>> places = ((0, 2), (3, 5), (6, 8), (9, 11))
    >>> found = told(places, (0.9, 0.1, 0.1, 0.9), Span(0, 11))
    >>> found.run.span, round(found.lost, 2), round(found.weakest, 1)
    (Span(start=3, end=8), 0.5, -2.2)
    """
    here = inside(words, there)
    if not here:
        return None
    kept = [support[n] for n in here]
    return Told(
        weakest=_odds(sorted(kept)[int((len(kept) - 1) * WEAKEST)]),
        lost=math.fsum(1 - value for value in kept) / len(kept),
        run=longest(words, support, there),
    )


def longest(
    words: Sequence[Place],
    support: Sequence[float],
    there: Span,
    unsure: float = UNSURE,
    kept: Sequence[Span] = (),
) -> Lost | None:
    """The run of lost words at a place with the most of them, small words between them included.

    Words below `unsure` are taken for lost; what is known to be `kept` parts a run.
    """
    here = inside(words, there)
    runs: list[list[int]] = []
    parted = False
    for n in here:
        if any(k.start <= words[n][0] < k.end for k in kept):
            parted = True
            continue
        if support[n] >= unsure:
            continue
        if runs and not parted and n - runs[-1][-1] - 1 <= BRIDGED:
            runs[-1].append(n)
        else:
            runs.append([n])
            parted = False
    if not runs:
        return None
    best = max(runs, key=lambda run: math.fsum(1 - support[n] for n in run))
    lost = math.fsum(1 - support[n] for n in best)
    return Lost(Span(words[best[0]][0], words[best[-1]][1]), lost)


def inside(words: Sequence[Place], there: Span) -> range:
    """The numbers of the words that begin at a place."""
    first = next((n for n, (start, _) in enumerate(words) if start >= there.start), len(words))
    last = next((n for n, (start, _) in enumerate(words) if start >= there.end), len(words))
    return range(first, max(first, last))


def unsaid(text: str, words: WordAlignment | None, there: Span) -> Unsaid | None:
    """The source words at a place that nothing in the version stands for.

    The place itself where they are nearly all of it. None where nothing is known of
    the words, where all are told, and where a lone one is lost: any free
    translation has some.

    >>> alignment = WordAlignment(
    ...     ((0, 2), (3, 5), (6, 12), (13, 15), (16, 23)), ((0, 4),),
    ...     (0.9, 0.9, 0.1, 0.1, 0.1), (0.9,), (),
    ... )
    >>> unsaid("It is closed to traffic.", alignment, Span(0, 24)).symptom
    'nothing in the version stands for “closed to traffic”'
    """
    found = words and told(words.source, words.source_support, there)
    if words is None or not found or found.run is None or found.run.words < FEWEST:
        return None
    return shown(text, _rounded(words.source, found.run, there))


def shown(text: str, span: Span) -> Unsaid:
    """The source words of a place, as ones that nothing in the version stands for."""
    return Unsaid(span, f"nothing in the version stands for {quoted(text, span)}")


def _rounded(words: Sequence[Place], run: Lost, there: Span) -> Span:
    """The place itself where the run is nearly all of it."""
    return there if len(inside(words, run.span)) >= WHOLE * len(inside(words, there)) else run.span


def added(words: WordAlignment, there: Span) -> Span | None:
    """The words of the version at a place that most surely stand for nothing, as one span."""
    found = told(words.target, words.target_support, there)
    if found is None or found.run is None:
        return None
    return _rounded(words.target, found.run, there)


def quoted(text: str, span: Span) -> str:
    """The words at a place between quotation marks, in one line, cut in the middle if long.

    >>> quoted("It is closed to traffic.", Span(6, 23))
    '“closed to traffic”'
    """
    line = " ".join(span.of(text).split())
    if len(line) <= QUOTED:
        return f"“{line}”"
    begin, end = line[: QUOTED * 2 // 3], line[-QUOTED // 3 :]
    return f"“{begin.rsplit(' ', 1)[0]} … {end.split(' ', 1)[-1]}”"


@dataclass(frozen=True, slots=True)
class Ties:
    """How the sentences of both sides hang together by their words.

    `linked[i][j]` adds up the links between source sentence i and sentence j of
    the version, as shares of the shorter's words; `source[i]` and `target[j]`
    say how surely a sentence is told on the other side, 0 to 1: the mean support
    of its words, less where few links bear it out.
    """

    linked: tuple[tuple[float, ...], ...]
    source: tuple[float, ...]
    target: tuple[float, ...]


def ties(words: WordAlignment, source: Sequence[Span], target: Sequence[Span]) -> Ties:
    """The ties between the sentences of one row."""
    ours = _owners(words.source, source)
    theirs = _owners(words.target, target)
    linked = [[0.0] * len(target) for _ in source]
    for link in words.links:
        i, j = ours[link.source], theirs[link.target]
        if i is not None and j is not None:
            linked[i][j] += link.strength
    many, few = _counts(ours, len(source)), _counts(theirs, len(target))
    shares = [
        [total / max(1, min(many[i], few[j])) for j, total in enumerate(row)]
        for i, row in enumerate(linked)
    ]
    return Ties(
        tuple(map(tuple, shares)),
        tuple(
            _mean(words.source_support, ours, i) * _borne(sum(row)) for i, row in enumerate(shares)
        ),
        tuple(
            _mean(words.target_support, theirs, j) * _borne(sum(row[j] for row in shares))
            for j in range(len(target))
        ),
    )


def _borne(linked: float) -> float:
    return min(1.0, linked / LINKED)


def _owners(words: Sequence[Place], sentences: Sequence[Span]) -> list[int | None]:
    """The number of the sentence that each word stands in."""
    found: list[int | None] = []
    n = 0
    for start, _ in words:
        while n < len(sentences) and start >= sentences[n].end:
            n += 1
        here = n < len(sentences) and sentences[n].start <= start
        found.append(n if here else None)
    return found


def _counts(owners: Sequence[int | None], size: int) -> list[int]:
    counts = [0] * size
    for owner in owners:
        if owner is not None:
            counts[owner] += 1
    return counts


def _mean(support: Sequence[float], owners: Sequence[int | None], number: int) -> float:
    """The mean support of a sentence's words; one without words proves nothing."""
    here = [value for value, owner in zip(support, owners, strict=True) if owner == number]
    return math.fsum(here) / len(here) if here else 0.5


def _odds(probability: float) -> float:
    held = min(MOST, max(LEAST, probability))
    return math.log(held / (1 - held))
