"""Line breaks that only wrap a paragraph: a reader sees a space there, or nothing."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from itertools import pairwise

WIDE = frozenset("WF")
WIDE_WITH_SPACES = "HANGUL"


def unwrapped(lines: Sequence[str]) -> str:
    """The lines of one paragraph as one line.

    Checks and metrics then see what a reader sees: a comma that begins a line
    has a space before it, "thirty" and "million" on two lines are one number.

    >>> unwrapped(["Thirty ", "  million"]), unwrapped(["三千", "万人"])
    ('Thirty million', '三千万人')
    """
    if len(lines) == 1:
        return lines[0]
    trimmed = [lines[0].rstrip(), *(line.strip() for line in lines[1:-1]), lines[-1].lstrip()]
    parts = [trimmed[0]]
    for before, after in pairwise(trimmed):
        dense = _is_dense(before[-1:]) and _is_dense(after[:1])
        parts += ["" if dense else " ", after]
    return "".join(parts)


def _is_dense(letter: str) -> bool:
    """Whether the letter's script sets no spaces between words, as Chinese and Japanese do."""
    return (
        bool(letter)
        and unicodedata.east_asian_width(letter) in WIDE
        and not unicodedata.name(letter, "").startswith(WIDE_WITH_SPACES)
    )
