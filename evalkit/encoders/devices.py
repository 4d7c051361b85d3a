"""Where a network runs, how precisely, and on how many of the machine's CPUs."""

from __future__ import annotations

import os
import re
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from evalkit.document import InputError
from evalkit.encoders.parallel import split
from evalkit.encoders.resources import Resources

if TYPE_CHECKING:
    import torch

DEVICE = re.compile(r"auto|cpu|mps|cuda(:\d+)?")
CPU_BUDGET, GPU_BUDGET = 512, 16384
"""Padded tokens in a batch: what a CPU's caches hold, and what keeps a GPU busy."""
GROUPS = Path("/sys/fs/cgroup")


def check(resources: Resources) -> None:
    """InputError where `--device` or the precision is no word that is known here.

    Whether the device is there only torch can say: `place` does.
    """
    if not DEVICE.fullmatch(resources.device):
        raise InputError(
            f"no device is called {resources.device!r}", remedy="say auto, cpu, cuda, cuda:1 or mps"
        )
    if resources.precision not in ("float32", "bfloat16"):
        raise InputError(
            f"no precision is called {resources.precision!r}", remedy="say float32 or bfloat16"
        )


def place(resources: Resources) -> tuple[torch.device, torch.dtype]:
    """The device and the type of number that `resources` asks for; torch is told its threads.

    "auto" is the first CUDA device, else MPS, else the CPU. InputError where
    the device, or bfloat16 on it, is not there.
    """
    import torch

    check(resources)
    device = _device(resources.device)
    if resources.precision == "bfloat16" and not _has_bfloat16(device):
        raise InputError(
            f"{device} has no bfloat16 here", remedy="leave out --precision, or say float32"
        )
    torch.set_num_threads(min(torch.get_num_threads(), cpus()))
    return device, torch.float32 if resources.precision == "float32" else torch.bfloat16


def budget(device: torch.device) -> int:
    """How many padded tokens a batch for this device should have."""
    return CPU_BUDGET if device.type == "cpu" else GPU_BUDGET


def streams(device: torch.device) -> int:
    """How many batches should go through a network on this device at a time."""
    import torch

    return split(torch.get_num_threads())[0] if device.type == "cpu" else 1


def _device(name: str) -> torch.device:
    import torch

    mps = torch.backends.mps.is_available()
    there = torch.cuda.device_count() if torch.cuda.is_available() else 0
    if name == "auto":
        name = "cuda" if there else "mps" if mps else "cpu"
    device = torch.device(name)
    if device.type == "mps" and not mps:
        raise InputError("there is no MPS device here", remedy="leave out --device")
    if device.type == "cuda" and (device.index or 0) >= there:
        found = f"there are {there}" if there else "torch sees none"
        raise InputError(f"there is no device {name} here ({found})", remedy="leave out --device")
    return device


def _has_bfloat16(device: torch.device) -> bool:
    """Whether the hardware itself computes with bfloat16."""
    import torch

    if device.type == "cuda":
        return torch.cuda.get_device_capability(device) >= (8, 0)
    if device.type == "mps":
        return bool(torch.backends.mps.is_macos_or_newer(14, 0))
    capable = getattr(torch.cpu, "get_capabilities", None)
    if capable is not None:
        return any(there is True for name, there in capable().items() if "bf16" in name)
    older = getattr(torch.cpu, "_is_avx512_bf16_supported", None)
    return bool(older and older())


def cpus() -> int:
    """How many CPUs this process may use, by its affinity and its control group; at least 1."""
    if hasattr(os, "sched_getaffinity"):
        count = len(os.sched_getaffinity(0))
    else:
        count = os.cpu_count() or 1
    quota = _quota()
    return max(1, min(count, int(quota) if quota else count))


def _quota() -> float | None:
    """The CPUs a control group grants (version 2, then 1), or None where it sets no limit."""
    with suppress(OSError, ValueError):
        granted, period = (GROUPS / "cpu.max").read_text().split()
        return int(granted) / int(period)
    with suppress(OSError, ValueError):
        granted = (GROUPS / "cpu" / "cpu.cfs_quota_us").read_text()
        period = (GROUPS / "cpu" / "cpu.cfs_period_us").read_text()
        return int(granted) / int(period) if int(granted) > 0 else None
    return None
