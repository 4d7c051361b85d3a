"""`evalkit compare`, `score`, `report`: what they print, write and exit with."""

from __future__ import annotations

import csv
import io
import json
import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest

from tests.builders import ROOT
from tests.cli.conftest import BENGALI, ENGLISH, Run

FILES = {
    "report.html", "paragraphs.csv", "findings.csv", "scores.csv", "summary.csv", "evaluation.json",
    "witnesses.csv", "report.md", "junit.xml",
}  # fmt: skip


def here() -> dict[str, str]:
    """The environment of a test, in which a subprocess finds the package."""
    return {**os.environ, "PYTHONPATH": str(ROOT)}


def arguments(files: Path) -> list[str]:
    return ["-r", f"{files}/en.txt", f"{files}/bn.txt", f"{files}/pa.txt", "-o", f"{files}/out"]


def test_compare_writes_the_reports_and_prints_a_table(run: Run, files: Path) -> None:
    result = run("compare", *arguments(files))
    assert result.status == 0, result.err
    assert {p.name for p in (files / "out").iterdir()} >= FILES
    assert "Bengali (bn)" in result.out
    assert "Punjabi (pa)" in result.out
    assert f"report: {files}/out/report.html" in result.out
    assert "bn.txt: Bengali" in result.err, "what was decided is said"


def test_fail_on_is_the_exit_status(run: Run, files: Path) -> None:
    faulty = BENGALI.replace("৩", "৫")
    (files / "bn.txt").write_text(faulty, encoding="utf-8")
    assert run("compare", *arguments(files)).status == 0
    assert run("compare", *arguments(files), "--fail-on", "major").status == 1
    assert run("compare", *arguments(files), "--fail-on", "critical").status == 0


def test_fail_under_counts_an_unscored_version_as_failed(run: Run, files: Path) -> None:
    result = run("compare", *arguments(files), "-m", "chrf", "--fail-under", "chrf=10")
    assert result.status == 1
    assert "chrf is unscored" in result.err


def test_config_gives_options_and_the_command_line_has_the_last_word(run: Run, files: Path) -> None:
    settings = files / "evalkit.toml"
    settings.write_text('metric = ["chrf"]\nchecks = "none"\nformat = ["json"]\n')
    run("compare", *arguments(files), "--config", settings)
    kept = json.loads((files / "out" / "evaluation.json").read_text(encoding="utf-8"))
    assert kept["metrics"] == ["chrf"]
    assert kept["checks"] == []
    assert {p.name for p in (files / "out").iterdir()} == {"evaluation.json"}
    run("compare", *arguments(files), "--config", settings, "-m", "bleu")
    kept = json.loads((files / "out" / "evaluation.json").read_text(encoding="utf-8"))
    assert kept["metrics"] == ["bleu"]


def test_two_versions_of_one_language_are_told_apart(run: Run, files: Path) -> None:
    result = run(
        "compare", "-r", files / "en.txt", f"bn-x-one={files}/bn.txt", f"bn-x-two={files}/bn.txt",
        "-o", files / "out",
    )  # fmt: skip
    assert result.status == 0, result.err
    with (files / "out" / "summary.csv").open(encoding="utf-8", newline="") as stream:
        assert [line["version"] for line in csv.DictReader(stream)] == ["bn-x-one", "bn-x-two"]


def test_report_renders_the_same_again(run: Run, files: Path) -> None:
    run("compare", *arguments(files))
    again = files / "again"
    assert run("report", files / "out" / "evaluation.json", "-o", again).status == 0
    for name in FILES:
        assert (again / name).read_bytes() == (files / "out" / name).read_bytes(), name


def test_a_mean_over_some_rows_says_so(run: Run, files: Path) -> None:
    gaps = files / "gaps.txt"
    kept = (files / "bn.txt").read_text(encoding="utf-8").splitlines()
    gaps.write_text("\n".join(["", *kept[1:]]), encoding="utf-8")
    result = run(
        "compare", "--aligned", "-r", files / "en.txt", "-r", f"bn={files}/bn.txt", f"bn={gaps}",
        "-o", files / "out", "-m", "chrf", "-m", "ter", "--checks", "none",
    )  # fmt: skip
    said = f"of {len(kept)} rows scored; 1 missing in the version, counted as the worst"
    assert f"bn: chrf, ter: {len(kept) - 1} {said}" in result.out.splitlines()


def test_score_without_a_reference_in_the_language_is_unscored(run: Run, files: Path) -> None:
    result = run("score", files / "bn.txt", "-r", files / "en.txt")
    assert result.status == 0, result.err
    assert "unscored: chrf++: no reference in Bengali" in result.out


def test_score_against_a_human_translation(run: Run, files: Path) -> None:
    result = run(
        "score", files / "bn.txt", "-r", files / "en.txt", "-r", f"bn={files}/bn.txt",
        "-m", "chrf++", "--format", "csv",
    )  # fmt: skip
    lines = list(csv.DictReader(io.StringIO(result.out)))
    assert [line["row"] for line in lines] == ["", "1", "2", "3"]
    assert {float(line["value"]) for line in lines} == {100.0}


