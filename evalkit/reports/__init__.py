"""What an evaluation becomes on disk: a page for the reviewer, tables for the engineer."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from evalkit.document import InputError
from evalkit.reports.atomic import write_all

if TYPE_CHECKING:
    from evalkit.evaluation.evaluation import Evaluation
    from evalkit.evaluation.records import SummaryRecord
    from evalkit.history import Trend
    from evalkit.store import Memory

__all__ = ["FORMATS", "render", "write", "write_batch", "write_index"]

FORMATS = ("html", "csv", "json", "md", "junit", "xlsx")
COMPARISONS = "comparisons.csv"


def write(
    evaluation: Evaluation,
    directory: Path,
    formats: Sequence[str] | None = None,
    memory: Memory | None = None,
) -> list[Path]:
    """Write an evaluation's reports into `directory`, all of them or none.

    `formats` are among `FORMATS`; None writes them all. Files that stood there before are
    replaced. `memory` may know drawings from an earlier run over the same numbers. Raises
    InputError for a format that is unknown, and for a directory that cannot be written.
    """
    contents = render(evaluation, formats, memory)
    written = write_all(directory, contents)
    if "csv" in _chosen(formats):
        _clear(directory, contents)
    return written


def render(
    evaluation: Evaluation, formats: Sequence[str] | None = None, memory: Memory | None = None
) -> dict[str, bytes]:
    """The files that `write` would write: name to content."""
    from evalkit.reports.tables import tables, to_csv

    contents: dict[str, bytes] = {}
    chosen = _chosen(formats)
    if "html" in chosen:
        from evalkit.reports.html.page import report

        contents["report.html"] = _encoded(report(evaluation, memory))
    if "csv" in chosen:
        contents |= {f"{table.name}.csv": to_csv(table) for table in tables(evaluation)}
    if "json" in chosen:
        contents["evaluation.json"] = _encoded(evaluation.to_json())
    if "md" in chosen:
        from evalkit.reports.markdown import to_markdown

        contents["report.md"] = _encoded(to_markdown(evaluation))
    if "junit" in chosen:
        from evalkit.reports.junit import to_junit

        contents["junit.xml"] = to_junit(evaluation)
    if "xlsx" in chosen:
        from evalkit.reports.workbook import to_xlsx

        contents["evaluation.xlsx"] = to_xlsx(tables(evaluation))
    return contents


def write_index(evaluations: Iterable[Evaluation | SummaryRecord], directory: Path) -> Path:
    """Write index.html over articles whose reports lie in `directory`/<article>/.

    Takes whole evaluations or their summary records, one per version.
    """
    from evalkit.evaluation.records import SummaryRecord
    from evalkit.reports.html.page import index

    records: list[SummaryRecord] = []
    for entry in evaluations:
        records.extend([entry] if isinstance(entry, SummaryRecord) else entry.summary_records)
    return write_all(directory, {"index.html": _encoded(index(records))})[0]


def write_batch(
    evaluations: Sequence[Evaluation],
    directory: Path,
    trends: Mapping[tuple[str, str], Trend] | None = None,
) -> Path:
    """Write what goes over all articles of a batch.

    That is index.html, report.md, summary.csv and comparisons.csv. The summary
    has a line per article and version, then one per version over all articles,
    whose `article` is empty. Comparisons are written only where articles have
    two versions of one language. `trends` (by article and version) go into the
    index. Gives the path of the index.
    """
    from evalkit.evaluation.comparing import compare_systems
    from evalkit.evaluation.pooling import pooled
    from evalkit.reports.html.page import index, ordered
    from evalkit.reports.markdown import batch_markdown
    from evalkit.reports.tables import comparisons, summary, to_csv

    records = [s for e in evaluations for s in e.summary_records]
    whole, systems = pooled(evaluations), compare_systems(evaluations)
    over_all = whole if len(evaluations) > 1 else ()
    metrics = tuple(dict.fromkeys(m for e in evaluations for m in e.metrics))
    contents = {
        "index.html": _encoded(index(records, over_all, systems, trends)),
        "report.md": _encoded(batch_markdown(ordered(records), over_all)),
    }
    made = (summary([*records, *whole], metrics), *comparisons(systems))
    contents |= {f"{table.name}.csv": to_csv(table) for table in made}
    written = write_all(directory, contents)
    _clear(directory, contents)
    return written[0]


def _clear(directory: Path, written: Collection[str]) -> None:
    """Take away the comparisons of a run before, where this one has none."""
    if COMPARISONS not in written:
        with suppress(OSError):
            (directory / COMPARISONS).unlink(missing_ok=True)


def _chosen(formats: Sequence[str] | None) -> frozenset[str]:
    for name in formats or ():
        if name not in FORMATS:
            raise InputError(
                f"there is no report format called {name!r}",
                remedy=f"choose from {', '.join(FORMATS)}",
            )
    return frozenset(FORMATS if formats is None else formats)


def _encoded(text: str) -> bytes:
    # A lone surrogate has no UTF-8; its escape is also what JSON would write.
    return text.encode("utf-8", "backslashreplace")
