"""How soon evalkit has started, and a short run is done, beside sacrebleu's command.

    python -m benchmarks.start [--repeat 9]

Whole processes on the sample (`references/flood-warning`: 18 paragraphs, two versions, each with
a translation back into English). sacrebleu computes BLEU, chrF and TER of one of these
translations; evalkit aligns both versions, computes the same of both with limits, runs all checks
and writes every report, without an encoder: with an empty cache, again with what that run left
there, and with `--no-cache`; `score` does one version and prints it. Each kind of run takes its
turn, so that whatever else the machine does meets all alike; the medians are compared. Python's
bytecode is warm for both: it is kept in a folder of the benchmark's own.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from benchmarks.article import yardstick
from evalkit.encoders.devices import cpus

SAMPLE = Path(__file__).resolve().parents[1] / "references" / "flood-warning"
HELP_GOAL, RUN_GOAL = 1.0, 8.0
"""The most that evalkit may take, in times what sacrebleu takes."""
LEXICAL = ("--encoder", "none", "-m", "bleu", "-m", "chrf", "-m", "ter")


@dataclass(frozen=True, slots=True)
class Process:
    """A command; what is done before each of its runs is not timed.

    `beside` is the name of sacrebleu's command it is held against, `goal` the most it may take
    in times of that; "" and 0 for those of sacrebleu.
    """

    command: Sequence[str]
    before: Callable[[], None] = lambda: None
    beside: str = ""
    goal: float = 0.0


def processes(folder: Path) -> dict[str, Process]:
    """What is timed, by name, in the order of its turns; `folder` takes caches and reports."""
    cache = folder / "cache"
    text = {name: str(SAMPLE / f"{name}.txt") for name in ("en", "bn", "pa")}
    back = {name: str(SAMPLE / f"backtranslation.{name}.txt") for name in ("bn", "pa")}
    sacrebleu = [sys.executable, "-m", "sacrebleu"]
    evalkit = [sys.executable, "-m", "evalkit"]
    compare = [*evalkit, "compare", "-r", text["en"], text["bn"], text["pa"], *LEXICAL]
    for version, path in back.items():
        compare += ["--back-translation", f"{version}={path}"]
    compare += ["-o", str(folder / "report")]
    score = [*evalkit, "score", text["bn"], "-r", text["en"], *LEXICAL]
    score += ["--back-translation", f"bn={back['bn']}", "--no-cache"]

    def forget() -> None:
        shutil.rmtree(cache, ignore_errors=True)

    bleu, helped = "sacrebleu, BLEU, chrF and TER of one version", "sacrebleu --help"
    return {
        helped: Process([*sacrebleu, "--help"]),
        "evalkit --help": Process([*evalkit, "--help"], beside=helped, goal=HELP_GOAL),
        bleu: Process([*sacrebleu, text["en"], "-i", back["bn"], "-m", "bleu", "chrf", "ter"]),
        "compare, the cache empty": Process(compare, forget, bleu, RUN_GOAL),
        "compare, again": Process(compare, beside=bleu, goal=RUN_GOAL),
        "compare --no-cache": Process([*compare, "--no-cache"], beside=bleu, goal=RUN_GOAL),
        "score --no-cache": Process(score, beside=bleu, goal=RUN_GOAL),
    }


def environment(folder: Path) -> dict[str, str]:
    """The caller's, with caches of the benchmark's own; bytecode is written whatever it says."""
    own = {"EVALKIT_CACHE": str(folder / "cache"), "PYTHONPYCACHEPREFIX": str(folder / "bytecode")}
    return {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"} | own


def timed(wanted: Mapping[str, Process], folder: Path, repeat: int) -> dict[str, list[float]]:
    """Seconds of so many runs of each; one before them warms the bytecode and is not counted."""
    found: dict[str, list[float]] = {name: [] for name in wanted}
    surroundings = environment(folder)
    for _ in range(repeat + 1):
        for name, process in wanted.items():
            process.before()
            since = time.perf_counter()
            subprocess.run(process.command, check=True, capture_output=True, env=surroundings)
            found[name].append(time.perf_counter() - since)
    return {name: seconds[1:] for name, seconds in found.items()}


def line(name: str, found: Mapping[str, Sequence[float]], process: Process) -> str:
    """A process's median and extremes, and how many times sacrebleu's that is.

    >>> times = {"theirs": [0.1, 0.1, 0.1], "ours": [0.5, 0.6, 0.9]}
    >>> line("ours", times, Process((), beside="theirs", goal=8.0))
    'ours                                         0.600 s  [0.50, 0.90]    6.0 times  goal 8'
    >>> line("theirs", times, Process(()))
    'theirs                                       0.100 s  [0.10, 0.10]'
    """
    own = found[name]
    said = f"{name:<44}{median(own):>6.3f} s  [{min(own):.2f}, {max(own):.2f}]"
    if not process.beside:
        return said
    ratio = median(own) / median(found[process.beside])
    missed = "  missed" if ratio > process.goal else ""
    return f"{said}{ratio:>7.1f} times  goal {process.goal:g}{missed}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--repeat", type=int, default=9)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        wanted = processes(folder)
        before = yardstick()
        found = timed(wanted, folder, options.repeat)
        after = yardstick()
    print(
        f"{cpus()} cores; median of {options.repeat} runs, the shortest and the longest; ", end=""
    )
    print(f"five million squares {before:.2f} s before, {after:.2f} s after")
    for name, process in wanted.items():
        print(line(name, found, process))


if __name__ == "__main__":
    main()
