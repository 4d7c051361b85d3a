"""Batches: article folders found, judged and written, fresh ones left alone."""

from __future__ import annotations

import hashlib
import json
import os
import signal
import threading
import time
from collections.abc import Collection, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import repeat
from multiprocessing import active_children
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

from evalkit.document import InputError
from evalkit.evaluation import DEFAULT_METRICS, Evaluation, Reading, evaluate
from evalkit.evaluation.records import DecisionRecord
from evalkit.evaluation.run import packages
from evalkit.languages import codes
from evalkit.loaders import FORMATS, from_name, normalise
from evalkit.metrics import Tools, create
from evalkit.neural.resources import Resources
from evalkit.review import applied, undecided
from evalkit.settings import read_settings
from evalkit.store import open_memory
from evalkit.store.code import code_hash

DEFAULT_REFERENCE = "en"
SETTINGS = "article.toml"
KNOWN_SETTINGS = frozenset({"reference", "glossary"})
ALWAYS_WRITTEN = (
    "report.html", "paragraphs.csv", "findings.csv", "scores.csv", "summary.csv", "witnesses.csv",
    "evaluation.json", "report.md", "junit.xml",
)  # fmt: skip
BACK_TRANSLATION = "backtranslation"
REFERENCE = "reference"


@dataclass(frozen=True, slots=True)
class ArticleFolder:
    """The files of one article: ``<lang>.<ext>``, one of them the source.

    ``reference.<lang>.<ext>`` is a human translation in a version's own
    language, ``backtranslation.<lang>.<ext>`` a version translated back.
    `left_out` are files that look like versions, but by their names are none.
    """

    name: str
    directory: Path
    source: Path
    versions: Mapping[str, Path]
    references: Mapping[str, Path] = field(default_factory=dict)
    back_translations: Mapping[str, Path] = field(default_factory=dict)
    glossary: Path | None = None
    left_out: tuple[Path, ...] = ()

    @property
    def files(self) -> tuple[Path, ...]:
        """Every file that an evaluation of the folder reads."""
        return (
            self.source,
            *self.versions.values(),
            *self.references.values(),
            *self.back_translations.values(),
            *([self.glossary] if self.glossary else []),
        )


