"""A table judged part by part: what is done stays done, whatever happens to the run."""

from __future__ import annotations

import json
import re
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from contextlib import closing, suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, TypeAlias

from evalkit._version import __version__
from evalkit.atomic_files import clear_leftovers, write_all
from evalkit.batch import Failed, mapped, undisturbed
from evalkit.batch.tables import part_checkpoint, part_files
from evalkit.batch.tables.part import Judged, judge
from evalkit.batch.tables.part_checkpoint import Kept
from evalkit.batch.tables.partitions import SIZE, partitions
from evalkit.batch.tables.table_task import FORMS, Partition, Task, made_for, stamp
from evalkit.batch.tables.totals import Totals, totals
from evalkit.document import InputError
from evalkit.energy import ENTRY, Energy
from evalkit.reports.tables import comparisons, listed, summary
from evalkit.result.model_server_use import JUDGE
from evalkit.result.records import ComparisonRecord, ScoreRecord, SummaryRecord
from evalkit.spreadsheets import Table, to_csv

MANIFEST = "batch.json"
FORMAT, FORMAT_VERSION = "evalkit-batch", 1
SKIPPED, COLUMNS = "skipped.csv", ("table", "row", "place", "reason")
FOLDERS = (part_files.PARAGRAPHS, part_files.FINDINGS, "parts")
PART = re.compile(r"(?:part-)?(\d+)\.\w+")
"""What the files in these are called."""

Work: TypeAlias = "tuple[Partition, str]"
Mapped: TypeAlias = Callable[
    [Callable[[Work], Judged], Iterable[Work]], Generator[Judged | Failed, None, None]
]
"""How a function is mapped over many parts: in this process, in several, on a cluster."""


@dataclass(frozen=True, slots=True)
class Step:
    """A part that is done: `rows` of it, judged now or (`fresh`) before, or why it is not."""

    number: int
    table: str
    first_row: int
    rows: int
    fresh: bool = False
    error: str = ""
    trace: str = ""


@dataclass(frozen=True, slots=True)
class Result:
    """What all parts come to; `skipped` lines could not be read, `judge` is what a model server was
    asked for them, `energy` what this run used."""

    summary_records: tuple[SummaryRecord, ...]
    score_records: tuple[ScoreRecord, ...]
    comparison_records: tuple[ComparisonRecord, ...]
    rows: int
    skipped: int
    judge: Mapping[str, Any] = field(default_factory=dict)
    energy: Energy | None = None


