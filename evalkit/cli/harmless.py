"""Other people's words on a terminal."""

from __future__ import annotations

import textwrap

JOINERS = "\u200c\u200d"
"""Marks of no width that Indic words are spelt with."""


def harmless(text: str, widest: int = 80) -> str:
    """One line of at most so many characters, without what would steer the terminal.

    >>> harmless("two\\nlines and \\x1b[31mred")
    'two lines and �[31mred'
    """
    plain = textwrap.shorten(text, widest, placeholder=" …")
    return "".join(c if c.isprintable() or c in JOINERS else "\ufffd" for c in plain)
