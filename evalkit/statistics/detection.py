"""How well a signal tells faulty segments from sound ones."""

from __future__ import annotations

from dataclasses import dataclass
from math import floor
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

FALSE_ALARMS = 0.01


@dataclass(frozen=True, slots=True)
class Counts:
    """What fired, against what people say is faulty."""

    hits: int
    misses: int
    false_alarms: int
    quiet: int

    @property
    def faulty(self) -> int:
        return self.hits + self.misses

    @property
    def sound(self) -> int:
        return self.false_alarms + self.quiet

    @property
    def fired(self) -> int:
        return self.hits + self.false_alarms


def counts(fired: ArrayLike, faulty: ArrayLike) -> Counts:
    """The four counts of yes-or-no verdicts.

    >>> counts([True, True, False, False], [True, False, True, False])
    Counts(hits=1, misses=1, false_alarms=1, quiet=1)
    """
    import numpy as np

    said, true = np.asarray(fired, bool), np.asarray(faulty, bool)
    return Counts(
        hits=int((said & true).sum()),
        misses=int((~said & true).sum()),
        false_alarms=int((said & ~true).sum()),
        quiet=int((~said & ~true).sum()),
    )


def auc(signal: ArrayLike, faulty: ArrayLike) -> float | None:
    """The area under the ROC curve: how often a faulty segment has the higher signal.

    A tie counts half: Mann and Whitney's U of the ranks, as a share of all pairs.
    0.5 is chance; None where every segment is of one sort.

    >>> auc([0.9, 0.1, 0.5, 0.1], [True, False, False, True])
    0.625
    """
    import numpy as np
    from scipy.stats import rankdata

    true = np.asarray(faulty, bool)
    positives = int(true.sum())
    negatives = len(true) - positives
    if not positives or not negatives:
        return None
    total = float(rankdata(signal)[true].sum())
    return (total - positives * (positives + 1) / 2) / (positives * negatives)


def recall_at(
    signal: ArrayLike, faulty: ArrayLike, false_alarms: float = FALSE_ALARMS
) -> float | None:
    """The largest share of faulty segments above a threshold that few sound ones exceed.

    The threshold is the lowest that at most the share `false_alarms` of the
    sound segments lies above (strictly: a segment at the threshold is not
    flagged). Of n sound segments floor(n · share) may be flagged, so with
    fewer than a hundred and the share at 1 % none may. None where there is
    no sound or no faulty segment.

    >>> recall_at([0.9, 0.4, 0.2, 0.1], [True, True, False, False])
    1.0
    >>> recall_at([0.9, 0.2, 0.2, 0.1], [True, True, False, False])
    0.5
    """
    import numpy as np

    values, true = np.asarray(signal, float), np.asarray(faulty, bool)
    sound = np.sort(values[~true])[::-1]
    if not len(sound) or not true.any():
        return None
    # 0.07 of 100 is 7.000000000000001 in floats, 0.29 of 100 is 28.999999999999996.
    allowed = floor(len(sound) * false_alarms + 1e-9)
    if allowed >= len(sound):
        return 1.0
    return float((values[true] > sound[allowed]).mean())