@dataclass(frozen=True, slots=True)
class Run:
    """A batch over tables: parts of `size` lines, results below `output`.

    With `keep_going` a line that cannot be read and a part that cannot be judged
    are left out and listed; without it they end the run. With `force` what is
    done already is done again.
    """

    tables: tuple[Path, ...]
    task: Task
    output: Path
    size: int = SIZE
    keep_going: bool = False
    force: bool = False

    def steps(self, mapping: Mapped = mapped) -> Generator[Step, None, None]:
        """Judge what is not done yet, part by part in their order, and write each as it comes.

        The files of a part stand before what is kept of it does: a run that is
        killed has nothing half-done that the next would take for done. Ends with
        an InputError where something is wrong and the run shall not keep going.
        """
        for folder in FOLDERS:
            clear_leftovers(self.output / folder)
        waiting: deque[Partition] = deque()
        ready: deque[Step] = deque()
        work = _Work(self.task)
        with closing(mapping(work, self._open(waiting, ready))) as results:
            for result in results:
                partition = waiting.popleft()
                while ready and ready[0].number < partition.number:
                    yield ready.popleft()
                yield self._written(partition, result)
        yield from ready

    def finish(self, energy: Energy | None = None) -> Result:
        """Put all parts together: summary.csv, scores.csv, comparisons.csv and batch.json.

        `energy` is what this run used, where it was measured. Of the parts it says nothing.
        """
        found = totals(map(self._read, self._numbers("parts")), self.task.seed)
        result = Result(
            summary_records=found.summaries(self.task.metrics),
            score_records=found.scores(self.task.metrics),
            comparison_records=found.comparisons(),
            rows=sum(found.rows.values()),
            skipped=len(found.broken),
            judge=found.judge,
            energy=energy,
        )
        metrics = self.task.metrics
        made = [
            summary(result.summary_records, metrics, energy),
            listed("scores", ScoreRecord, result.score_records),
            *comparisons(result.comparison_records),
        ]
        if found.broken:
            made.append(Table("skipped", COLUMNS, tuple(found.broken)))
        contents = {f"{table.name}.csv": to_csv(table) for table in made}
        contents[MANIFEST] = _encoded(self._manifest(found, energy))
        old = {"comparisons.csv", SKIPPED} - contents.keys()
        write_all(self.output, contents, seal=MANIFEST, without=old)
        for folder in FOLDERS:
            # One that is empty is left from a run that wanted more.
            with suppress(OSError):
                (self.output / folder).rmdir()
        return result

    def _open(self, waiting: deque[Partition], ready: deque[Step]) -> Iterator[Work]:
        """The parts that are not done yet, in order."""
        stamped = stamp(self.task)
        number = 0
        for partition in partitions(self.tables, self.task.roles, self.size):
            number = partition.number
            if partition.broken and not self.keep_going:
                _, broken = min(partition.broken.items())
                raise InputError(
                    broken.reason,
                    path=partition.path,
                    place=broken.place,
                    remedy="mend it, or use --keep-going to leave such lines unscored",
                )
            wanted = made_for(stamped, partition)
            if not self.force and self._is_done(number, wanted):
                ready.append(_step(partition, fresh=True))
                continue
            waiting.append(partition)
            yield partition, wanted
        self._remove_from(number + 1)

    def _written(self, partition: Partition, result: Judged | Failed) -> Step:
        if isinstance(result, Failed):
            self._remove(partition.number)
            last = partition.first_row + partition.rows - 1
            error = InputError(
                result.reason,
                path=partition.path,
                place=f"rows {partition.first_row} to {last}",
                remedy=result.remedy,
            )
            return _step(partition, error=str(error), trace=result.trace)
        with undisturbed():
            self._remove(partition.number)
            for place, content in (
                *result.files.items(),
                (part_checkpoint.place(result.number), result.kept),
            ):
                path = self.output / place
                write_all(path.parent, {path.name: content})
        return _step(partition)

    def _is_done(self, number: int, wanted: str) -> bool:
        found = part_checkpoint.made_for(self._kept(number))
        if found is None or found[0] != wanted:
            return False
        try:
            return all((self.output / p).stat().st_size == size for p, size in found[1].items())
        except OSError:
            return False

    def _kept(self, number: int) -> Path:
        return self.output / part_checkpoint.place(number)

    def _read(self, number: int) -> Kept:
        found = part_checkpoint.read_kept(self._kept(number))
        if found is None:
            raise InputError(
                "it is damaged", path=str(self._kept(number)), remedy="run the same again"
            )
        return found

    def _numbers(self, *folders: str) -> list[int]:
        """The parts of which anything lies in some of the folders."""
        paths = (path for folder in folders for path in (self.output / folder).glob("*"))
        return sorted({int(found[1]) for p in paths if (found := PART.fullmatch(p.name))})

    def _remove_from(self, number: int) -> None:
        """Forget the parts that the tables no longer have."""
        for old in self._numbers(*FOLDERS):
            if old >= number:
                self._remove(old)

    def _remove(self, number: int) -> None:
        """Forget a part: what is kept of it first, so that its files are not taken for whole.

        Before it the manifest, for what goes over all parts is not theirs any more.
        """
        with suppress(OSError):
            (self.output / MANIFEST).unlink(missing_ok=True)
            self._kept(number).unlink(missing_ok=True)
            for table in (part_files.PARAGRAPHS, part_files.FINDINGS):
                for form in FORMS:
                    (self.output / part_files.part(table, number, form)).unlink(missing_ok=True)

    def _manifest(self, found: Totals, energy: Energy | None) -> dict[str, Any]:
        """What was judged and how; of times nothing, so that a run resumed leaves the same.

        What it used is another each time: that is there only where somebody asked for it.
        """
        task = self.task
        judge = {JUDGE: found.judge} if found.judge else {}
        return {
            "format": FORMAT,
            "format_version": FORMAT_VERSION,
            "evalkit": __version__,
            "stamp": stamp(task),
            "tables": dict(found.rows),
            "rows": sum(found.rows.values()),
            "skipped": len(found.broken),
            "parts": found.parts,
            "part_size": self.size,
            "form": task.form,
            "roles": asdict(task.roles),
            "metrics": task.metrics,
            "checks": task.checks,
            "normalise": task.normalise,
            **judge,
            **({ENTRY: energy.told()} if energy else {}),
        }


@dataclass(frozen=True, slots=True)
class _Work:
    """What a worker does, with the task that all parts share."""

    task: Task

    def __call__(self, work: Work) -> Judged:
        partition, wanted = work
        return judge(partition, self.task, wanted)


def _step(partition: Partition, fresh: bool = False, error: str = "", trace: str = "") -> Step:
    return Step(
        partition.number,
        partition.table,
        partition.first_row,
        partition.rows,
        fresh,
        error,
        trace,
    )


def _encoded(manifest: dict[str, Any]) -> bytes:
    return (json.dumps(manifest, ensure_ascii=False, indent=1) + "\n").encode()
