"""What a reader of one format is asked for, and what it hands back."""

from __future__ import annotations

from dataclasses import dataclass

from evalkit.document import Paragraph

FORMATS_EXTRA = "pip install 'evalkit[formats]'"
LONGEST_QUOTE, MOST_QUOTED = 40, 8


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a table (CSV, TSV, JSON lines) by name; None is found by name.

    >>> Columns(target="mt").source is None
    True
    """

    source: str | None = None
    target: str | None = None


@dataclass(frozen=True, slots=True)
class Request:
    """One file as read: its bytes, and what the caller wants to find in it.

    `language` is a normalised tag, or None where the file or its text decides;
    `path` is the name that errors give.
    """

    data: bytes
    path: str
    language: str | None
    columns: Columns
    max_size: int


@dataclass(frozen=True, slots=True)
class Content:
    """What one file holds in one language.

    `language` is what the file itself declares, if it does. The paragraphs of
    `source`, if there is one, face these one to one. `lines` is how many lines a
    plain text has whose lines are paragraphs, blank ones counted; 0 for others.
    """

    format: str
    paragraphs: tuple[Paragraph, ...]
    language: str | None = None
    notes: tuple[str, ...] = ()
    source: Content | None = None
    lines: int = 0


def facing(
    format_: str,
    pairs: list[tuple[Paragraph, Paragraph]],
    *,
    source: str | None,
    target: str | None,
    notes: tuple[str, ...] = (),
) -> Content:
    """A bilingual content from (source, target) paragraphs and the languages the file names.

    Pairs without text on either side are left out; a side without text stays,
    so that the pairing holds.

    >>> pairs = [(Paragraph("Hello."), Paragraph("")), (Paragraph(""), Paragraph(" "))]
    >>> [p.text for p in facing("tmx", pairs, source="en", target="bn").paragraphs]
    ['']
    """
    kept = [pair for pair in pairs if any(side.text.strip() for side in pair)]
    facing_side = Content(format_, tuple(first for first, _ in kept), source)
    return Content(format_, tuple(second for _, second in kept), target, notes, facing_side)


def quoted(*texts: str) -> str:
    """Words from a file as a message may repeat them: in quotes, escaped, short and few.

    >>> quoted("id", "a" * 41), quoted("\\x1b[31m")
    ("'id', 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa…'", "'\\\\x1b[31m'")
    """
    shown = [
        repr(text if len(text) <= LONGEST_QUOTE else text[:LONGEST_QUOTE] + "…")
        for text in texts[:MOST_QUOTED]
    ]
    return ", ".join(shown + ["…"] * (len(texts) > MOST_QUOTED))
