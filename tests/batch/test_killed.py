"""A batch that is killed at any moment and begun again: as if nothing had been."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import threading
from collections.abc import Mapping
from pathlib import Path
from random import Random

import pytest

from evalkit import history
from tests.cli.conftest import BENGALI, ENGLISH, PUNJABI

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(os.name != "posix", reason="kills with SIGKILL"),
]
ARTICLES, KILLS = 4, 3
TIMES = re.compile(rb'\n  "seconds": \{[^{}]*\}|<dt>seconds</dt>\s*<dd>.*?</dd>', re.DOTALL)
NEW = {ENGLISH: "The mayor of Khulna thanked them.\n", BENGALI: "", PUNJABI: "ਮੇਅਰ ਨੇ ਧੰਨਵਾਦ ਕੀਤਾ।\n"}


def write(directory: Path, longer: bool) -> None:
    """Some articles that differ in a number; `longer` ones have two versions in one language."""
    for number in range(ARTICLES):
        folder = directory / f"article-{number}"
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in (("en", ENGLISH), ("bn", BENGALI), ("pa", PUNJABI)):
            varied = text.replace("3", str(number)) + (NEW[text] if longer else "")
            (folder / f"{name}.txt").write_text(varied, encoding="utf-8")
        second = folder / "pa-x-two.txt"
        if longer:
            second.write_text(PUNJABI, encoding="utf-8")
        else:
            second.unlink(missing_ok=True)


def batch(directory: Path, output: Path, jobs: int, cache: Path) -> subprocess.Popen[str]:
    options = ("-m", "chrf", "--checks", "fast", "--encoder", "none", "--jobs", str(jobs))
    return subprocess.Popen(
        [sys.executable, "-m", "evalkit", "batch", directory, "-o", output, *options],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "EVALKIT_CACHE": str(cache)},
    )


def finished(directory: Path, output: Path, jobs: int, cache: Path) -> Mapping[str, bytes]:
    """What lies in the output of a batch that nothing disturbs, but how long each step took."""
    process = batch(directory, output, jobs, cache)
    _, errors = process.communicate(timeout=120)
    assert process.returncode == 0, errors
    return {
        str(path.relative_to(output)): TIMES.sub(b"", path.read_bytes())
        for path in output.rglob("*")
        if path.is_file()
    }


def killed(directory: Path, output: Path, jobs: int, cache: Path, chance: Random) -> None:
    """A batch killed some moment after it was done with some of the articles, or had begun."""
    lines, pause = chance.randrange(3), chance.random() * 0.4
    with batch(directory, output, jobs, cache) as process:
        assert process.stderr is not None
        for _ in range(lines):
            process.stderr.readline()
        timer = threading.Timer(pause if lines else pause * 4, process.kill)
        timer.start()
        # Workers hold the other end too: this ends with the last of them.
        process.stderr.read()
        timer.cancel()


@pytest.mark.parametrize("jobs", [1, 2])
def test_nothing_is_lost_and_nothing_double(
    jobs: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path / "articles", longer=False)
    expected = finished(tmp_path / "articles", tmp_path / "whole", 2, tmp_path / "cache-1")
    given = tmp_path / "articles", tmp_path / "out", jobs, tmp_path / "cache-2"
    chance = Random(jobs)
    for _ in range(KILLS):
        killed(*given, chance)
    assert finished(*given) == expected
    monkeypatch.setenv("EVALKIT_CACHE", str(tmp_path / "cache-2"))
    recorded = sorted(run.article for run in history.runs())
    assert recorded == [f"article-{number}" for number in range(ARTICLES)]


def test_old_and_new_files_do_not_mix(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EVALKIT_HISTORY", "off")
    given = tmp_path / "articles", tmp_path / "out", 2, tmp_path / "cache"
    chance = Random(3)
    for number in range(KILLS + 1):
        write(tmp_path / "articles", longer=number % 2 == 0)
        killed(*given, chance)
    expected = finished(tmp_path / "articles", tmp_path / "whole", 2, tmp_path / "cache")
    assert "article-1/comparisons.csv" not in expected
    assert finished(*given) == expected
