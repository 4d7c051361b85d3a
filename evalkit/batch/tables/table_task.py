"""What is wanted of a table of segments, and a part of it to judge."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from evalkit.encoders.resources import Resources
from evalkit.evaluation.manifest import packages
from evalkit.loaders.table_stream import Broken, Roles
from evalkit.metrics import Tools, create
from evalkit.result.records import DecisionRecord
from evalkit.settings import seed
from evalkit.store import open_memory
from evalkit.store.code_hash import code_hash

Form = Literal["csv", "parquet"]
FORMS: tuple[Form, ...] = ("csv", "parquet")

LEXICAL = ("bleu", "chrf", "chrf++", "ter")
"""What a table is scored by where nothing else is wanted: models read 64 segments a second."""
CHECKS = ("fast",)


@dataclass(frozen=True, slots=True)
class Task:
    """What is wanted of every part of a table: the same for all, and with a part all it needs.

    `form` is that of the results, `seed` that of limits and tests.
    """

    roles: Roles
    metrics: tuple[str, ...] = LEXICAL
    checks: tuple[str, ...] = CHECKS
    normalise: Literal["nfc"] | None = None
    resources: Resources = field(default_factory=Resources)
    cached: bool = True
    form: Form = "csv"
    decisions: tuple[DecisionRecord, ...] = ()
    reviewers: tuple[str, ...] = ()
    seed: int | None = field(default_factory=seed)


@dataclass(frozen=True, slots=True)
class Partition:
    """Some lines of a table that follow one another, judged as one document.

    `number` counts the parts of all tables of a run from 1; `path` is that of the
    table, `first_row` the number of the first line in it, from 1. `texts` are by
    column, a text for each line; a line that is `broken` (by its place here, from 0) is an empty
    row, so that the rows behind it keep their numbers.
    """

    table: str
    path: str
    number: int
    first_row: int
    texts: Mapping[str, tuple[str, ...]]
    broken: Mapping[int, Broken] = field(default_factory=dict)

    @property
    def rows(self) -> int:
        return max((len(texts) for texts in self.texts.values()), default=0)


def stamp(task: Task) -> str:
    """A hash of all but the texts that a part's results depend on."""
    described: dict[str, Any] = {
        "code": code_hash(),
        "packages": packages(),
        "models": _models(task),
        "task": asdict(task),
    }
    text = json.dumps(described, sort_keys=True, default=repr)
    return hashlib.sha256(text.encode()).hexdigest()


def made_for(stamped: str, partition: Partition) -> str:
    """A hash of what the results of a part depend on: the task's stamp and its own lines."""
    found = hashlib.sha256(stamped.encode())
    found.update(f"{partition.table}\0{partition.number}\0{partition.first_row}\0".encode())
    for column, texts in partition.texts.items():
        found.update(json.dumps([column, texts]).encode())
    found.update(json.dumps([[n, asdict(b)] for n, b in partition.broken.items()]).encode())
    return found.hexdigest()


def _models(task: Task) -> dict[str, str]:
    """The signatures of the models a task names: a checkpoint may change under its name."""
    tools = Tools(resources=task.resources, memory=open_memory(task.cached))
    return {name: create(name, tools).signature() for name in task.metrics if ":" in name}
