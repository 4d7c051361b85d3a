"""How long the first article takes: 19 paragraphs in two versions, everything judged.

    python -m benchmarks.article [--repeat 3]

Whole processes, median of several: without the store, with a store that knows the
texts, and what importing and loading the encoder alone takes. The encoder is unpacked
before. The goals are 5 s after loading, and 1.5 s in all with the store, on two cores;
next to them stands what the same processor takes for a fixed piece of Python, for
machines differ.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from statistics import median

from evalkit.encoders.devices import cpus
from lab.data import SHARED

LOADING = (
    "from evalkit.encoders.encoder import Encoder;"
    "from evalkit.encoders.resources import Resources;"
    "Encoder(Resources(offline=True)).sentences(['one'])"
)
AFTER_LOADING, AGAIN = 5.0, 1.5


def seconds(command: Sequence[str], repeat: int) -> float:
    """The median of so many runs of a process."""
    taken = []
    for _ in range(repeat):
        since = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True)
        taken.append(time.perf_counter() - since)
    return median(taken)


def yardstick() -> float:
    """Seconds for five million squares in plain Python."""
    since = time.perf_counter()
    sum(n * n for n in range(5_000_000))
    return time.perf_counter() - since


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--repeat", type=int, default=3)
    options = parser.parse_args()
    folder = SHARED / "article"
    if not folder.is_dir():
        print("the article is not here (../shared/article)")
        return
    with tempfile.TemporaryDirectory() as output:
        texts = [str(folder / f"{language}.txt") for language in ("bn", "pa")]
        command = [
            sys.executable, "-m", "evalkit", "compare", "-r", str(folder / "en.txt"), *texts,
            "-o", output,
        ]  # fmt: skip
        subprocess.run(command, check=True, capture_output=True)
        before = yardstick()
        loading = seconds([sys.executable, "-c", LOADING], options.repeat)
        fresh = seconds([*command, "--no-cache"], options.repeat)
        again = seconds(command, options.repeat)
        after = yardstick()
    print(f"{cpus()} cores; five million squares {before:.2f} s before, {after:.2f} s after")
    print(f"importing and loading the encoder   {loading:5.1f} s")
    print(f"without the store                   {fresh:5.1f} s")
    print(f"  after loading                     {against(fresh - loading, AFTER_LOADING)}")
    print(f"with the store                      {against(again, AGAIN)}")


def against(found: float, goal: float) -> str:
    return f"{found:5.1f} s  goal {goal}{'  missed' if found > goal else ''}"


if __name__ == "__main__":
    main()
