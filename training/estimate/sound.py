"""The contrasts that are learnt from: sound pairs of the tuning documents and their damage."""

from __future__ import annotations

from evalkit.validation.split import order
from training.estimate.contrast import Contrast, contrasts
from training.estimate.judged import measured_sources
from training.texts import Sound, sound

NEWS = "ntrex"


def damaged(seed: int, share: float) -> list[Contrast]:
    """All pairs of NTREX's tuning documents and a share of the others, each damaged."""
    seen = measured_sources()
    pairs = [
        pair
        for pair in sound(seed)
        if pair.source not in seen and (_news(pair) or order(pair.source)[0] < 256 * share)
    ]
    return list(contrasts(pairs, seed, _news))


def _news(pair: Sound) -> bool:
    return pair.collection == NEWS
