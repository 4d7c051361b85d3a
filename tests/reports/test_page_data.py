"""The evaluation as the page's script reads it."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from typing import Any

from evalkit.reports.html.page_data import to_json
from evalkit.reports.scorecard import scorecard
from evalkit.result.evaluation import Evaluation
from evalkit.result.records import DecisionRecord
from tests.reports import sample


def read(evaluation: Evaluation) -> dict[str, Any]:
    made: dict[str, Any] = json.loads(to_json(evaluation, scorecard(evaluation)))
    return made


def test_texts_are_the_records() -> None:
    whole = sample.evaluation()
    rows = read(whole)["rows"]
    assert [row["s"] for row in rows] == [record.source for record in whole.rows]
    assert [[cell["t"] for cell in row["c"]] for row in rows] == [
        [record.targets[v.version].text for v in whole.versions] for record in whole.rows
    ]


def test_offsets_are_the_records() -> None:
    whole = sample.evaluation()
    found = {finding["f"]: finding for finding in read(whole)["findings"]}
    assert len(found) == len(whole.finding_records)
    for record in whole.finding_records:
        made = found[record.fingerprint]
        assert made.get("t", [None, None]) == [record.start, record.end]
        assert made.get("o", [None, None]) == [record.source_start, record.source_end]


def test_nothing_in_it_can_close_the_script_element() -> None:
    whole = sample.evaluation()
    assert "<" not in to_json(whole, scorecard(whole))
    assert sample.HOSTILE in read(whole)["rows"][16]["s"]


def test_dismissed_findings_and_decisions_are_in_it() -> None:
    whole = sample.evaluation()
    first, *rest = whole.finding_records
    texts = {name: "" for name in DecisionRecord.__slots__ if name != "row"}
    decision = DecisionRecord(
        **{**texts, "fingerprint": first.fingerprint, "decision": "dismissed"}, row=first.row
    )
    decided = replace(
        whole,
        finding_records=tuple(rest),
        dismissed_records=(first,),
        decision_records=(decision,),
    )
    made = read(decided)
    assert first.fingerprint in {finding["f"] for finding in made["findings"]}
    assert made["decisions"] == [asdict(decision)]


def test_lone_surrogates_survive() -> None:
    whole = sample.evaluation()
    first, *rest = whole.rows
    broken = replace(whole, rows=(replace(first, source="a\ud800b"), *rest))
    assert read(broken)["rows"][0]["s"] == "a\ud800b"


def test_what_is_usual_of_a_score_stands_apart_from_what_is_not() -> None:
    whole = sample.evaluation()
    scores = tuple(
        replace(score, metric="qe", detail={1: "good", 2: "poor"}.get(score.row or 0, ""))
        if score.metric == "chrf"
        else score
        for score in whole.score_records
    )
    metrics = tuple("qe" if metric == "chrf" else metric for metric in whole.metrics)
    made = read(replace(whole, metrics=metrics, score_records=scores))
    at = str([metric["id"] for metric in made["metrics"]].index("qe"))
    told = {
        (row, mark): words
        for row, cells in enumerate(made["rows"], 1)
        for cell in cells["c"]
        for mark, words in cell.get("d", {}).get(at, {}).items()
    }
    assert told == {(1, "n"): ["good"], (2, "r"): ["poor"]}


def test_a_row_s_limits_go_to_the_page_with_as_many_places_as_its_value() -> None:
    whole = sample.evaluation()
    scores = tuple(
        replace(score, low=40.126, high=60.0)
        if score.metric == "chrf" and score.row == 1
        else score
        for score in whole.score_records
    )
    made = read(replace(whole, score_records=scores))
    at = str([metric["id"] for metric in made["metrics"]].index("chrf"))
    first, second = (
        [cell.get("d", {}).get(at, {}).get("l") for cell in made["rows"][row]["c"]]
        for row in (0, 1)
    )
    assert [40.13, 60.0] in first
    assert not any(second)
