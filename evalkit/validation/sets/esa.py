"""WMT24: error span annotations, a score from 0 to 100 and marks for what is missing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from evalkit.validation.human_judgement import Judged, Marked
from evalkit.validation.sets.lines import Line

COLUMNS = frozenset(
    {"lp", "testset", "doc_id", "line", "system", "esa_score", "has_missing", "spans", "source",
     "hypothesis", "reference"}
)  # fmt: skip


def read(line: Line) -> Iterator[Judged]:
    """The segment; `omission` where anything is marked as missing, `major omission` where major.

    Its spans end with their last character; here the end is exclusive.
    """
    source_language, target_language = line.languages("lp")
    reference = line.any_text("reference")
    marks = [_fields(mark, line) for mark in line.list_in("spans")]
    yield Judged(
        set=f"esa_{line.text('testset')}",
        source_language=source_language,
        target_language=target_language,
        document=line.text("doc_id"),
        segment=line.text("line"),
        system=line.text("system"),
        source=line.text("source"),
        target=line.any_text("hypothesis"),
        references=(reference,) if reference.strip() else (),
        score=line.number_in("esa_score"),
        labels={
            "omission": line.flag("has_missing"),
            "major omission": any(
                mark.get("missing") and mark.get("severity") == "major" for mark in marks
            ),
        },
        spans=tuple(_marked(mark, line) for mark in marks if not mark.get("missing")),
    )


def _fields(mark: Any, line: Line) -> dict[str, Any]:
    if not isinstance(mark, dict):
        raise line.wrong("spans holds something else than marks")
    return mark


def _marked(mark: dict[str, Any], line: Line) -> Marked:
    start, end = mark.get("start"), mark.get("end")
    if not isinstance(start, int) or not isinstance(end, int) or not 0 <= start <= end:
        raise line.wrong(f"spans has a mark from {start!r} to {end!r}")
    return Marked(start, end + 1, str(mark.get("severity", "")))
