"""Words of a text with their places, for any script that writes words apart."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

import regex

from evalkit.document import Span

# Letters with their marks and digits, joined inside by hyphens, apostrophes and joiners.
_WORD = regex.compile(
    r"[\p{L}\p{M}\p{N}\u200c\u200d]++(?:[-‐‑'’][\p{L}\p{M}\p{N}\u200c\u200d]++)*+"
)


@dataclass(frozen=True, slots=True)
class Word:
    text: str
    span: Span

    @property
    def key(self) -> str:
        """The form to compare by: composed, without case."""
        return unicodedata.normalize("NFC", self.text).casefold()


def words(text: str, start: int = 0) -> tuple[Word, ...]:
    """The words of a text from `start` on, punctuation left out.

    >>> [word.text for word in words("AI-এর কাজ, ৩ বার।")]
    ['AI-এর', 'কাজ', '৩', 'বার']
    """
    return tuple(
        Word(match.group(), Span(match.start(), match.end()))
        for match in _WORD.finditer(text, start)
    )


def content_end(text: str) -> int:
    """Where the last word of a text ends: what follows is punctuation and space.

    >>> "শেষ কথা”।"[content_end("শেষ কথা”।") :]
    '”।'
    """
    end = len(text)
    while end and not (
        text[end - 1] in "\u200c\u200d" or unicodedata.category(text[end - 1])[0] in "LMN"
    ):
        end -= 1
    return end
