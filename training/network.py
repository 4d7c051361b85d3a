"""`encoders.counterpart_network` in torch, to be trained: the same arithmetic."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional as f

from evalkit.encoders.counterpart_network import AROUND, RIVALS
from training.losses import Example

DIMENSIONS, CHANNELS, WIDE = 96, 24, 5
FEATURES, TRAITS = 15, 5
SHARPNESS = 10.0
NOWHERE = -1e4
"""The cosine of a word that is only there to fill the batch."""
Batch = tuple[Tensor, ...]


class Network(nn.Module):
    """`width` is that of a word's vector, all layers side by side, `layers` how many they are."""

    def __init__(self, width: int, layers: int) -> None:
        super().__init__()
        self.one = width // layers
        self.start = self.one * (layers // 2)
        self.projection = nn.Linear(width, DIMENSIONS, bias=False)
        nn.init.orthogonal_(self.projection.weight)
        self.sharpness = nn.Parameter(torch.tensor(float(np.log(SHARPNESS))))
        self.convolutions = nn.ModuleList(
            [
                nn.Conv1d(FEATURES, CHANNELS, 1),
                nn.Conv1d(CHANNELS, CHANNELS, WIDE, padding=WIDE // 2),
                nn.Conv1d(CHANNELS, CHANNELS, WIDE, padding=WIDE // 2),
                nn.Conv1d(CHANNELS, 1, 1),
            ]
        )

    def forward(self, batch: Batch) -> tuple[Tensor, Tensor]:
        """The log-odds that each word has no counterpart, of both sides; filling included."""
        ours, theirs, our_traits, their_traits, here, there, anchors, *_ = batch
        one = f.normalize(self.projection(ours), dim=-1)
        other = f.normalize(self.projection(theirs), dim=-1)
        similar = one @ other.transpose(1, 2)
        middle = slice(self.start, self.start + self.one)
        plain = ours[..., middle] @ theirs[..., middle].transpose(1, 2)
        return (
            self._lost(similar, plain, our_traits, here, there, anchors),
            self._lost(
                similar.transpose(1, 2), plain.transpose(1, 2), their_traits, there, here,
                anchors.transpose(1, 2),
            ),
        )  # fmt: skip

    def _lost(
        self, similar: Tensor, plain: Tensor, traits: Tensor, here: Tensor, there: Tensor,
        anchors: Tensor,
    ) -> Tensor:  # fmt: skip
        both = here[:, :, None] & there[:, None, :]
        similar, plain = similar.masked_fill(~both, NOWHERE), plain.masked_fill(~both, NOWHERE)
        sharp = self.sharpness.exp()
        linked = f.softmax(sharp * similar, 2) * f.softmax(sharp * similar, 1)
        linked = linked.clamp(min=1e-12).sqrt() * both
        claim = linked.sum(2)
        many = there.sum(1, keepdim=True).clamp(min=1).float()
        numbers = torch.arange(similar.shape[2])[None, None]
        at = (linked * numbers).sum(2) / claim.clamp(min=1e-6) / many
        weight = (claim + 1e-3) * here
        around = torch.ones(1, 1, 2 * AROUND + 1)
        near = f.conv1d((weight * at)[:, None], around, padding=AROUND)[:, 0] - weight * at
        total = f.conv1d(weight[:, None], around, padding=AROUND)[:, 0] - weight
        anchored = (anchors & both).any(2).float()
        features = torch.stack(
            [
                similar.max(2).values,
                _margin(similar, both),
                claim,
                (torch.logsumexp(sharp * similar, 2) / sharp).clamp(-5, 5),
                plain.max(2).values,
                _margin(plain, both),
                (at - near / total.clamp(min=1e-3)).abs(),
                anchored,
                traits[..., 2] * (1 - anchored),
                (torch.log(many + 1) / 5).expand_as(claim),
                *traits.unbind(-1),
            ],
            1,
        )
        real = here[:, None].float()
        first, second, third, last = self.convolutions
        hidden = f.relu(first(features * real)) * real
        hidden = hidden + f.relu(second(hidden)) * real
        hidden = hidden + f.relu(third(hidden)) * real
        lost: Tensor = last(hidden)[:, 0]
        return lost

    def arrays(self) -> dict[str, NDArray[np.float16]]:
        """What `evalkit.encoders.counterpart_network` reads, in half precision."""
        found: dict[str, Tensor] = {
            "projection": self.projection.weight,
            "sharpness": self.sharpness.exp(),
        }
        for number, layer in enumerate(self.convolutions):
            found[f"weight{number}"], found[f"bias{number}"] = layer.weight, layer.bias  # type: ignore[assignment]
        return {name: value.detach().numpy().astype(np.float16) for name, value in found.items()}


def _margin(similar: Tensor, both: Tensor) -> Tensor:
    best = similar.topk(min(RIVALS, similar.shape[1]), dim=1).values
    real = best > NOWHERE / 2
    rivals = torch.where(real, best, torch.zeros_like(best)).sum(1) / real.sum(1).clamp(min=1)
    made: Tensor = (2 * similar - rivals[:, None, :]).masked_fill(~both, NOWHERE).max(2).values
    return made


def batch(examples: Sequence[Example]) -> Batch:
    """Examples side by side, filled up: both sides' vectors, traits, real words, and the rest."""
    here = max(len(e.source) for e in examples)
    there = max(len(e.target) for e in examples)
    ours = _filled([e.source for e in examples], here)
    theirs = _filled([e.target for e in examples], there)
    anchors = torch.zeros(len(examples), here, there, dtype=torch.bool)
    for row, example in enumerate(examples):
        anchors[row, example.anchors[:, 0], example.anchors[:, 1]] = True
    return (
        ours,
        theirs,
        _filled([e.source_traits for e in examples], here),
        _filled([e.target_traits for e in examples], there),
        _filled([np.ones(len(e.source), np.float32) for e in examples], here) > 0,
        _filled([np.ones(len(e.target), np.float32) for e in examples], there) > 0,
        anchors,
        _filled([e.source_lost for e in examples], here),
        _filled([e.target_lost for e in examples], there),
        _filled([e.source_weight for e in examples], here),
        _filled([e.target_weight for e in examples], there),
    )


def _filled(arrays: Sequence[NDArray[Any]], many: int) -> Tensor:
    made = torch.zeros(len(arrays), many, *arrays[0].shape[1:])
    for row, array in enumerate(arrays):
        made[row, : len(array)] = torch.from_numpy(np.asarray(array, np.float32))
    return made


def loss(network: Network, batch_: Batch) -> Tensor:
    """The weighted cross-entropy of both sides' words."""
    ours, theirs = network(batch_)
    *_, source_lost, target_lost, source_weight, target_weight = batch_
    summed = f.binary_cross_entropy_with_logits(
        ours, source_lost, source_weight, reduction="sum"
    ) + f.binary_cross_entropy_with_logits(theirs, target_lost, target_weight, reduction="sum")
    return summed / (source_weight.sum() + target_weight.sum()).clamp(min=1)