@dataclass(frozen=True, slots=True)
class Task:
    """What is wanted of every article of a batch.

    `decisions` are entries on any of the articles, `reviewers` those whose word goes first.
    """

    metrics: tuple[str, ...] = DEFAULT_METRICS
    checks: tuple[str, ...] = ()
    formats: tuple[str, ...] | None = None
    reading: Reading = field(default_factory=Reading)
    resources: Resources = field(default_factory=Resources)
    cached: bool = True
    decisions: tuple[DecisionRecord, ...] = ()
    reviewers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one article: its evaluation, or why there is none.

    `fresh`: everything stood there already; `judged_before`: only what reviewers decided is new.
    """

    folder: ArticleFolder
    evaluation: Evaluation | None
    fresh: bool = False
    judged_before: bool = False
    error: str = ""


def read_folder(directory: Path) -> ArticleFolder:
    """The article in a folder; InputError says what it lacks."""
    settings = _settings(directory / SETTINGS)
    language = settings.get("reference", DEFAULT_REFERENCE)
    glossary = directory / settings["glossary"] if "glossary" in settings else None
    plain: dict[str, Path] = {}
    references: dict[str, Path] = {}
    backs: dict[str, Path] = {}
    strays: list[Path] = []
    for path in sorted(directory.iterdir()):
        role, _, stem = path.stem.rpartition(".")
        tag = _tag(stem)
        group = {"": plain, REFERENCE: references, BACK_TRANSLATION: backs}.get(role)
        if path.suffix.lower().lstrip(".") not in FORMATS or path == glossary:
            continue
        if tag is None or group is None:
            strays.append(path)
            continue
        if tag in group:
            raise InputError(
                f"two files for {tag}, beside {group[tag].name}",
                path=str(path),
                remedy=f"keep one, or tell versions apart as {tag}-x-one.txt and {tag}-x-two.txt",
            )
        group[tag] = path
    if language not in plain:
        raise InputError(
            f"no {language}.<ext> among its files",
            path=str(directory),
            remedy=f'add the source, or name its language in {SETTINGS}: reference = "…"',
        )
    source = plain.pop(language)
    left_out = tuple(path for path in strays if _looks_like_a_version(path, source))
    if len(plain) < 2:
        unnamed = ", ".join(path.name for path in left_out)
        raise InputError(
            f"{len(plain) or 'no'} version beside {source.name}"
            + (f" ({unnamed}: not named <lang>.<ext>)" if unnamed else ""),
            path=str(directory),
            remedy="a comparison wants two or more; evalkit score judges a single file",
        )
    return ArticleFolder(
        name=directory.absolute().name,
        directory=directory,
        source=source,
        versions=plain,
        references=references,
        back_translations=backs,
        glossary=glossary,
        left_out=left_out,
    )


def _tag(stem: str) -> str | None:
    """The language a file is named after; other files may lie in the folder too."""
    tag = normalise(stem)
    if tag is None:
        return None
    primary = tag.partition("-")[0]
    return tag if primary in codes() or len(primary) == 2 else None


def _looks_like_a_version(path: Path, source: Path) -> bool:
    return path.suffix == source.suffix or from_name(path.name) is not None


def _settings(path: Path) -> dict[str, str]:
    if not path.exists():
        return {}
    found = read_settings(path)
    for key, value in found.items():
        if key not in KNOWN_SETTINGS:
            raise InputError(
                f"{key!r} is not a setting",
                path=str(path),
                remedy=f"use {', '.join(sorted(KNOWN_SETTINGS))}",
            )
        if not isinstance(value, str):
            raise InputError(
                f"{key} = {value!r} is not a string",
                path=str(path),
                remedy=f'write it in quotes: {key} = "…"',
            )
    return found


def find_folders(directory: Path) -> list[Path]:
    """The folders below `directory` that hold files, in name order."""
    if not directory.is_dir():
        raise InputError(
            "not a directory" if directory.exists() else "there is no such directory",
            path=str(directory),
            remedy="name the directory that holds the article folders",
        )
    folders = [
        path
        for path in sorted(directory.iterdir())
        if path.is_dir() and not path.name.startswith(".")
    ]
    if not folders:
        raise InputError(
            "no article folder in it",
            path=str(directory),
            remedy="make one folder per article, with en.txt, bn.txt, pa.txt",
        )
    return folders


def judge_folder(folder: ArticleFolder, task: Task) -> Evaluation:
    """Evaluate one article folder."""
    return evaluate(
        versions=[f"{tag}={path}" for tag, path in folder.versions.items()],
        references=[str(folder.source)]
        + [f"{tag}={path}" for tag, path in folder.references.items()],
        metrics=task.metrics,
        checks=task.checks or None,
        article=folder.name,
        back_translations={t: str(p) for t, p in folder.back_translations.items()},
        glossary=folder.glossary,
        reading=task.reading,
        resources=task.resources,
        memory=open_memory(task.cached),
    )


def fresh_evaluation(folder: ArticleFolder, output: Path, task: Task) -> Evaluation | None:
    """The evaluation in `output` if the same inputs, options and code made it."""
    if not all((output / name).is_file() for name in ALWAYS_WRITTEN):
        return None
    kept = output / "evaluation.json"
    try:
        evaluation = Evaluation.from_json(kept.read_text(encoding="utf-8"), str(kept))
    except (InputError, OSError, UnicodeDecodeError):
        return None
    return evaluation if evaluation.manifest.get("batch") == stamp(folder, task) else None


def stamp(folder: ArticleFolder, task: Task) -> dict[str, Any]:
    """What an article's evaluation depends on, for the manifest."""
    return {
        "code": code_hash(),
        "packages": packages(),
        "models": _models(task),
        "files": {
            path.name: hashlib.sha256(path.read_bytes()).hexdigest()
            for path in folder.files
            if path.is_file()
        },
        "task": json.loads(
            json.dumps(
                [
                    task.metrics,
                    task.checks,
                    task.formats,
                    repr(task.reading),
                    repr(task.resources),
                ]
            )
        ),
    }


