"""Lines that announce themselves: list markers at their beginning."""

from __future__ import annotations

import re

from evalkit.document import Kind, Paragraph

ROUND_BULLETS = "●•◦▪▫‣⁃∙○■□"
SPACED_BULLETS = "*·–—-"  # a marker only with a space behind it: not **bold**, not -5
MARKER = re.compile(
    rf"[ \t]*(?:[{ROUND_BULLETS}]|[{SPACED_BULLETS}][ \t]|\(?\d{{1,3}}[.)।][ \t]|[a-z][.)][ \t])"
    r"[ \t]*\S"
)


def starts_with_marker(text: str) -> bool:
    """Whether the text begins as a list item does: a bullet, or a number in any digits.

    >>> [starts_with_marker(text) for text in ("● One", "- two", "১. এক", "(2) b")]
    [True, True, True, True]
    >>> [starts_with_marker(text) for text in ("-5 degrees", "1984. Then", "**bold**")]
    [False, False, False]
    """
    return MARKER.match(text) is not None


def paragraph(text: str, place: str) -> Paragraph:
    """The text as it stands; a list item if it starts like one."""
    kind: Kind = "list-item" if starts_with_marker(text) else "paragraph"
    return Paragraph(text, kind, 1 if kind == "list-item" else 0, place)
