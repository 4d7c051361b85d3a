"""Google's MQM of WMT21, news and TED talks: one rater a segment, lower is better."""

from __future__ import annotations

from collections.abc import Iterator

from evalkit.validation.human_judgement import Judged, Marked
from evalkit.validation.sets.lines import Line

COLUMNS = frozenset(
    {"lp", "testset", "doc_id", "seg_in_doc", "system", "mqm_mean", "source", "hypothesis",
     "reference"}
)  # fmt: skip
FLAGS = {
    "omission": "has_omission",
    "addition": "has_addition",
    "untranslated": "has_untranslated",
}
CATEGORIES = "error_categories"
PUNCTUATION, GRAVE_OMISSION = "Fluency/Punctuation", "Accuracy/Omission:Major"


def read(line: Line) -> Iterator[Judged]:
    """The segment; labels where the file names categories, spans where it has places."""
    source_language, target_language = line.languages("lp")
    reference = line.any_text("reference")
    points = line.number_in("mqm_mean")
    yield Judged(
        set=f"mqm_{line.text('testset')}",
        source_language=source_language,
        target_language=target_language,
        document=line.text("doc_id"),
        segment=line.text("seg_in_doc"),
        system=line.text("system"),
        source=line.text("source"),
        target=line.any_text("hypothesis"),
        references=(reference,) if reference.strip() else (),
        score=None if points is None else -points,
        labels=_labels(line) if CATEGORIES in line.cells else {},
        spans=tuple(_marked(mark, line) for mark in line.list_in("spans")),
    )


def _labels(line: Line) -> dict[str, bool]:
    categories = line.cells[CATEGORIES].split(";")
    return {
        **{kind: line.flag(column) for kind, column in FLAGS.items()},
        "major omission": GRAVE_OMISSION in categories,
        "punctuation": any(c.startswith(PUNCTUATION) for c in categories),
    }


def _marked(mark: object, line: Line) -> Marked:
    match mark:
        case [int(start), int(end), str(severity), *_] if 0 <= start <= end:
            return Marked(start, end, severity)
    raise line.wrong("spans has a mark that is not start, end, severity")
