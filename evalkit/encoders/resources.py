"""What a run may use: which encoder, which device, how precise, with or without a network."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from evalkit.llm.server import Server

Precision = Literal["float32", "bfloat16"]
BUILT_IN, REQUIRED = "builtin", "required"
NONE = "none"


@dataclass(frozen=True, slots=True)
class Resources:
    """`encoder` is "builtin", "required", "none", a hub name or a path; `device` "auto", "cpu" …

    "builtin" is used where something reads it and it is at hand, "required" is the same encoder,
    without which nothing is judged. `offline` forbids model hubs: only what the local hub cache
    or a path holds. `server` is where a language model answers.
    """

    encoder: str = BUILT_IN
    device: str = "auto"
    precision: Precision = "float32"
    offline: bool = False
    server: Server = field(default_factory=Server)

    @property
    def built_in(self) -> bool:
        """Whether the encoder that ships is meant, not another."""
        return self.encoder in (BUILT_IN, REQUIRED)

    @property
    def encoder_demanded(self) -> bool:
        """Whether an encoder was asked for: it is used at any rate, and must be there."""
        return self.encoder not in (BUILT_IN, NONE)
