"""Texts safe to show: what cannot be seen, or would reorder the page, is a token (⟦U+202E⟧).

`desk/text.js` does the same for the texts of the paragraphs.
"""

from __future__ import annotations

import re
import unicodedata

from markupsafe import Markup, escape

ZERO_WIDTH_JOINERS = "\u200c\u200d"
# Letters and marks need them for shaping; pictures are joined by them.
JOINABLE = frozenset("LMS")
KEPT_CONTROLS = frozenset("\t\n")
# Signs of category Cf that are drawn (Arabic number signs and their like).
DRAWN_FORMATS = frozenset(
    "\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd"
)
EMPTY_LETTERS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0\u2028\u2029")
_UNPRINTABLE = re.compile("[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\ud800-\\udfff\\ufffe\\uffff]")
HIDDEN_CATEGORIES = frozenset({"Cc", "Cf", "Cs"})


def hidden(text: str, place: int) -> bool:
    """Whether the character at `place` must be shown as a token.

    A joiner between two letters is spelling, and stays.

    >>> hidden("a\u202eb", 1), hidden("ক্\u200dষ", 2), hidden("a \u200db", 2)
    (True, False, True)
    """
    character = text[place]
    if character < "\x7f":
        return character < " " and character not in KEPT_CONTROLS
    if character in EMPTY_LETTERS:
        return True
    if character in DRAWN_FORMATS:
        return False
    if character in ZERO_WIDTH_JOINERS:
        return not (
            0 < place < len(text) - 1 and _joinable(text[place - 1]) and _joinable(text[place + 1])
        )
    return unicodedata.category(character) in HIDDEN_CATEGORIES


def _joinable(character: str) -> bool:
    return unicodedata.category(character)[0] in JOINABLE


def shown(text: str, *, everything: bool = False) -> Markup:
    """Any text as HTML that shows what it holds and does nothing.

    With `everything`, joiners that belong to the spelling are shown too: for
    the place a finding points at.

    >>> shown("<b>\u202e")
    Markup('&lt;b&gt;<span class="token">⟦U+202E⟧</span>')
    """
    pieces: list[str] = []
    plain = 0
    for place, character in enumerate(text):
        if (everything and character in ZERO_WIDTH_JOINERS) or hidden(text, place):
            pieces.append(str(escape(text[plain:place])))
            pieces.append(f'<span class="token">⟦U+{ord(character):04X}⟧</span>')
            plain = place + 1
    pieces.append(str(escape(text[plain:])))
    return Markup("".join(pieces))  # every piece is escaped above


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
