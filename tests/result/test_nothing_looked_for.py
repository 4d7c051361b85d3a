"""Where no check was run nothing was looked for: empty cells, no zero, no "nothing found"."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree

from evalkit.cli.console import summary
from evalkit.cli.score_table import as_jsonl, as_table
from evalkit.comparison.article_summary import digest
from evalkit.comparison.pooled_batch import Batch
from evalkit.evaluation import Evaluation, evaluate
from evalkit.history import Run as Recorded
from evalkit.history import trends
from evalkit.history.recording import VersionScores
from evalkit.reports.html.page import index, report
from evalkit.reports.junit import to_junit
from evalkit.reports.looked_for import DASH
from evalkit.reports.markdown_report import batch_markdown, to_markdown
from evalkit.reports.tables import tables
from evalkit.result.records import COUNTED
from evalkit.spreadsheets import to_csv
from tests.batch.tables.segments import lines, table, write_csv
from tests.builders import document
from tests.cli.conftest import BENGALI, ENGLISH, PUNJABI, Run, files, run

__all__ = ["files", "run"]
EMPTY = (*COUNTED, "penalty", "penalty_low", "penalty_high")


def judge(*checks: str) -> Evaluation:
    return evaluate(
        [
            document(*BENGALI.splitlines(), language="bn"),
            document(*BENGALI.splitlines(), language="bn-x-two"),
            document(*PUNJABI.splitlines(), language="pa"),
        ],
        [document(*ENGLISH.splitlines()), document(*BENGALI.splitlines(), language="bn")],
        ["chrf"],
        checks,
        article="river",
    )


@pytest.fixture(scope="module")
def judged() -> Evaluation:
    return judge("none")


def written(judged: Evaluation, name: str) -> list[dict[str, str]]:
    (found,) = [t for t in tables(judged) if t.name == name]
    return list(csv.DictReader(io.StringIO(to_csv(found).decode())))


def test_a_summary_counts_nothing(judged: Evaluation) -> None:
    for record, line in zip(judged.summary_records, written(judged, "summary"), strict=True):
        assert {name: getattr(record, name) for name in EMPTY} == dict.fromkeys(EMPTY)
        assert {line[name] for name in (*EMPTY, "strip", "two_by_two")} == {""}
    assert judged.summary[list(EMPTY)].isna().all(axis=None)


def test_a_paragraph_has_no_risk_no_finding_and_no_penalty(judged: Evaluation) -> None:
    names = ("omission_risk", "addition_risk", "findings", "worst_severity", "penalty")
    lines = written(judged, "paragraphs")
    assert {line[name] for line in lines for name in names} == {""}
    assert lines[0]["chrf"] == "100.0"
    assert judged.risk_records == ()


def test_penalties_are_not_compared(judged: Evaluation) -> None:
    assert {record.metric for record in judged.comparison_records} == {"chrf"}


def test_json_brings_it_back(judged: Evaluation) -> None:
    again = Evaluation.from_json(judged.to_json())
    assert again.summary_records == judged.summary_records
    assert '"penalty": null' in judged.to_json()


def test_a_check_that_finds_nothing_counts_zero() -> None:
    (first, *_) = judge("empty").summary_records
    assert (first.findings, first.penalty, first.strip) == (0, 0.0, "...")


def test_the_terminal_says_so_and_counts_nothing(judged: Evaluation) -> None:
    said = summary(Batch((digest(judged),))).splitlines()
    assert said[0].split() == ["version", "paragraphs"]
    assert "checks: none: nothing was looked for" in said
    scores = as_table(judged).splitlines()
    assert scores[0].split() == ["row", "kind", "chrf"]
    assert "checks: none: nothing was looked for" in scores
    assert '"findings": []' in as_jsonl(judged)
    assert "penalty 0" not in as_table(judged)


def test_of_several_articles_one_may_not_be_checked(judged: Evaluation) -> None:
    checked = replace(judge("empty"), article="mill")
    whole = Batch((digest(judged), digest(checked)))
    said = summary(whole).splitlines()
    assert said[1].split()[-5:] == ["-"] * 5
    assert said[4].split()[-5:] == ["0", "0", "0", "0", "0.00"]
    for line in whole.pooled:
        assert {getattr(line, name) for name in EMPTY} == {None}
    assert whole.pooled[0].metrics == {"chrf": 100.0}


@pytest.mark.parametrize("both", [False, True])
def test_pages_over_articles_have_dashes_and_say_why(judged: Evaluation, both: bool) -> None:
    records = judged.summary_records
    if both:
        records += tuple(replace(r, article="mill") for r in judge("empty").summary_records)
    whole = Batch((digest(judged),)).pooled
    for page in (index(records, whole), batch_markdown(records, whole)):
        assert DASH in page
        assert "None" not in page
    assert "no paragraphs" not in index(records, whole)


def test_reports_claim_nothing(judged: Evaluation) -> None:
    # What the page's script may say of a checked version stands in its data.
    page = re.sub(r"(?s)<script.*?</script>", "", report(judged))
    text, suites = to_markdown(judged), etree.fromstring(to_junit(judged))
    for said in (page, text):
        assert "Not checked" in said
        assert "Nothing found" not in said
        assert "none was chosen for this run" in said
    assert "Penalty" not in text
    assert "3 paragraphs</p>" in page
    assert {skipped.get("message") for skipped in suites.iter("skipped")} == {"no check was run"}
    assert "penalty" not in {entry.get("name") for entry in suites.iter("property")}


def test_a_trend_leaves_such_runs_out() -> None:
    def recorded(number: int, penalty: float | None) -> Recorded:
        n = None if penalty is None else 0
        whole = VersionScores("bn", "Bengali", n, n, n, n, penalty, {})
        return Recorded(number, "river", "2026-11-01T08:00:00+00:00", "0.1", "", (whole,))

    assert trends([recorded(1, None)]) == {}
    found = trends([recorded(3, 2.0), recorded(2, None), recorded(1, 5.0)])
    assert found["river", "bn"].penalties == (5.0, 2.0)


def test_the_history_shows_dashes(
    run: Run, files: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("EVALKIT_CACHE", str(tmp_path / "cache"))
    texts = (files / "bn.txt", files / "pa.txt", "-r", files / "en.txt")
    done = run("compare", *texts, "-m", "none", "--checks", "none", "-o", tmp_path / "out")
    assert done.status == 0, done.err
    assert run("history").out.splitlines()[1].split()[-4:] == ["-"] * 4


def test_a_table_has_empty_cells(run: Run, tmp_path: Path) -> None:
    news, out = write_csv(tmp_path / "news.csv", lines(6)), tmp_path / "out"
    done = run("batch", news, "-o", out, "--checks", "none", "-m", "chrf", "--part-size", "4")
    assert done.status == 0, done.err
    assert "checks: none: nothing was looked for" in done.out
    for line in table(out, "summary.csv"):
        assert {line[name] for name in EMPTY} == {""}
        assert line["rows"] == "6"
    assert {line["findings"] + line["penalty"] for line in table(out, "paragraphs")} == {""}


@pytest.mark.parametrize("command", ["compare", "score", "batch"])
def test_a_demand_on_findings_is_refused_where_none_is_looked_for(
    command: str, run: Run, files: Path
) -> None:
    call = {
        "compare": ("bn.txt", "pa.txt", "-r", "en.txt", "-o", "out"),
        "score": ("bn.txt", "-r", "en.txt"),
        "batch": (".", "-o", "out"),
    }[command]
    result = run(command, *call, "--checks", "none", "--fail-on", "major")
    assert result.status == 2
    assert result.err == (
        "evalkit: --fail-on major: no check is run that could find anything; "
        "leave out --checks none, or --fail-on\n"
    )
