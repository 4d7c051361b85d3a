"""`evalkit cache`: where it lies, what it holds, how to empty it."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest

from evalkit import history
from evalkit.store import key
from evalkit.store.entries import Store, store_path, today
from tests.cli.conftest import Run
from tests.reports import sample


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("EVALKIT_CACHE", str(tmp_path))
    return tmp_path


def fill(count: int, signature: str, day: int | None = None) -> None:
    store = Store(store_path(), today=(lambda: day) if day is not None else today)
    store.put({key(signature, str(n)): b"value" * 20 for n in range(count)})
    store.close()


def test_info_counts_by_signature(run: Run, home: Path) -> None:
    fill(3, "comet:Unbabel/wmt22-comet-da|float32")
    fill(1200, "vector|multilingual-e5-small")
    encoder = home / "encoders" / "multilingual-e5-small-q4-1"
    encoder.mkdir(parents=True)
    (encoder / "model.safetensors").write_bytes(bytes(2_000_000))
    out = run("cache", "info").out
    assert f"of at most 1.0 GB, {home}/store-1.sqlite" in out
    assert [line.split() for line in out.splitlines()[2:4]] == [
        ["vector|multilingual-e5-small", "1,200", "139.2", "kB"],
        ["comet:Unbabel/wmt22-comet-da|float32", "3", "348", "B"],
    ]
    assert f"encoder: 2.0 MB, {encoder}" in out
    assert f"{home}/history.sqlite (never cleared)" in out


def test_info_as_json(run: Run, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EVALKIT_CACHE_SIZE", "20MB")
    fill(2, "a", day=0)
    fill(1, "b", day=366)
    found = json.loads(run("cache", "info", "--format", "json").out)
    assert (found["entries"], found["limit"]) == (3, 20_000_000)
    assert (found["oldest"], found["newest"]) == ("1970-01-01", "1971-01-02")
    assert {k["signature"]: k["entries"] for k in found["kinds"]} == {"a": 2, "b": 1}
    assert found["path"] == str(home / "store-1.sqlite")


def test_info_makes_nothing(run: Run, home: Path) -> None:
    result = run("cache", "info")
    assert result.status == 0
    assert "scores: 0 B of at most 1.0 GB" in result.out
    assert list(home.iterdir()) == []


def test_clear_forgets_the_scores_and_leaves_the_history_and_the_encoders(
    run: Run, home: Path
) -> None:
    fill(2000, "a")
    (home / "encoders" / "e").mkdir(parents=True)
    (home / "encoders" / "e" / "config.json").write_text("{}")
    history.record(sample.evaluation())
    before = store_path().stat().st_size
    result = run("cache", "clear")
    assert result.status == 0
    assert result.err.startswith("2,000 entries forgotten, ")
    assert json.loads(run("cache", "info", "--format", "json").out)["entries"] == 0
    assert store_path().stat().st_size < before / 5
    assert (home / "encoders" / "e" / "config.json").exists()
    assert len(history.runs()) == 1
    assert run("cache", "clear", "--encoders").status == 0
    assert not (home / "encoders").exists()
    assert not list(home.glob(".removing-*"))


def test_clear_older_than(run: Run) -> None:
    fill(5, "old", day=today() - 40)
    fill(3, "used", day=today() - 29)
    assert run("cache", "clear", "--older-than", "30").err.startswith("5 entries forgotten")
    assert json.loads(run("cache", "info", "--format", "json").out)["entries"] == 3
    assert run("cache", "clear", "--older-than", "-1").status == 2


def test_clear_removes_what_was_set_aside_and_other_versions_stores(run: Run, home: Path) -> None:
    store_path().write_bytes(b"damage" * 1000)
    assert "set aside" in run("cache", "info").err
    (home / "store-9.sqlite").write_bytes(bytes(1000))
    out = run("cache", "info").out
    assert "damaged, set aside: 6.0 kB" in out
    assert "of another version of evalkit: 1.0 kB" in out
    run("cache", "clear")
    left = {path.name for path in home.iterdir() if path.suffix != ".lock"}
    assert left == {"store-1.sqlite"}


def test_clear_leaves_another_versions_store_that_is_in_use(run: Run, home: Path) -> None:
    other = Store(home / "store-9.sqlite")
    other.put({key("a", "b"): b"value"})
    run("cache", "clear")
    assert other.get([key("a", "b")]) == {key("a", "b"): b"value"}
    assert (home / "store-9.sqlite").exists()
    other.close()


def test_clear_where_there_is_nothing(run: Run) -> None:
    result = run("cache", "clear", "--encoders")
    assert (result.status, result.err) == (0, "0 entries forgotten, 0 B freed\n")


def test_a_store_that_cannot_be_opened_is_one_line_and_can_be_cleared(run: Run) -> None:
    fill(3, "a")
    connection = sqlite3.connect(store_path())
    connection.execute("PRAGMA user_version=99")
    connection.close()
    result = run("cache", "info")
    assert result.status == 2
    assert "made by a newer evalkit" in result.err
    assert result.err.endswith("check the disk and the permissions, or evalkit cache clear\n")
    assert result.err.count("\n") == 1
    assert run("cache", "clear", "--older-than", "1").status == 2
    assert run("cache", "clear").status == 0
    assert "scores: 0 B" in run("cache", "info").out


@pytest.mark.parametrize("command", ["info", "clear"])
def test_help_has_examples(run: Run, command: str) -> None:
    assert f"evalkit cache {command}" in run("cache", command, "-h").out
