"""`--decisions`: what reviewers dismissed stays quiet, and one line says what was done."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from evalkit.evaluation import Evaluation
from evalkit.result.records import FindingRecord
from tests.cli.conftest import BENGALI, Run
from tests.review.entries import about, entry, write

QUICK = ("--checks", "fast", "-m", "none", "--article", "river")
FAULTY = BENGALI.replace("৩", "৫")


@pytest.fixture
def faulty(files: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (files / "bn.txt").write_text(FAULTY, encoding="utf-8")
    monkeypatch.chdir(files)
    monkeypatch.setenv("EVALKIT_CACHE", str(files / "cache"))
    return files


def compare(run: Run, *more: str | Path) -> Any:
    return run("compare", "-r", "en.txt", "bn.txt", "pa.txt", "-o", "out", *QUICK, *more)


def kept(folder: Path) -> Evaluation:
    return Evaluation.from_json((folder / "evaluation.json").read_text(encoding="utf-8"))


def wrong_number(run: Run, folder: Path) -> FindingRecord:
    assert compare(run).status == 0
    return next(f for f in kept(folder / "out").finding_records if f.check == "number-mismatch")


def test_what_is_dismissed_fails_nothing_and_is_in_no_count(run: Run, faulty: Path) -> None:
    finding = wrong_number(run, faulty)
    assert compare(run, "--fail-on", "major").status == 1
    write(faulty / "d.json", about(finding, "dismissed", note="a year"))
    result = compare(run, "--fail-on", "major", "--decisions", "d.json")
    assert result.status == 0, result.err
    assert "decisions: 1 dismissed stays quiet\n" in result.err
    assert "number-mismatch" not in result.out
    with (faulty / "out" / "summary.csv").open(encoding="utf-8", newline="") as stream:
        assert [line["major"] for line in csv.DictReader(stream)] == ["0", "0"]
    with (faulty / "out" / "findings.csv").open(encoding="utf-8", newline="") as stream:
        listed = [line for line in csv.DictReader(stream) if line["check"] == "number-mismatch"]
    assert [(line["decision"], line["note"]) for line in listed] == [("dismissed", "a year")]
    newest = json.loads(run("history", "--format", "json").out)[0]
    assert newest["versions"][0]["major"] == 0, "the history holds what the reviewers left"


def test_one_line_says_all_that_was_done(run: Run, faulty: Path) -> None:
    finding = wrong_number(run, faulty)
    write(faulty / "asha.json", about(finding, "dismissed"), entry("accepted"))
    write(faulty / "binta.json", about(finding, "accepted", "Binta"))
    write(faulty / "chen.json", entry("fixed", "Chen", article="storm"))
    files = [f"--decisions={name}.json" for name in ("asha", "binta", "chen")]
    result = compare(run, "--fail-on", "major", *files)
    assert result.status == 1, "a conflict stays loud"
    assert (
        "decisions: 1 conflict; 1 no longer matches (the text changed or the fault is gone); "
        "1 of other articles (storm)\n"
    ) in result.err


def test_the_edited_text_brings_its_finding_back(run: Run, faulty: Path) -> None:
    write(faulty / "d.json", about(wrong_number(run, faulty), "dismissed"))
    (faulty / "bn.txt").write_text(FAULTY.replace("পানি", "জল"), encoding="utf-8")
    result = compare(run, "--fail-on", "major", "--decisions", "d.json")
    assert result.status == 1
    assert "decisions: 1 no longer matches (the text changed or the fault is gone)" in result.err


def test_marked_as_fixed_and_still_there(run: Run, faulty: Path) -> None:
    finding = wrong_number(run, faulty)
    edition = kept(faulty / "out").edition
    write(faulty / "d.json", about(finding, "fixed", edition=edition))
    assert "decisions: 1 fixed\n" in compare(run, "--decisions", "d.json").err
    (faulty / "pa.txt").open("a", encoding="utf-8").write("ਹੋਰ।\n")
    assert "decisions: 1 marked fixed is still there\n" in compare(run, "--decisions", "d.json").err
    (faulty / "bn.txt").write_text(BENGALI, encoding="utf-8")
    assert "decisions: 1 fixed\n" in compare(run, "--decisions", "d.json").err


def test_report_joins_decisions_to_those_it_has(run: Run, faulty: Path) -> None:
    finding = wrong_number(run, faulty)
    write(faulty / "a.json", about(finding, "dismissed"))
    write(faulty / "b.json", about(finding, "dismissed", "Binta"))
    assert run("report", "out/evaluation.json", "-o", "one", "--decisions", "a.json").status == 0
    result = run("report", "one/evaluation.json", "-o", "two", "--decisions", "b.json")
    assert "decisions: 1 dismissed stays quiet" in result.err
    assert [d.reviewer for d in kept(faulty / "two").decision_records] == ["Asha", "Binta"]
    assert run("report", "two/evaluation.json", "-o", "three").status == 0
    for name in ("evaluation.json", "findings.csv", "summary.csv"):
        assert (faulty / "three" / name).read_bytes() == (faulty / "two" / name).read_bytes()


def test_a_batch_does_not_judge_again_where_only_decisions_are_new(
    run: Run, faulty: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    finding = wrong_number(run, faulty)
    articles = faulty / "articles"
    for name in ("river", "storm"):
        (articles / name).mkdir(parents=True)
        for language in ("en", "bn", "pa"):
            text = (faulty / f"{language}.txt").read_bytes()
            (articles / name / f"{language}.txt").write_bytes(text)
    write(faulty / "d.json", about(finding, "dismissed"))
    batch = ("batch", "articles", "-o", "reports", "--checks", "fast", "-m", "none")
    with_it = (*batch, "--decisions", "d.json", "--fail-on", "major")
    assert run(*batch).status == 0
    judge_again = "evalkit.batch.article.judge_folder"
    monkeypatch.setattr(judge_again, lambda *_: pytest.fail("judged again"))
    result = run(*with_it)
    assert result.status == 1, "the other article has the fault too"
    assert "river: decided anew, not judged again\nstorm: not changed\n" in result.err
    assert "decisions: 1 dismissed stays quiet\n" in result.err
    assert [
        len(kept(faulty / "reports" / name).dismissed_records) for name in ("river", "storm")
    ] == [1, 0]
    assert "river: not changed\n" in run(*with_it).err
    assert "river: decided anew, not judged again\n" in run(*batch).err, "those given now hold"
    assert kept(faulty / "reports" / "river").decision_records == ()


BAD = {
    "not JSON": ("d.json", b"{", "not JSON"),
    "a page": ("d.json", b"<!doctype html>", "not JSON"),
    "the report itself": ("report.html", b"<!doctype html>", "neither .json nor .csv"),
    "another JSON": ("d.json", b'{"schema_version": 1}', "no decision file"),
    "a key twice": ("d.json", b'{"format": 1, "format": 2}', "stands twice"),
    "nonsense": ("d.json", b"\x00\xff" * 5_000_000, "byte 0x"),
    "an unknown decision": ("d.csv", b"fingerprint,decision\nf,no\n", "line 2: the decision 'no'"),
}


@pytest.mark.parametrize("command", ["compare", "report", "batch"])
@pytest.mark.parametrize("case", [*BAD, "missing", "a directory"])
def test_a_bad_file_is_one_line_before_anything_is_judged(
    run: Run, files: Path, case: str, command: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(files)
    name, content, words = BAD.get(case, ("d.json", b"", "directory" if " " in case else "no such"))
    if case in BAD:
        Path(name).write_bytes(content)
    elif case == "a directory":
        Path(name).mkdir()
    given = {
        "compare": ("-r", "en.txt", "bn.txt", "pa.txt"),
        "report": ("evaluation.json",),
        "batch": (".",),
    }[command]
    result = run(command, *given, "-o", "out", "--decisions", name)
    assert result.status == 2
    assert result.out == ""
    assert result.err.count("\n") == 1, result.err
    assert result.err.startswith(f"evalkit: {name}")
    assert words in result.err
    assert not Path("out").exists()
