"""How fast a batch is, and how much memory it takes, whatever its length.

    python -m benchmarks.batch [--articles 1000 10000] [--jobs 2] [--paragraphs 6]

Articles are made of the shipped sample, their numbers varied; each is judged with
`-m chrf --checks fast --encoder none` in a process that begins with an empty store. The
same call again is what a run that was killed pays for the articles it had done. Memory is
the largest resident set of the parent, and of any of its workers.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from random import Random

from evalkit.encoders.devices import cpus

SAMPLE = Path(__file__).resolve().parents[1] / "references" / "flood-warning"
TEXTS = ("en.txt", "bn.txt", "pa.txt")
NUMBER = re.compile(r"[0-9]+")
GOAL = 1000
"""Megabytes."""
MEASURED = """
import json, resource, sys
from evalkit.cli import main
try:
    main()
except SystemExit as stop:
    status = stop.code or 0
peaks = [resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
print(json.dumps([status, *peaks]))
"""  # noqa: E501


@dataclass(frozen=True, slots=True)
class Run:
    """Seconds of a whole process, megabytes at most of the parent and of a worker."""

    seconds: float
    parent: float
    worker: float


def make(directory: Path, articles: int, paragraphs: int) -> None:
    """So many article folders of so many paragraphs; the same ones every time."""
    for number in range(articles):
        folder = directory / f"article-{number:05}"
        folder.mkdir(parents=True)
        for name in TEXTS:
            with (SAMPLE / name).open(encoding="utf-8") as lines:
                text = "".join(islice(lines, paragraphs))
            (folder / name).write_text(varied(text, Random(number)), encoding="utf-8")


def varied(text: str, chance: Random) -> str:
    """The text with other numbers.

    >>> varied("7 metres in 2026", Random(1))
    '8 metres in 2030'
    """
    return NUMBER.sub(lambda found: str(int(found[0]) + chance.randrange(5)), text)


def measured(directory: Path, output: Path, jobs: int, cache: Path) -> Run:
    """One call of `evalkit batch`."""
    options = ("-m", "chrf", "--checks", "fast", "--encoder", "none", "--jobs", str(jobs))
    since = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", MEASURED, "batch", directory, "-o", output, *options],
        check=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "EVALKIT_CACHE": str(cache)},
    )
    seconds = time.perf_counter() - since
    status, parent, worker = json.loads(done.stdout.splitlines()[-1])
    if status:
        raise SystemExit(f"evalkit batch ended with status {status}")
    # Kilobytes on Linux, bytes on macOS.
    unit = 1e6 if sys.platform == "darwin" else 1e3
    return Run(seconds, parent / unit, worker / unit)


def line(what: str, run: Run, articles: int) -> str:
    missed = "  missed" if max(run.parent, run.worker) > GOAL else ""
    return (
        f"{articles:6,} {what:8} {run.seconds:8.1f} s  {articles / run.seconds:7.1f} articles/s  "
        f"parent {run.parent:5.0f} MB  worker {run.worker:5.0f} MB  goal {GOAL}{missed}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--articles", type=int, nargs="+", default=[1000, 10_000])
    parser.add_argument("--paragraphs", type=int, default=6)
    parser.add_argument("--jobs", type=int, default=cpus())
    options = parser.parse_args()
    print(f"{cpus()} cores, {options.jobs} jobs, articles of {options.paragraphs} paragraphs")
    for articles in options.articles:
        with tempfile.TemporaryDirectory() as place:
            directory, output, cache = (Path(place) / n for n in ("articles", "reports", "cache"))
            make(directory, articles, options.paragraphs)
            given = directory, output, options.jobs, cache
            print(line("judged", measured(*given), articles), flush=True)
            print(line("resumed", measured(*given), articles), flush=True)
            size = (output / "index.html").stat().st_size / 1e6
            print(f"{'':6} index.html {size:.1f} MB", flush=True)


if __name__ == "__main__":
    main()
