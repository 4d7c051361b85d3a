"""Which runs the history holds."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from evalkit.document import InputError
from tests.cli.conftest import Run


@pytest.fixture
def kept(run: Run, files: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache of the test's own, and the files to judge in the present directory."""
    monkeypatch.setenv("EVALKIT_CACHE", str(tmp_path / "cache"))
    monkeypatch.chdir(files)
    return files


COMPARE = (
    "compare",
    "-r",
    "en.txt",
    "bn.txt",
    "pa.txt",
    "-m",
    "none",
    "--checks",
    "fast",
    "-o",
    "out",
)


def recorded(run: Run) -> list[dict[str, object]]:
    found: list[dict[str, object]] = json.loads(run("history", "--format", "json").out)
    return found


def test_compare_and_score_are_recorded_the_newest_first(run: Run, kept: Path) -> None:
    assert run(*COMPARE, "--article", "river").status == 0
    assert run("score", "bn.txt", "-r", "en.txt", "-m", "none", "--checks", "fast").status == 0
    assert [found["article"] for found in recorded(run)] == ["bn", "river"]
    assert (kept / "out" / "evaluation.json").is_file()


def test_without_a_cache_nothing_is_recorded(run: Run, kept: Path) -> None:
    assert run(*COMPARE, "--no-cache").status == 0
    assert recorded(run) == []
    assert not (kept / "cache").exists()


def test_a_batch_records_what_it_judged_and_not_what_was_fresh(run: Run, kept: Path) -> None:
    folder = kept / "articles" / "river"
    folder.mkdir(parents=True)
    for name in ("en", "bn", "pa"):
        (kept / f"{name}.txt").rename(folder / f"{name}.txt")
    batch = ("batch", "articles", "-o", "reports", "-m", "none", "--checks", "fast")
    assert run(*batch).status == 0
    assert run(*batch).status == 0
    assert [found["article"] for found in recorded(run)] == ["river"]


@pytest.fixture
def batch(kept: Path) -> tuple[str, ...]:
    """A call that judges one article folder."""
    folder = kept / "articles" / "river"
    folder.mkdir(parents=True)
    for name in ("en", "bn", "pa"):
        (kept / f"{name}.txt").rename(folder / f"{name}.txt")
    return ("batch", "articles", "-o", "reports", "-m", "none", "--checks", "fast", "--force")


def test_the_index_of_a_batch_shows_how_penalties_went(
    run: Run, kept: Path, batch: tuple[str, ...]
) -> None:
    index = kept / "reports" / "index.html"
    assert run(*batch).status == 0
    assert "Over the last runs" not in index.read_text("utf-8"), "one run is no trend"
    assert run(*batch).status == 0
    assert index.read_text("utf-8").count("over 2 runs, the last on ") == 2
    assert run(*batch, "--no-cache").status == 0
    assert "Over the last runs" not in index.read_text("utf-8")


def test_with_recording_off_there_are_no_trends(
    run: Run, kept: Path, batch: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run(*batch).status == run(*batch).status == 0
    monkeypatch.setenv("EVALKIT_HISTORY", "off")
    assert run(*batch).status == 0
    assert "Over the last runs" not in (kept / "reports" / "index.html").read_text("utf-8")


def test_a_history_that_cannot_be_read_leaves_the_trends_out(
    run: Run, kept: Path, batch: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(**_given: object) -> None:
        raise InputError("the history cannot be read")

    monkeypatch.setattr("evalkit.history.runs", broken)
    told = run(*batch)
    assert told.status == 0
    assert "no trends in the index: the history cannot be read" in told.err
    assert (kept / "reports" / "report.md").is_file()
