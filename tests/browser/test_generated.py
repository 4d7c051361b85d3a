"""The generated document is what reports of long documents can be tested on."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from evalkit.checks import CHECKS
from evalkit.checks.base import PENALTY
from evalkit.result.evaluation import Evaluation
from tests.browser import generated
from tests.browser.opened import written
from tests.browser.wordlists import RARE

ROWS = 1200


@pytest.fixture(scope="module")
def evaluation() -> Evaluation:
    return generated.evaluation(ROWS)


def test_it_is_the_same_each_time(evaluation: Evaluation) -> None:
    assert generated.evaluation(ROWS) == evaluation


def test_a_shorter_one_is_its_beginning(evaluation: Evaluation) -> None:
    assert generated.evaluation(30).rows == evaluation.rows[:30]


def test_quotes_are_what_stands_at_their_places(evaluation: Evaluation) -> None:
    for finding in evaluation.finding_records:
        row = evaluation.rows[finding.row - 1]
        target = row.targets[finding.version].text
        assert finding.quote == _cut(target, finding.start, finding.end)
        assert finding.source_quote == _cut(row.source, finding.source_start, finding.source_end)
        for place in finding.more_source:
            start, end = map(int, place.split("-"))
            assert 0 <= start < end <= len(row.source)


def test_about_three_rows_in_ten_have_findings(evaluation: Evaluation) -> None:
    counts = Counter(finding.row for finding in evaluation.finding_records)
    assert 0.25 < len(counts) / ROWS < 0.35
    assert {1, 2, 3} <= set(counts.values()) <= {1, 2, 3, 4}


def test_findings_are_of_every_kind(evaluation: Evaluation) -> None:
    found = evaluation.finding_records
    assert {f.severity for f in found} == set(PENALTY)
    assert {f.attribution for f in found} == {"version", "source-or-pipeline", "unclear"}
    assert {f.version for f in found} == {"bn", "pa"}
    checks = {f.check for f in found}
    assert len(checks) >= 25
    assert checks <= CHECKS.keys()
    for name in ("symptoms", "suggestion", "also_in", "more_source", "quote", "source_quote"):
        assert any(getattr(f, name) for f in found), name


def test_fingerprints_tell_findings_apart(evaluation: Evaluation) -> None:
    prints = [f.fingerprint for f in evaluation.finding_records]
    assert len(set(prints)) == len(prints)


def test_places_in_code_points_and_in_utf_16_differ(evaluation: Evaluation) -> None:
    shifted = [
        finding
        for finding in evaluation.finding_records
        if finding.start
        and _astral(_text(evaluation, finding.row, finding.version)[: finding.start])
    ]
    assert len(shifted) > 10


def test_paragraphs_headings_and_list_items_have_their_lengths(evaluation: Evaluation) -> None:
    kinds = Counter(row.kind for row in evaluation.rows)
    assert min(kinds[kind] for kind in generated.WORDS) > ROWS / 20
    assert kinds["paragraph"] > ROWS / 2
    assert {row.level for row in evaluation.rows if row.kind == "heading"} == {1, 2, 3}
    for row in evaluation.rows:
        fewest, most = generated.WORDS[row.kind]
        assert not row.source or fewest <= len(row.source.split()) <= most + 1  # an emoji


def test_some_rows_are_missing_added_merged_split_and_empty(evaluation: Evaluation) -> None:
    shapes = Counter(target.alignment for row in evaluation.rows for target in row.targets.values())
    assert shapes.keys() == {"1:1", "1:0", "0:1", "0:0", "2:1", "2:2", "1:2"}
    assert any(
        target.kinds and not target.text
        for row in evaluation.rows
        for target in row.targets.values()
    )


def test_every_cell_has_risks_and_a_score_or_a_reason(evaluation: Evaluation) -> None:
    cells = {(row.row, version) for row in evaluation.rows for version in ("bn", "pa")}
    assert evaluation.risks_by_cell.keys() == cells
    scores = [s for s in evaluation.score_records if s.row]
    assert len(scores) == len(cells) * len(generated.METRICS)
    assert all((s.value is None) == bool(s.reason) for s in scores)


def test_the_rare_word_stands_in_few_rows(evaluation: Evaluation) -> None:
    assert 1 <= sum(RARE in row.targets["bn"].text for row in evaluation.rows) < ROWS / 30


def test_the_json_reads_back() -> None:
    evaluation = generated.evaluation(100)
    read = Evaluation.from_json(evaluation.to_json())
    # A file holds the risks as they stand beside the findings.
    assert read == replace(evaluation, risk_records=tuple(evaluation.risks_by_cell.values()))
    assert read.risks_by_cell == evaluation.risks_by_cell


def test_its_content_is_counted_in_utf_8(evaluation: Evaluation) -> None:
    texts, findings = generated.content(evaluation)
    assert texts > sum(len(row.source) for row in evaluation.rows)
    assert findings > sum(len(f.message) for f in evaluation.finding_records)
    assert generated.content(replace(evaluation, finding_records=())) == (texts, 0)


def test_its_report_is_written(tmp_path: Path) -> None:
    assert written(generated.evaluation(40), tmp_path) == tmp_path / "report.html"


def _text(evaluation: Evaluation, row: int, version: str) -> str:
    return evaluation.rows[row - 1].targets[version].text


def _cut(text: str, start: int | None, end: int | None) -> str:
    return "" if start is None or end is None else text[start:end]


def _astral(text: str) -> bool:
    return any(ord(character) > 0xFFFF for character in text)
