"""What speaks for words lost before a space and its mark, and what for a space alone."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import regex

from evalkit.alignment.rows import Pair
from evalkit.checks.base import Span
from evalkit.checks.evidence.anchors import Anchors
from evalkit.checks.evidence.coordinators import coordinators
from evalkit.checks.evidence.endings import Ending, ending
from evalkit.checks.evidence.length_model import LengthModel
from evalkit.checks.evidence.sentence_pairs import Sentences
from evalkit.checks.evidence.word_support import DOUBTED, FEWEST, longest, shown
from evalkit.languages import profile
from evalkit.text.words import Word, words

# How far apart, in shares of the sentence, two commas may stand that face each other.
FARTHEST = 0.45
NEARLY_AS_NEAR = 0.15
COMMAS = ",;:—–،؛、，"
CLAUSE_MARKS = ',;:—–()[]{}“”"«»،؛、，।॥|?!؟'
SENTENCE_MARKS = ".?!।॥|۔؟。"
# z-scores are read within these bounds, what is counted up to so many.
LOWEST, HIGHEST, MOST = -6.0, 1.0, 3
# Which clauses face each other is often a guess: one says something from this z-score down.
SHORT_CLAUSE = -2.0
# A clause may well end on a word that no sentence ends on.
MOST_OPEN = 2.5
# Of a clause that is told in less than this share of its length, most is lost.
HALF = 0.5
# A length this far under what is expected is worth telling.
SHORT = -0.5

_COMMA = regex.compile(f"[{regex.escape(COMMAS)}]")
_CLAUSE_MARK = regex.compile(f"[{regex.escape(CLAUSE_MARKS)}]")
# What follows a name in the source where nothing stands between it and the next mark.
_MARK_FOLLOWS = regex.compile(r"[\"'”’»]?(?:['’]s)?[\s]?(?:[,.;:!?()\[\]—–]|$)")

Where = Literal["end", "comma"]


@dataclass(frozen=True, slots=True)
class Weights:
    """A logistic model of loss; `benchmarks.links --fit` prints it.

    Fitted on the tuning documents of NTREX (bn, pa, hi), as sentences and as
    paragraphs: spaces put before marks, as many with words taken away as without.
    """

    bias: float
    ending: float
    sentence: float
    clause: float
    lost: float
    named: float
    stranded: float = 0.0


AT_END = Weights(bias=-0.33, ending=0.89, sentence=-0.56, clause=0.0, lost=0.16, named=-0.61)
# Too few names of news texts stay in Latin letters to fit `stranded`, and too few clauses can be
# compared to fit `clause`: these two are set by hand.
AT_COMMA = Weights(
    bias=-0.58, ending=0.54, sentence=-0.52, clause=-0.4, lost=0.39, named=-2.57,
    stranded=0.7,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Loss:
    """The evidence at one space before a mark, in the features of `Weights`.

    `where` is "end" before a sentence's end, else "comma". `ending` is the
    logarithm of odds that sentences are cut off there; `sentence` is a z-score of
    length, below 0 where too short; `clause` is how far that of the clause falls
    under `SHORT_CLAUSE`; `lost` counts names and
    figures of the source sentence that the version lost; `named` is 1 where the
    name before the space stands before a mark in the source too, `stranded` where
    a word stands before it that has others behind it in the source. `source` is
    the words that are lost, None where nothing tells them; `within` the clause or
    the sentence that they are part of. `unfinished` says that the sentence has lost
    the word it should end on.
    """

    where: Where
    ending: float
    sentence: float
    clause: float
    lost: int
    named: int
    stranded: int
    source: Span | None
    within: Span
    symptoms: tuple[str, ...]
    unfinished: bool = False

    def odds(self) -> float:
        """The logarithm of odds that words are missing, where half of all such spaces lost some."""
        weights = AT_END if self.where == "end" else AT_COMMA
        return (
            weights.bias
            + weights.ending * self.ending
            + weights.sentence * self.sentence
            + weights.clause * self.clause
            + weights.lost * self.lost
            + weights.named * self.named
            + weights.stranded * self.stranded
        )


def loss(
    pair: Pair, place: Span, facing: Iterable[Sentences], model: LengthModel, held: Anchors
) -> Loss | None:
    """The evidence at the space and mark at `place`; None where nothing can be compared."""
    mark = pair.target[place.end - 1]
    for unit in facing:
        if not any(s.start <= place.start < s.end for s in unit.target):
            continue
        if not unit.source:
            return None
        there = _Place(
            pair,
            place,
            Span(unit.source[0].start, unit.source[-1].end),
            Span(unit.target[0].start, unit.target[-1].end),
            model,
            held,
        )
        closing = any(place.end - 1 < s.end <= place.end + 2 for s in unit.target)
        if mark in SENTENCE_MARKS and closing:
            return _shown(pair, there.source, there.at_end(), held)
        # A colon announces; the words before it are seldom a clause of their own. A text that
        # ends on a comma breaks off there: nothing says that a link stood in it.
        inside = mark in COMMAS.replace(":", "") and pair.target[place.end :].strip()
        return _shown(pair, there.source, there.at_comma(), held) if inside else None
    return None


def _shown(pair: Pair, there: Span, found: Loss, held: Anchors) -> Loss:
    """The loss with the source's words that nothing stands for, where an encoder aligned them.

    What follows the very word before the space is known, and is not asked for.
    """
    words = pair.words
    if found.stranded or words is None:
        return found
    kept = [span for anchor in held.facing for span in anchor.source]
    run = longest(words.source, words.source_support, there, DOUBTED, kept)
    if run is None or run.words < FEWEST:
        return found
    lost = shown(pair.source, run.span)
    # Words that are known to be lost say more than that the end is missing.
    return replace(
        found, source=lost.span, within=there, symptoms=(*found.symptoms, lost.symptom),
        unfinished=False,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Place:
    pair: Pair
    place: Span
    source: Span
    target: Span
    model: LengthModel
    held: Anchors

    def at_end(self) -> Loss:
        closed = self._closed()
        # What follows in the unit is not short for what is lost here.
        z = self._z(self.source, self.target)
        symptoms = ["a space before the sentence end", *_ending_in_words(closed)]
        if z < SHORT:
            symptoms.append(f"the sentence is {_share(self.source, self.target, self.model)}")
        lost = self._lost(self.source)
        return Loss(
            "end", -closed.evidence, z, 0.0, len(lost), self._named(), 0, None, self.source,
            (*symptoms, *self._lost_in_words(lost)), unfinished=closed.evidence < 0,
        )  # fmt: skip

    def at_comma(self) -> Loss:
        closed = self._closed()
        z = self._z(self.source, self.target)
        symptoms = ["a space before the mark"]
        if closed.kind == "open":
            symptoms += _ending_in_words(closed, "the clause")
        compared = self._clauses()
        lost = self._lost(self.source)
        gone, where = None, self.source
        short, stranded = 0.0, 0
        if compared is not None:
            short, where, mine = compared
            after = _after_shared_word(self.pair, self.place, where) if short < SHORT else None
            if after is not None:
                symptoms.append(f"nothing stands for “{after.of(self.pair.source)}”")
                gone, stranded = after, 1
            elif short < SHORT:
                symptoms.append(f"the words before it are {_share(where, mine, self.model)}")
                # What is mostly lost is shown as a whole.
                gone = where if _portion(where, mine, self.model) < HALF else None
        if z < SHORT:
            symptoms.append(f"the sentence is {_share(self.source, self.target, self.model)}")
        return Loss(
            "comma", min(MOST_OPEN, -closed.evidence), z, min(0.0, short - SHORT_CLAUSE),
            len(lost), self._named(), stranded, gone, where,
            (*symptoms, *self._lost_in_words(lost)),
        )  # fmt: skip

    def _closed(self) -> Ending:
        text = self.pair.target[self.target.start : self.place.start]
        return ending(text, profile(self.pair.language))

    def _z(self, source: Span, target: Span) -> float:
        z = self.model.z(source.end - source.start, target.end - target.start)
        return max(LOWEST, min(HIGHEST, z))

    def _lost(self, there: Span) -> list[Span]:
        return [s for s in self.held.lost if there.start <= s.start < there.end][:MOST]

    def _lost_in_words(self, lost: Sequence[Span]) -> Iterator[str]:
        if lost:
            names = ", ".join(f"“{span.of(self.pair.source)}”" for span in lost)
            yield f"{names} of the source cannot be found"

    def _named(self) -> int:
        at = self.place.start
        before = [
            span
            for anchor in self.held.facing
            if any(t.end == at for t in anchor.target)
            for span in anchor.source
        ]
        last = words(self.pair.target[max(0, at - 60) : at])
        if last and last[-1].text.isascii():
            before += _places_of(last[-1].text, self.pair.source, self.source)
        return int(any(_MARK_FOLLOWS.match(self.pair.source, s.end) for s in before))

    def _clauses(self) -> tuple[float, Span, Span] | None:
        """The z-score, the source's clause and the version's that most likely face each other."""
        pair = self.pair
        mine = _clause(pair.target, self.target.start, self.place.start, pair.language)
        facing = [
            (b, a)
            for at in _facing_marks(pair, self.place, self.source, self.target)
            for a, b in _facing_clauses(
                _clause(pair.source, self.source.start, at, pair.source_language), mine
            )
        ]
        if not facing:
            return None

        def far(both: tuple[Span, Span]) -> tuple[float, float]:
            # Beyond the bounds no length is likely; yet one is less unlikely than another.
            z = self.model.z(*(span.end - span.start for span in both))
            return abs(self._z(*both)), abs(z)

        # The likeliest counterpart is the one that least was lost from.
        theirs, ours = min(facing, key=far)
        return self._z(theirs, ours), theirs, ours


def _places_of(word: str, text: str, within: Span) -> list[Span]:
    pattern = regex.compile(rf"(?<!\w){regex.escape(word)}(?!\w)")
    return [Span(*m.span()) for m in pattern.finditer(text, within.start, within.end)]


def _facing_marks(pair: Pair, place: Span, source: Span, target: Span) -> list[int]:
    """Where in the source the comma may stand that faces the one at `place`."""
    theirs = [m.start() for m in _COMMA.finditer(pair.source, source.start, source.end - 1)]
    mine = [m.start() for m in _COMMA.finditer(pair.target, target.start, target.end - 1)]
    if len(theirs) == len(mine) and place.end - 1 in mine:
        return [theirs[mine.index(place.end - 1)]]
    position = (place.start - target.start) / (target.end - target.start)
    length = source.end - source.start
    apart = {at: abs((at - source.start) / length - position) for at in theirs}
    nearest = min(apart.values(), default=FARTHEST)
    limit = min(FARTHEST, nearest + NEARLY_AS_NEAR)
    return [at for at in theirs if apart[at] <= limit]


@dataclass(frozen=True, slots=True)
class _Clause:
    """What stands before a mark, back to the mark before and back to the last "and"."""

    whole: Span
    joined: Span | None


def _clause(text: str, start: int, at: int, language: str) -> _Clause:
    for match in _CLAUSE_MARK.finditer(text, start, at):
        if text[match.end() : at].strip():
            start = match.end()
    while start < at and text[start].isspace():
        start += 1
    end = at
    while end > start and text[end - 1].isspace():
        end -= 1
    joining = coordinators(language)
    last: Word | None = None
    for word in words(text[start:end]):
        if word.key in joining:
            last = word
    joined = None
    if last is not None:
        begin = start + last.span.end
        while begin < end and text[begin].isspace():
            begin += 1
        if begin < end:
            joined = Span(begin, end)
    return _Clause(Span(start, end), joined)


def _facing_clauses(source: _Clause, target: _Clause) -> Iterator[tuple[Span, Span]]:
    """(target, source) clauses that may face each other."""
    if target.joined is not None and source.joined is not None:
        yield target.joined, source.joined
        return
    yield target.whole, source.whole
    if source.joined is not None:
        yield target.whole, source.joined


def _after_shared_word(pair: Pair, place: Span, clause: Span) -> Span | None:
    """The source's words after the very word that stands before the place, to the clause's end."""
    before = words(pair.target[max(0, place.start - 60) : place.start])
    if not before:
        return None
    shared = before[-1].text
    at = pair.source.find(shared, clause.start, clause.end)
    if at < 0:
        return None
    rest = words(pair.source[: clause.end], at + len(shared))
    return Span(rest[0].span.start, rest[-1].span.end) if rest else None


def _portion(source: Span, target: Span, model: LengthModel) -> float:
    return (target.end - target.start) / model.expected(source.end - source.start)


def _share(source: Span, target: Span, model: LengthModel) -> str:
    percent = 100 * _portion(source, target, model)
    return f"{percent:.0f} % of the length the source leads one to expect"


def _ending_in_words(closed: Ending, what: str = "the sentence") -> list[str]:
    word = closed.word.text if closed.word else ""
    if closed.kind == "open":
        return [f"{what} ends on “{word}”, a word that no complete sentence ends on"]
    if closed.evidence < 0:
        return [f"{what} ends on “{word}”, without the verb that sentences end on"]
    return []


def probabilities(odds: Sequence[float], prior: float, cases: float) -> list[float]:
    """How probable a loss is at each place of a document, its own share of losses learnt.

    `odds` hold for a share of one half; `prior` is the share to begin with, and
    counts as much as `cases` places.

    >>> [round(p, 2) for p in probabilities([2.0, 2.0, 2.0], 0.5, 3.0)]
    [0.95, 0.95, 0.95]
    >>> [round(p, 2) for p in probabilities([2.0, -3.0, -3.0, -3.0], 0.5, 3.0)]
    [0.79, 0.02, 0.02, 0.02]
    """
    share = prior
    found: list[float] = []
    for _ in range(10):
        shift = math.log(share / (1 - share))
        found = [1 / (1 + math.exp(-max(-50.0, min(50.0, o + shift)))) for o in odds]
        share = (prior * cases + sum(found)) / (cases + len(found))
    return found
