"""Corrections put in the place of what they correct, in one text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from evalkit.sentences import split

SAME = 0.6
"""Similarity from which a correction is evidently a text with some words changed."""
UNSURE = 0.45
"""Similarity from which it may be."""
ANEW = 0.7
"""The same, for a finding that has no place in the text."""
KEPT = 0.6
"""Share of the words around a gap that a correction of the gap keeps."""


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
class Placed:
    """The text with the corrections in it; `reasons` is "" for each that is, else why it is not."""

    text: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Edit:
    start: int
    end: int
    words: str


def place(text: str, language: str, corrections: Sequence[Correction]) -> Placed:
    """Put corrections in their places, as far as it is plain where they belong.

    A correction replaces the words that its finding marks; where it is evidently
    the whole sentence or the whole text with some words changed, it replaces that.
    Of two that overlap the wider holds; where the narrower is not in it, and where
    neither is the wider, they are not placed.

    >>> place("Of 5 people 2 2 came.", "en", [Correction("3", 3, 4), Correction("2", 12, 15)])
    Placed(text='Of 3 people 2 came.', reasons=('', ''))
    >>> place("Of 5 people 2 came.", "en", [Correction("Of 3 people 2 came.", 3, 4)]).text
    'Of 3 people 2 came.'
    """
    found = [_edit(text, language, correction) for correction in corrections]
    reasons = [edit if isinstance(edit, str) else "" for edit in found]
    edits = {n: edit for n, edit in enumerate(found) if isinstance(edit, _Edit)}
    for n, edit in edits.items():
        others = [other for m, other in edits.items() if m != n]
        reasons[n] = min(filter(None, (_clash(edit, other) for other in others)), default="")
    kept = {edit for n, edit in edits.items() if not reasons[n]}
    # What lies within a wider one is there already.
    outer = [e for e in kept if not any(_within(e, other) for other in kept if other != e)]
    for edit in sorted(outer, key=lambda edit: (edit.start, edit.end), reverse=True):
        text = text[: edit.start] + edit.words + text[edit.end :]
    return Placed(text, tuple(reasons))


def _edit(text: str, language: str, correction: Correction) -> _Edit | str:
    """What a correction replaces, or why that cannot be told."""
    if correction.start is None or correction.end is None:
        return _anew(text, correction.words)
    start, end = correction.start, correction.end
    if not 0 <= start <= end <= len(text):
        return "the finding's place is not in the text"
    quote = text[start:end]
    narrow = _similarity(correction.words, quote)
    wider = set(_around(text, language, start, end)) - {(start, end)}
    likeness, place = max(
        ((_similarity(correction.words, text[a:b]), (a, b)) for a, b in wider),
        default=(0.0, (start, end)),
    )
    if likeness > narrow and likeness >= UNSURE:
        if likeness < SAME:
            return "it may stand for the marked words or for the whole sentence"
        start, end = place
    elif correction.gap and _kept(quote, correction.words) < KEPT:
        return "it does not repeat the words before the gap, so it may be only what is missing"
    words = _spaced(correction.words, text[start:end])
    if words == text[start:end]:
        return "it says what the text says already"
    return _Edit(start, end, words)


def _anew(text: str, words: str) -> _Edit | str:
    """A correction without a place: the whole text with what is missing put in, or nothing."""
    words = _spaced(words, text)
    if len(words) > len(text) and _similarity(words, text) >= ANEW:
        return _Edit(0, len(text), words)
    return "the finding has no place in the version, and it is not the whole paragraph"


def _around(text: str, language: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The sentences, the lines and the whole around a place."""
    yield 0, len(text)
    yield text.rfind("\n", 0, start) + 1, len(text) if (at := text.find("\n", end)) < 0 else at
    touched = [s for s in split(text, language) if s.start < max(end, start + 1) and s.end > start]
    if touched:
        yield min(start, touched[0].start), max(end, touched[-1].end)


def _clash(edit: _Edit, other: _Edit) -> str:
    """Why an edit cannot stand beside another, "" where it can."""
    if edit == other or not _overlap(edit, other):
        return ""
    if _within(other, edit):
        return ""
    if _within(edit, other):
        if edit.words in other.words:
            return ""
        return "a correction of the text around it says otherwise"
    return "it overlaps another correction"


def _overlap(edit: _Edit, other: _Edit) -> bool:
    if (edit.start, edit.end) == (other.start, other.end):
        return True
    return edit.start < other.end and other.start < edit.end


def _within(edit: _Edit, other: _Edit) -> bool:
    inside = other.start <= edit.start and edit.end <= other.end
    return inside and _overlap(edit, other) and (edit.end - edit.start) < (other.end - other.start)


def _spaced(words: str, replaced: str) -> str:
    """The words with the white space around what they replace: that around them is of typing.

    >>> _spaced("three ", "five"), _spaced("three", " five "), _spaced(" ", "  ")
    ('three', ' three ', ' ')
    """
    if not words.strip() or not replaced.strip():
        return words
    bare = replaced.strip()
    before, _, after = replaced.partition(bare)
    return before + words.strip() + after


def _similarity(one: str, other: str) -> float:
    from rapidfuzz.distance import Indel

    return Indel.normalized_similarity(one.strip(), other.strip()) if one and other else 0.0


def _kept(quote: str, words: str) -> float:
    """The share of a quote's characters that come again, in their order."""
    from rapidfuzz.distance import LCSseq

    return LCSseq.similarity(quote, words) / len(quote) if quote else 1.0
