"""What an evaluation becomes on disk: a page for the reviewer, tables for the engineer."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from evalkit.atomic_files import write_all
from evalkit.document import InputError
from evalkit.reports import back_translations

if TYPE_CHECKING:
    from evalkit.comparison.pooled_batch import Batch
    from evalkit.energy import Energy
    from evalkit.history import Trend
    from evalkit.result.evaluation import Evaluation
    from evalkit.result.records import SummaryRecord
    from evalkit.store import Memory

__all__ = [
    "EVALUATION", "FAILED", "FORMATS", "render", "write", "write_batch", "write_failed",
    "write_index",
]  # fmt: skip

FORMATS = ("html", "csv", "json", "md", "junit", "xlsx")
COMPARISONS = "comparisons.csv"
EVALUATION = "evaluation.json"
FAILED = "failed.csv"
ENERGY = "energy.json"


def write(
    evaluation: Evaluation,
    directory: Path,
    formats: Sequence[str] | None = None,
    memory: Memory | None = None,
) -> list[Path]:
    """Write an evaluation's reports into `directory`, all of them or none.

    `formats` are among `FORMATS`; None writes them all. Files that stood there before are
    replaced. `memory` may know drawings from an earlier run over the same numbers. Raises
    InputError for a format that is unknown, for a directory that cannot be written, and where
    a back-translation would take the place of one that evalkit did not make.
    """
    contents = render(evaluation, formats, memory)
    back_translations.demand_replaceable(directory, contents)
    return write_all(
        directory,
        contents,
        seal=EVALUATION if EVALUATION in contents else "",
        without=_outdated(contents) if "csv" in _chosen(formats) else (),
    )


def render(
    evaluation: Evaluation, formats: Sequence[str] | None = None, memory: Memory | None = None
) -> dict[str, bytes]:
    """The files that `write` would write: name to content.

    What was translated back in the run is among them whatever the formats.
    """
    from evalkit.reports.tables import tables, to_csv

    contents: dict[str, bytes] = {}
    chosen = _chosen(formats)
    if "html" in chosen:
        from evalkit.reports.html.page import report

        contents["report.html"] = _encoded(report(evaluation, memory))
    if "csv" in chosen:
        contents |= {f"{table.name}.csv": to_csv(table) for table in tables(evaluation)}
    if "json" in chosen:
        contents[EVALUATION] = _encoded(evaluation.to_json())
    if "md" in chosen:
        from evalkit.reports.markdown_report import to_markdown

        contents["report.md"] = _encoded(to_markdown(evaluation))
    if "junit" in chosen:
        from evalkit.reports.junit import to_junit

        contents["junit.xml"] = to_junit(evaluation)
    if "xlsx" in chosen:
        from evalkit.reports.workbook import to_xlsx

        contents["evaluation.xlsx"] = to_xlsx(tables(evaluation))
    return contents | back_translations.contents(evaluation)


def write_index(evaluations: Iterable[Evaluation | SummaryRecord], directory: Path) -> Path:
    """Write index.html over articles whose reports lie in `directory`/<article>/.

    Takes whole evaluations or their summary records, one per version.
    """
    from evalkit.reports.html.page import index
    from evalkit.result.records import SummaryRecord

    records: list[SummaryRecord] = []
    for entry in evaluations:
        records.extend([entry] if isinstance(entry, SummaryRecord) else entry.summary_records)
    return write_all(directory, {"index.html": _encoded(index(records))})[0]


def write_batch(
    batch: Batch,
    directory: Path,
    trends: Mapping[tuple[str, str], Trend] | None = None,
    energy: Energy | None = None,
) -> Path:
    """Write what goes over all articles of a batch.

    That is index.html, report.md, summary.csv and comparisons.csv. The summary
    has a line per article and version, then one per version over all articles,
    whose `article` is empty. Comparisons are written only where articles have
    two versions of one language. `trends` (by article and version) go into the
    index. `energy` is what this run used, where it was measured: it stands in
    all of them and by itself in energy.json. Gives the path of the index.
    """
    from evalkit.reports.html.page import index, ordered
    from evalkit.reports.markdown_report import batch_markdown
    from evalkit.reports.tables import comparisons, summary, to_csv

    records = [record for digest in batch.digests for record in digest.summary_records]
    over_all = batch.pooled if len(batch.digests) > 1 else ()
    metrics = tuple(dict.fromkeys(m for digest in batch.digests for m in digest.metrics))
    contents = {
        "index.html": _encoded(
            index(records, over_all, batch.systems, trends, energy, batch.unread)
        ),
        "report.md": _encoded(batch_markdown(ordered(records), over_all, energy, batch.unread)),
    }
    made = (summary([*records, *batch.pooled], metrics, energy), *comparisons(batch.systems))
    contents |= {f"{table.name}.csv": to_csv(table) for table in made}
    if energy:
        contents[ENERGY] = _encoded(json.dumps(energy.told(), ensure_ascii=False, indent=1) + "\n")
    outdated = {*_outdated(contents), *({ENERGY} - contents.keys())}
    return write_all(directory, contents, without=outdated)[0]


def write_failed(failed: Sequence[tuple[str, str]], directory: Path) -> None:
    """Write failed.csv: a line for each article that could not be judged, with its error.

    Where there are none, that of a run before goes.
    """
    from evalkit.reports.tables import Table, to_csv

    if failed:
        table = Table("failed", ("article", "error"), tuple(failed))
        write_all(directory, {FAILED: to_csv(table)})
    elif (directory / FAILED).exists():
        write_all(directory, {}, without=(FAILED,))


def _outdated(written: Collection[str]) -> tuple[str, ...]:
    """The comparisons of a run before, where this one has none."""
    return () if COMPARISONS in written else (COMPARISONS,)


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
