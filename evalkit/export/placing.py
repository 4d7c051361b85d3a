"""Corrections put in the place of what they correct, in one text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from evalkit.export.locating import Correction, Edit, Unclear, locate


@dataclass(frozen=True, slots=True)
class Placed:
    """The text with the corrections in it; `reasons` is "" for each that is, else why it is not."""

    text: str
    reasons: tuple[str, ...]


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
    found = [locate(text, language, correction) for correction in corrections]
    reasons = [edit.reason if isinstance(edit, Unclear) else "" for edit in found]
    edits = {n: edit for n, edit in enumerate(found) if isinstance(edit, Edit)}
    for n, edit in edits.items():
        others = [other for m, other in edits.items() if m != n]
        reasons[n] = min(filter(None, (_clash(edit, other) for other in others)), default="")
    kept = {edit for n, edit in edits.items() if not reasons[n]}
    # What lies within a wider one is there already.
    outer = [e for e in kept if not any(_within(e, other) for other in kept if other != e)]
    for edit in sorted(outer, key=lambda edit: (edit.start, edit.end), reverse=True):
        text = text[: edit.start] + edit.words + text[edit.end :]
    return Placed(text, tuple(reasons))


def _clash(edit: Edit, other: Edit) -> str:
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


def _overlap(edit: Edit, other: Edit) -> bool:
    if (edit.start, edit.end) == (other.start, other.end):
        return True
    return edit.start < other.end and other.start < edit.end


def _within(edit: Edit, other: Edit) -> bool:
    inside = other.start <= edit.start and edit.end <= other.end
    return inside and _overlap(edit, other) and (edit.end - edit.start) < (other.end - other.start)
