"""Texts with their findings marked in place, as safe HTML.

Spans may overlap, so a text is cut at every boundary and each piece names all
the findings that cover it. Characters that cannot be seen, or that would
reorder the page around them, are shown as tokens (⟦U+202E⟧).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from evalkit.checks.base import PENALTY, Severity

CARET = "‸"
ZERO_WIDTH_JOINERS = "\u200c\u200d"
# Letters and marks need them for shaping; pictures are joined by them.
JOINABLE = frozenset("LMS")
KEPT_CONTROLS = frozenset("\t\n")
# Signs of category Cf that are drawn (Arabic number signs and their like).
DRAWN_FORMATS = frozenset(
    "\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd"
)
EMPTY_LETTERS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0\u2028\u2029")
HIDDEN_CATEGORIES = frozenset({"Cc", "Cf", "Cs"})


@dataclass(frozen=True, slots=True)
class Mark:
    """A finding's place in one text. `tag` is the short label that stands at its end."""

    finding: str
    start: int
    end: int
    severity: Severity
    category: str
    tag: str


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of a text that the page can show on demand: a model's worst window."""

    name: str
    start: int
    end: int


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


def marked(
    text: str, marks: Iterable[Mark], paragraphs: int = 1, stretches: Iterable[Stretch] = ()
) -> Markup:
    """The text with every mark drawn, and a link to its finding where it ends.

    `paragraphs` is the number of paragraphs the text joins; where its line
    breaks are just theirs, each is drawn as a paragraph break. `stretches` are
    there to be shown on demand and change nothing until then.

    >>> found = marked("two words", [Mark("f1", 0, 3, "minor", "Fluency", "1")])
    >>> print(found.split("<sup")[0])
    <mark class="minor" data-findings="f1">two</mark>
    >>> found.striptags()
    'two1 words'
    """
    placed = [
        (mark, min(mark.start, len(text)), min(mark.end, len(text)))
        for mark in sorted(marks, key=lambda m: (m.start, m.end))
    ]
    shown_on_demand = [(s, min(s.start, len(text)), min(s.end, len(text))) for s in stretches]
    ends = [(start, end) for _, start, end in (*placed, *shown_on_demand)]
    cuts = sorted({0, len(text), *(cut for place in ends for cut in place)})
    breaks = paragraphs > 1 and text.count("\n") == paragraphs - 1
    pieces: list[Markup] = []
    for start, end in zip(cuts, [*cuts[1:], len(text)], strict=True):
        points = [mark for mark, s, e in placed if s == e == start]
        pieces.extend(_caret(point) for point in points)
        pieces.extend(_tag(point) for point in points)
        if start == end:
            continue
        covering = [mark for mark, s, e in placed if s <= start and end <= e and s < e]
        whole = _piece(text, start, end, bool(covering))
        if breaks:
            whole = Markup('<span class="break"></span>\n').join(whole.split("\n"))
        piece = _open(covering, whole) if covering else whole
        around = [s.name for s, low, high in shown_on_demand if low <= start and end <= high]
        pieces.append(_stretched(around, piece) if around else piece)
        pieces.extend(_tag(mark) for mark in covering if min(mark.end, len(text)) == end)
    return Markup("").join(pieces)


def _piece(text: str, start: int, end: int, covered: bool) -> Markup:
    """A stretch of the text; its neighbours decide what a joiner at its edge is."""
    piece = text[start:end]
    if covered and not piece.strip(ZERO_WIDTH_JOINERS):
        return shown(piece, everything=True)
    if not set(piece) & set(ZERO_WIDTH_JOINERS):
        return shown(piece)
    before = text[start - 1] if start else ""
    after = text[end] if end < len(text) else ""
    inside = shown(before + piece + after)
    if before:
        inside = inside[len(shown(before)) :]
    if after:
        inside = inside[: -len(shown(after))]
    return inside


def _open(covering: Sequence[Mark], inside: Markup) -> Markup:
    return Markup('<mark class="{}" data-findings="{}">{}</mark>').format(
        _classes(covering), " ".join(m.finding for m in covering), inside
    )


def _stretched(names: Sequence[str], inside: Markup) -> Markup:
    return Markup('<span class="window" data-windows="{}">{}</span>').format(
        " ".join(names), inside
    )


def _caret(mark: Mark) -> Markup:
    return Markup('<mark class="{} caret" data-findings="{}">{}</mark>').format(
        _classes([mark]), mark.finding, CARET
    )


def _classes(marks: Sequence[Mark]) -> str:
    worst = max((m.severity for m in marks), key=PENALTY.__getitem__)
    omitted = any("Omission" in m.category for m in marks)
    return f"{worst} omitted" if omitted else worst


def _tag(mark: Mark) -> Markup:
    return Markup(
        '<sup class="tag {}"><a href="#finding-{}" aria-label="finding {}">{}</a></sup>'
    ).format(mark.severity, mark.finding, mark.tag, mark.tag)
