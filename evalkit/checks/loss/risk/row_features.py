"""What of a row speaks for words left out or added: the features of the risk model."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from evalkit.alignment.rows import Pair
from evalkit.checks.base import Span
from evalkit.checks.evidence.anchors import Anchors
from evalkit.checks.evidence.conventions import Conventions, ends_sentence, final_mark
from evalkit.checks.evidence.endings import ending
from evalkit.checks.evidence.length_model import LengthModel, size
from evalkit.checks.evidence.sentence_pairs import aligned_sentences, split
from evalkit.checks.evidence.word_support import inside
from evalkit.encoders.word_alignment import Place
from evalkit.languages import profile

TEXT = (
    "short", "very_short", "long", "ending", "left_open", "never_ends", "mark", "fewer", "more",
    "lost", "kept", "none_kept", "length", "several", "inner_ending", "sentence_short",
)  # fmt: skip
"""Features that need no encoder.

short, long: standard deviations of length under or over what the source leads one to
expect (`length_model.LengthModel`), at most 8; very_short: what of them lies beyond 2.
ending: the log-odds that cut sentences end so. left_open: the text ends on a comma
or an open bracket. never_ends: it ends on a word that no sentence ends on. mark:
the log-odds for a missing sentence end. fewer, more: sentences of the source without
a place, and the other way round. lost, kept: names and figures. none_kept: there
were some, and all are lost. length: of the source, the logarithm of its characters
over that of 120. several: the source has more than one sentence. inner_ending: the
log-odds of the worst ending of a sentence before the last one. sentence_short: the
deviations under the expected length of the shortest sentence, by what faces what.
"""
WORDS = (
    "untold", "untold_words", "weakest", "weak_quarter", "weak_half", "run", "run_share", "tail",
    "tail_weak", "three", "alien", "alien_words", "alien_quarter", "alien_run", "alien_share",
    "alien_tail", "weakest_short", "untold_short", "run_short", "ending_tail", "lopsided",
    "weakest_several", "quarter_short", "sentence_untold", "sentence_alien", "sentence_gone",
)  # fmt: skip
"""Features of the word alignment; words are those of the source, "alien" the version's own.

untold: the mean probability that a word has no counterpart; untold_words: how many
to expect. weakest, weak_quarter, weak_half: the log-odds of loss that a tenth, a
quarter, half of the words exceed. run: the sum of log-odds of the run of words
where it is highest; run_share: its share of the words. tail: words lost at the very
end; tail_weak: the mean log-odds of the last four. three: of the three weakest.
lopsided: how many more words are untold than alien. sentence_untold: the share of
words to expect lost in the sentence that lost most; sentence_alien: the same of the
version's sentences; sentence_gone: the same as the first where the version has fewer
sentences, and of sentences of two words too. The rest are products. Counts and sums
are read as log(1 + x).
"""
LARGEST = 8.0
MOST = 3
FEW, FEWER = 4, 2
"""So many words make a sentence worth asking about, and so many where sentences are fewer."""
USUAL_LENGTH = 4.8
SURELY, HARDLY = 4.0, -7.0
"""Log-odds of loss are read within these bounds, within a run from -SURELY on."""
CERTAIN = 0.0001
GONE = 0.4
"""From this probability of loss on, a word at the end belongs to the lost tail."""

Traits = Mapping[str, float]


def text_traits(
    pair: Pair, model: LengthModel, habits: Conventions, held: Anchors
) -> dict[str, float]:
    """The features named in `TEXT` of a row with text on both sides."""
    z = max(-LARGEST, min(LARGEST, model.z(size(pair.source), size(pair.target))))
    short = max(0.0, -z)
    prose = ends_sentence(pair)
    closed = ending(pair.target, profile(pair.language))
    ours = split(pair.source, pair.source_language)
    theirs = split(pair.target, pair.language)
    missing = 0.0
    if prose and not final_mark(pair.target):
        missing = max(0.0, math.log(0.5 / habits.missing))
    lost = len(held.lost)
    return {
        "short": short,
        "very_short": max(0.0, short - 2),
        "long": max(0.0, z),
        "ending": -closed.evidence if prose else 0.0,
        "left_open": float(bool(closed.left_open(pair.source))),
        "never_ends": float(closed.kind == "open"),
        "mark": missing,
        "fewer": float(min(MOST, max(0, len(ours) - len(theirs)))),
        "more": float(min(MOST, max(0, len(theirs) - len(ours)))),
        "lost": float(min(MOST, lost)),
        "kept": float(min(MOST, held.kept)),
        "none_kept": float(lost > 0 and not held.kept),
        "length": math.log(max(5, size(pair.source))) - USUAL_LENGTH,
        "several": float(len(ours) > 1),
        "inner_ending": _inner(pair, theirs) if prose else 0.0,
        "sentence_short": _shortest(pair, ours, theirs, model, held),
    }


def _inner(pair: Pair, sentences: Sequence[Span]) -> float:
    """The worst ending of the sentences before the last, 0 where all are whole."""
    known = profile(pair.language)
    endings = [-ending(s.of(pair.target), known).evidence for s in sentences[:-1]]
    return max([0.0, *endings])


def _shortest(
    pair: Pair,
    source: Sequence[Span],
    target: Sequence[Span],
    model: LengthModel,
    held: Anchors,
) -> float:
    """How far the sentence falls under its length that falls farthest; 0 in a row of one."""
    if len(source) < 2 or len(target) < 2:
        return 0.0
    found = [0.0]
    for unit in aligned_sentences(source, target, model, held, pair.words):
        if unit.source and unit.target:
            ours = unit.source[-1].end - unit.source[0].start
            theirs = unit.target[-1].end - unit.target[0].start
            found.append(min(LARGEST, -model.z(ours, theirs)))
    return max(found)


def word_traits(pair: Pair, text: Traits) -> dict[str, float] | None:
    """The features named in `WORDS`; None where no encoder aligned the row's words."""
    words = pair.words
    if words is None or not words.source or not words.target:
        return None
    ours, theirs = _losses(words.source_support), _losses(words.target_support)
    short = text["short"]
    told = split(pair.source, pair.source_language)
    return {
        "untold": ours.mean,
        "untold_words": math.log1p(ours.words),
        "weakest": ours.weakest,
        "weak_quarter": ours.quarter,
        "weak_half": ours.half,
        "run": math.log1p(ours.run),
        "run_share": ours.run_share,
        "tail": math.log1p(ours.tail),
        "tail_weak": ours.end,
        "three": ours.three,
        "alien": theirs.mean,
        "alien_words": math.log1p(theirs.words),
        "alien_quarter": theirs.quarter,
        "alien_run": math.log1p(theirs.run),
        "alien_share": theirs.run_share,
        "alien_tail": math.log1p(theirs.tail),
        "weakest_short": (ours.weakest - HARDLY) * short / 5,
        "untold_short": ours.mean * short,
        "run_short": math.log1p(ours.run) * short / 3,
        "ending_tail": text["ending"] * math.log1p(ours.tail),
        "lopsided": math.log1p(ours.words) - math.log1p(theirs.words),
        "weakest_several": (ours.weakest - HARDLY) * text["several"],
        "quarter_short": (ours.quarter - HARDLY) * short / 5,
        "sentence_untold": _worst(words.source, words.source_support, told, FEW),
        "sentence_alien": _worst(
            words.target, words.target_support, split(pair.target, pair.language), FEW
        ),
        "sentence_gone": (
            _worst(words.source, words.source_support, told, FEWER) if text["fewer"] else 0.0
        ),
    }


