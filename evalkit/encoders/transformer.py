"""Any sentence encoder in a folder, run by `transformers`."""

from __future__ import annotations

import json
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from evalkit.document import InputError
from evalkit.encoders import devices
from evalkit.encoders.folder_layout import Layout
from evalkit.encoders.network import Frame, Layers, Network
from evalkit.encoders.resources import Resources

if TYPE_CHECKING:
    import torch

ACTIVATIONS = {"Identity", "Tanh", "ReLU", "GELU"}
"""The activation functions of torch that a dense layer may end with."""
SPARE = ("pooler.", "embeddings.position_ids")
"""Tensors that a checkpoint may lack: nothing here uses them."""


def load(layout: Layout, name: str, resources: Resources) -> Network:
    """The encoder in memory; InputError, in one line, where it does not load."""
    import torch

    device, dtype = devices.place(resources)
    with _quiet():
        try:
            tokenizer = _tokenizer(layout.model)
            model = _model(layout.model, name, dtype).to(device)
            finish = _dense(layout.dense) if layout.dense else None
        except InputError:
            raise
        except Exception as error:
            # tokenizers, safetensors and torch raise what they like.
            said = str(error).strip().splitlines() or [type(error).__name__]
            problem = f"the encoder does not load ({said[0]})"
            raise InputError(problem, path=name, remedy="fetch it again") from error
    frame = _frame(tokenizer, layout)

    def run(ids: torch.Tensor, mask: torch.Tensor, layers: Layers | None) -> torch.Tensor:
        output = model(
            input_ids=ids.to(device),
            attention_mask=mask.long().to(device),
            output_hidden_states=layers is not None,
        )
        if layers is None:
            return output.last_hidden_state  # type: ignore[no-any-return]
        return torch.cat([output.hidden_states[n] for n in layers], dim=-1)

    return Network(tokenizer, frame, run, devices.budget(device), devices.streams(device), finish)


@contextmanager
def _quiet() -> Iterator[None]:
    """No warnings and no bars of the libraries: what matters becomes an InputError."""
    from transformers.utils import logging

    before, bars = logging.get_verbosity(), logging.is_progress_bar_enabled()
    logging.set_verbosity_error()
    logging.disable_progress_bar()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logging.set_verbosity(before)
        if bars:
            logging.enable_progress_bar()


def _tokenizer(folder: Path) -> Any:
    from tokenizers import Tokenizer

    path = folder / "tokenizer.json"
    if path.is_file():
        made = Tokenizer.from_file(str(path))
    else:
        from transformers import AutoTokenizer

        slow = AutoTokenizer.from_pretrained(folder, local_files_only=True, trust_remote_code=False)
        if not slow.is_fast:
            raise InputError(
                "its tokenizer does not say where in the text a token stands",
                path=str(folder),
                remedy="give an encoder with a tokenizer.json",
            )
        made = slow.backend_tokenizer
    # Some are saved with a limit: here long texts go in windows instead.
    made.no_truncation()
    made.no_padding()
    return made


def _model(folder: Path, name: str, dtype: torch.dtype) -> Any:
    from transformers import AutoModel

    model, info = AutoModel.from_pretrained(
        folder,
        torch_dtype=dtype,
        local_files_only=True,
        trust_remote_code=False,
        output_loading_info=True,
    )
    missing = [key for key in info["missing_keys"] if not key.startswith(SPARE)]
    if missing:
        # Left to itself the library would fill them with random numbers.
        raise InputError(
            f"its weights lack {len(missing)} tensors ({missing[0]} …)",
            path=name,
            remedy="fetch it again, or give another encoder",
        )
    return model.eval()


def _dense(folder: Path) -> Callable[[torch.Tensor], torch.Tensor]:
    """The linear layer of sentence-transformers that stands behind the pooling."""
    import torch

    config = json.loads((folder / "config.json").read_bytes())
    said = str(config.get("activation_function", "Identity")).rsplit(".", 1)[-1]
    if said not in ACTIVATIONS:
        raise InputError(
            f"its dense layer ends with {said}, which evalkit does not know",
            path=str(folder),
            remedy="give another encoder",
        )
    path = folder / "model.safetensors"
    if path.is_file():
        from safetensors.torch import load_file

        tensors = load_file(path)
    else:
        tensors = torch.load(folder / "pytorch_model.bin", map_location="cpu", weights_only=True)
    weight, bias = tensors["linear.weight"].float(), tensors.get("linear.bias")
    activate = getattr(torch.nn, said)()

    def finish(pooled: torch.Tensor) -> torch.Tensor:
        made: torch.Tensor = activate(
            torch.nn.functional.linear(pooled, weight, None if bias is None else bias.float())
        )
        return made

    return finish


def _frame(tokenizer: Any, layout: Layout) -> Frame:
    """What the tokenizer puts around a text, seen from what it does to one."""
    bare = tokenizer.encode("a", add_special_tokens=False).ids
    whole = tokenizer.encode("a", add_special_tokens=True).ids
    start = next(n for n in range(len(whole)) if whole[n : n + len(bare)] == bare)
    frame = Frame(
        tuple(whole[:start]), tuple(whole[start + len(bare) :]), layout.pad, layout.window
    )
    if frame.room < 1:
        raise InputError(
            f"a window of {layout.window} tokens leaves no room for a text",
            path=str(layout.folder),
            remedy="give another encoder",
        )
    return frame