def _models(task: Task) -> dict[str, str]:
    """The signatures of the models a task names: a checkpoint may change under its name."""
    tools = Tools(resources=task.resources, memory=open_memory(task.cached))
    return {name: create(name, tools).signature() for name in task.metrics if ":" in name}


def run_folder(directory: Path, output: Path, task: Task, force: bool = False) -> Outcome:
    """Judge one folder and write its reports, unless they are fresh and not forced.

    The decisions of the task are those that hold, whatever was decided in a run before.
    """
    empty = ArticleFolder(directory.name, directory, directory, {})
    try:
        folder = read_folder(directory)
        target = output / folder.name
        kept = None if force else fresh_evaluation(folder, target, task)
        judged = kept or judge_folder(folder, task).with_manifest(batch=stamp(folder, task))
        decided = applied(undecided(judged), task.decisions, task.reviewers)
        if decided == kept:
            return Outcome(folder, decided, fresh=True)
        with _undisturbed():
            decided.write(target, task.formats, open_memory(task.cached))
        return Outcome(folder, decided, judged_before=kept is not None)
    except InputError as error:
        return Outcome(empty, None, error=str(error))


def run(
    directories: Sequence[Path], output: Path, task: Task, jobs: int = 1, force: bool = False
) -> Iterator[Outcome]:
    """Judge folder after folder, `jobs` at once; outcomes come in the folders' order."""
    if jobs <= 1 or len(directories) <= 1:
        for directory in directories:
            yield run_folder(directory, output, task, force)
        return
    others = set(active_children())
    workers = min(jobs, len(directories))
    pool = ProcessPoolExecutor(
        max_workers=workers, initializer=_prepare_worker, initargs=(workers,)
    )
    try:
        yield from pool.map(run_folder, directories, repeat(output), repeat(task), repeat(force))
    except BrokenProcessPool:
        stop(set(active_children()) - others)
        raise InputError(
            "a worker process was killed, perhaps for want of memory", remedy="use fewer --jobs"
        ) from None
    except BaseException:
        # Interrupted, or nobody wants the rest: the workers shall not finish theirs.
        stop(set(active_children()) - others)
        raise
    finally:
        pool.shutdown(cancel_futures=True)


def stop(workers: Collection[BaseProcess], patience: float = 2.0) -> None:
    """End processes, which get `patience` seconds to finish what they write.

    They are told more than once: one that has hardly begun still turns a signal into
    an exception, and an import may drop that. In the end they are killed.
    """
    for tell in (*(BaseProcess.terminate,) * 3, BaseProcess.kill):
        for worker in workers:
            if worker.is_alive():
                tell(worker)
        until = time.monotonic() + patience
        for worker in workers:
            worker.join(max(0.0, until - time.monotonic()))
        if not any(worker.is_alive() for worker in workers):
            return


def _prepare_worker(workers: int) -> None:
    """An interrupt of the terminal is the parent's to handle; the cores are shared fairly.

    What ends a worker ends it at once: an exception in its place may be lost in an import.
    """
    os.environ.setdefault("OMP_NUM_THREADS", str(max(1, (os.cpu_count() or 1) // workers)))
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)


@contextmanager
def _undisturbed() -> Iterator[None]:
    """What ends a process ends it only afterwards: nothing stays half-written."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    came: list[int] = []
    # Blocking the signal would not do: it would reach the threads of torch, and end all.
    before = signal.signal(signal.SIGTERM, lambda number, _frame: came.append(number))
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, signal.SIG_DFL if before is None else before)
        if came:
            signal.raise_signal(signal.SIGTERM)
