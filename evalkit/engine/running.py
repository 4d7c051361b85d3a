"""A batch: folder after folder, or several at once."""

from __future__ import annotations

import time
from collections.abc import Generator, Sequence
from contextlib import closing
from functools import partial
from pathlib import Path

from evalkit.document import InputError
from evalkit.engine.judging import run_folder, unread
from evalkit.engine.task import Outcome, Task
from evalkit.engine.workers import Failed, mapped


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


def _lost(directory: Path, failed: Failed) -> Outcome:
    error = InputError(failed.reason, path=str(directory), remedy=failed.remedy)
    return Outcome(unread(directory), error=str(error), trace=failed.trace)
