"""A set of one's own: a table with the columns named here."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from evalkit.validation.human_judgement import Judged
from evalkit.validation.sets.lines import Line

COLUMNS = frozenset({"langpair", "source", "target"})
LABEL = "label:"


def read(line: Line) -> Iterator[Judged]:
    """A segment with columns `langpair` (en-bn), `source`, `target`, and any of these:
    `document`, `segment`, `system`, `reference`, `score` (higher is better) and
    `label:KIND` (0 or 1, empty where nobody looked), as in ``label:omission``.
    """
    source_language, target_language = line.languages("langpair")
    reference = line.any_text("reference")
    yield Judged(
        set=Path(line.path).stem,
        source_language=source_language,
        target_language=target_language,
        document=line.any_text("document"),
        segment=line.any_text("segment") or line.text("source"),
        system=line.any_text("system"),
        source=line.text("source"),
        target=line.any_text("target"),
        references=(reference,) if reference.strip() else (),
        score=line.number_in("score"),
        labels={
            column.removeprefix(LABEL): line.flag(column)
            for column, cell in line.cells.items()
            if column.startswith(LABEL) and cell.strip()
        },
    )
