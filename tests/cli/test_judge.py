"""`-m judge` as a user runs it: against a server that fails now and then, and again."""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from evalkit.evaluation import Evaluation
from tests.cli.conftest import Run
from tests.review.entries import about, write
from tests.serving.judging import WRONG, first_is_better, judge
from tests.serving.scripted import (
    FAULTS,
    MODEL,
    Asked,
    Reply,
    Scripted,
    faulty,
    refused,
    said,
    silent_port,
)

ROWS = 200
Call = tuple[str | Path, ...]
QUICK = ("--encoder", "none", "--checks", "judged-error", "-m", "judge")
PATIENCE = ("--judge-timeout", "1", "--judge-concurrency", "16")


@pytest.fixture(autouse=True)
def alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A store and a history of the test's own: nothing is known before it begins."""
    monkeypatch.setenv("EVALKIT_CACHE", str(tmp_path / "cache"))


def english(rows: int) -> list[str]:
    return [f"Boat number {n} left the harbour at noon." for n in range(1, rows + 1)]


def bengali(rows: int, every: int = 4, what: str = "নৌকা") -> list[str]:
    """Translations of which every fourth has an error in it."""
    return [
        f"{n} নম্বর {what} দুপুরে {WRONG + ' ' if n % every == 0 else ''}বন্দর ছেড়েছে।"
        for n in range(1, rows + 1)
    ]


def article(folder: Path, rows: int = 8, **versions: Sequence[str]) -> Path:
    folder.mkdir(parents=True)
    two = {"bn": bengali(rows), "pa": bengali(rows, what="ਕਿਸ਼ਤੀ")}
    texts = {"en": english(rows), **(versions or two)}
    for name, lines in texts.items():
        path = folder / f"{name.replace('_', '-')}.txt"
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def judged(path: Path) -> dict[str, object]:
    found: dict[str, object] = json.loads(path.read_text(encoding="utf-8"))
    manifest = found.get("manifest", found)
    assert isinstance(manifest, dict)
    return dict(manifest["judge"])


