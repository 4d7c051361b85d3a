"""A checkpoint loaded by unbabel-comet's own `load_from_checkpoint`, ready to be asked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from evalkit.document import InputError
from evalkit.encoders import devices
from evalkit.encoders.diagnosis import explain
from evalkit.encoders.resources import Resources
from evalkit.metrics.comet import packed
from evalkit.metrics.comet.checkpoints import Checkpoint
from evalkit.metrics.comet.joint import Joint
from evalkit.metrics.comet.runtime import Runtime
from evalkit.metrics.comet.samples import Scorer
from evalkit.metrics.comet.separate import Separate
from evalkit.metrics.comet.silence import silence

REGRESSION, REFERENCELESS = "regression_metric", "referenceless_regression_metric"

_IN_MEMORY: dict[tuple[str, Resources], Runtime] = {}
"""What this process has loaded: the articles of a batch share it."""


def load(checkpoint: Checkpoint, resources: Resources) -> Scorer:
    """The checkpoint's scorer. InputError with the true cause where it cannot be loaded."""
    key = checkpoint.content_hash, resources
    if key not in _IN_MEMORY:
        try:
            _IN_MEMORY[key] = _runtime(checkpoint, resources)
        except Exception as error:
            raise explain(error, checkpoint.name) from error
    runtime = _IN_MEMORY[key]
    if checkpoint.class_identifier in (REGRESSION, REFERENCELESS):
        return Separate(runtime, checkpoint.class_identifier == REGRESSION)
    return Joint(runtime, runtime.model.hparams.input_segments)


def _runtime(checkpoint: Checkpoint, resources: Resources) -> Runtime:
    with silence():
        import comet
        import torch

        device, number = devices.place(resources)
        names = _names(checkpoint)
        with _uninitialised():
            model = comet.load_from_checkpoint(str(checkpoint.file), local_files_only=True)
        missing = [name for name, _ in model.named_parameters() if name not in names]
        if missing:
            raise InputError(
                f"the checkpoint lacks {_listed(missing)}",
                path=str(checkpoint.file),
                remedy="take hparams.yaml and model.ckpt from the same checkpoint",
            )
        model.eval().to(device)
        bfloat16 = number == torch.bfloat16
        if device.type == "cpu" and not bfloat16:
            packed.pack(model.encoder)
        return Runtime(model, device, bfloat16)


def _names(checkpoint: Checkpoint) -> frozenset[str]:
    """The names of the checkpoint's weights; the weights themselves are not read."""
    import torch

    found = torch.load(checkpoint.file, map_location="meta", mmap=True, weights_only=True)
    return frozenset(found["state_dict"])


@contextmanager
def _uninitialised() -> Iterator[None]:
    """Modules are made without random weights, which the checkpoint's replace anyway."""
    from transformers import modeling_utils

    without: Any = modeling_utils.no_init_weights
    with without():
        yield


def _listed(names: Iterable[str]) -> str:
    first, *rest = names
    return f"{first} and {len(rest)} more weights" if rest else first
