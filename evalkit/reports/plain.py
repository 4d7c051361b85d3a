"""Text for reports without markup of their own: what cannot be seen becomes a token."""

from __future__ import annotations

import re

from evalkit.reports.html.safe_text import ZERO_WIDTH_JOINERS, hidden

_UNPRINTABLE = re.compile("[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\ud800-\\udfff\\ufffe\\uffff]")


def printable(text: str) -> str:
    r"""The text with a replacement sign for what XML cannot hold.

    >>> printable("bell\x07")
    'bell\ufffd'
    """
    return _UNPRINTABLE.sub("\N{REPLACEMENT CHARACTER}", text)


def visible(text: str) -> str:
    r"""Any text with what would reorder or hide its neighbours shown as on the page.

    What XML cannot hold is replaced. Joiners that belong to the spelling stay,
    unless there is nothing else.

    >>> visible("safe\u202etxt"), visible("bell\x07"), visible("\u200d")
    ('safe⟦U+202E⟧txt', 'bell⟦U+0007⟧', '⟦U+200D⟧')
    """
    if text.isascii() and text.isprintable():
        return text
    alone = not text.strip(ZERO_WIDTH_JOINERS)
    return printable(
        "".join(
            f"⟦U+{ord(character):04X}⟧" if alone or hidden(text, place) else character
            for place, character in enumerate(text)
        )
    )


def one_line(text: str, most: int = 200) -> str:
    r"""The text in one line, cut to `most` characters before it is made visible.

    >>> one_line("two\n lines"), one_line("a long one", 6)
    ('two lines', 'a lon…')
    """
    line = " ".join(text.split())
    return visible(line if len(line) <= most else f"{line[: most - 1]}…")
