"""Records from JSON: typed as they were written, forgiving of what a later evalkit added."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import pytest

from evalkit.result.evaluation_json import record, statistics
from evalkit.result.records import ScoreRecord, StatisticsRecord

SCORE = ScoreRecord("river", 1, "bn", "chrf", 51.5, "scored", "", "sig", None, None)


def test_a_record_comes_back() -> None:
    assert record(ScoreRecord, asdict(SCORE)) == SCORE


def test_what_a_later_schema_adds_is_left_out() -> None:
    assert record(ScoreRecord, {**asdict(SCORE), "certainty": {"of": [1]}}) == SCORE


def test_what_is_missing_is_named() -> None:
    table = asdict(SCORE)
    del table["metric"]
    with pytest.raises(TypeError, match="metric"):
        record(ScoreRecord, table)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("article", 3),
        ("row", "1"),
        ("value", "51.5"),
        ("value", float("nan")),
        ("value", float("inf")),
        ("value", [51.5]),
        ("reason", None),
    ],
)
def test_a_value_of_another_type_is_named(field: str, value: Any) -> None:
    with pytest.raises(TypeError, match=f"ScoreRecord.{field} is "):
        record(ScoreRecord, {**asdict(SCORE), field: value})


def test_counts_are_numbers() -> None:
    table = {"row": 1, "version": "bn", "metric": "ter", "counts": [1, 4.5]}
    assert statistics(table) == StatisticsRecord(1, "bn", "ter", (1, 4.5))
    with pytest.raises(TypeError, match="counts"):
        statistics({**table, "counts": [1, "4"]})
