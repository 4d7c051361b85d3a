"""Versions side by side: the strip of a version and the 2×2 of a check."""

from __future__ import annotations

import json
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from evalkit.evaluation import Evaluation
from evalkit.result.records import RowRecord, Target
from evalkit.result.side_by_side import attributed, strip, two_by_two
from tests.reports import sample


def row(number: int, source: str, **texts: str | None) -> RowRecord:
    targets = {
        version: Target(text or "", "1:1", () if text is None else ("paragraph",))
        for version, text in texts.items()
    }
    return RowRecord(number, "paragraph", 0, source, "", targets)


ROWS = (
    row(1, "One.", bn="এক।", pa="ਇੱਕ।"),
    row(2, "Two.", bn="দুই।", pa=None),
    row(3, "", bn=None, pa="ਹੋਰ।"),
    row(4, "Three.", bn="তিন।", pa="ਤਿੰਨ।"),
    row(5, "Four.", bn="চার।", pa=""),
)


def test_a_version_is_one_line_with_a_character_for_every_row() -> None:
    worst = {(1, "bn"): "minor", (2, "pa"): "major", (4, "bn"): "critical", (4, "pa"): "neutral",
             (5, "pa"): "major"}  # fmt: skip
    assert strip(ROWS, worst, "bn") == "m._C."
    assert strip(ROWS, worst, "pa") == ".oanM"


def test_the_strips_of_two_versions_line_up() -> None:
    bengali, punjabi = sample.evaluation().summary_records
    assert len(bengali.strip) == len(punjabi.strip) == len(sample.evaluation().rows)
    assert punjabi.strip[6] == "o"
    assert (bengali.strip[10], punjabi.strip[10]) == ("_", "a")


def test_each_row_counts_once_for_a_check_in_both_in_one_or_in_neither() -> None:
    judged = sample.evaluation()
    lines = {w.check: (w.both, w.only_version, w.only_against, w.neither)
             for w in judged.witness_records}  # fmt: skip
    # Row 4 has a lost link in both, row 4 a broken sentence in both, rows 2 and 16 one finding each.
    assert lines["link-text-lost"] == (1, 0, 0, 19)
    assert lines["number-mismatch"] == (0, 1, 0, 19)
    assert lines["repeated-word"] == (0, 0, 1, 19)
    assert "name-missing" not in lines


@given(st.lists(st.tuples(st.integers(1, 5), st.sampled_from(["bn", "pa", "hi"])), max_size=12))
def test_the_four_cells_are_all_the_rows(places: list[tuple[int, str]]) -> None:
    one = sample.evaluation().finding_records[0]
    findings = [replace(one, row=n, version=v) for n, v in places]
    for record in two_by_two("a", ROWS, findings, ["bn", "pa", "hi"]):
        cells = record.both + record.only_version + record.only_against + record.neither
        assert cells == len(ROWS)
        assert record.both + record.only_version == len(
            {n for n, v in places if v == record.version}
        )


def test_neutral_findings_are_blamed_on_nobody() -> None:
    one = sample.evaluation().finding_records[0]
    found = [replace(one, severity="minor"), replace(one, severity="neutral")]
    assert attributed(found) == {"version": 1}


def test_the_summary_has_the_tables_of_exactly_two_versions() -> None:
    judged = sample.evaluation()
    cells = {s.version: s.two_by_two.split("; ") for s in judged.summary_records}
    assert "number-mismatch 0/1/0/19" in cells["bn"]
    assert "number-mismatch 0/0/1/19" in cells["pa"]
    alone = replace(judged, inputs=judged.inputs[:2])
    assert [s.two_by_two for s in alone.summary_records] == [""]


def test_the_file_holds_the_tables_and_one_without_them_is_read() -> None:
    judged = sample.evaluation()
    written = json.loads(judged.to_json())
    assert written["witnesses"][0].keys() == {
        "article", "check", "version", "against", "both", "only_version", "only_against", "neither",
    }  # fmt: skip
    del written["witnesses"]
    for finding in written["findings"]:
        del finding["more_source"]
    assert Evaluation.from_json(json.dumps(written)).witness_records == judged.witness_records
