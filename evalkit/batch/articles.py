"""A batch: folder after folder, or several at once."""

from __future__ import annotations

import time
from collections.abc import Generator, Sequence
from contextlib import closing
from dataclasses import replace
from functools import partial
from pathlib import Path

from evalkit.batch.article import run_folder, unread
from evalkit.batch.article_task import Outcome, Task
from evalkit.batch.dask_cluster import In, mapped_on
from evalkit.batch.workers import Failed, mapped
from evalkit.document import InputError
from evalkit.evaluation import Evaluation
from evalkit.history import record
from evalkit.reports import EVALUATION


def run(
    directories: Sequence[Path], output: Path, task: Task, jobs: int = 1, force: bool = False
) -> Generator[Outcome, None, None]:
    """Judge folder after folder, `jobs` at once; outcomes come in the folders' order.

    A folder that cannot be judged, for whatever reason, has an outcome with an
    `error` and harms no other. Close the iterator where the rest is not wanted.
    """
    work = partial(run_folder, output=output, task=task, force=force, since=time.time())
    with closing(mapped(work, directories, min(jobs, len(directories)))) as results:
        for directory, result in zip(directories, results, strict=True):
            yield _lost(directory, result) if isinstance(result, Failed) else result


def run_on(
    address: str, directories: Sequence[Path], output: Path, task: Task, force: bool = False
) -> Generator[Outcome, None, None]:
    """The same on the workers of a Dask cluster, which see the folders and `output` as we do.

    What was judged is recorded here and not where a worker's history lies.
    """
    there = replace(task, recorded=False)
    work = partial(run_folder, output=output, task=there, force=force, since=time.time())
    here = In(Path.cwd(), work)
    with closing(mapped_on(address, here, directories)) as results:
        for directory, result in zip(directories, results, strict=True):
            if isinstance(result, Failed):
                yield _lost(directory, result)
                continue
            if task.cached and result.digest and not result.fresh:
                _record(output / directory.name)
            yield result


def _record(target: Path) -> None:
    kept = target / EVALUATION
    record(Evaluation.from_json(kept.read_text(encoding="utf-8"), str(kept)), target)


def _lost(directory: Path, failed: Failed) -> Outcome:
    error = InputError(failed.reason, path=str(directory), remedy=failed.remedy)
    return Outcome(unread(directory), error=str(error), trace=failed.trace)
