"""Translations without a score: professional ones, taken as sound, and published ones."""

from __future__ import annotations

from collections.abc import Iterator

from evalkit.document import Kind
from evalkit.validation.human_judgement import Judged
from evalkit.validation.sets.lines import Line

NTREX = frozenset({"doc_id", "seg_in_doc", "eng"})
NTREX_BY_TAG = frozenset({"doc_id", "seg_in_doc", "en"})
"""The same with BCP 47 tags for columns."""
UDHR = frozenset({"section", "block", "kind", "en"})
GUIDES = frozenset({"set", "doc", "lang", "block", "kind", "untranslated", "en", "translation"})
STRINGS = frozenset({"set", "licence", "key", "en"})

# The front matter of a page is settings, not text.
KINDS: dict[str, Kind] = {
    "par": "paragraph", "para": "paragraph", "html": "paragraph", "heading": "heading",
    "h2": "heading", "h3": "heading", "list": "list-item", "quote": "quote", "front": "code",
}  # fmt: skip


def ntrex(line: Line) -> Iterator[Judged]:
    """NTREX: a news segment with its professional translations, all of them sound."""
    english = "eng" if "eng" in line.cells else "en"
    for column in line.cells:
        if column in {*NTREX, english, "line"} or not line.cells[column].strip():
            continue
        yield Judged(
            set="ntrex",
            source_language="en",
            target_language=line.tag(column, "the header"),
            document=line.text("doc_id"),
            segment=line.text("seg_in_doc"),
            system="professional",
            source=line.text(english),
            target=line.cells[column],
            sound=True,
        )


def udhr(line: Line) -> Iterator[Judged]:
    """The Universal Declaration of Human Rights: official translations, all of them sound.

    A block that a translation lacks is not one of its segments: the official
    texts divide some articles otherwise.
    """
    for column in line.cells:
        if column in UDHR or not (line.cells["en"].strip() and line.cells[column].strip()):
            continue
        yield Judged(
            set="udhr",
            source_language="en",
            target_language=line.tag(column, "the header"),
            document="udhr",
            segment=f"{line.text('section')}.{line.text('block')}",
            system="official",
            source=line.cells["en"],
            target=line.cells[column],
            sound=True,
            kind=KINDS.get(line.cells["kind"], "paragraph"),
        )


def guides(line: Line) -> Iterator[Judged]:
    """A block of a guide that volunteers translated; what they left in English is labelled."""
    known = line.any_text("untranslated").strip() != ""
    yield Judged(
        set=line.text("set"),
        source_language="en",
        target_language=line.language("lang"),
        document=line.text("doc"),
        segment=line.text("block"),
        system="volunteers",
        source=_unescaped(line.text("en")),
        target=_unescaped(line.any_text("translation")),
        labels={"untranslated": line.flag("untranslated")} if known else {},
        kind=KINDS.get(line.cells["kind"], "paragraph"),
    )


def strings(line: Line) -> Iterator[Judged]:
    """An interface string that was published: its placeholders and its markup work."""
    for column in line.cells:
        if column in STRINGS or not line.cells[column].strip():
            continue
        yield Judged(
            set="ui_strings",
            source_language="en",
            target_language=line.tag(column, "the header"),
            document=line.text("set"),
            segment=line.text("key"),
            system="published",
            source=line.text("en"),
            target=line.cells[column],
            labels={"placeholder": False, "markup": False},
        )


def _unescaped(text: str) -> str:
    return text.replace("\\n", "\n")
