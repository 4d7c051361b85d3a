"""Repetition: words, phrases and paragraphs that stand twice where the source says them once."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Any, ClassVar

import regex
from rapidfuzz import fuzz

from evalkit.alignment.rows import Pair, Version
from evalkit.checks.base import Finding, PairCheck, Severity, Span, VersionCheck
from evalkit.checks.traits import CONTENT, Fold, Traits
from evalkit.languages import Profile, primary, profile
from evalkit.package_data import table
from evalkit.text.numbers import fold

_UNSPACED = r"\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}"
_WORD = regex.compile(rf"[{_UNSPACED}]|(?:(?![{_UNSPACED}])[\p{{L}}\p{{M}}\p{{N}}'’\u200c\u200d])+")
_ALONE, _LATIN = regex.compile(rf"[{_UNSPACED}]"), regex.compile("[a-z0-9]{2,}")
_LETTER = regex.compile(r"\p{L}")
_SENTENCE_GAP = regex.compile(r"[.?!।॥|۔。！？]")


@cache
def _settings() -> dict[str, Any]:
    return table("evalkit.checks.surface", "repetition.toml")


@dataclass(frozen=True, slots=True)
class _Word:
    """A word where it stands; `key` is what it is compared by, `gap` what precedes it."""

    key: str
    text: str
    start: int
    end: int
    gap: str

    @property
    def lettered(self) -> bool:
        return bool(_LETTER.search(self.key))


def _words(text: str) -> list[_Word]:
    found, last = [], 0
    for match in _WORD.finditer(text):
        word = match.group()
        gap = text[last : match.start()]
        found.append(_Word(fold(word), word, match.start(), match.end(), gap))
        last = match.end()
    return found


class RepeatedWord(PairCheck):
    id = "repeated-word"
    traits = Traits(kind="surface", labels=("repetition",), tells_of=("looped",))
    name = "Word said twice"
    description = (
        "The same word twice on end (the the), or on both sides of and/or where the source joins "
        "two different words (improvements and improvements). Reduplication that the language "
        "knows is left alone (ধীরে ধীরে), and so is what the source itself repeats. False alarms: "
        "free reduplication of words not in the list, which is only noted, and doubled names."
    )
    category = "Fluency"
    severity: ClassVar[Severity] = "minor"

    def applies(self, pair: Pair) -> bool:
        return bool(pair.source.strip() and pair.target.strip())

    def find(self, pair: Pair) -> Iterable[Finding]:
        source, target = _words(pair.source), _words(pair.target)
        own = profile(pair.language)
        if not _echoes(source):
            yield from self._doubled(pair, target, own)
        if not any(True for _ in _joined(source, pair.source_language)):
            yield from self._both_sides(pair, target, own)

    def _doubled(self, pair: Pair, target: Sequence[_Word], own: Profile) -> Iterator[Finding]:
        last = -1
        for first, second in _pairs(target):
            if first.start < last or _grammatical(first, own):
                continue
            last = second.end
            certain = own.reduplication == "listed" or _functional(first, own)
            sure = certain or len(first.key) > _settings()["doubled"]["long"]
            yield self.finding(
                pair,
                f"“{first.text}” stands twice on end",
                target=Span(first.start, second.end),
                severity="minor" if sure else "neutral",
                confidence=0.8 if certain else 0.6 if sure else 0.3,
                suggestion=first.text if certain else "",
            )

    def _both_sides(self, pair: Pair, target: Sequence[_Word], own: Profile) -> Iterator[Finding]:
        for first, joining, second in _joined(target, pair.language):
            if _grammatical(first, own) or _functional(first, own):
                continue
            yield self.finding(
                pair,
                f"“{first.text} {joining.text} {second.text}” joins a word with itself; "
                "the source joins two different ones",
                target=Span(first.start, second.end),
                confidence=0.8,
            )


def _pairs(words: Sequence[_Word]) -> Iterator[tuple[_Word, _Word]]:
    """Equal neighbours with nothing but space between them."""
    for first, second in pairwise(words):
        if first.key == second.key and second.gap.isspace() and first.lettered:
            yield first, second


def _echoes(words: Sequence[_Word]) -> bool:
    """Whether a text doubles words itself, inside a name (PawPaw) too."""
    if next(_pairs(words), None) is not None:
        return True
    return any(
        first.key == second.key and second.gap in ("-", "‑", ", ", "")
        for first, second in pairwise(words)
    ) or any(
        len(w.key) >= 4 and len(w.key) % 2 == 0 and w.key[: len(w.key) // 2] * 2 == w.key
        for w in words
    )


def _joined(words: Sequence[_Word], language: str) -> Iterator[tuple[_Word, _Word, _Word]]:
    """X and X, with nothing but space between them."""
    joining = {fold(word) for word in _settings()["joining"].get(primary(language), ())}
    for first, middle, last in zip(words, words[1:], words[2:], strict=False):
        if (
            middle.key in joining
            and first.key == last.key
            and first.lettered
            and middle.gap.isspace()
            and last.gap.isspace()
        ):
            yield first, middle, last


def _grammatical(word: _Word, own: Profile) -> bool:
    key = word.text.casefold()
    short = len(word.key) < _settings()["doubled"]["short"]
    return short or key in own.reduplicated or key in own.letter_names


def _functional(word: _Word, own: Profile) -> bool:
    key = word.text.casefold()
    return key in own.function_words or key in own.postpositions or key in own.conjunctions


class RepeatedPhrase(PairCheck):
    id = "repeated-phrase"
    traits = Traits(
        kind="addition",
        group="",
        folds=(
            Fold(42, ("repeated-word",), "place"),
            Fold(43, ("length-outlier",), "row"),
            Fold(65, ("marked",), "place"),
        ),
        labels=("repetition",),
        damages=("doubled", "looped"),
    )
    name = "Phrase in a loop"
    description = (
        "A phrase or a sentence said twice or more on end, or a text that goes round in circles, "
        "as machine translation does when it gets stuck. What the source repeats as well is left "
        "alone. False alarms: refrains and lists that the source words differently."
    )
    category = "Accuracy/Addition"
    severity: ClassVar[Severity] = "major"

    def applies(self, pair: Pair) -> bool:
        return bool(pair.target.strip())

    def find(self, pair: Pair) -> Iterable[Finding]:
        source, target = _words(pair.source), _words(pair.target)
        limits = _settings()["loop"]
        if next(_loops(source, limits["source"]), None) is not None:
            return
        found = False
        for start, end, period in _loops(target, limits[_spacing(target)]):
            found = True
            times = (end - start) // period
            yield self.finding(
                pair,
                f"The same {_length(target[start : start + period])} stands {times} times on end",
                target=Span(target[start].start, target[end - 1].end),
                confidence=0.9,
            )
        if not found:
            yield from self._stuck(pair, source, target)

    def _stuck(
        self, pair: Pair, source: Sequence[_Word], target: Sequence[_Word]
    ) -> Iterator[Finding]:
        settings = _settings()["stuck"]
        share, first = _again(target, settings["run"])
        if len(target) < settings["words"] or share < settings["share"] or first is None:
            return
        if _again(source, settings["run"])[0] > settings["source"]:
            return
        yield self.finding(
            pair,
            f"{share:.0%} of this text repeats what it has said before; the source does not",
            target=Span(first.start, target[-1].end),
            confidence=0.7,
        )


def _length(words: Sequence[_Word]) -> str:
    if len(words) == 1:
        return "word"
    if _ALONE.fullmatch(words[0].text):
        return f"phrase of {len(words)} characters"
    return f"phrase of {len(words)} words"


def _spacing(words: Sequence[_Word]) -> str:
    single = sum(bool(_ALONE.fullmatch(word.text)) for word in words)
    return "unspaced" if single * 2 > len(words) else "spaced"


def _loops(words: Sequence[_Word], limits: Mapping[str, int]) -> Iterator[tuple[int, int, int]]:
    """Phrases repeated on end: (first word, end, period), from left to right, none overlapping.

    For every period the runs of words equal to the one a period earlier are
    found in one pass, so the time is linear in the words.
    """
    keys = [word.key for word in words]
    longest = _settings()["loop"]["longest"]
    found: list[tuple[int, int, int]] = []
    for period in range(1, min(longest, len(keys) // 2) + 1):
        run = 0
        for position in range(period, len(keys) + 1):
            if position < len(keys) and keys[position] == keys[position - period]:
                run += 1
                continue
            times = 1 + run // period
            start = position - run - period
            if times > 1 and times >= _enough(words, start, period, limits):
                found.append((start, start + times * period, period))
            run = 0
    last = 0
    for start, end, period in sorted(found, key=lambda loop: (loop[0], loop[2])):
        if start >= last:
            last = end
            yield start, end, period


def _enough(words: Sequence[_Word], start: int, period: int, limits: Mapping[str, int]) -> float:
    """How many times make a loop of this phrase."""
    phrase = words[start : start + period]
    if not any(word.lettered for word in phrase):
        return math.inf
    if period == 1:
        return limits["single"]
    sentence = _SENTENCE_GAP.search(words[start + period].gap) is not None
    if period >= limits["twice"] - sentence:
        return 2
    return 3 if period >= limits["thrice"] else limits["single"]


def _again(words: Sequence[_Word], run: int) -> tuple[float, _Word | None]:
    """The share of runs of words said before, and where the first one begins."""
    seen: set[tuple[str, ...]] = set()
    repeated = 0
    first = None
    total = len(words) - run + 1
    for position in range(total):
        phrase = tuple(word.key for word in words[position : position + run])
        if phrase in seen:
            repeated += 1
            first = first or words[position]
        seen.add(phrase)
    return (repeated / total if total > 0 else 0.0), first


class DuplicateParagraph(VersionCheck):
    id = "duplicate-paragraph"
    traits = Traits(
        kind="addition", group="", folds=(Fold(13, CONTENT, "row"),), tells_of=("doubled",)
    )
    name = "Paragraph translated by another's text"
    description = (
        "Two rows of the version say (nearly) the same although their sources differ: one of them "
        "has lost its own translation. The one that fits its source worse is marked. False alarms: "
        "long stock phrases, such as captions, that the source varies."
    )
    category = "Accuracy/Mistranslation"
    severity: ClassVar[Severity] = "major"

    def applies(self, version: Version) -> bool:
        return len(version.pairs) > 1

    def find(self, version: Version) -> Iterable[Finding]:
        marked: set[int] = set()
        for first, second in _doubles(version.pairs):
            worse = _misfit(first, version.language) - _misfit(second, version.language)
            earlier = worse > _settings()["duplicate"]["margin"]
            wrong, right = (first, second) if earlier else (second, first)
            if wrong.row in marked:
                continue
            marked.add(wrong.row)
            yield self.finding(
                wrong,
                f"The version says the same here as in row {right.row}; the sources differ",
                target=Span(0, len(wrong.target)),
                source=Span(0, len(wrong.source)) if wrong.source else None,
                confidence=0.9,
            )


def _doubles(pairs: Sequence[Pair]) -> Iterator[tuple[Pair, Pair]]:
    """Pairs of rows whose targets are near equal and whose sources are not."""
    settings = _settings()["duplicate"]
    texts = [(_bare(pair.target), pair) for pair in pairs]
    texts = [(t, p) for t, p in texts if len(t) >= settings["characters"]]
    texts.sort(key=lambda entry: (len(entry[0]), entry[1].row))
    found = []
    for position, (text, pair) in enumerate(texts):
        for other, facing in texts[position + 1 :]:
            # 2·shorter / (shorter + longer) bounds the ratio from above.
            if 2 * len(text) < settings["alike"] * (len(text) + len(other)):
                break
            cutoff = settings["alike"] * 100
            if fuzz.ratio(text, other, score_cutoff=cutoff) and not _excused(pair, facing):
                found.append((pair, facing) if pair.row < facing.row else (facing, pair))
    yield from sorted(found, key=lambda two: (two[1].row, two[0].row))


def _excused(pair: Pair, facing: Pair) -> bool:
    cutoff = _settings()["duplicate"]["source"] * 100
    return bool(fuzz.ratio(_bare(pair.source), _bare(facing.source), score_cutoff=cutoff))


def _bare(text: str) -> str:
    return " ".join(word.key for word in _words(text))


def _misfit(pair: Pair, language: str) -> float:
    """How badly a row's lengths agree and how few of its Latin words and digits come back."""
    ratio = profile(language).length_ratio
    lengths = math.log((len(pair.target) + 1) / (len(pair.source) + 1) / ratio)
    marks = {w.key for w in _words(pair.target) if _LATIN.fullmatch(w.key)}
    own = {w.key for w in _words(pair.source)}
    return abs(lengths) + (len(marks - own) / len(marks) if marks else 0.0)
