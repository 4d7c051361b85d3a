"""How near the sentences of two texts are: their vectors in, one number out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

JOINED = 3
"""So many sentences of one side may stand for one of the other."""
SOFTNESS = 0.04
"""In cosine: a sentence so much farther than the rest weighs e times as much."""


@dataclass(frozen=True, slots=True)
class Sentences:
    """The sentences of one text: their unit vectors and their lengths in characters."""

    vectors: NDArray[np.float32]
    lengths: Sequence[int]

    def whole(self) -> NDArray[np.float32]:
        """A unit vector for the text: the mean of its sentences', weighted by length."""
        return _mean(self, 0, len(self.lengths))


def closeness(source: Sentences, target: Sentences) -> float:
    """How near two texts are, sentence by sentence; at most 1, on the scale of the cosine.

    A sentence's counterpart is a sentence, a few in a row, or the whole of the
    other text: the nearest. Where that belongs rather to another sentence, the
    difference is held against it. The sentences of both sides are then joined
    by a soft minimum, weighted by length, so that one without a counterpart pulls
    the number down. For a sentence on either side it is their cosine.
    """
    import numpy as np

    near = np.concatenate([_one_way(source, target), _one_way(target, source)])
    weights = np.concatenate([_weights(source), _weights(target)]) / 2
    least = near.min()
    far = float(weights @ np.exp((least - near) / SOFTNESS))
    return float(least - SOFTNESS * np.log(far))


def _one_way(these: Sentences, those: Sentences) -> NDArray[np.float64]:
    """The cosine of each sentence with its counterpart, less what that has nearer."""
    import numpy as np

    count = len(those.lengths)
    spans = [
        (start, start + size)
        for size in range(1, min(JOINED, count) + 1)
        for start in range(count - size + 1)
    ]
    if count > JOINED:
        spans.append((0, count))
    cosines = these.vectors @ np.stack([_mean(those, *span) for span in spans]).T
    single = these.vectors @ those.vectors.T
    preferred = single.max(axis=0) - single
    near = [
        cosines[n, best] - preferred[n, slice(*spans[best])].min()
        for n, best in enumerate(cosines.argmax(axis=1))
    ]
    return np.array(near, np.float64)


def _weights(text: Sentences) -> NDArray[np.float64]:
    import numpy as np

    lengths = np.array(text.lengths, np.float64)
    shares: NDArray[np.float64] = lengths / lengths.sum()
    return shares


def _mean(text: Sentences, start: int, end: int) -> NDArray[np.float32]:
    import numpy as np

    weights = np.array(text.lengths[start:end], np.float32)
    summed = weights @ text.vectors[start:end]
    unit: NDArray[np.float32] = summed / np.linalg.norm(summed)
    return unit
