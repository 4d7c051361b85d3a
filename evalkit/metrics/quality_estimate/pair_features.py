"""A source and its translation as numbers: their tokens, how they face each other, spelling."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from evalkit.metrics.quality_estimate.spelling_features import NAMES, surface

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from evalkit.encoders.encoder import Encoder, Tokens

    Floats = NDArray[np.float32]

VERSION = 1
"""Raised when the traits of a pair, or their order, change."""
LAYERS = (4, 8)
"""Of the encoder's twelve; means of seven layers told no more than those of two."""
QUANTILES = (0.0, 0.1, 0.25, 0.5, 0.75)
NEARNESS = 2 * (len(QUANTILES) + 3) + 2
"""Traits of one layer's cosines."""
CHUNK = 256
"""Pairs read at once: their token vectors are held in memory."""


def width(size: int) -> int:
    """How many traits a pair has; `size` is that of the encoder's vectors."""
    return len(LAYERS) * (2 * size + NEARNESS) + 2 + len(NAMES)


def read(
    encoder: Encoder, pairs: Sequence[tuple[str, str]]
) -> Iterator[tuple[Sequence[tuple[str, str]], Floats]]:
    """Some pairs (source, target) at a time, in order, with their traits, (pairs, traits).

    A text without tokens has no traits: its pair's are not a number.
    """
    import numpy as np

    for start in range(0, len(pairs), CHUNK):
        some = pairs[start : start + CHUNK]
        texts = list(dict.fromkeys(text for pair in some for text in pair))
        tokens = dict(zip(texts, encoder.tokens(texts, layers=LAYERS), strict=True))
        yield some, np.stack([_pair(*pair, tokens) for pair in some])


def _pair(source: str, target: str, tokens: dict[str, Tokens]) -> Floats:
    import numpy as np

    ours, theirs = tokens[source].vectors, tokens[target].vectors
    if not len(ours) or not len(theirs):
        size = (ours if len(ours) else theirs).shape[-1]
        return np.full(width(size), np.nan, np.float32)
    parts = [ours.mean(0).ravel(), theirs.mean(0).ravel()]
    parts += [_nearness(ours[:, n], theirs[:, n]) for n in range(len(LAYERS))]
    parts += [np.log1p([len(ours), len(theirs)]), np.array(surface(source, target))]
    made: Floats = np.concatenate(parts).astype(np.float32)
    return made


def _nearness(ours: Floats, theirs: Floats) -> Floats:
    """How the tokens of two texts find each other: (tokens, width) twice to (NEARNESS,).

    Of each side the quantiles, mean and spread of its tokens' best cosines and the share
    of tokens that are the best of their best; the cosine of the two means; how nearly the
    tokens' order is kept.
    """
    import numpy as np

    cosines = ours @ theirs.T
    forth, back = cosines.argmax(1), cosines.argmax(0)
    told = []
    for best, mutual in (
        (cosines.max(1), back[forth] == np.arange(len(forth))),
        (cosines.max(0), forth[back] == np.arange(len(back))),
    ):
        told += [*np.quantile(best, QUANTILES), best.mean(), best.std(), mutual.mean()]
    middle, other = ours.mean(0), theirs.mean(0)
    cosine = middle @ other / max(1e-6, float(np.linalg.norm(middle) * np.linalg.norm(other)))
    made: Floats = np.array([*told, cosine, _order(forth)], np.float32)
    return made


def _order(forth: NDArray[np.intp]) -> float:
    """The correlation of the tokens' places with those of their best matches, -1 to 1."""
    import numpy as np

    if len(forth) < 3 or not forth.std():
        return 0.0
    return float(np.corrcoef(np.arange(len(forth)), forth)[0, 1])
