"""What the folder of a sentence encoder says about itself.

Two layouts are read: that of `transformers`, and that of sentence-transformers,
which adds how to pool token vectors, a dense layer perhaps, and prompts.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evalkit.document import InputError
from evalkit.encoders.network import Pooling

WEIGHTS = (
    "model.safetensors",
    "model.safetensors.index.json",
    "pytorch_model.bin",
    "pytorch_model.bin.index.json",
)
SUFFIXES = {".json", ".txt", ".model", ".safetensors", ".bin"}
POOLINGS: dict[str, Pooling] = {"mean_tokens": "mean", "cls_token": "cls", "mean": "mean"}
POOLINGS["cls"] = "cls"
IGNORED = {"Normalize"}
"""Modules that change nothing here: every vector is normalised."""
E5 = re.compile(r"(?<![a-z0-9])e5(?![a-z0-9])")
DEFAULT_WINDOW = 512
ROBERTA = {"roberta", "xlm-roberta", "xlm-roberta-xl", "camembert", "mpnet", "xmod"}
"""Models that count positions from behind the padding's."""
MIDDLE = 7 / 12
"""How far up the layer lies whose token vectors align words across scripts best."""


@dataclass(frozen=True, slots=True)
class Layout:
    """`model` is the folder of the network itself, `dense` that of a layer behind the pooling."""

    folder: Path
    model: Path
    dense: Path | None
    pooling: Pooling
    prefix: str
    window: int
    layer: int
    pad: int


def read(folder: Path, name: str) -> Layout:
    """How the encoder in a folder wants its texts; `name` is what the user calls it.

    InputError where the folder holds no encoder, or one that cannot be used here.
    """
    modules = _json(folder / "modules.json", [])
    model, pooling, dense = folder, "mean", None
    for module in modules:
        kind, path = str(module["type"]).rsplit(".", 1)[-1], folder / module.get("path", "")
        if kind == "Transformer":
            model = path
        elif kind == "Pooling":
            pooling = _pooling(_json(path / "config.json", {}), name)
        elif kind == "Dense" and dense is None:
            dense = path
        elif kind not in IGNORED:
            raise _unusable(name, f"it has a module {kind}, which evalkit cannot compute")
    config = _json(model / "config.json", None)
    if config is None:
        raise _unusable(name, "it has no config.json")
    if not any((model / weights).is_file() for weights in WEIGHTS):
        raise _unusable(name, f"it has no weights ({WEIGHTS[0]})")
    if config.get("is_encoder_decoder"):
        raise _unusable(name, "it is an encoder with a decoder")
    return Layout(
        folder=folder,
        model=model,
        dense=dense,
        pooling=POOLINGS[pooling],
        prefix=_prefix(folder, name, config),
        window=_window(model, config),
        layer=max(1, round(_layers(config, name) * MIDDLE)),
        pad=config.get("pad_token_id") or 0,
    )


def files(layout: Layout) -> Iterator[Path]:
    """The files that decide the vectors, in a fixed order."""
    folders = dict.fromkeys((layout.folder, layout.model, layout.dense))
    if layout.folder != layout.model or layout.dense:
        folders.update(dict.fromkeys(layout.folder.glob("[0-9]_*")))
    for folder in sorted(path for path in folders if path):
        yield from sorted(p for p in folder.iterdir() if p.is_file() and p.suffix in SUFFIXES)


def _json(path: Path, absent: Any) -> Any:
    try:
        return json.loads(path.read_bytes())
    except FileNotFoundError:
        return absent
    except (OSError, ValueError) as error:
        problem = f"it cannot be read ({error})"
        raise InputError(problem, path=str(path), remedy="fetch the encoder again") from None


def _unusable(name: str, problem: str) -> InputError:
    return InputError(problem, path=name, remedy="give a sentence encoder, or leave out --encoder")


def _pooling(config: dict[str, Any], name: str) -> str:
    prefix = "pooling_mode_"
    modes = [
        key[len(prefix) :] for key, on in config.items() if key.startswith(prefix) and on is True
    ]
    if "pooling_mode" in config:
        modes = [str(config["pooling_mode"])]
    if len(modes) != 1 or modes[0] not in POOLINGS:
        raise _unusable(name, f"it pools by {' and '.join(modes) or 'nothing'}, not by mean or CLS")
    return modes[0]


def _prefix(folder: Path, name: str, config: dict[str, Any]) -> str:
    """What the model wants before every text: its default prompt, or E5's "query: "."""
    said = _json(folder / "config_sentence_transformers.json", {})
    default = said.get("default_prompt_name")
    if default:
        return str(said.get("prompts", {}).get(default, ""))
    names = (name, str(config.get("_name_or_path", "")))
    return "query: " if any(E5.search(Path(n).name.lower()) for n in names) else ""


def _window(model: Path, config: dict[str, Any]) -> int:
    """The most tokens the model takes, by whatever says least."""
    positions = config.get("max_position_embeddings")
    if positions and config.get("model_type") in ROBERTA:
        positions -= (config.get("pad_token_id") or 0) + 1
    said = (
        positions,
        _json(model / "sentence_bert_config.json", {}).get("max_seq_length"),
        _json(model / "tokenizer_config.json", {}).get("model_max_length"),
    )
    known = [int(n) for n in said if isinstance(n, int | float) and n > 0]
    return min(known, default=DEFAULT_WINDOW) if known else DEFAULT_WINDOW


def _layers(config: dict[str, Any], name: str) -> int:
    for key in ("num_hidden_layers", "n_layers", "num_layers"):
        if isinstance(config.get(key), int):
            return int(config[key])
    raise _unusable(name, "its config.json does not say how many layers it has")
