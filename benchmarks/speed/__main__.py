"""How fast: evalkit against sacrebleu, unbabel-comet and the length rule (`make bench`).

    python -m benchmarks.speed [PART …] [--runs N] [-o DIRECTORY]

Parts: each, tokens, battery, length, growth, cluster, models, comet. Every run
is a process of its own, on one thread where nothing else is said; contenders
take turns, medians are compared. Where evalkit's scores are not sacrebleu's to
the last digit (its limits to five) it stops. Writes speed.csv, machine.csv and
speed.svg into the directory.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from benchmarks.speed import batches, lexical, results
from benchmarks.speed.measuring import Measured, machine

PARTS: dict[str, Callable[[int], list[Measured]]] = {
    "each": lexical.each,
    "tokens": lexical.tokens,
    "battery": lexical.battery,
    "length": lexical.length,
    "growth": batches.growth,
    "cluster": batches.cluster,
    "models": batches.models,
}
COMET = "comet"
MEMORY = 1024.0
"""MiB that a table of any length may take."""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("parts", nargs="*", metavar="PART", help=", ".join([*PARTS, COMET]))
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("-o", "--output", type=Path, default=Path("build/bench"))
    options = parser.parse_args()
    wanted = options.parts or [*PARTS, COMET]
    unknown = [part for part in wanted if part not in (*PARTS, COMET)]
    if unknown:
        print(f"no part called {', '.join(unknown)}; choose from {', '.join(PARTS)}, {COMET}")
        return 2
    about = machine()
    print("; ".join(f"{name} {value}" for name, value in about.items()), flush=True)
    measured: list[Measured] = []
    for part in wanted:
        if part in PARTS:
            found = PARTS[part](options.runs)
            measured += found
            print("\n".join(results.lines(found)), flush=True)
            for line in verdicts(part, found):
                print(f"  {line}", flush=True)
    written = results.write(measured, about, options.output)
    print("written: " + ", ".join(map(str, written)), flush=True)
    if COMET in wanted:
        print("\nunbabel-comet's predict (benchmarks.comet)", flush=True)
        return subprocess.run([sys.executable, "-m", "benchmarks.comet"], check=False).returncode
    return 0


def verdicts(part: str, measured: list[Measured]) -> list[str]:
    """The goals of a part, and whether they are met."""
    found = []
    for group in results.groups(measured):
        task = group[0].task
        if task in lexical.GOALS:
            found.append(_goal(task, results.factor(group[-1], group), lexical.GOALS[task]))
    if part == "growth":
        found.append(f"time grows with length to the power of {batches.slope(measured):.2f}")
        most = max(measured, key=lambda m: m.memory)
        state = "met" if most.memory < MEMORY else "MISSED"
        found.append(f"at most {most.memory:.0f} MiB, goal under {MEMORY:.0f}: {state}")
    if part == "cluster":
        found.append(_goal("two workers", results.factor(measured[-1], measured), 1.7))
    return found


def _goal(task: str, times: float, goal: float) -> str:
    state = "met" if times >= goal else "MISSED"
    return f"{task}: {times:.2f} times as fast, goal {goal:g}: {state}; scores the same"


if __name__ == "__main__":
    raise SystemExit(main())
