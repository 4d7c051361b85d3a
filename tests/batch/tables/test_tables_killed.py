"""A batch over a table that is killed at any moment and begun again: as if nothing had been."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from random import Random

import pytest

from tests.batch.tables.segments import lines, tree, write_csv

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(os.name != "posix", reason="kills with SIGKILL"),
]
ROWS, SIZE, KILLS = 200, 4, 5
WANTED = ("--part-size", str(SIZE), "--checks", "none", "-m", "chrf", "-m", "ter")


def batch(path: Path, output: Path, jobs: int) -> subprocess.Popen[str]:
    wanted = (*WANTED, "--jobs", str(jobs))
    return subprocess.Popen(
        [sys.executable, "-m", "evalkit", "batch", path, "-o", output, *wanted],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )


def finished(path: Path, output: Path, jobs: int) -> Mapping[str, bytes]:
    """What lies in the output of a batch that nothing disturbs."""
    process = batch(path, output, jobs)
    _, errors = process.communicate(timeout=120)
    assert process.returncode == 0, errors
    return tree(output)


def done(output: Path) -> int:
    return len(list((output / "parts").glob("[0-9]*.npz")))


def killed(path: Path, output: Path, jobs: int, chance: Random) -> int:
    """A batch killed a moment after some more parts were done; how many are now."""
    wanted, pause = done(output) + chance.randrange(1, 11), chance.random() * 0.02
    process = batch(path, output, jobs)
    while process.poll() is None and done(output) < wanted:
        time.sleep(0.01)
    time.sleep(pause)
    process.send_signal(signal.SIGKILL)
    # Workers hold the other end too: this ends with the last of them.
    process.communicate(timeout=120)
    return done(output)


@pytest.mark.parametrize("jobs", [1, 2])
def test_nothing_is_lost_and_nothing_double(jobs: int, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "news.csv", lines(ROWS))
    expected = finished(path, tmp_path / "whole", 1)
    output, chance = tmp_path / "out", Random(jobs)
    so_far = [killed(path, output, jobs, chance) for _ in range(KILLS)]
    assert so_far == sorted(so_far)
    assert 0 < so_far[0] < so_far[-1]
    assert finished(path, output, jobs) == expected


def test_old_and_new_results_do_not_mix(tmp_path: Path) -> None:
    """A table that becomes longer and shorter and other, killed each time."""
    path, output, chance = tmp_path / "news.csv", tmp_path / "out", Random(3)
    for number in range(3):
        write_csv(path, lines(ROWS // 4 - 10 * number, seed=number % 2))
        killed(path, output, 2, chance)
    expected = finished(path, tmp_path / "whole", 1)
    assert finished(path, output, 2) == expected
