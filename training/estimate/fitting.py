"""Fits the perceptrons: human ranks by their squares, damage by its margins."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch.nn import functional as f

from evalkit.metrics.quality_estimate.perceptrons import FURTHEST, Perceptrons

Floats = NDArray[np.float32]
Halves = NDArray[np.float16]
Layers = list[tuple[torch.Tensor, torch.Tensor]]
Progress = Callable[[str], None]

NARROW = 1e-3
"""A trait that varies less is put on no scale of its own."""


@dataclass(frozen=True, slots=True)
class Judgements:
    """Traits (pairs, traits), what people said of them in ranks, and what each weighs."""

    traits: Halves
    values: Floats
    weights: Floats

    def some(self, rows: NDArray[np.intp]) -> Judgements:
        return Judgements(self.traits[rows], self.values[rows], self.weights[rows])

    def beside(self, other: Judgements) -> Judgements:
        """Both, these first."""
        return Judgements(
            np.concatenate([self.traits, other.traits]),
            np.concatenate([self.values, other.values]),
            np.concatenate([self.weights, other.weights]),
        )


@dataclass(frozen=True, slots=True)
class Contrasts:
    """Traits of sound pairs and of their damaged copies, and the margins between the two."""

    sound: Halves
    damaged: Halves
    margins: Floats


def fit(
    judged: Judgements,
    contrasts: Contrasts,
    settings: Mapping[str, Any],
    weight: float,
    seed: int,
    progress: Progress,
    device: str = "cpu",
) -> Perceptrons:
    """The members, trained together: each its own beginning, its own order of the segments.

    `settings` is the table `network` of config.toml, `weight` what a broken margin costs.
    """
    middle = judged.traits.mean(0, dtype=np.float64).astype(np.float32)
    spread = np.maximum(judged.traits.std(0, dtype=np.float64), NARROW).astype(np.float32)
    place = torch.device(device)
    scaled = _Scaled(middle, spread, place)
    members = []
    for member in range(settings["members"]):
        torch.manual_seed(1000 * seed + member)
        members.append(_member(scaled, judged, contrasts, settings, weight))
        progress(f"member {member + 1} of {settings['members']}")
    weights, biases = [], []
    for layers in zip(*members, strict=True):
        weights.append(np.stack([w.detach().cpu().numpy().T for w, _ in layers]))
        biases.append(np.stack([b.detach().cpu().numpy() for _, b in layers]))
    return Perceptrons(middle, spread, tuple(weights), tuple(biases))


class _Scaled:
    """Traits as the network sees them, on the device."""

    def __init__(self, middle: Floats, spread: Floats, place: torch.device) -> None:
        self.place = place
        self._middle = torch.from_numpy(middle).to(place)
        self._spread = torch.from_numpy(spread).to(place)

    def __call__(self, traits: Halves) -> torch.Tensor:
        raw = torch.from_numpy(traits).to(self.place).float()
        return ((raw - self._middle) / self._spread).clamp(-FURTHEST, FURTHEST)


def _member(
    scaled: _Scaled,
    judged: Judgements,
    contrasts: Contrasts,
    settings: Mapping[str, Any],
    weight: float,
) -> Layers:
    sizes = [judged.traits.shape[1], *settings["hidden"], 1]
    layers = _beginning(sizes, scaled.place)
    optimiser = torch.optim.AdamW(
        [tensor for layer in layers for tensor in layer],
        lr=settings["rate"], weight_decay=settings["decay"],
    )  # fmt: skip
    batch, many = settings["batch"], len(judged.values)
    steps = settings["epochs"] * (many // batch)
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimiser, settings["rate"], total_steps=steps, pct_start=0.15
    )
    values = torch.from_numpy(judged.values).to(scaled.place)
    weights = torch.from_numpy(judged.weights).to(scaled.place)
    margins = torch.from_numpy(contrasts.margins).to(scaled.place)
    # As many contrasts a step as go through all of them in half as many epochs.
    beside = max(1, len(contrasts.margins) * batch // (2 * many)) if len(contrasts.margins) else 0
    left: torch.Tensor = torch.empty(0, dtype=torch.int64)
    for step in range(steps):
        if step % (many // batch) == 0:
            order = torch.randperm(many)
        at = order[(step % (many // batch)) * batch :][:batch]
        if len(left) < beside:
            left = torch.randperm(len(contrasts.margins))
        some, left = left[:beside], left[beside:]
        traits = [judged.traits[at.numpy()]]
        if beside:
            traits += [contrasts.sound[some.numpy()], contrasts.damaged[some.numpy()]]
        seen = scaled(np.concatenate(traits))
        seen = seen + settings["noise"] * torch.randn_like(seen)
        found = _through(layers, seen, settings["dropout"])
        error = (found[: len(at)] - values[at]) ** 2 * weights[at]
        loss = error.sum() / weights[at].sum()
        if beside:
            sound, damaged = found[len(at) : -beside], found[-beside:]
            loss = loss + weight * (f.relu(margins[some] - (sound - damaged)) ** 2).mean()
        optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        optimiser.step()
        schedule.step()
    return layers


def _beginning(sizes: Sequence[int], place: torch.device) -> Layers:
    made: Layers = []
    for inputs, outputs in pairwise(sizes):
        layer = torch.nn.Linear(inputs, outputs)
        weight, bias = layer.weight.detach().to(place), layer.bias.detach().to(place)
        made.append((weight.requires_grad_(), bias.requires_grad_()))
    return made


def _through(layers: Layers, seen: torch.Tensor, dropout: float) -> torch.Tensor:
    for n, (weight, bias) in enumerate(layers):
        if n:
            seen = f.dropout(f.relu(seen), dropout)
        seen = f.linear(seen, weight, bias)
    return seen[:, 0]
