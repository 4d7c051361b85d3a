"""What 100 million segments cost, reckoned from rates that are measured here and now.

    python -m benchmarks.cost [--segments 100000000] [--cores 64] [--price 0.04]

Measures `evalkit batch` on one core with news sentences of 21 English words on average:
lexical metrics, the checks that need no model, and the quality estimate with
its encoder, each without what starting costs. Core-hours follow; hours on so
many cores assume that workers do not wait for each other, as `python -m
benchmarks.speed cluster` measures it for two; money is core-hours times a
price that you know better.
"""

from __future__ import annotations

import argparse
import tempfile
from dataclasses import dataclass
from pathlib import Path

from benchmarks.speed.batches import table
from benchmarks.speed.measuring import ONE_THREAD, command

SIZES = {"lexical": (2_000, 22_000), "checks": (200, 2_200), "qe": (100, 600)}
OPTIONS = {
    "lexical": ("--checks", "none"),
    "checks": ("-m", "none", "--checks", "fast"),
    "qe": ("-m", "qe", "--checks", "none", "--no-cache"),
}
NAMES = {
    "lexical": "BLEU, chrF, chrF++ and TER with limits",
    "checks": "every check that reads no encoder",
    "qe": "the quality estimate and its encoder",
}


@dataclass(frozen=True, slots=True)
class Rate:
    """Segments a second on one core, and the seconds a run takes before its first."""

    kind: str
    segments: float
    start: float


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--segments", type=int, default=100_000_000)
    parser.add_argument("--cores", type=int, default=64)
    parser.add_argument("--price", type=float, default=0.04, help="of a core for an hour")
    options = parser.parse_args()
    print(
        f"{options.segments:,} segments; {options.cores} cores; {options.price} a core-hour\n"
        f"{'':42} {'a second and core':>18} {'core-hours':>11} {'hours':>8} {'costs':>8}"
    )
    for kind in SIZES:
        rate = measured(kind)
        hours = core_hours(options.segments, rate.segments)
        print(
            f"{NAMES[kind]:42} {rate.segments:18,.0f} {hours:11,.0f} "
            f"{hours / options.cores:8,.1f} {hours * options.price:8,.0f}",
            flush=True,
        )
    return 0


def measured(kind: str) -> Rate:
    """The rate of one kind of work: two lengths are timed, what they share is the start."""
    seconds: dict[int, float] = {}
    with tempfile.TemporaryDirectory() as home:
        # Once before, so that the encoder is unpacked and files are in memory.
        for size in (SIZES[kind][0], *SIZES[kind]):
            path = Path(home) / f"{size}.csv"
            table(path, size)
            output = ("-o", str(Path(home) / f"out{len(seconds)}-{size}"))
            variables = {**ONE_THREAD, "XDG_CACHE_HOME": str(Path(home) / "cache")}
            arguments = ["batch", str(path), *output, "--force", *OPTIONS[kind]]
            seconds[size] = command(arguments, variables).seconds
    few, many = SIZES[kind]
    each = (seconds[many] - seconds[few]) / (many - few)
    return Rate(kind, 1 / each, seconds[few] - few * each)


def core_hours(segments: int, rate: float) -> float:
    """Hours of one core.

    >>> core_hours(100_000_000, 5000) // 0.1 / 10
    5.5
    """
    return segments / rate / 3600


if __name__ == "__main__":
    raise SystemExit(main())