def test_200_rows_with_5_percent_faults_end_complete_and_again_without_a_call(
    run: Run, tmp_path: Path
) -> None:
    article(tmp_path / "articles" / "boats", ROWS // 2)
    out = tmp_path / "out"

    def rule(asked: Asked) -> Reply:
        # One row in twenty never gets an answer that can be read, whatever is tried.
        number = int(str(asked.texts["source"]).split()[2])
        return FAULTS["half JSON"] if number % 20 == 0 else judge(asked)

    with Scripted(faulty(rule, 0.05, tuple(FAULTS))) as there:
        call: Call = ("batch", tmp_path / "articles", "-o", out, *QUICK, *PATIENCE)
        call = (*call, "--judge-url", there.url, "--judge-model", MODEL)
        result = run(*call)
        assert result.status == 0, result.err
        calls = len(there.asked)
        assert calls > ROWS
        scores = [s for s in read(out / "boats" / "scores.csv") if s["row"]]
        assert len(scores) == ROWS
        for score in scores:
            assert (score["state"] == "scored") == bool(score["value"])
            assert (score["state"] == "unscored") == bool(score["reason"])
        unscored = {int(s["row"]) for s in scores if s["state"] == "unscored"}
        assert unscored >= {20, 40, 60, 80, 100}
        # A fault that is not tried again may hit a row by chance; most rows get their verdict.
        assert len(unscored) < 12
        values = {int(s["row"]): float(s["value"]) for s in scores if s["value"]}
        assert values == {row: -5.0 if row % 4 == 0 else 0.0 for row in values}
        told = judged(out / "boats" / "evaluation.json")
        assert told["calls"] == calls
        assert told["rows"] == ROWS
        assert told["unscored"] == sum(s["state"] == "unscored" for s in scores)
        assert told["left_open"] == 0
        assert "judge: granite-scripted" in result.out

        asked, listed = len(there.asked), there.listed
        again = run(*call)
        forced = run(*call, "--force")
        assert (again.status, forced.status) == (0, 0)
        assert (len(there.asked), there.listed) == (asked, listed)
        assert [s for s in read(out / "boats" / "scores.csv") if s["row"]] == scores
        assert "no call, all answers are from earlier runs" in forced.out


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_table_of_200_rows_likewise(run: Run, tmp_path: Path, jobs: str) -> None:
    lines = zip(english(ROWS), bengali(ROWS), strict=True)
    table = tmp_path / "boats.csv"
    with table.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([("en", "bn"), *lines])
    out = tmp_path / "out"
    with Scripted(faulty(judge, 0.05, tuple(FAULTS), seed=1)) as there:
        call: Call = (
            "batch",
            table,
            "-o",
            out,
            *QUICK,
            *PATIENCE,
            "--jobs",
            jobs,
            "--part-size",
            "50",
        )
        call = (*call, "--judge-url", there.url, "--judge-model", MODEL)
        result = run(*call)
        assert result.status == 0, result.err
        calls = len(there.asked)
        found = [row for path in sorted((out / "paragraphs").glob("*")) for row in read(path)]
        assert len(found) == ROWS
        told = judged(out / "batch.json")
        assert (told["rows"], told["calls"]) == (ROWS, calls)
        assert told["unscored"] == sum(not row["judge"] for row in found)
        assert "judge: granite-scripted" in result.out
        assert run(*call).status == 0
        assert run(*call, "--force").status == 0
        assert len(there.asked) == calls


def test_what_it_marks_are_findings_that_can_be_dismissed(run: Run, tmp_path: Path) -> None:
    folder = article(tmp_path / "boats", bn=bengali(8), pa=bengali(8, every=99))
    out = tmp_path / "out"
    with Scripted(judge) as there:
        call: Call = (
            "compare",
            "-r",
            folder / "en.txt",
            folder / "bn.txt",
            f"pa={folder / 'pa.txt'}",
        )
        call = (*call, "-o", out, *QUICK, "--judge-url", there.url)
        assert run(*call).status == 0
        found = read(out / "findings.csv")
        assert [(f["row"], f["version"], f["check"]) for f in found] == [
            ("4", "bn", "judged-error"), ("8", "bn", "judged-error"),
        ]  # fmt: skip
        first = found[0]
        assert (first["quote"], first["source_quote"]) == (WRONG, "Boat")
        assert first["category"] == "Accuracy/Mistranslation"
        assert first["attribution"] == "version"
        assert "Punjabi is quiet at this place" in first["attribution_reason"]
        told = Evaluation.from_json((out / "evaluation.json").read_text(encoding="utf-8"))
        decisions = tmp_path / "decisions.json"
        write(decisions, about(told.finding_records[0], "dismissed"))
        assert run(*call, "--decisions", decisions).status == 0
    summary = {line["version"]: line for line in read(out / "summary.csv")}
    assert summary["bn"]["major"] == "1"
    assert "The judge is a language model" in (out / "report.html").read_text(encoding="utf-8")
    assert "## The judge" in (out / "report.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("rule", "preferred"), [(judge, ("1.0", "0.0")), (first_is_better, ("0.5", "0.5"))]
)
def test_two_versions_of_one_language_are_compared_in_both_orders(
    run: Run, tmp_path: Path, rule: object, preferred: tuple[str, str]
) -> None:
    folder = article(tmp_path / "boats", 4, bn=bengali(4, 99), bn_x_new=bengali(4, 1))
    out = tmp_path / "out"
    with Scripted(rule) as there:  # type: ignore[arg-type]
        call: Call = ("compare", "-r", folder / "en.txt", folder / "bn.txt")
        call = (*call, f"bn-x-new={folder / 'bn-x-new.txt'}", "-o", out, *QUICK)
        result = run(*call, "--judge-url", there.url)
    assert result.status == 0, result.err
    orders = [(a.texts["first"], a.texts["second"]) for a in there.asked if "first" in a.texts]
    assert len(orders) == len(set(orders)) == 8
    assert {(second, first) for first, second in orders} == set(orders)
    summary = read(out / "summary.csv")
    assert tuple(line["judge-preference"] for line in summary) == preferred
    assert "judge-preference" in {line["metric"] for line in read(out / "comparisons.csv")}


def test_nobody_there_is_one_line_and_nothing_is_written(run: Run, tmp_path: Path) -> None:
    folder = article(tmp_path / "boats")
    url = f"http://127.0.0.1:{silent_port()}/v1"
    out = tmp_path / "out"
    result = run(
        "compare", "-r", folder / "en.txt", folder / "bn.txt", f"bn-x-b={folder / 'bn.txt'}",
        "-o", out, *QUICK, "--judge-url", url,
    )  # fmt: skip
    assert (result.status, result.out) == (2, "")
    assert len(result.err.splitlines()) == 1
    assert "ramalama serve" in result.err
    assert "vllm serve" in result.err
    assert "Podman AI Lab" in result.err
    assert not out.exists()


@pytest.mark.parametrize("url", ["localhost:8080", "ftp://x/v1", "http://", "/v1"])
def test_what_is_no_address_is_said(run: Run, tmp_path: Path, url: str) -> None:
    folder = article(tmp_path / "boats")
    result = run("score", folder / "bn.txt", "-r", folder / "en.txt", *QUICK, "--judge-url", url)
    assert result.status == 2
    assert "is no address" in result.err


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_budget_is_the_whole_calls_and_what_it_leaves_open_is_asked_next_time(
    run: Run, tmp_path: Path, jobs: str
) -> None:
    for n in range(3):
        words = {"bn": f"জাহাজ{n}", "pa": f"ਜਹਾਜ਼{n}"}
        versions = {name: bengali(3, what=what) for name, what in words.items()}
        article(tmp_path / "articles" / f"a{n}", 3, **versions)
    out = tmp_path / "out"
    with Scripted(judge) as there:
        call: Call = ("batch", tmp_path / "articles", "-o", out, *QUICK, "--jobs", jobs)
        call = (*call, "--judge-url", there.url, "--judge-model", MODEL)
        limited = (*call, "--judge-max-calls", "8")
        result = run(*limited)
        assert result.status == 0, result.err
        assert len(there.asked) == 8
        assert "10 left open: run the same again" in result.out
        reasons = {s["reason"] for n in range(3) for s in read(out / f"a{n}" / "scores.csv")}
        assert "the budget of 8 calls is spent" in reasons
        assert run(*limited).status == 0
        assert len(there.asked) == 16
        assert run(*limited).status == 0
        assert len(there.asked) == 18
        assert "left open" not in run(*limited).out
        assert len(there.asked) == 18


def test_no_budget_on_a_cluster(run: Run, tmp_path: Path) -> None:
    article(tmp_path / "articles" / "a")
    result = run(
        "batch", tmp_path / "articles", "-o", tmp_path / "out", *QUICK, "--judge-max-calls", "3",
        "--scheduler", "tcp://127.0.0.1:9",
    )  # fmt: skip
    assert result.status == 2
    assert "not on a cluster" in result.err


def test_what_failed_for_good_is_asked_again_when_that_is_wanted(run: Run, tmp_path: Path) -> None:
    folder = article(tmp_path / "boats")
    mended = False

    def rule(asked: Asked) -> Reply:
        return judge(asked) if mended else FAULTS["wrong schema"]

    with Scripted(rule) as there:
        call: Call = ("score", folder / "bn.txt", "-r", folder / "en.txt", *QUICK)
        call = (*call, "--judge-url", there.url, "--format", "csv")
        assert "has no list of errors" in run(*call).out
        calls = len(there.asked)
        mended = True
        assert "has no list of errors" in run(*call).out
        assert len(there.asked) == calls
        assert "has no list of errors" not in run(*call, "--judge-again").out


def test_more_room_for_an_answer_asks_only_about_those_that_were_cut(
    run: Run, tmp_path: Path
) -> None:
    folder = article(tmp_path / "boats")

    def rule(asked: Asked) -> Reply:
        short = asked.body["max_tokens"] < 1000 and asked.texts["source"].startswith(
            "Boat number 5"
        )
        return said('{"errors": [', finish="length") if short else judge(asked)

    with Scripted(rule) as there:
        call: Call = ("score", folder / "bn.txt", "-r", folder / "en.txt", *QUICK)
        call = (*call, "--judge-url", there.url)
        first = run(*call, "--judge-answer-tokens", "100")
        assert "the answer did not end within 100 tokens" in first.out
        before = len(there.asked)
        again = run(*call, "--judge-answer-tokens", "2000", "--judge-again")
        assert "unscored" not in again.out
        assert len(there.asked) == before + 1


def test_only_an_edited_paragraph_is_judged_again(run: Run, tmp_path: Path) -> None:
    folder = article(tmp_path / "boats")
    with Scripted(judge) as there:
        call: Call = ("score", folder / "bn.txt", "-r", folder / "en.txt", *QUICK)
        call = (*call, "--judge-url", there.url)
        run(*call)
        text = (folder / "bn.txt").read_text(encoding="utf-8")
        (folder / "bn.txt").write_text(text.replace("3 নম্বর", "33 নম্বর"), encoding="utf-8")
        before = len(there.asked)
        run(*call)
        assert [a.texts["translation"].split()[0] for a in there.asked[before:]] == ["33"]


def test_a_key_is_written_nowhere(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-very-secret")
    folder = article(tmp_path / "boats")
    out = tmp_path / "out"
    with Scripted(judge) as there:
        url = there.url.replace("http://", "http://ann:hush@")
        result = run(
            "compare", "-r", folder / "en.txt", folder / "bn.txt", f"bn-x-b={folder / 'bn.txt'}",
            "-o", out, *QUICK, "--judge-url", url,
        )  # fmt: skip
    assert result.status == 0, result.err
    for path in out.rglob("*"):
        if path.is_file():
            assert b"very-secret" not in path.read_bytes()
            assert b"hush" not in path.read_bytes()
    assert "hush" not in result.out + result.err


def test_a_refused_key_is_one_line(run: Run, tmp_path: Path) -> None:
    folder = article(tmp_path / "boats")
    with Scripted(lambda _asked: refused(401, "invalid key")) as there:
        result = run(
            "score", folder / "bn.txt", "-r", folder / "en.txt", *QUICK, "--judge-url", there.url
        )
    assert result.status == 2
    assert "EVALKIT_JUDGE_KEY" in result.err
    assert len(result.err.splitlines()) == 1


def test_it_can_be_validated_against_people(run: Run, tmp_path: Path) -> None:
    table = tmp_path / "own.tsv"
    lines = [
        f"en-bn\t{source}\t{target}\t{0 if WRONG in target else 100}\t{int(WRONG in target)}"
        for source, target in zip(english(12), bengali(12), strict=True)
    ]
    table.write_text(
        "\n".join(["langpair\tsource\ttarget\tscore\tlabel:number", *lines]) + "\n",
        encoding="utf-8",
    )
    with Scripted(judge) as there:
        result = run(
            "validate", table, "-m", "judge", "--checks", "judged-error", "--encoder", "none",
            "--judge-url", there.url,
        )  # fmt: skip
    assert result.status == 0, result.err
    assert "judge: human score" in result.out
    (line,) = [at for at in result.out.splitlines() if at.startswith("judge: human score")]
    # All agree in every resample: limits of no width are none.
    assert line.split()[3:] == ["1.000", "(12)"] * 3
    assert "judged-error: number  100.0%" in result.out


def test_doctor_has_the_server_judge_a_sentence(run: Run) -> None:
    with Scripted(judge) as there:
        result = run("doctor", "--judge", "--judge-url", there.url)
    assert result.status == 0
    assert f"model              {MODEL}" in result.out
    assert "JSON schema        accepted" in result.out
    silent = run("doctor", "--judge", "--judge-url", f"http://127.0.0.1:{silent_port()}/v1")
    assert silent.status == 2
    assert "does not answer" in silent.out


def test_a_configuration_may_name_the_server(run: Run, tmp_path: Path) -> None:
    folder = article(tmp_path / "boats")
    with Scripted(judge) as there:
        config = tmp_path / "evalkit.toml"
        lines = f'judge-url = "{there.url}"\njudge-max-calls = 3\njudge-timeout = 30.5\n'
        config.write_text(lines, encoding="utf-8")
        result = run(
            "score", folder / "bn.txt", "-r", folder / "en.txt", *QUICK, "--config", config
        )
    assert result.status == 0, result.err
    assert len(there.asked) == 3
