"""Runs that take turns, each a process of its own; medians, spreads and ratios of them."""

from __future__ import annotations

import json
import os
import platform
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib import metadata
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("sacrebleu", "unbabel-comet", "torch", "numpy", "distributed", "pyarrow")
ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}


@dataclass(frozen=True, slots=True)
class Run:
    """One run: seconds, peak memory in MiB of its largest process, and what it found."""

    seconds: float
    memory: float
    found: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Measured:
    """The runs of one contender in one task; `segments` is what each of them did."""

    task: str
    contender: str
    segments: int
    runs: tuple[Run, ...]

    @property
    def seconds(self) -> float:
        """The median."""
        return statistics.median(run.seconds for run in self.runs)

    @property
    def spread(self) -> float:
        """The greatest less the least, as a share of the median."""
        found = [run.seconds for run in self.runs]
        return (max(found) - min(found)) / self.seconds

    @property
    def rate(self) -> float:
        """Segments a second."""
        return self.segments / self.seconds

    @property
    def memory(self) -> float:
        """The greatest of all runs, in MiB."""
        return max(run.memory for run in self.runs)


Contender = Callable[[], tuple[int, Run]]
"""Runs once; the number of segments, and the run."""


def in_turns(task: str, contenders: Mapping[str, Contender], runs: int) -> list[Measured]:
    """Every contender `runs` times, one after the other in turns: a busy machine is so for all."""
    found: dict[str, list[Run]] = {name: [] for name in contenders}
    segments: dict[str, int] = {}
    for _ in range(runs):
        for name, contender in contenders.items():
            segments[name], run = contender()
            found[name].append(run)
            print(f"  {task}: {name}: {run.seconds:.3g} s", file=sys.stderr, flush=True)
    return [Measured(task, name, segments[name], tuple(own)) for name, own in found.items()]


def process(name: str, *arguments: str) -> Contender:
    """A contender of `benchmarks.speed.contenders`, on one thread."""

    def run() -> tuple[int, Run]:
        done = subprocess.run(
            [sys.executable, "-m", "benchmarks.speed.contenders", name, *arguments],
            cwd=ROOT,
            env={**os.environ, **ONE_THREAD},
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
        told = json.loads(done.stdout)
        return told["segments"], Run(told["seconds"], told["memory"], told["found"])

    return run


def command(arguments: Sequence[str], variables: Mapping[str, str] | None = None) -> Run:
    """A command from its start to its end, with the peak memory of its largest process.

    On one thread, unless `variables` of the environment are given in place of those that say so.
    """
    begun = time.perf_counter()
    with subprocess.Popen(
        [sys.executable, "-m", "evalkit", *arguments],
        cwd=ROOT,
        env={**os.environ, **(ONE_THREAD if variables is None else variables)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    ) as child:
        assert child.stderr is not None
        said = child.stderr.read()
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise SystemExit(f"evalkit {' '.join(arguments)} ended with {child.returncode}: {said}")
    return Run(time.perf_counter() - begun, usage.ru_maxrss / 1024)


def machine() -> dict[str, str]:
    """What it was measured on."""
    model = next(
        (
            line.partition(":")[2].strip()
            for line in _lines(Path("/proc/cpuinfo"))
            if line.startswith("model name")
        ),
        platform.processor() or platform.machine(),
    )
    total = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    found = {
        "processor": model,
        "cores": str(os.cpu_count()),
        "memory": f"{total:.0f} GiB",
        "system": f"{platform.system()} {platform.release()}",
        "python": platform.python_version(),
    }
    for package in PACKAGES:
        try:
            found[package] = metadata.version(package)
        except metadata.PackageNotFoundError:
            found[package] = "not installed"
    return found


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="utf-8").splitlines()
    except OSError:
        return []
