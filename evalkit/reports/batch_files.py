"""The files that go over all articles of a batch."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from evalkit.atomic_files import write_all
from evalkit.reports.report_files import encoded
from evalkit.result.report_formats import COMPARISONS
from evalkit.spreadsheets import Table, to_csv

if TYPE_CHECKING:
    from evalkit.comparison.pooled_batch import Batch
    from evalkit.energy import Energy
    from evalkit.result.records import Trend

FAILED = "failed.csv"
ENERGY = "energy.json"


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
    from evalkit.reports.tables import comparisons, summary

    records = [record for digest in batch.digests for record in digest.summary_records]
    over_all = batch.pooled if len(batch.digests) > 1 else ()
    metrics = tuple(dict.fromkeys(m for digest in batch.digests for m in digest.metrics))
    contents = {
        "index.html": encoded(
            index(records, over_all, batch.systems, trends, energy, batch.unread)
        ),
        "report.md": encoded(batch_markdown(ordered(records), over_all, energy, batch.unread)),
    }
    made = (summary([*records, *batch.pooled], metrics, energy), *comparisons(batch.systems))
    contents |= {f"{table.name}.csv": to_csv(table) for table in made}
    if energy:
        contents[ENERGY] = encoded(json.dumps(energy.told(), ensure_ascii=False, indent=1) + "\n")
    outdated = {COMPARISONS, ENERGY} - contents.keys()
    return write_all(directory, contents, without=outdated)[0]


def write_failed(failed: Sequence[tuple[str, str]], directory: Path) -> None:
    """Write failed.csv: a line for each article that could not be judged, with its error.

    Where there are none, that of a run before goes.
    """
    if failed:
        table = Table("failed", ("article", "error"), tuple(failed))
        write_all(directory, {FAILED: to_csv(table)})
    elif (directory / FAILED).exists():
        write_all(directory, {}, without=(FAILED,))
