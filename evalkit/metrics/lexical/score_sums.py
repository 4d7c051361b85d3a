"""Scores of many sums of segment statistics at once.

sacrebleu scores one sum at a time, in a Python loop; a resampling test wants
ten thousand, a table a million rows. These are the same formulas over a matrix
with a line per sum, in the order of sacrebleu's own statistics. chrF and TER
are added up in its order too, and equal its scores to the last digit; BLEU
does but for the last digits, and `sentence_bleu` does, row by row.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

BLEU_ORDER = 4
RECALL = 4
"""How much recall counts in chrF: beta squared, beta being 2."""


def bleu(sums: NDArray[np.float64]) -> NDArray[np.float64]:
    """BLEU with exponential smoothing (Papineni et al. 2002; Chen and Cherry 2014), 0 to 100.

    One sum alone is scored to sacrebleu's last digit, many at once but for the last digits.

    A line holds the lengths of hypothesis and reference, the matching n-grams
    of orders 1 to 4, and all n-grams of the hypothesis of orders 1 to 4.

    >>> import numpy as np
    >>> float(bleu(np.array([4.0, 4, 4, 3, 2, 1, 4, 3, 2, 1])).round(6))
    100.0
    """
    import numpy as np

    if sums.ndim == 1:
        return np.asarray(corpus_bleu(sums.tolist()))
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


def sentence_bleu(counts: Sequence[float]) -> float:
    """BLEU of one segment with effective order: orders that it has no n-gram of do not count.

    >>> round(sentence_bleu((3, 4, 3, 2, 1, 0, 3, 2, 1, 0)), 2)
    71.65
    """
    logs = _logs(counts)
    return _brevity(counts) * math.exp(sum(logs) / len(logs)) if logs else 0.0


def corpus_bleu(counts: Sequence[float]) -> float:
    """BLEU of a text from its summed counts; without an n-gram of every order it is 0.

    >>> round(corpus_bleu((40, 41, 38, 35, 30, 25, 40, 39, 38, 37)), 2)
    80.09
    """
    logs = _logs(counts)
    whole = len(logs) == BLEU_ORDER
    return _brevity(counts) * math.exp(sum(logs) / BLEU_ORDER) if whole else 0.0


def _brevity(counts: Sequence[float]) -> float:
    ours, theirs = counts[0], counts[1]
    return math.exp(1 - theirs / ours) if ours < theirs else 1.0


def _logs(counts: Sequence[float]) -> list[float]:
    """The logarithms of the precisions, up to the highest order that has n-grams; none without
    a match."""
    matching, all_of_them = counts[2 : 2 + BLEU_ORDER], counts[2 + BLEU_ORDER :]
    if not any(matching):
        return []
    logs = []
    smoothing = 1.0
    for matched, there in zip(matching, all_of_them, strict=True):
        if there == 0:
            break
        if matched == 0:
            smoothing *= 2
        share = 100.0 / (smoothing * there) if matched == 0 else 100.0 * matched / there
        logs.append(math.log(share))
    return logs


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
    precision, recall = np.zeros(orders.shape), np.zeros(orders.shape)
    with np.errstate(divide="ignore", invalid="ignore"):
        for n in range(sums.shape[-1] // 3):
            precision += np.where(there[..., n], shared[..., n] / ours[..., n], 0.0)
            recall += np.where(there[..., n], shared[..., n] / theirs[..., n], 0.0)
        precision, recall = precision / orders, recall / orders
        scores = (1 + RECALL) * precision * recall / (RECALL * precision + recall)
    return np.where(precision + recall > 0, 100 * scores, 0.0)


def ter(sums: NDArray[np.float64]) -> NDArray[np.float64]:
    """TER (Snover et al. 2006): edits per 100 reference words.

    >>> import numpy as np
    >>> ter(np.array([[3.0, 12.0], [2.0, 0.0], [0.0, 0.0]])).tolist()
    [25.0, 100.0, 0.0]
    """
    import numpy as np

    edits, words = sums[..., 0], sums[..., 1]
    with np.errstate(divide="ignore", invalid="ignore"):
        scores = 100 * (edits / words)
    return np.where(words > 0, scores, np.where(edits > 0, 100.0, 0.0))
