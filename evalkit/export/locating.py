"""What a correction is to replace: the words that are marked, or the sentence around them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from evalkit.sentences import Sentence, split

SAME = 0.6
"""Similarity from which a correction is evidently a text with some words changed."""
UNSURE = 0.45
"""Similarity from which it may be."""
KEPT = 0.6
"""Share of the words before a gap that a correction of the gap keeps."""
FILLED = 0.9
"""Share of a text that comes again in the same text with what was missing in it."""


@dataclass(frozen=True, slots=True)
class Correction:
    """The words that are to stand from `start` to `end` (code points) of a text.

    Both are None where the finding has no place in it. A `gap` is a finding of
    which the words say only where something is missing.
    """

    words: str
    start: int | None
    end: int | None
    gap: bool = False


@dataclass(frozen=True, slots=True)
class Edit:
    """The words that are put in the place of those from `start` to `end`."""

    start: int
    end: int
    words: str


@dataclass(frozen=True, slots=True)
class Unclear:
    """Why it cannot be told what a correction replaces."""

    reason: str


def locate(text: str, language: str, correction: Correction) -> Edit | Unclear:
    """What a correction replaces in a text of a language, where that is plain.

    >>> locate("Of 5 people 2 came.", "en", Correction("3", 3, 4))
    Edit(start=3, end=4, words='3')
    >>> locate("Of 5 people 2 came.", "en", Correction("Of 3 people 2 came.", 3, 4))
    Edit(start=0, end=19, words='Of 3 people 2 came.')
    """
    start, end = correction.start, correction.end
    if start is None or end is None:
        return _without_place(text, correction.words)
    if not 0 <= start <= end <= len(text):
        return Unclear("the finding's place is not in the text")
    found = (
        _between(text, language, correction, start)
        if start == end
        else _marked(text, language, correction, start, end)
    )
    if isinstance(found, Edit) and found.words == text[found.start : found.end]:
        return Unclear("it says what the text says already")
    return found


def _marked(
    text: str, language: str, correction: Correction, start: int, end: int
) -> Edit | Unclear:
    """The marked words, or the sentence, line or text around them that it has the likeness of."""
    words, quote = correction.words, text[start:end]
    touched = [s for s in split(text, language) if s.start < end and s.end > start]
    # Should a sentence end amid the marked words, these are never cut.
    around = (min(start, touched[0].start), max(end, touched[-1].end)) if touched else (start, end)
    wider = {*_lines(text, start, end), around} - {(start, end)}
    likeness, place = _likest(words, text, wider)
    if likeness > _similarity(words, quote) and likeness >= UNSURE:
        if likeness < SAME:
            return Unclear("it may stand for the marked words or for the whole sentence")
        start, end = place
    elif correction.gap and _kept(quote, words) < KEPT:
        return Unclear(
            "it does not repeat the words before the gap, so it may be only what is missing"
        )
    return Edit(start, end, _spaced(words, text[start:end]))


def _between(text: str, language: str, correction: Correction, at: int) -> Edit | Unclear:
    """What is missing, put in; or what stands beside it, with what is missing in it."""
    words, sentences = correction.words, split(text, language)
    start, end = _repeated(text, sentences, words.strip(), at)
    if start < end:
        return Edit(start, end, _spaced(words, text[start:end]))
    before = [s for s in sentences if s.start < at][-1:]
    after = [s for s in sentences if s.end > at][:1]
    beside = {(s[0].start, s[-1].end) for s in (before, after, before + after) if s}
    likeness, (start, end) = _likest(words, text, {*_lines(text, at, at), *beside})
    if likeness >= UNSURE:
        words = _spaced(words, text[start:end])
        if len(words) > end - start and _kept(text[start:end], words) >= FILLED:
            return Edit(start, end, words)
        return Unclear("it may be what is missing, or the sentence with it")
    return Edit(at, at, _set_apart(words, text, at) if correction.gap else words)


def _repeated(text: str, sentences: Sequence[Sentence], words: str, at: int) -> tuple[int, int]:
    """The sentences before a place that the words begin with, and those after it that end them."""
    starts = (s.start for s in sentences if s.start < at)
    ends = (s.end for s in sentences if s.end > at)
    start = min((n for n in starts if words.startswith(text[n:at].rstrip())), default=at)
    end = max((n for n in ends if words.endswith(text[at:n].lstrip())), default=at)
    return (start, end) if end - start <= len(words) else (at, at)


def _without_place(text: str, words: str) -> Edit | Unclear:
    """The whole text with what is missing put in, or nothing."""
    words = _spaced(words, text)
    if len(words) > len(text) and _similarity(words, text) >= SAME and _kept(text, words) >= FILLED:
        return Edit(0, len(text), words)
    return Unclear("the finding has no place in the version, and it is not the whole paragraph")


def _lines(text: str, start: int, end: int) -> Iterable[tuple[int, int]]:
    """The whole text, and the lines of it that a place is in."""
    last = text.find("\n", end)
    return (0, len(text)), (text.rfind("\n", 0, start) + 1, len(text) if last < 0 else last)


def _likest(
    words: str, text: str, places: Iterable[tuple[int, int]]
) -> tuple[float, tuple[int, int]]:
    """How like the likest of some places of the text is, and the place; the narrower of two."""
    likeness = ((_similarity(words, text[a:b]), a - b, (a, b)) for a, b in places)
    best, _, place = max(likeness, default=(0.0, 0, (0, 0)))
    return best, place


def _spaced(words: str, replaced: str) -> str:
    """The words with the white space around what they replace: that around them is of typing.

    >>> _spaced("three ", "five"), _spaced("three", " five "), _spaced(" ", "  ")
    ('three', ' three ', ' ')
    """
    bare = replaced.strip()
    if not words.strip() or not bare:
        return words
    before, _, after = replaced.partition(bare)
    return before + words.strip() + after


def _set_apart(words: str, text: str, at: int) -> str:
    """The words with spaces where the text around has none, if it parts its words by spaces.

    >>> _set_apart("It rained.", "We left. We came.", 8)
    ' It rained.'
    """
    if " " not in text:
        return words
    before, after = text[:at], text[at:]
    words = words.strip()
    if before and not before[-1].isspace():
        words = f" {words}"
    return f"{words} " if after and not after[0].isspace() else words


def _similarity(one: str, other: str) -> float:
    from rapidfuzz.distance import Indel

    return Indel.normalized_similarity(one.strip(), other.strip()) if one and other else 0.0


def _kept(quote: str, words: str) -> float:
    """The share of a quote's characters that come again, in their order."""
    from rapidfuzz.distance import LCSseq

    return LCSseq.similarity(quote, words) / len(quote) if quote else 1.0
