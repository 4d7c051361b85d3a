"""What a correction is to replace: the words that are marked, or the sentence around them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from evalkit.export.likeness import changes, in_word, kept, liker, similarity, unchanged
from evalkit.text.sentences import split

SAME = 0.6
"""Likeness from which a correction is evidently a text with some words changed."""
UNSURE = 0.45
"""Likeness from which it may be."""
CLEARLY = 0.7
"""Changing so many words, as a share of those that the next best place changes, is plainly less."""
KEPT = 0.6
"""Share of the words before a gap that a correction of the gap keeps."""
FILLED = 0.9
"""Share of a text that comes again in the same text with what was missing in it."""

Place = tuple[int, int]


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
    """The marked words, with those around them that the correction repeats; or all around them."""
    words = correction.words.strip() or correction.words
    marked = _whole_words(text, start, end)
    place = _repeated(text, words, *marked)
    around = [p for p in _around(text, language, place) if _other(text, p, place)]
    likest = min(
        around, key=lambda p: (changes(words, text[slice(*p)]), p[1] - p[0]), default=place
    )
    before, instead = text[slice(*place)], text[slice(*likest)]
    here, there = changes(words, before), changes(words, instead)
    if there < here and unchanged(words, instead) >= SAME:
        place = likest
    elif likest != place and (here > there * CLEARLY or liker(words, instead, before, UNSURE)):
        return Unclear("it may stand for the marked words or for the whole sentence")
    elif place == marked:
        if marked != (start, end) and not liker(words, before, text[start:end], SAME):
            if len(words) >= marked[1] - marked[0]:
                return Unclear("it may stand for the marked letters or for the whole word")
            place = start, end
        if correction.gap and kept(text[start:end], words) < KEPT:
            return Unclear(
                "it does not repeat the words before the gap, so it may be only what is missing"
            )
    return Edit(*place, _spaced(correction.words, text[slice(*place)]))


def _around(text: str, language: str, place: Place) -> set[Place]:
    """The sentences, the lines and the whole that a place is in."""
    start, end = place
    touched = [s for s in split(text, language) if s.start < end and s.end > start]
    # Should a sentence end amid the marked words, these are never cut.
    whole = (min(start, touched[0].start), max(end, touched[-1].end)) if touched else place
    return {whole, *_lines(text, start, end)}


def _other(text: str, one: Place, other: Place) -> bool:
    """Whether more than white space is between two places."""
    return text[slice(*one)].strip() != text[slice(*other)].strip()


def _between(text: str, language: str, correction: Correction, at: int) -> Edit | Unclear:
    """What is missing, put in; or what stands beside it, with what is missing in it."""
    words, sentences = correction.words, split(text, language)
    start, end = _repeated(text, words.strip(), at, at)
    if start < end:
        return Edit(start, end, _spaced(words, text[start:end]))
    before = [s for s in sentences if s.start < at][-1:]
    after = [s for s in sentences if s.end > at][:1]
    beside = {(s[0].start, s[-1].end) for s in (before, after, before + after) if s}
    likeness, (start, end) = _likest(words, text, {*_lines(text, at, at), *beside})
    if likeness >= UNSURE:
        words = _spaced(words, text[start:end])
        if len(words) > end - start and kept(text[start:end], words) >= FILLED:
            return Edit(start, end, words)
        return Unclear("it may be what is missing, or the sentence with it")
    return Edit(at, at, _set_apart(words, text, at) if correction.gap else words)


def _repeated(text: str, words: str, start: int, end: int) -> tuple[int, int]:
    """From where to where around a place the words begin and end as the text does.

    >>> _repeated("It fell to 5.1 percent.", "to 1.5 percent", 11, 14)
    (8, 22)
    """
    befores = (n for n in range(start) if not (text[n].isspace() or in_word(text, n)))
    afters = (
        n for n in range(len(text), end, -1) if not (text[n - 1].isspace() or in_word(text, n))
    )
    first = next((n for n in befores if _begins(words, text[n:start].rstrip())), start)
    last = next((n for n in afters if _ends(words, text[end:n].lstrip())), end)
    return (first, last) if (start - first) + (last - end) <= len(words) else (start, end)


def _whole_words(text: str, start: int, end: int) -> tuple[int, int]:
    """The place, with the rest of the words that it cuts."""
    while in_word(text, start):
        start -= 1
    while in_word(text, end):
        end += 1
    return start, end


def _begins(words: str, text: str) -> bool:
    return words.startswith(text) and not in_word(words, len(text))


def _ends(words: str, text: str) -> bool:
    return words.endswith(text) and not in_word(words, len(words) - len(text))


def _without_place(text: str, words: str) -> Edit | Unclear:
    """The whole text with what is missing put in, or nothing."""
    words = _spaced(words, text)
    if len(words) > len(text) and similarity(words, text) >= SAME and kept(text, words) >= FILLED:
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
    # Half of it is no text with some words changed.
    fitting = ((a, b) for a, b in places if len(words) > (b - a) / 2)
    likeness = ((similarity(words, text[a:b]), a - b, (a, b)) for a, b in fitting)
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