def _worst(
    words: Sequence[Place], support: Sequence[float], sentences: Sequence[Span], least: int
) -> float:
    """The mean loss of the sentence that lost most, of those with words enough."""
    shares = [
        math.fsum(1 - support[n] for n in here) / len(here)
        for sentence in sentences
        if len(here := inside(words, sentence)) >= least
    ]
    return max(shares, default=0.0)


@dataclass(frozen=True, slots=True)
class _Losses:
    """One side's words: what `WORDS` is made of."""

    mean: float
    words: float
    weakest: float
    quarter: float
    half: float
    three: float
    end: float
    run: float
    run_share: float
    tail: int


def _losses(support: Sequence[float]) -> _Losses:
    many = len(support)
    odds = [_odds_of_loss(value) for value in support]
    ordered = sorted(odds, reverse=True)
    lost = [1 - value for value in support]
    run, length = heaviest([max(-SURELY, min(SURELY, value)) for value in odds])
    tail = next((n for n, value in enumerate(reversed(lost)) if value < GONE), many)
    return _Losses(
        mean=math.fsum(lost) / many,
        words=math.fsum(lost),
        weakest=_held(ordered[int((many - 1) * 0.1)]),
        quarter=_held(ordered[int((many - 1) * 0.25)]),
        half=_held(ordered[int((many - 1) * 0.5)]),
        three=_held(math.fsum(ordered[:3]) / min(3, many)),
        end=_held(math.fsum(odds[-4:]) / min(4, many)),
        run=run,
        run_share=length / many,
        tail=tail,
    )


def heaviest(values: Sequence[float]) -> tuple[float, int]:
    """The largest sum of neighbouring values (0 at least) and how many they are (Kadane 1977).

    >>> heaviest([-1.0, 2.0, -0.5, 3.0, -4.0])
    (4.5, 3)
    """
    best, length = 0.0, 0
    total, start = 0.0, 0
    for n, value in enumerate(values):
        if total <= 0:
            total, start = 0.0, n
        total += value
        if total > best:
            best, length = total, n - start + 1
    return best, length


def _odds_of_loss(support: float) -> float:
    held = max(CERTAIN, min(1 - CERTAIN, support))
    return math.log((1 - held) / held)


def _held(odds: float) -> float:
    return max(HARDLY, min(SURELY, odds))
