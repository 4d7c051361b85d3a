"""Whether a part was measured or estimated, told of codecarbon's own kinds of hardware."""

from __future__ import annotations

from pathlib import Path

import pytest

from evalkit.energy.method import method

pytest.importorskip("codecarbon", reason="codecarbon is not installed")

from codecarbon.external.hardware import CPU, GPU, AppleSiliconChip, Raspberry
from codecarbon.external.ram import RAM

ALL = {"processor": 1.0, "graphics card": 1.0, "memory": 1.0}


def processor(mode: str, watts: int = 65) -> CPU:
    return CPU(output_dir=".", mode=mode, model="one", tdp=watts)


def test_an_estimate_is_called_one() -> None:
    assert method([RAM(), processor("cpu_load")], ALL) == (
        "processor estimated from its load and a nominal power of 65 W, "
        "memory estimated from its size"
    )
    assert method([processor("constant", 85)], ALL) == (
        "processor estimated as half of a nominal power of 85 W"
    )


def test_counters_of_the_processor_are_a_measurement(tmp_path: Path) -> None:
    counted = CPU(".", "intel_rapl", "one", 65, rapl_dir=str(tmp_path))
    assert method([counted, RAM()], ALL) == (
        "processor measured by its own counters (RAPL), memory estimated from its size"
    )


def test_parts_of_other_machines() -> None:
    # They cannot be made where there are none.
    chips = [AppleSiliconChip.__new__(AppleSiliconChip) for _ in range(2)]
    chips[0].chip_part, chips[1].chip_part = "CPU", "GPU"
    assert method([RAM(), *chips], ALL) == (
        "processor measured by powermetrics, memory estimated from its size, "
        "graphics card measured by powermetrics"
    )
    boards = [Raspberry(".", "pi", part) for part in ("RAM", "CPU")]
    assert method(boards, ALL) == (
        "processor measured by the board's power chip, memory measured by the board's power chip"
    )
    assert method([processor("cpu_load"), GPU.__new__(GPU)], ALL).endswith(
        ", graphics card measured by its driver"
    )


def test_a_part_that_gave_nothing_is_not_counted(tmp_path: Path) -> None:
    counted = CPU(".", "intel_rapl", "one", 65, rapl_dir=str(tmp_path))
    assert method([counted, RAM()], {"processor": 0.0, "memory": 1.0}) == (
        "processor not counted, memory estimated from its size"
    )
    assert method([RAM()], ALL) == "processor not counted, memory estimated from its size"
