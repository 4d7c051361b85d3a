"""What was measured as a table to read, as CSV and as a picture."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path

from benchmarks.speed.measuring import Measured

HEADER = (
    "task", "contender", "segments", "runs", "seconds_median", "seconds_min", "seconds_max",
    "segments_per_second", "peak_memory_mib", *("times_as_fast",),
)  # fmt: skip

PEERS = ("sacrebleu", "length rule")


def factor(measured: Measured, group: Sequence[Measured]) -> float:
    """How many times as fast as the first contender of its task."""
    return measured.rate / group[0].rate


def groups(measured: Sequence[Measured]) -> list[list[Measured]]:
    """The contenders of each task together, in order."""
    found: dict[str, list[Measured]] = {}
    for one in measured:
        found.setdefault(one.task, []).append(one)
    return list(found.values())


def lines(measured: Sequence[Measured]) -> list[str]:
    """For people: a line per contender."""
    shown = []
    for group in groups(measured):
        shown.append(f"{group[0].task}")
        for one in group:
            times = f"{factor(one, group):8.1f} x" if one is not group[0] else " " * 10
            shown.append(
                f"  {one.contender:38} {one.seconds:9.3f} s ± {one.spread / 2:4.0%}"
                f" {one.rate:12,.0f}/s {one.memory:7.0f} MiB {times}"
            )
    return shown


def write(measured: Sequence[Measured], machine: Mapping[str, str], folder: Path) -> list[Path]:
    """speed.csv, machine.csv and speed.svg in a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    table, about, picture = (folder / n for n in ("speed.csv", "machine.csv", "speed.svg"))
    with table.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(HEADER)
        for group in groups(measured):
            for one in group:
                seconds = [run.seconds for run in one.runs]
                writer.writerow(
                    [
                        one.task, one.contender, one.segments, len(one.runs),
                        f"{one.seconds:.6g}", f"{min(seconds):.6g}", f"{max(seconds):.6g}",
                        f"{one.rate:.6g}", f"{one.memory:.0f}", f"{factor(one, group):.4g}",
                    ]
                )  # fmt: skip
    with about.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(machine.items())
    draw(measured, picture)
    return [table, about, picture]


def draw(measured: Sequence[Measured], path: Path) -> None:
    """Two panels: segments a second by task, and the growth of time with length."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(10, 4.6), layout="constrained")
    left, right = figure.subplots(1, 2)
    bars = [g for g in groups(measured) if "segments" not in g[0].task]
    labels, rates, colours = [], [], []
    for group in bars:
        for one in group:
            labels.append(f"{one.task}: {one.contender}")
            rates.append(one.rate)
            colours.append("#b0b7bf" if one.contender.startswith(PEERS) else "#2a6f97")
    left.barh(range(len(rates)), rates, color=colours)
    left.set_yticks(range(len(rates)), labels, fontsize=7)
    left.invert_yaxis()
    left.set_xscale("log")
    left.set_xlabel("segments a second")
    grown = [
        one
        for group in groups(measured)
        for one in group
        if "segments" in one.task and one.contender.endswith("1")
    ]
    if grown:
        sizes = [one.segments for one in grown]
        right.loglog(sizes, [one.seconds for one in grown], "o-", color="#2a6f97")
        reference = grown[-1]
        right.loglog(
            sizes,
            [reference.seconds * size / reference.segments for size in sizes],
            ":",
            color="#888888",
            label="in proportion to the length",
        )
        for one in grown:
            note = f"{one.memory:.0f} MiB"
            right.annotate(note, (one.segments, one.seconds), xytext=(-4, 7), ha="right",
                           textcoords="offset points", fontsize=7)  # fmt: skip
        right.set_xlabel("segments in one table")
        right.set_ylabel("seconds, start included")
        right.legend(fontsize=7)
    figure.savefig(path, metadata={"Date": None})
