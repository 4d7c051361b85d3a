"""`evalkit history` and `evalkit diff`: what there was, and what is new."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from evalkit import history
from evalkit.evaluation import Evaluation
from tests.cli.conftest import Run
from tests.reports import sample


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("EVALKIT_CACHE", str(tmp_path / "cache"))
    return tmp_path


def earlier() -> Evaluation:
    """The sample before: a finding less, one more, another text, another score."""
    judged = sample.evaluation()
    findings = [f for f in judged.finding_records if (f.row, f.version) != (4, "pa")]
    return replace(
        judged,
        rows=tuple(
            replace(r, targets={**r.targets, "pa": replace(r.targets["pa"], text="ਪਹਿਲਾਂ")})
            if r.row in (4, 20)
            else r
            for r in judged.rows
            if r.row != 3
        ),
        score_records=tuple(
            replace(s, value=20.0) if (s.row, s.version, s.metric) == (20, "pa", "chrf") else s
            for s in judged.score_records
        ),
        finding_records=(*findings, replace(findings[0], fingerprint="before", quote="১০০")),
        manifest={"code": "another", "evalkit": "0.0"},
    )


@pytest.fixture
def recorded() -> None:
    assert history.record(earlier()) == 1
    assert history.record(sample.evaluation()) == 2


@pytest.mark.usefixtures("recorded")
def test_history_lists_the_newest_first(run: Run) -> None:
    out = run("history").out
    lines = out.splitlines()
    assert lines[0].split() == [
        "run", "time", "(UTC)", "article", "evalkit", "version", "critical", "major", "minor",
        "penalty", "chrf",
    ]  # fmt: skip
    assert [line.split()[0] for line in lines[1:]] == ["2", "pa", "1", "pa"]
    assert lines[2].split()[1:4] == ["1", "3", "2"]
    assert "bleu" not in out, "a column without a number says nothing"


@pytest.mark.usefixtures("recorded")
def test_history_of_one_article_limited_and_as_json(run: Run) -> None:
    result = run("history", sample.ARTICLE, "--limit", "1", "--format", "json")
    (only,) = json.loads(result.out)
    assert (only["id"], only["article"]) == (2, sample.ARTICLE)
    assert only["versions"][0]["version"] == "bn"
    assert run("history", "--limit", "1").err == "1 older runs; --limit shows more\n"


def test_history_before_the_first_run(run: Run) -> None:
    result = run("history")
    assert (result.status, result.out) == (0, "")
    assert result.err == "no run is recorded yet; evalkit compare records one\n"
    assert run("history", "--format", "json").out == "[]\n"


@pytest.mark.usefixtures("recorded")
def test_an_unknown_article_is_one_line(run: Run) -> None:
    result = run("history", "nowhere")
    assert result.status == 2
    assert result.err == (
        f"evalkit: no run of nowhere is recorded; there are runs of {sample.ARTICLE}\n"
    )


@pytest.mark.usefixtures("recorded")
def test_diff_says_what_got_better_and_worse(run: Run) -> None:
    result = run("diff", "1", "2")
    assert result.status == 0, result.err
    lines = result.out.splitlines()
    assert lines[0].startswith(f"{sample.ARTICLE}: run 1 (20")
    assert " UTC) → run 2 (20" in lines[0]
    assert lines[1] == "note: another evalkit judged; findings may have changed for that alone"
    assert lines[3].split() == ["bn", "1", "0", "0", "0", "0", "1", "8"]
    assert lines[4].split() == ["pa", "1", "1", "0", "2", "2", "0", "5"]
    assert lines[5:7] == ["worse:", "  row 4 pa: MQM points 0 (none) → 30 (critical); text changed"]
    assert lines[7:10] == [
        "better:",
        "  row 2 bn: MQM points 10 (major) → 5 (major)",
        "  row 20 pa: chrf 20.00 → 90.00; text changed",
    ]
    assert lines[10] == "new findings:"
    assert lines[11].startswith("  row 4 pa critical truncated-sentence: The sentence breaks off")
    assert lines[13] == "gone findings:"
    assert lines[14].startswith("  row 2 bn major number-mismatch: ")
    assert lines[15] == "paragraphs added: 3"


@pytest.mark.usefixtures("recorded")
def test_diff_as_json_has_all_of_it(run: Run) -> None:
    found = json.loads(run("diff", "1", "2", "--format", "json").out)
    assert found["old_run"].startswith("run 1 (")
    assert found["added"] == [3]
    assert {f["check"] for f in found["new"]} == {"truncated-sentence", "link-text-lost"}
    assert [f["fingerprint"] for f in found["gone"]] == ["before"]
    assert [(p["row"], p["version"], p["verdict"]) for p in found["paragraphs"]] == [
        (2, "bn", "better"), (4, "pa", "worse"), (20, "pa", "better"),
    ]  # fmt: skip


@pytest.mark.usefixtures("recorded")
@pytest.mark.parametrize(
    ("old", "new", "severity", "status"),
    [
        ("1", "2", "critical", 1),
        ("1", "2", "minor", 1),
        ("2", "1", "critical", 0),
        ("2", "1", "major", 1),
        ("1", "1", "minor", 0),
    ],
)
def test_fail_on_new_is_the_exit_status(
    run: Run, old: str, new: str, severity: str, status: int
) -> None:
    result = run("diff", old, new, "--fail-on-new", severity)
    assert result.status == status
    assert ("are new or were milder" in result.err) == bool(status)


def test_diff_takes_files_and_folders(run: Run, home: Path) -> None:
    for name, judged in (("main", earlier()), ("branch", sample.evaluation())):
        (home / name).mkdir()
        (home / name / "evaluation.json").write_text(judged.to_json(), encoding="utf-8")
    result = run("diff", home / "main", home / "branch" / "evaluation.json")
    assert result.status == 0, result.err
    assert result.out.splitlines()[0].endswith(f"{home}/main → {home}/branch/evaluation.json")
    assert not (home / "cache").exists(), "nothing is recorded"


def test_scores_with_another_signature_are_said_and_not_compared(run: Run, home: Path) -> None:
    old = sample.evaluation()
    new = replace(
        old,
        score_records=tuple(
            replace(s, signature="chrF|v:9", value=s.value and s.value + 1)
            for s in old.score_records
        ),
    )
    for name, judged in (("old", old), ("new", new)):
        (home / name).write_text(judged.to_json(), encoding="utf-8")
    out = run("diff", home / "old", home / "new").out
    assert "not comparable: chrf of pa, its signature differs: chrF2|#:1" in out
    assert "better:" not in out


@pytest.mark.usefixtures("recorded")
@pytest.mark.parametrize(
    ("given", "words"),
    [
        ("12", "there is no run 12; evalkit history lists the runs"),
        ("99999999999999999999999", "there is no run 99999999999999999999999"),
        ("yesterday", "yesterday: neither a run's number nor a file; evalkit history lists"),
        ("", "neither a run's number nor a file"),
        (".", "evaluation.json: cannot be read"),
        (__file__, "not JSON"),
    ],
)
def test_what_is_no_run_is_one_line(
    run: Run, given: str, words: str, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(home)
    result = run("diff", "1", given)
    assert result.status == 2
    assert words in result.err
    assert result.err.count("\n") == 1
