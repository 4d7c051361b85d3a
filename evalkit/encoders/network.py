"""What the encoder needs of a model, whichever it is: how to cut texts and what to run."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from evalkit.encoders.resources import Precision

if TYPE_CHECKING:
    import torch

Pooling = Literal["mean", "cls"]
Layers = tuple[int, ...]

Run = Callable[["torch.Tensor", "torch.Tensor", Layers | None], "torch.Tensor"]
"""(ids, mask, layers) to hidden states: (texts, tokens) twice to (texts, tokens, width).

`mask` is true where there is a token; `layers` count from 1, those of several stand side
by side in the width; None is the last one."""


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around the tokens of a text, and how many fit: `window` counts the frame."""

    head: tuple[int, ...]
    tail: tuple[int, ...]
    pad: int
    window: int

    @property
    def room(self) -> int:
        return self.window - len(self.head) - len(self.tail)


@dataclass(frozen=True, slots=True)
class Network:
    """A model in memory.

    `budget` is how many padded tokens a batch has, `streams` how many batches
    go through it at a time, `finish` turns pooled vectors (texts, width) into
    the model's own.
    """

    tokenizer: Any
    frame: Frame
    run: Run
    budget: int
    streams: int = 1
    finish: Callable[[torch.Tensor], torch.Tensor] | None = None


@dataclass(frozen=True, slots=True)
class Recipe:
    """A model on disk: all that decides its vectors, and how to load it.

    `content` is a hash of its files or its revision, `prefix` what the model
    wants before every text, `layers` those whose token vectors align words.
    """

    name: str
    content: str
    prefix: str
    pooling: Pooling
    window: int
    layers: Layers
    precision: Precision
    load: Callable[[], Network]

    @property
    def signature(self) -> str:
        """Two recipes with the same signature give the same vectors.

        >>> Recipe("e5", "12ab", "query: ", "mean", 512, (5, 7), "float32", None).signature
        'e5:12ab|prefix:query|pooling:mean|window:512|layers:5+7|float32'
        """
        return (
            f"{self.name}:{self.content}|prefix:{self.prefix.strip(' :') or 'none'}"
            f"|pooling:{self.pooling}|window:{self.window}|layers:{'+'.join(map(str, self.layers))}"
            f"|{self.precision}"
        )
