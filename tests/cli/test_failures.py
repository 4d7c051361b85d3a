"""Whatever goes wrong: one line and status 2, never 1, which is a verdict."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
from pathlib import Path

import click
import pytest

from evalkit.cli import cli
from tests.cli.conftest import Run
from tests.cli.test_compare import here

FALLEN = """
import signal, sys, time
import click
from evalkit.cli import cli, main

class Fallen:
    def __del__(self):
        signal.raise_signal(number)

def fall():
    Fallen()
    time.sleep(30)

number = int(sys.argv.pop())
cli.get_command = lambda *_: click.Command("fall", callback=fall)
sys.argv.append("fall")
main()
"""
"""A command whose destructor a signal meets: what is raised there, Python swallows."""

ERRORS: dict[str, tuple[BaseException, int, str]] = {
    "a fault of ours": (ZeroDivisionError("by\nzero"), 2, "ZeroDivisionError: by zero; "),
    "an error without words": (AssertionError(), 2, "AssertionError; run it again with"),
    "no memory": (MemoryError(), 2, "there is not enough memory; "),
    "too deep": (RecursionError(), 2, "something in the input is nested too deeply; "),
    "a full disk": (OSError(28, "No space left on device", "o/r"), 2, "o/r: No space left on"),
    "an error of the system": (OSError(5, "Input/output error"), 2, "Input/output error; "),
    "a broken module": (SyntaxError("wrong"), 2, "SyntaxError: wrong"),
    "an interrupt": (KeyboardInterrupt(), 130, "interrupted; "),
    "click's own interrupt": (click.Abort(), 130, "interrupted; "),
    "a wrong call": (click.UsageError("no\nsuch thing."), 2, "no such thing; see evalkit --help"),
    "a file of click's": (click.FileError("x.txt", "gone"), 2, "Could not open file 'x.txt': gone"),
}


@pytest.mark.parametrize("name", ERRORS)
def test_what_reaches_the_top_is_one_line(
    name: str, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    error, status, words = ERRORS[name]

    def fail(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(cli, "get_command", fail)
    found = run("compare", "a", "b")
    assert (found.status, found.out) == (status, ""), found.err
    # click ends the line that shows the ^C of an interrupt.
    assert found.err.lstrip("\n").count("\n") == 1, found.err
    assert found.err.lstrip("\n").startswith(f"evalkit: {words}")


def test_a_reader_who_has_gone_is_no_error(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise BrokenPipeError

    monkeypatch.setattr(cli, "get_command", fail)
    assert (found := run("compare")).status == 141
    assert found.err == ""


def test_the_traceback_comes_before_the_line_for_who_asks(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cli, "get_command", lambda *_: 1 / 0)
    monkeypatch.setenv("EVALKIT_DEBUG", "1")
    found = run("compare")
    assert found.status == 2
    assert found.err.startswith("Traceback")
    assert found.err.splitlines()[-1].startswith("evalkit: ZeroDivisionError: division by zero; ")


@pytest.mark.parametrize(("sent", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_signal_that_falls_into_a_destructor_is_not_lost(
    sent: signal.Signals, status: int
) -> None:
    done = subprocess.run(
        [sys.executable, "-c", FALLEN, str(int(sent))],
        capture_output=True,
        text=True,
        check=False,
        timeout=20,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    assert done.returncode == status
    assert "ignored" not in done.stderr


@pytest.mark.parametrize("words", ["nonsense", "score gone.txt"])
@pytest.mark.parametrize("redirection", ["2>/dev/full", ">/dev/full", ">/dev/full 2>/dev/full"])
def test_an_error_that_nobody_can_read_is_still_status_two(
    tmp_path: Path, words: str, redirection: str
) -> None:
    command = f"{sys.executable} -m evalkit {words} {redirection}"
    done = subprocess.run(
        command, shell=True, cwd=tmp_path, env=here(), capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("seed", ["", "x", "1.5", "-1"])
def test_a_wrong_seed_is_told(
    seed: str, run: Run, files: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SACREBLEU_SEED", seed)
    english = f"en={files}/en.txt"
    found = run("score", english, "-r", english, "-m", "chrf", "--checks", "none")
    assert (found.status, found.err.count("\n")) == (2, 1), found.err
    assert re.match("evalkit: .+; ", found.err)
