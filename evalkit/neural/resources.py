"""What a run may use: which encoder, which device, how precise, with or without a network."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from evalkit.llm.server import Server

Precision = Literal["float32", "bfloat16"]
BUILT_IN = "builtin"
NONE = "none"


@dataclass(frozen=True, slots=True)
class Resources:
    """`encoder` is "builtin", "none", a hub name or a path; `device` is "auto", "cpu", "cuda" …

    `offline` forbids model hubs: only what the local hub cache or a path holds. `server` is where
    a language model answers.
    """

    encoder: str = BUILT_IN
    device: str = "auto"
    precision: Precision = "float32"
    offline: bool = False
    server: Server = field(default_factory=Server)
