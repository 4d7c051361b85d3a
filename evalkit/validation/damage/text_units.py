"""Words, sentences and ends of a text, as damages need them."""

from __future__ import annotations

from collections.abc import Sequence

import regex

from evalkit.checks.base import Span
from evalkit.checks.evidence.conventions import CLOSERS
from evalkit.text.sentences import Sentence, split
from evalkit.text.words import content_end

# Where words are longer than this in the mean, they are not written apart.
LONGEST_MEAN = 14
OPENERS = {
    "”": "“„",
    "’": "‘‚",
    "»": "«",
    "›": "‹",
    ")": "(",
    "]": "[",
    "}": "{",
    "」": "「",
    "』": "『",
}

_SOLID = regex.compile(r"\S+")
_LETTER = regex.compile(r"[\p{L}\p{N}][\p{M}\u200c\u200d]*")


def units(text: str) -> tuple[Span, ...]:
    """The words of a text with the marks on them; its letters where it writes no words apart.

    >>> [unit.of("এটি ঠিক।") for unit in units("এটি ঠিক।")]
    ['এটি', 'ঠিক।']
    >>> len(units("今日は雨が降っていますから家にいます。"))
    18
    """
    found = (Span(*match.span()) for match in _SOLID.finditer(text))
    solid = tuple(unit for unit in found if _LETTER.search(unit.of(text)))
    if _apart(solid):
        return solid
    return tuple(Span(*match.span()) for match in _LETTER.finditer(text))


def _apart(solid: Sequence[Span]) -> bool:
    return sum(unit.end - unit.start for unit in solid) <= LONGEST_MEAN * len(solid)


def space(text: str) -> str:
    """What this text writes between two words: a space, or nothing.

    >>> space("এটি ঠিক।"), space("今日は雨が降っていますから家にいます。")
    (' ', '')
    """
    return " " if _apart([Span(*match.span()) for match in _SOLID.finditer(text)]) else ""


def sentences(text: str, language: str, fewest: int = 1) -> tuple[Sentence, ...]:
    """The sentences of a text that have so many words."""
    return tuple(s for s in split(text, language) if len(units(s.of(text))) >= fewest)


def closing(kept: str, tail: str) -> str:
    """What of the marks at a text's end still fits when only `kept` stands before them.

    >>> closing("সে বলল, না", "”।"), closing("সে বলল, “না", "”।")
    ('।', '”।')
    """
    return "".join(mark for mark in tail if mark not in CLOSERS or _open(mark, kept))


def _open(mark: str, text: str) -> bool:
    if mark in OPENERS:
        return sum(text.count(opener) for opener in OPENERS[mark]) > text.count(mark)
    return text.count(mark) % 2 == 1


def between(text: str, parts: Sequence[Sentence]) -> str:
    """What a text writes between two sentences."""
    return text[parts[0].end : parts[1].start] if len(parts) > 1 else space(text)


def trimmed(text: str, unit: Span) -> int:
    """Where the word of a unit ends, the marks on it left out."""
    return unit.start + content_end(unit.of(text))
