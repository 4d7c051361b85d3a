"""The shipped sample: every planted fault is found in its place, the rest stays quiet."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

import pytest

from evalkit.checks.base import PENALTY
from evalkit.engine import Task, judge_folder, read_folder
from evalkit.evaluation import Evaluation

SAMPLE = Path(__file__).resolve().parents[1] / "references" / "flood-warning"


@cache
def judged() -> Evaluation:
    return judge_folder(read_folder(SAMPLE), Task(metrics=("chrf++",)))


def planted() -> list[dict[str, str]]:
    with (SAMPLE / "planted.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.mark.parametrize(
    "fault", planted(), ids=lambda f: f"{f['version']}-{f['row']}-{f['check']}"
)
def test_every_planted_fault_is_found_in_its_paragraph_and_version(fault: dict[str, str]) -> None:
    cell = (int(fault["row"]), fault["version"])
    found = judged().findings_by_cell.get(cell, ())
    assert {f.check for f in found if PENALTY[f.severity]} & set(fault["check"].split("|"))


@pytest.mark.parametrize("version", ["bn", "pa"])
def test_untouched_paragraphs_stay_quiet(version: str) -> None:
    touched = {int(f["row"]) for f in planted() if f["version"] == version}
    loud = [
        f"row {f.row}: {f.check} ({f.severity}): {f.message}"
        for f in judged().finding_records
        if f.version == version and f.row not in touched and PENALTY[f.severity]
    ]
    assert not loud


@pytest.mark.parametrize("version", ["bn", "pa"])
def test_touched_paragraphs_hold_little_beside_what_was_planted(version: str) -> None:
    expected = {(int(f["row"]), c) for f in planted() for c in f["check"].split("|")}
    extra = [
        f"row {f.row}: {f.check} ({f.severity}): {f.message}"
        for f in judged().finding_records
        if f.version == version and (f.row, f.check) not in expected and PENALTY[f.severity]
    ]
    assert len(extra) <= 2, extra


def test_the_name_lost_in_both_versions_points_to_the_source_or_the_pipeline() -> None:
    lost = [f for f in judged().finding_records if f.check == "name-missing" and f.row == 15]
    assert {f.version for f in lost} == {"bn", "pa"}
    assert {f.attribution for f in lost} == {"source-or-pipeline"}


def test_back_translations_are_scored_against_the_english() -> None:
    whole = {s.version: s for s in judged().score_records if s.row is None}
    assert {s.state for s in whole.values()} == {"scored"}
    assert all("back-translation" in s.signature for s in whole.values())


def test_the_missing_heading_does_not_shift_the_rows_below_it() -> None:
    shapes = {r.row: r.targets["pa"].alignment for r in judged().rows}
    assert shapes.pop(10) == "1:0"
    assert set(shapes.values()) == {"1:1"}
