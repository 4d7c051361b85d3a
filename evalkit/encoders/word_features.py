"""What the vectors of two texts tell of each word: the evidence that it has a counterpart."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from typing import TYPE_CHECKING

from evalkit.encoders.word_alignment import Place
from evalkit.encoders.word_anchors import figures

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from evalkit.encoders.encoder import Tokens

NAMES = (
    "best", "margin", "claim", "scatter", "anchor", "figure_lost", "length", "capital",
)  # fmt: skip
"""The features of a word, in the order of `features`' columns.

best: the cosine of its best match. margin: twice that, less what its match has
to offer the words it is nearest to (a word that everything is near to proves
little). claim: the strength of all its links together (`strengths`). scatter: how
far its match lies from its neighbours' matches, as a share of the text. anchor: a
word of equal spelling, digits or sound is there. figure_lost: it has digits, and
no word there has them. length: the logarithm of its characters. capital: it begins
with one.
"""
OVERALL = ("best", "worse", "margin", "claim", "scatter", "anchor", "words")
"""The features of two texts as a whole, in the order of `overall`.

The means of both sides' words for five of `NAMES`; worse: the lesser of the two
means of the best cosine; words: the logarithm of the mean number of words.
"""
RIVALS = 3
TEMPERATURE = 0.05
"""Cosines so far apart differ e times in likelihood."""
NEIGHBOURS = 3


def pooled(words: Sequence[Place], tokens: Tokens) -> NDArray[np.float32]:
    """A unit vector for every word and layer, the mean of its tokens; zeros where it has none.

    (words, layers, width) float32.
    """
    import numpy as np

    vectors = np.zeros((len(words), *tokens.vectors.shape[1:]), np.float32)
    if not words or not len(tokens.places):
        return vectors
    starts, ends = np.array(words).T
    # The first word that a token touches; a token of punctuation touches none.
    nearest = np.searchsorted(ends, tokens.places[:, 0], side="right")
    inside = nearest < len(words)
    touched = starts[np.minimum(nearest, len(words) - 1)] < tokens.places[:, 1]
    keep = inside & touched
    np.add.at(vectors, nearest[keep], tokens.vectors[keep].astype(np.float32))
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    pooled: NDArray[np.float32] = vectors / np.where(lengths > 0, lengths, 1)
    return pooled


def strengths(similar: NDArray[np.float32]) -> NDArray[np.float32]:
    """How much words prefer each other to all others, 0 to 1.

    The geometric mean of the softmax over the target's words and the one over
    the source's.
    """
    import numpy as np

    def shares(axis: int) -> NDArray[np.float32]:
        raised = np.exp((similar - similar.max(axis, keepdims=True)) / TEMPERATURE)
        found: NDArray[np.float32] = raised / raised.sum(axis, keepdims=True)
        return found

    strong: NDArray[np.float32] = np.sqrt(shares(0) * shares(1))
    return strong


def features(
    words: Sequence[str],
    similar: NDArray[np.float32],
    linked: NDArray[np.float32],
    anchors: Sequence[int],
) -> NDArray[np.float64]:
    """The features of every word, (words, NAMES).

    `similar[i, j]` is the cosine of word i and word j of the other text, which
    has at least one; `linked` are the `strengths`; `anchors` are the indices of
    words that are anchored there.
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
        linked.sum(axis=1),
        _scatter(at),
        anchored,
        digits * (1 - anchored),
        np.log([len(word) for word in words]),
        np.array([word[:1].isupper() for word in words], float),
    ]
    table: NDArray[np.float64] = np.stack(columns, axis=1).astype(np.float64)
    return table


def overall(ours: NDArray[np.float64], theirs: NDArray[np.float64]) -> NDArray[np.float64]:
    """The evidence of two texts as a whole, (OVERALL,), from the `features` of both."""
    import numpy as np

    sides = np.stack([ours.mean(axis=0), theirs.mean(axis=0)])
    means = dict(zip(NAMES, sides.mean(axis=0), strict=True))
    means["worse"] = sides[:, NAMES.index("best")].min()
    means["words"] = np.log((len(ours) + len(theirs)) / 2)
    return np.array([means[name] for name in OVERALL], np.float64)


def _scatter(at: NDArray[np.float64]) -> NDArray[np.float64]:
    """How far each place lies from the median of its neighbours' places."""
    import numpy as np

    places = at.tolist()
    away = [
        abs(place - statistics.median(around))
        if (around := places[max(0, i - NEIGHBOURS) : i] + places[i + 1 : i + 1 + NEIGHBOURS])
        else 0.0
        for i, place in enumerate(places)
    ]
    return np.array(away)
