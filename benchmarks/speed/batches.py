"""Tables of 1,000 to 1,000,000 segments by `evalkit batch`: growth, memory, a cluster."""

from __future__ import annotations

import csv
import json
import math
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from benchmarks.speed.measuring import (
    ONE_THREAD,
    ROOT,
    Contender,
    Measured,
    Run,
    command,
    in_turns,
)
from lab.data import everything, ntrex

SIZES = (1_000, 10_000, 100_000, 1_000_000)
LEXICAL = ("--checks", "none")
"""BLEU, chrF, chrF++ and TER."""
ARTICLES = 4
"""Of the held-out ones."""
CLUSTER_SEGMENTS = 150_000
WORKERS = (1, 2)


def table(path: Path, segments: int) -> None:
    """News sentences and their German, no line like another: an MT engineer's table.

    The version is the human translation with a few words moved, and lost.
    """
    by = random.Random(20261126)
    pairs = [pair for d in ntrex("de", everything) for pair in zip(d.source, d.target, strict=True)]
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["en", "de", "reference.de"])
        for n in range(segments):
            source, reference = pairs[n % len(pairs)]
            words = reference.split()
            for _ in range(1 + len(words) // 12):
                place, other = by.randrange(len(words)), by.randrange(len(words))
                words[place], words[other] = words[other], words[place]
            if by.random() < 0.3:
                del words[-2:]
            writer.writerow([f"{source} {n}", f"{' '.join(words)} {n}", f"{reference} {n}"])


def growth(runs: int, sizes: tuple[int, ...] = SIZES) -> list[Measured]:
    """One process over longer and longer tables, and two over the longest but one."""
    found = []
    with tempfile.TemporaryDirectory() as home:
        for size in sizes:
            path = Path(home) / f"{size}.csv"
            table(path, size)
            jobs = (1, 2) if size == 100_000 else (1,)
            contenders = {
                f"evalkit batch --jobs {n}": partial(_batch, path, size, "--jobs", str(n))
                for n in jobs
            }
            # The longest takes minutes.
            found += in_turns(f"{size:,} segments", contenders, runs if size < 10**6 else 1)
            path.unlink()
    return found


def slope(measured: list[Measured]) -> float:
    """How time grows with length from 10,000 segments on: 1 is linear, 2 quadratic.

    >>> one = [Measured("", "x --jobs 1", n, (Run(n / 1000, 0),)) for n in (10_000, 100_000)]
    >>> round(slope(one), 2)
    1.0
    """
    alone = [m for m in measured if m.contender.endswith("--jobs 1") and m.segments >= 10_000]
    first, last = alone[0], alone[-1]
    return math.log(last.seconds / first.seconds) / math.log(last.segments / first.segments)


def cluster(runs: int) -> list[Measured]:
    """The same table on a Dask cluster of one worker process, and of two."""
    with tempfile.TemporaryDirectory() as home:
        path, warm = Path(home) / "table.csv", Path(home) / "warm.csv"
        table(path, CLUSTER_SEGMENTS)
        table(warm, 8_000)
        contenders: dict[str, Contender] = {}
        with _cluster(Path(home), 1) as one, _cluster(Path(home), 2) as two:
            for workers, address in zip(WORKERS, (one, two), strict=True):
                _batch(warm, 1, "--scheduler", address)
                contenders[f"{workers} worker{'s' * (workers > 1)}"] = partial(
                    _batch, path, CLUSTER_SEGMENTS, "--scheduler", address
                )
            return in_turns("Dask cluster", contenders, runs)


def models(runs: int) -> list[Measured]:
    """Articles with the encoder and the quality estimate: threads that share the weights, or
    processes with a copy each."""
    with tempfile.TemporaryDirectory() as home:
        folder, segments = Path(home) / "articles", 0
        for bengali, punjabi in list(zip(ntrex("bn"), ntrex("pa"), strict=True))[:ARTICLES]:
            article = folder / bengali.name.replace(".", "-")
            article.mkdir(parents=True)
            for code, lines in (
                ("en", bengali.source),
                ("bn", bengali.target),
                ("pa", punjabi.target),
            ):
                (article / f"{code}.txt").write_text("\n\n".join(lines), encoding="utf-8")
            segments += len(bengali.target) + len(punjabi.target)

        def run(jobs: int) -> tuple[int, Run]:
            output = Path(home) / "out"
            try:
                arguments = ["batch", str(folder), "-o", str(output), "--jobs", str(jobs)]
                return segments, command([*arguments, "--no-cache"], {})
            finally:
                shutil.rmtree(output, ignore_errors=True)

        run(1)
        contenders: dict[str, Contender] = {
            "one process, a thread a core": partial(run, 1),
            f"{os.cpu_count()} processes, a copy of the weights each": partial(
                run, os.cpu_count() or 1
            ),
        }
        return in_turns("articles with models", contenders, runs)


def _batch(path: Path, segments: int, *options: str) -> tuple[int, Run]:
    output = path.with_suffix(".out")
    try:
        return segments, command(["batch", str(path), "-o", str(output), *LEXICAL, *options])
    finally:
        shutil.rmtree(output, ignore_errors=True)


@contextmanager
def _cluster(home: Path, workers: int) -> Iterator[str]:
    """A scheduler and worker processes of one thread each, as on several machines."""
    file = home / f"scheduler-{workers}.json"
    common = ["--dashboard-address", ":0"]
    dask = [sys.executable, "-m", "dask"]
    scheduler = _started(
        [*dask, "scheduler", "--scheduler-file", str(file), "--port", "0", *common]
    )
    started = [scheduler]
    try:
        while not file.exists():
            time.sleep(0.1)
        scratch = ["--local-directory", str(home / f"dask-{workers}")]
        own = ["--nworkers", str(workers), "--nthreads", "1", *common, *scratch]
        started.append(_started([*dask, "worker", "--scheduler-file", str(file), *own]))
        yield json.loads(file.read_text(encoding="utf-8"))["address"]
    finally:
        for process in reversed(started):
            process.terminate()
            process.wait()


def _started(arguments: list[str]) -> subprocess.Popen[bytes]:
    variables: Mapping[str, str] = {**os.environ, **ONE_THREAD}
    quiet = subprocess.DEVNULL
    return subprocess.Popen(arguments, cwd=ROOT, env=variables, stdout=quiet, stderr=quiet)
