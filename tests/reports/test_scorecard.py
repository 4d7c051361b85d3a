"""What a metric said of a version, gathered: coverage, remarks, windows."""

from __future__ import annotations

from dataclasses import replace

import pytest

from evalkit.reports.scorecard import Measure, remarks, scorecard, windows
from evalkit.result.records import ScoreRecord
from tests.reports import sample


def measure(version: str, metric: str) -> Measure:
    card = scorecard(sample.neural())
    (found,) = (m for m in card if (m.version, m.metric) == (version, metric))
    return found


def score(detail: str = "", **more: object) -> ScoreRecord:
    record = ScoreRecord("a", 1, "bn", "comet:x", 0.5, "scored", "", "", detail=detail)
    return replace(record, **more)  # type: ignore[arg-type]


def test_versions_come_in_order_with_their_metrics() -> None:
    found = [(m.version, m.label) for m in scorecard(sample.neural())]
    labels = ["chrF", "similarity", "wmt22-comet-da", "COMET desk-2026"]
    assert found == [(v, label) for v in ("bn", "pa") for label in labels]


def test_coverage_counts_rows_and_says_why_the_others_are_unscored() -> None:
    found = measure("pa", "similarity")
    assert (found.scored, found.total) == (18, 20)
    assert found.unscored == (("nothing faces it", (7, 11)),)


def test_a_remark_of_every_row_is_general_and_others_are_gathered_by_kind() -> None:
    assert measure("bn", sample.LOCAL).general == (sample.UNKNOWN,)
    assert measure("bn", sample.LOCAL).remarks == ()
    assert measure("bn", "similarity").remarks == (
        ("unusually far", (4, 10)),
        (sample.NEIGHBOUR, (15,)),
    )


def test_what_windows_say_is_no_remark() -> None:
    assert measure("bn", sample.LOCAL).windowed == (2,)
    assert measure("bn", sample.LOCAL).partly == (2,)
    assert remarks(score(f"{sample.WINDOWED}; {sample.UNKNOWN}", windows=3)) == (sample.UNKNOWN,)
    assert remarks(score("2 windows, all of the text covered; worst 0.31", windows=2)) == ()


@pytest.mark.parametrize(
    ("record", "said"),
    [
        (score(), ""),
        (
            score(windows=3, covered=1.0, worst=0.31),
            "3 windows · all of the text covered · worst 0.310",
        ),
        (
            score(windows=2, covered=0.9999, worst=-0.5),
            "2 windows · 99 % covered · worst -0.500",
        ),
        (score(windows=1, covered=0.62), "1 window · 62 % covered"),
        (
            score(sample.WINDOWED, windows=3, covered=0.92, worst=0.31),
            "3 windows, 92 % of the text covered: nothing faces the rest · worst 0.31 (sentence 2)",
        ),
    ],
)
def test_windows_in_words(record: ScoreRecord, said: str) -> None:
    assert windows(record) == said


def test_an_unscored_version_has_no_score_and_its_reason() -> None:
    found = measure("pa", sample.COMET)
    assert (found.score, found.limits, found.scored) == ("unscored", "", 0)
    assert found.whole.reason == "language not covered: Punjabi"
