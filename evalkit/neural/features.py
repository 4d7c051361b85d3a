"""What the vectors of two texts tell of each word: the evidence that it has a counterpart."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from evalkit.neural.anchors import figures
from evalkit.neural.words import Place

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from evalkit.neural.encoder import Tokens

NAMES = ("best", "margin", "scatter", "anchor", "figure_lost", "length", "capital")
"""The features of a word, in the order of `features`' columns.

best: the cosine of its best match. margin: twice that, less what its match has
to offer the words it is nearest to (a word that everything is near to proves
little). scatter: how far its match lies from its neighbours' matches, as a
share of the text. anchor: a word of equal spelling, digits or sound is there.
figure_lost: it has digits, and no word there has them. length: the logarithm of
its characters. capital: it begins with one.
"""
RIVALS = 3
NEIGHBOURS = 3


def pooled(words: Sequence[Place], tokens: Tokens) -> NDArray[np.float32]:
    """A unit vector for every word, the mean of its tokens; zeros where it has none."""
    import numpy as np

    vectors = np.zeros((len(words), tokens.vectors.shape[1]), np.float32)
    if not words or not len(tokens.places):
        return vectors
    starts, ends = np.array(words).T
    # The first word that a token touches; a token of punctuation touches none.
    nearest = np.searchsorted(ends, tokens.places[:, 0], side="right")
    inside = nearest < len(words)
    touched = starts[np.minimum(nearest, len(words) - 1)] < tokens.places[:, 1]
    keep = inside & touched
    np.add.at(vectors, nearest[keep], tokens.vectors[keep].astype(np.float32))
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    pooled: NDArray[np.float32] = vectors / np.where(lengths > 0, lengths, 1)
    return pooled


def features(
    words: Sequence[str], similar: NDArray[np.float32], anchors: Sequence[int]
) -> NDArray[np.float64]:
    """The features of every word, (words, NAMES).

    `similar[i, j]` is the cosine of word i and word j of the other text, which
    has at least one; `anchors` are the indices of words that are anchored there.
    """
    import numpy as np

    rivals = np.sort(similar, axis=0)[-RIVALS:].mean(axis=0)
    corrected = 2 * similar - rivals
    at = corrected.argmax(axis=1) / max(1, similar.shape[1] - 1)
    anchored = np.zeros(len(words))
    anchored[list(anchors)] = 1
    digits = np.array([bool(figures(word)) for word in words], float)
    columns = [
        similar.max(axis=1),
        corrected.max(axis=1),
        _scatter(at),
        anchored,
        digits * (1 - anchored),
        np.log([len(word) for word in words]),
        np.array([word[:1].isupper() for word in words], float),
    ]
    table: NDArray[np.float64] = np.stack(columns, axis=1).astype(np.float64)
    return table


def _scatter(at: NDArray[np.float64]) -> NDArray[np.float64]:
    """How far each place lies from the median of its neighbours' places."""
    import numpy as np

    away = np.zeros(len(at))
    for i in range(len(at)):
        around = np.concatenate([at[max(0, i - NEIGHBOURS) : i], at[i + 1 : i + 1 + NEIGHBOURS]])
        away[i] = abs(at[i] - np.median(around)) if len(around) else 0.0
    return away
