"""One article folder: judged and written, or left alone where it is fresh."""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections.abc import Mapping
from dataclasses import astuple
from pathlib import Path
from typing import Any

from evalkit.atomic_files import clear_leftovers
from evalkit.back_translation.files import demand_replaceable, file_name
from evalkit.batch.article_folders import ArticleFolder, read_folder
from evalkit.batch.article_task import Outcome, Task
from evalkit.batch.completion_marker import Seal, content_of, read_seal, remove_seal, write_seal
from evalkit.batch.workers import undisturbed
from evalkit.comparison.article_summary import digest
from evalkit.document import InputError
from evalkit.evaluation import Evaluation, evaluate
from evalkit.evaluation.manifest import packages
from evalkit.history import record
from evalkit.metrics import Tools, create
from evalkit.reports import EVALUATION
from evalkit.result.model_server_use import left_open
from evalkit.review import applied, settled, undecided
from evalkit.store import open_memory
from evalkit.store.code_hash import code_hash

ALWAYS_WRITTEN = (
    "report.html", "paragraphs.csv", "findings.csv", "scores.csv", "summary.csv", "witnesses.csv",
    EVALUATION, "report.md", "junit.xml",
)  # fmt: skip


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
        back_translate=task.back_translate,
        glossary=folder.glossary,
        normalise=task.normalise,
        reading=task.reading,
        resources=task.resources,
        memory=open_memory(task.cached),
    )


def fresh_evaluation(folder: ArticleFolder, output: Path, task: Task) -> Evaluation | None:
    """The evaluation in `output` if the same inputs, options and code made it."""
    return _stamped(output, stamp(folder, task))


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
                    task.back_translate,
                    task.seed,
                    task.normalise,
                ]
            )
        ),
    }


def run_folder(
    directory: Path, output: Path, task: Task, force: bool = False, since: float | None = None
) -> Outcome:
    """Judge one folder and write its reports, unless they are fresh and not forced.

    The decisions of the task are those that hold, whatever was decided in a run before. What is
    judged anew is recorded in the history, once all its reports stand: where a run is killed in
    between, the next one makes up for it. `since` is the moment the batch began (seconds since
    1970; None: now): what was being written then is of a run that was killed.
    """
    moment = time.time() if since is None else since
    try:
        folder = read_folder(directory)
        return _done(folder, output / folder.name, task, force, moment)
    except InputError as error:
        return Outcome(unread(directory), error=str(error))


def unread(directory: Path) -> ArticleFolder:
    """A folder of which no more is known than where it is."""
    return ArticleFolder(directory.name, directory, directory, {})


def _done(folder: ArticleFolder, target: Path, task: Task, force: bool, since: float) -> Outcome:
    clear_leftovers(target, since)
    if task.back_translate:
        made = [tag for tag in folder.versions if tag not in folder.back_translations]
        demand_replaceable(target, [file_name(tag) for tag in made])
    # Taken before anything is read: what changes in between is judged again by the next run.
    wanted = stamp(folder, task)
    made_for = _made_for(folder, task, wanted)
    seal = None if force else read_seal(target)
    ours = seal is not None and seal.made_for == made_for and _is_whole(target)
    if seal is not None and ours and _is_content(target, seal.content):
        return Outcome(folder, seal.digest, seal.settled, fresh=True)
    # One that was sealed for all this and is another now was changed by somebody or something.
    kept = None if force or ours else _stamped(target, wanted)
    judged = kept or (_metered if task.energy else judge_folder)(folder, task)
    if unfinished := left_open(judged.manifest) > 0:
        # The next run shall take it for neither sealed nor fresh.
        wanted = {}
    judged = judged.with_manifest(batch=wanted)
    decided = applied(undecided(judged), task.decisions, task.reviewers)
    fresh = decided == kept
    remove_seal(target)
    if not fresh:
        with undisturbed():
            decided.write(target, task.formats, open_memory(task.cached))
    if task.cached and task.recorded:
        # Known already unless a run was killed just here.
        record(decided, target)
    seal = Seal(
        made_for,
        content_of(target / EVALUATION),
        digest(decided),
        settled(decided, task.reviewers),
    )
    if not unfinished:
        write_seal(seal, target)
    anew = kept is not None and not fresh
    return Outcome(folder, seal.digest, seal.settled, fresh=fresh, judged_before=anew)


def _metered(folder: ArticleFolder, task: Task) -> Evaluation:
    """An article evaluated, and what the machine used meanwhile."""
    from evalkit.energy.metering import metering
    from evalkit.result.energy_use import metered

    with metering() as meter:
        return metered(judge_folder(folder, task), meter)


def _stamped(target: Path, wanted: Mapping[str, Any]) -> Evaluation | None:
    if not _is_whole(target):
        return None
    kept = target / EVALUATION
    try:
        evaluation = Evaluation.from_json(kept.read_text(encoding="utf-8"), str(kept))
    except (InputError, OSError, UnicodeDecodeError):
        return None
    return evaluation if evaluation.manifest.get("batch") == wanted else None


def _is_content(target: Path, content: str) -> bool:
    try:
        return content_of(target / EVALUATION) == content
    except OSError:
        return False


def _is_whole(target: Path) -> bool:
    try:
        with os.scandir(target) as entries:
            there = {entry.name for entry in entries if entry.is_file()}
    except OSError:
        return False
    return there.issuperset(ALWAYS_WRITTEN)


def _made_for(folder: ArticleFolder, task: Task, wanted: Mapping[str, Any]) -> str:
    """The stamp and all that was decided on the article, as a hash."""
    decisions = [astuple(d) for d in task.decisions if d.article in ("", folder.name)]
    text = json.dumps([folder.name, wanted, decisions, task.reviewers], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def _models(task: Task) -> dict[str, str]:
    """The signatures of the models a task names: a checkpoint may change under its name."""
    tools = Tools(resources=task.resources, memory=open_memory(task.cached))
    return {name: create(name, tools).signature() for name in task.metrics if ":" in name}
