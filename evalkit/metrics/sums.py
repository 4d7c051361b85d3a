"""Corpus scores of many sums of segment statistics at once.

sacrebleu scores one sum at a time, in a Python loop; a resampling test wants
ten thousand. These are the same formulas over a matrix with a line per sum,
in the order of sacrebleu's own statistics, equal to its scores but for the
last digits.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

BLEU_ORDER = 4
RECALL = 4
"""How much recall counts in chrF: beta squared, beta being 2."""


def bleu(sums: NDArray[np.float64]) -> NDArray[np.float64]:
    """BLEU with exponential smoothing (Papineni et al. 2002; Chen and Cherry 2014), 0 to 100.

    A line holds the lengths of hypothesis and reference, the matching n-grams
    of orders 1 to 4, and all n-grams of the hypothesis of orders 1 to 4.

    >>> import numpy as np
    >>> float(bleu(np.array([4.0, 4, 4, 3, 2, 1, 4, 3, 2, 1])).round(6))
    100.0
    """
    import numpy as np

    ours, theirs = sums[..., 0], sums[..., 1]
    matching, all_of_them = sums[..., 2 : 2 + BLEU_ORDER], sums[..., 2 + BLEU_ORDER :]
    missed = matching == 0
    # The first order without a match counts half a match, the next a quarter, …
    counted = np.where(missed, 0.5 ** np.cumsum(missed, axis=-1), matching)
    with np.errstate(divide="ignore", invalid="ignore"):
        logs = np.log(counted / all_of_them).mean(axis=-1)
        brevity = np.where(ours < theirs, 1 - theirs / ours, 0.0)
        scores = 100 * np.exp(logs + brevity)
    nothing = missed.all(axis=-1) | (all_of_them == 0).any(axis=-1)
    return np.where(nothing, 0.0, scores)


def chrf(sums: NDArray[np.float64]) -> NDArray[np.float64]:
    """chrF or chrF++ (Popović 2015, 2017), 0 to 100.

    A line holds, for each order of n-grams, those of the hypothesis, those of
    the reference, and those they share. Orders that either side lacks are left
    out.

    >>> import numpy as np
    >>> float(chrf(np.array([10.0, 10, 10, 9, 9, 9])))
    100.0
    """
    import numpy as np

    ours, theirs, shared = (sums[..., n::3] for n in range(3))
    there = (ours > 0) & (theirs > 0)
    orders = np.maximum(there.sum(axis=-1), 1)
    with np.errstate(divide="ignore", invalid="ignore"):
        precision = np.where(there, shared / ours, 0.0).sum(axis=-1) / orders
        recall = np.where(there, shared / theirs, 0.0).sum(axis=-1) / orders
        scores = 100 * (1 + RECALL) * precision * recall / (RECALL * precision + recall)
    return np.where(precision + recall > 0, scores, 0.0)


def ter(sums: NDArray[np.float64]) -> NDArray[np.float64]:
    """TER (Snover et al. 2006): edits per 100 reference words.

    >>> import numpy as np
    >>> ter(np.array([[3.0, 12.0], [2.0, 0.0], [0.0, 0.0]])).tolist()
    [25.0, 100.0, 0.0]
    """
    import numpy as np

    edits, words = sums[..., 0], sums[..., 1]
    with np.errstate(divide="ignore", invalid="ignore"):
        scores = 100 * edits / words
    return np.where(words > 0, scores, np.where(edits > 0, 100.0, 0.0))