def test_score_reads_standard_input(run: Run, files: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Stdin:
        buffer = io.BytesIO(BENGALI.encode())

    monkeypatch.setattr(sys, "stdin", Stdin())
    result = run("score", "bn=-", "-r", files / "en.txt", "-m", "none", "--format", "jsonl")
    assert result.status == 0, result.err
    rows = [json.loads(line) for line in result.out.splitlines()]
    assert [row["target"] for row in rows] == BENGALI.splitlines()


def test_a_reader_that_leaves_is_no_error(files: Path) -> None:
    score = f"{sys.executable} -m evalkit score {files}/bn.txt -r {files}/en.txt"
    command = f"{score} --format json | head -c 1"
    done = subprocess.run(command, shell=True, capture_output=True, text=True, check=False)
    assert "Traceback" not in done.stderr
    assert "BrokenPipe" not in done.stderr


@pytest.mark.parametrize("name", ["bn a=b.txt", "bn\n.txt", "-bn.txt", "বাংলা.txt", "<b>&.txt"])
def test_files_may_have_any_name(
    run: Run, files: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(files)
    (files / "bn.txt").rename(files / name)
    result = run("compare", "-r", "en.txt", "-o", "out", "--", name, "pa.txt")
    assert result.status == 0, result.err
    kept = json.loads((files / "out" / "evaluation.json").read_text(encoding="utf-8"))
    assert [i["name"] for i in kept["inputs"]] == ["en.txt", name, "pa.txt"]
    assert kept["article"] == files.name


@pytest.mark.parametrize("redirection", [">/dev/full", ">&-", "2>&-"])
@pytest.mark.parametrize("words", ["--help", "metrics", "score bn.txt -r en.txt"])
def test_an_output_that_takes_nothing_is_no_traceback(
    files: Path, words: str, redirection: str
) -> None:
    command = f"{sys.executable} -m evalkit {words} {redirection}"
    done = subprocess.run(
        command, shell=True, cwd=files, env=here(), capture_output=True, text=True, check=False
    )
    assert "Traceback" not in done.stderr
    full = redirection == ">/dev/full"
    assert done.returncode == (2 if full else 0), done.stderr
    assert ("standard output cannot be written" in done.stderr) is full


def test_a_reference_in_the_versions_language_is_enough(run: Run, files: Path) -> None:
    (files / "other.txt").write_text(ENGLISH.replace("3 metres", "5 metres"))
    result = run(
        "compare", "-r", f"en={files}/en.txt", f"en-x-a={files}/en.txt",
        f"en-x-b={files}/other.txt", "-m", "chrf++", "-o", files / "out",
    )  # fmt: skip
    assert result.status == 0, result.err
    kept = json.loads((files / "out" / "evaluation.json").read_text(encoding="utf-8"))
    found = [(f["version"], f["check"]) for f in kept["findings"]]
    assert found == [("en-x-b", "number-mismatch")], "nothing is called untranslated"
    scores = {s["version"]: s["value"] for s in kept["scores"] if s["row"] is None}
    assert scores["en-x-a"] == 100 > scores["en-x-b"] > 90


def long_texts(folder: Path) -> None:
    folder.mkdir(exist_ok=True)
    (folder / "en.txt").write_text("The river rose by 3 metres again.\n" * 20_000)
    (folder / "bn.txt").write_text("নদীর পানি আবার ৩ মিটার বেড়েছে।\n" * 20_000, encoding="utf-8")
    (folder / "pa.txt").write_text("ਦਰਿਆ ਦਾ ਪਾਣੀ ਫਿਰ 3 ਮੀਟਰ ਚੜ੍ਹਿਆ।\n" * 20_000, encoding="utf-8")


def wait_until_it_heeds_signals(process: int) -> None:
    """Before, the interpreter itself answers a signal: on a busy machine it starts slowly."""
    status = Path(f"/proc/{process}/status")
    for _ in range(300):
        time.sleep(0.1)
        if not status.exists():
            break
        caught = next(x for x in status.read_text().splitlines() if x.startswith("SigCgt"))
        if int(caught.split()[1], 16) >> (signal.SIGTERM - 1) & 1:
            break
    time.sleep(1)


@pytest.mark.parametrize(("sent", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
@pytest.mark.parametrize("command", ["compare", "batch", "batch --jobs 2"])
def test_an_interrupt_is_one_line_and_leaves_nothing(
    files: Path, command: str, sent: signal.Signals, status: int
) -> None:
    # As a terminal does it: the signal goes to the workers too.
    for folder in (files, files / "a", files / "b", files / "c"):
        long_texts(folder)
    given = arguments(files) if command == "compare" else [str(files), "-o", f"{files}-out"]
    process = subprocess.Popen(
        [sys.executable, "-m", "evalkit", *command.split(), *given],
        stderr=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
        # Tests that run in a shell's background were told to ignore the interrupt.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509
    )
    try:
        wait_until_it_heeds_signals(process.pid)
        os.killpg(process.pid, sent)
        _, errors = process.communicate(timeout=60)
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    assert process.returncode == status
    assert "Traceback" not in errors
    assert len(errors.split("\n")) <= 3, "the end of the ^C line, and one line"
    assert not (files / "out").exists()
    assert not Path(f"{files}-out").exists()
