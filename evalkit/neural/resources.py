"""What a run may use: which encoder, which device, how precise, with or without a network."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Precision = Literal["float32", "bfloat16"]
BUILT_IN = "builtin"
NONE = "none"


@dataclass(frozen=True, slots=True)
class Resources:
    """`encoder` is "builtin", "none", a hub name or a path; `device` is "auto", "cpu", "cuda" …

    `offline` forbids the network: only what the local hub cache or a path holds.
    """

    encoder: str = BUILT_IN
    device: str = "auto"
    precision: Precision = "float32"
    offline: bool = False
