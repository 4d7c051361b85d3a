"""Direct assessments of the WMT quality estimation tasks and of MLQE-PE."""

from __future__ import annotations

from collections.abc import Iterator

from evalkit.validation.human_judgement import Judged
from evalkit.validation.sets.lines import Line

COLUMNS = frozenset(
    {"lp", "split", "index", "source", "hypothesis", "da_z_mean", "is_hallucination", "doc"}
)


def read(line: Line) -> Iterator[Judged]:
    """The segment; its score is the mean of its raters' z-scores.

    What people wrote to correct the translation is no reference: it follows
    the translation.
    """
    source_language, target_language = line.languages("lp")
    split = line.text("split")
    yield Judged(
        set="mlqe_pe" if split.startswith("mlqe") else "qe_da",
        source_language=source_language,
        target_language=target_language,
        document=line.any_text("doc"),
        segment=f"{split}:{line.text('index')}",
        system="",
        source=line.text("source"),
        target=line.any_text("hypothesis"),
        score=line.number_in("da_z_mean"),
        labels={"hallucination": line.flag("is_hallucination")},
    )
