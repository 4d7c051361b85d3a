"""A model of unbabel-comet where it runs: its device, its precision, how much at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any, TypeVar

from evalkit.encoders import devices, parallel
from evalkit.metrics.comet.silence import silence

Inputs = TypeVar("Inputs")
Result = TypeVar("Result")

BUDGETS: Mapping[str, int] = {"cpu": 1024}
"""Padded tokens of a batch by device. On a CPU more is no faster, and what is lost with a killed
process is more."""
BUDGET = 8192
"""Padded tokens of a batch on any other device; XLM-RoBERTa-XL then takes 6 GB for its layers."""


@dataclass(frozen=True, slots=True)
class Runtime:
    """A loaded model; `bfloat16` says whether its matrices are multiplied so."""

    model: Any
    device: Any
    bfloat16: bool = False

    @property
    def budget(self) -> int:
        return BUDGETS.get(self.device.type, BUDGET)

    def through(
        self, work: Callable[[Inputs], Result], batches: Iterable[Inputs], *, alone: bool = False
    ) -> Iterator[Result]:
        """What `work` makes of every batch, in order, without gradients.

        While a batch is waited for, nothing is heard of what libraries say.
        Several are worked on at a time, unless `work` wants to be `alone`;
        `batches` are made one by one.
        """
        count = 1 if alone else devices.streams(self.device)
        results = parallel.through(lambda batch: self.infer(work, batch), batches, count)
        while True:
            with silence():
                try:
                    result = next(results)
                except StopIteration:
                    return
            yield result

    def infer(self, work: Callable[[Inputs], Result], inputs: Inputs) -> Result:
        """`work` without gradients. Weights stay float32 under bfloat16."""
        import torch

        with ExitStack() as stack:
            stack.enter_context(torch.inference_mode())
            if self.bfloat16:
                stack.enter_context(torch.autocast(self.device.type, torch.bfloat16))
            return work(inputs)

    def placed(self, inputs: Mapping[str, Any]) -> dict[str, Any]:
        """A model's inputs with their tensors on its device."""
        import torch

        return {
            name: value.to(self.device) if isinstance(value, torch.Tensor) else value
            for name, value in inputs.items()
        }

    def count(self, texts: list[str]) -> list[int]:
        """The tokens of every text, those at its ends left out; one call for all."""
        if not texts:
            return []
        with silence():
            tokenizer = self.model.encoder.tokenizer
            found = tokenizer(texts, add_special_tokens=False, return_attention_mask=False)
        return [len(ids) for ids in found["input_ids"]]


def readable(text: str) -> str:
    """The text without half characters, which no tokenizer takes; offsets stay.

    >>> readable("half: \\ud83d.")
    'half: ?.'
    """
    return text.encode("utf-8", "replace").decode("utf-8")
