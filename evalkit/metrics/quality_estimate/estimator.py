"""The quality estimate as a model: pairs of texts in, estimates out."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from evalkit.encoders import builtin
from evalkit.encoders.encoder import Encoder
from evalkit.encoders.resources import BUILT_IN, Resources
from evalkit.metrics.quality_estimate import pair_features, perceptrons
from evalkit.metrics.quality_estimate.perceptrons import Perceptrons
from evalkit.metrics.quality_estimate.score_scale import Estimate, Scale
from evalkit.metrics.quality_estimate.score_scale import read as read_scale

HOME = files("evalkit.metrics.quality_estimate")
NETWORK, SCALE = "estimate.npz", "estimate.toml"
ROOM = 128
"""Tokens of either side that are judged at once: what was learnt from is seldom longer."""
ENCODER = builtin.NAME
"""The encoder whose vectors the estimate learnt from: no other will do."""


@dataclass(frozen=True, slots=True)
class Prediction:
    """What unbabel-comet's `predict` gives: `scores` (0 to 1) and their mean."""

    scores: list[float]
    system_score: float


class Estimator:
    """The estimate that ships, on the built-in encoder, whichever encoder a run uses.

    InputError where the built-in encoder cannot be had.
    """

    def __init__(self, resources: Resources) -> None:
        self._encoder = Encoder(
            Resources(BUILT_IN, resources.device, resources.precision, resources.offline)
        )

    @property
    def signature(self) -> str:
        """Two estimators with the same signature give the same scores."""
        own = f"{trained().digest}|scale:{scale().digest}|traits:{pair_features.VERSION}"
        return f"{own}|{self._encoder.signature}"

    def count(self, texts: Sequence[str]) -> list[int]:
        """How many tokens each text is for the encoder."""
        return [self._encoder.count(text) for text in texts]

    def raw(self, pairs: Sequence[tuple[str, str]]) -> Iterator[float]:
        """The raw score of every (source, target), in order, as batches are done.

        Not a number where a text has no token. A text longer than the encoder's window
        is read in parts; whoever wants every part judged cuts it (`ROOM`).
        """
        for _, found in pair_features.read(self._encoder, pairs):
            yield from trained().raw(found).tolist()

    def estimates(self, pairs: Sequence[tuple[str, str]]) -> list[Estimate | None]:
        """The estimate of every (source, target), in order; None where a text has no token."""
        return [None if math.isnan(raw) else scale().estimate(raw) for raw in self.raw(pairs)]

    def predict(self, samples: Sequence[Mapping[str, str]]) -> Prediction:
        """As unbabel-comet's `predict`: samples with "src" and "mt", scores from 0 to 1.

        A text without tokens scores 0.
        """
        found = self.estimates([(sample["src"], sample["mt"]) for sample in samples])
        scores = [estimate.value / 100 if estimate else 0.0 for estimate in found]
        return Prediction(scores, sum(scores) / max(1, len(scores)))


def load(resources: Resources | None = None) -> Estimator:
    """The estimator that ships; nothing is unpacked or loaded before it is asked.

    >>> model = load()
    >>> sound, detached = model.predict([
    ...     {"src": "The school reopens on Monday.", "mt": "Die Schule öffnet am Montag wieder."},
    ...     {"src": "The school reopens on Monday.", "mt": "Das Brot kostet drei Euro."},
    ... ]).scores
    >>> sound > detached + 0.2
    True
    """
    return Estimator(resources or Resources())


@cache
def trained() -> Perceptrons:
    """The numbers that were learnt."""
    return perceptrons.load(HOME.joinpath(NETWORK).read_bytes())


@cache
def scale() -> Scale:
    """What its raw scores mean."""
    return read_scale(HOME.joinpath(SCALE).read_text(encoding="utf-8"))
