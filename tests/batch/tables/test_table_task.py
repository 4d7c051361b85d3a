"""What a part's results depend on: all that can change them, and nothing else."""

from __future__ import annotations

from dataclasses import replace

import pytest

from evalkit.batch.tables import table_task as tasks
from evalkit.batch.tables.table_task import Partition, Task, made_for, stamp
from evalkit.encoders.resources import Resources
from evalkit.loaders.table_stream import Broken, Roles

TASK = Task(Roles("en", "en", {"bn": "bn"}), checks=("none",))
PART = Partition("t", "a/t.csv", 2, 11, {"en": ("a", "b"), "bn": ("ক", "খ")})


def test_the_same_wanted_again_has_the_same_stamp() -> None:
    again = Task(Roles("en", "en", {"bn": "bn"}), checks=("none",))
    assert stamp(TASK) == stamp(again)
    assert made_for("s", PART) == made_for("s", replace(PART))


@pytest.mark.parametrize(
    "change",
    [
        {"metrics": ("ter",)},
        {"checks": ("fast",)},
        {"form": "parquet"},
        {"reviewers": ("Ada",)},
        {"resources": Resources(encoder="none")},
        {"roles": Roles("en", "en", {"bn": "mt"})},
        {"roles": Roles("en", "en", {"bn": "bn"}, {"bn": ("human",)})},
    ],
)
def test_what_is_wanted_otherwise_has_another_stamp(change: dict[str, object]) -> None:
    assert stamp(replace(TASK, **change)) != stamp(TASK)  # type: ignore[arg-type]


@pytest.mark.parametrize("name", ["code_hash", "packages"])
def test_other_code_has_another_stamp(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    before = stamp(TASK)
    monkeypatch.setattr(tasks, name, lambda: "another")
    assert stamp(TASK) != before


@pytest.mark.parametrize(
    "change",
    [
        {"table": "u"},
        {"number": 3},
        {"first_row": 12},
        {"texts": {"en": ("a", "b"), "bn": ("ক", "গ")}},
        {"texts": {"en": ("a", "b"), "pa": ("ক", "খ")}},
        {"texts": {"en": ("ab", ""), "bn": ("ক", "খ")}},
        {"broken": {1: Broken("line 12", "it has 1 columns")}},
    ],
)
def test_other_lines_are_another_part(change: dict[str, object]) -> None:
    assert made_for("s", replace(PART, **change)) != made_for("s", PART)  # type: ignore[arg-type]


def test_where_the_table_lies_does_not_matter() -> None:
    assert made_for("s", replace(PART, path="elsewhere/t.csv")) == made_for("s", PART)
    assert made_for("other", PART) != made_for("s", PART)
