"""In words: which part of the machine was measured, and which was estimated from what.

An estimate must not look like a measurement, so each part is told by itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

PROCESSOR, GRAPHICS, MEMORY = "processor", "graphics card", "memory"
COUNTERS = {
    "intel_rapl": "its own counters (RAPL)",
    "windows_emi": "its own counters (EMI)",
    "intel_power_gadget": "Intel Power Gadget",
}
"""The modes in which codecarbon has the processor's power read, and by what."""


def method(hardware: Iterable[Any], kwh: Mapping[str, float]) -> str:
    """How codecarbon came to the `kwh` of each part; `hardware` are those that its tracker found.

    A processor that it did not find, and a part that gave nothing, are said not to be counted.

    >>> class CPU: _mode, _tdp = "cpu_load", 125.0
    >>> method([CPU()], {"processor": 0.001})
    'processor estimated from its load and a nominal power of 125 W'
    >>> method([], {})
    'processor not counted'
    """
    found = {PROCESSOR: "not counted"}
    for part in hardware:
        name, words = _told(part)
        found[name] = words if kwh.get(name) else "not counted"
    return ", ".join(f"{name} {words}" for name, words in found.items())


def _told(part: Any) -> tuple[str, str]:
    kind, chip = type(part).__name__, getattr(part, "chip_part", "")
    if kind == "CPU":
        return PROCESSOR, _processor(part._mode, part._tdp)
    if kind == "AppleSiliconChip":
        return PROCESSOR if chip == "CPU" else GRAPHICS, "measured by powermetrics"
    if kind == "Raspberry":
        return PROCESSOR if chip == "CPU" else MEMORY, "measured by the board's power chip"
    if kind == "GPU":
        return GRAPHICS, "measured by its driver"
    return MEMORY, "estimated from its size"


def _processor(mode: str, watts: float) -> str:
    if mode in COUNTERS:
        return f"measured by {COUNTERS[mode]}"
    if mode == "constant":
        return f"estimated as half of a nominal power of {watts:g} W"
    return f"estimated from its load and a nominal power of {watts:g} W"
