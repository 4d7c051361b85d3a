"""XLM-RoBERTa's forward pass in plain torch.

`transformers` computes the same (a test holds it to that), but importing its
XLM-RoBERTa takes three seconds, which is longer than a short article takes;
and for the token vectors of a middle layer the layers above need not run.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from evalkit.encoders.network import Layers
from evalkit.encoders.unpack import CONFIG, FIRST_POSITION, WEIGHTS

if TYPE_CHECKING:
    import torch

    Tensors = Mapping[str, torch.Tensor]


@dataclass(frozen=True, slots=True)
class _Layer:
    """The parameters of one layer: (weight, bias) each, query, key and value in one."""

    attend: tuple[torch.Tensor, torch.Tensor]
    attended: tuple[torch.Tensor, torch.Tensor]
    norm_attended: tuple[torch.Tensor, torch.Tensor]
    widen: tuple[torch.Tensor, torch.Tensor]
    narrow: tuple[torch.Tensor, torch.Tensor]
    norm_narrowed: tuple[torch.Tensor, torch.Tensor]


class XLMRoberta:
    """The encoder in a folder that `evalkit.encoders.unpack` wrote."""

    def __init__(self, folder: Path, device: torch.device, dtype: torch.dtype) -> None:
        from safetensors.torch import load_file

        config = json.loads((folder / CONFIG).read_bytes())
        self._heads: int = config["num_attention_heads"]
        self._epsilon: float = config["layer_norm_eps"]
        tensors = {n: t.to(device, dtype) for n, t in load_file(folder / WEIGHTS).items()}
        self._words = tensors["embeddings.word_embeddings.weight"]
        # Every text is of type 0: one addition less for every token.
        self._positions = (
            tensors["embeddings.position_embeddings.weight"][FIRST_POSITION:]
            + tensors["embeddings.token_type_embeddings.weight"][0]
        )
        self._norm = _both(tensors, "embeddings.LayerNorm")
        self._layers = [
            _layer(tensors, f"encoder.layer.{n}") for n in range(config["num_hidden_layers"])
        ]

    def __call__(
        self, ids: torch.Tensor, mask: torch.Tensor, layers: Layers | None = None
    ) -> torch.Tensor:
        """Hidden states (texts, tokens, width) after each of `layers`, or after all."""
        import torch
        from torch.nn import functional as f

        ids, mask = ids.to(self._words.device), mask.to(self._words.device)
        allowed = None if bool(mask.all()) else mask[:, None, None, :]
        hidden = f.embedding(ids, self._words) + self._positions[: ids.shape[1]]
        hidden = self._normed(hidden, self._norm)
        asked = layers or (len(self._layers),)
        found = []
        for number, part in enumerate(self._layers[: max(asked)], 1):
            hidden = self._through(part, hidden, allowed)
            if number in asked:
                found.append(hidden)
        return found[0] if len(found) == 1 else torch.cat(found, dim=-1)

    def _through(
        self, layer: _Layer, hidden: torch.Tensor, allowed: torch.Tensor | None
    ) -> torch.Tensor:
        from torch.nn import functional as f

        texts, tokens, width = hidden.shape
        split = f.linear(hidden, *layer.attend).view(texts, tokens, 3, self._heads, -1)
        query, key, value = split.permute(2, 0, 3, 1, 4)
        context = f.scaled_dot_product_attention(query, key, value, attn_mask=allowed)
        context = context.transpose(1, 2).reshape(texts, tokens, width)
        hidden = self._normed(f.linear(context, *layer.attended) + hidden, layer.norm_attended)
        wide = f.gelu(f.linear(hidden, *layer.widen))
        return self._normed(f.linear(wide, *layer.narrow) + hidden, layer.norm_narrowed)

    def _normed(
        self, hidden: torch.Tensor, norm: tuple[torch.Tensor, torch.Tensor]
    ) -> torch.Tensor:
        from torch.nn import functional as f

        return f.layer_norm(hidden, hidden.shape[-1:], *norm, self._epsilon)


def _both(tensors: Tensors, name: str) -> tuple[torch.Tensor, torch.Tensor]:
    return tensors[f"{name}.weight"], tensors[f"{name}.bias"]


def _layer(tensors: Tensors, name: str) -> _Layer:
    import torch

    three = [_both(tensors, f"{name}.attention.self.{part}") for part in ("query", "key", "value")]
    return _Layer(
        attend=(torch.cat([w for w, _ in three]), torch.cat([b for _, b in three])),
        attended=_both(tensors, f"{name}.attention.output.dense"),
        norm_attended=_both(tensors, f"{name}.attention.output.LayerNorm"),
        widen=_both(tensors, f"{name}.intermediate.dense"),
        narrow=_both(tensors, f"{name}.output.dense"),
        norm_narrowed=_both(tensors, f"{name}.output.LayerNorm"),
    )
