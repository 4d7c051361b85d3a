"""Two versions of the same clusters compared: paired tests, and their correction for many."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from evalkit.statistics.intervals import CLOSE, FEWEST, around
from evalkit.statistics.resampling import (
    TRIALS,
    draws,
    swapped,
    swapped_every_way,
)

if TYPE_CHECKING:
    from evalkit.statistics.resampling import Matrix, Scoring, Seed


@dataclass(frozen=True, slots=True)
class Paired:
    """Two matched samples compared: `difference` is `value` minus `against`.

    `low` and `high` are its 95 % limits, None where every resample comes to the same.
    `p_bootstrap` and `p_randomisation` (0 to 1, both two-sided) are small where chance hardly
    gives such a difference, in whichever direction. All four are None with
    fewer than `FEWEST` clusters. Of several pairs, `p_adjusted` is
    `p_randomisation` as `corrected` leaves it for `pairs` of them.
    """

    value: float
    against: float
    clusters: int
    low: float | None = None
    high: float | None = None
    p_bootstrap: float | None = None
    p_randomisation: float | None = None
    p_adjusted: float | None = None
    pairs: int = 1

    @property
    def difference(self) -> float:
        return self.value - self.against


def paired(
    ours: Matrix, theirs: Matrix, scoring: Scoring, seed: Seed, trials: int = TRIALS
) -> Paired:
    """Two versions of the same clusters compared, cluster by cluster.

    Line i of `ours` and of `theirs` are of the same cluster. The bootstrap
    (Koehn 2004) draws clusters for both alike; twice the share of resamples in
    which the order turns is its p. Approximate randomisation (Riezler and
    Maxwell 2005) swaps the two within clusters; the share of swaps that differ
    as much as the two do, in either direction, is its p. Both count the data
    themselves as one more sample, so that no p is 0. Where there are no more
    than `trials` ways to swap, all are taken, and p is exact.

    >>> import numpy as np
    >>> def mean(sums): return sums[..., 0] / sums[..., 1]
    >>> ones = np.array([[n, 1.0] for n in (3, 4, 5, 6, 7, 8)])
    >>> found = paired(ones, ones - [1, 0], mean, 12345)
    >>> found.difference, found.p_randomisation  # 2 of the 64 ways to swap
    (1.0, 0.03125)
    """
    whole = ours.sum(axis=0), theirs.sum(axis=0)
    found = Paired(float(scoring(whole[0])), float(scoring(whole[1])), len(ours))
    if len(ours) < FEWEST:
        return found
    exact = 2 ** len(ours) <= trials
    sums = swapped_every_way(ours, theirs) if exact else swapped(ours, theirs, seed, trials)
    turned = scoring(sums) - scoring(whole[0] + whole[1] - sums)
    return _tested(found, differences(ours, theirs, scoring, seed), turned, exact=exact)


def of_sums(
    observed: tuple[Matrix, Matrix],
    drawn: tuple[Matrix, Matrix],
    swapped: Matrix,
    scoring: Scoring,
    clusters: int,
) -> Paired:
    """Two versions compared by sums alone, for clusters that are too many to be held.

    `observed` are ours and theirs as they are, `drawn` those of every bootstrap
    resample, a line each, `swapped` one side's after every random swap.
    """
    ours, theirs = observed
    found = Paired(float(scoring(ours)), float(scoring(theirs)), clusters)
    if clusters < FEWEST:
        return found
    apart = scoring(drawn[0]) - scoring(drawn[1])
    return _tested(found, apart, scoring(swapped) - scoring(ours + theirs - swapped), exact=False)


def _tested(found: Paired, drawn: Matrix, swapped: Matrix, *, exact: bool) -> Paired:
    """With limits and both p, of the differences in the resamples and after the swaps."""
    import numpy as np

    low, high = around(found.difference, drawn, found.clusters) or (None, None)
    least = abs(found.difference) - CLOSE * max(1.0, abs(found.value), abs(found.against))
    as_much = int((np.abs(swapped) >= least).sum())
    share = as_much / len(swapped) if exact else (as_much + 1) / (len(swapped) + 1)
    return replace(
        found,
        low=low,
        high=high,
        p_bootstrap=_turned(drawn),
        p_randomisation=share,
        p_adjusted=share,
    )


def differences(ours: Matrix, theirs: Matrix, scoring: Scoring, seed: Seed) -> Matrix:
    """The difference of the two scores in every bootstrap resample, the same for both."""
    import numpy as np

    return np.concatenate(
        [scoring(counts @ ours) - scoring(counts @ theirs) for counts in draws(len(ours), seed)]
    )


def _turned(drawn: Matrix) -> float:
    """The two-sided p of a bootstrap: twice the share on the rarer side of nought."""
    rarer = min(int((drawn <= CLOSE).sum()), int((drawn >= -CLOSE).sum()))
    return min(1.0, 2 * (rarer + 1) / (len(drawn) + 1))


def corrected(family: Sequence[Paired]) -> list[Paired]:
    """Pairs that were tested together, each with its p for that many (`holm`).

    Those that were too few to be tested do not count.
    """
    tested = [pair.p_randomisation for pair in family if pair.p_randomisation is not None]
    adjusted = iter(holm(tested))
    return [
        pair
        if pair.p_randomisation is None
        else replace(pair, p_adjusted=next(adjusted), pairs=len(tested))
        for pair in family
    ]


def holm(p_values: Sequence[float]) -> list[float]:
    """The p of tests that were made together, so that one in twenty such families errs at all.

    Holm (1979): the least times their number, the next times one fewer, …, none below the one
    before it.

    >>> holm([0.01, 0.04, 0.03])
    [0.03, 0.06, 0.06]
    """
    adjusted = [0.0] * len(p_values)
    least = 0.0
    for rank, place in enumerate(sorted(range(len(p_values)), key=p_values.__getitem__)):
        least = max(least, min(1.0, (len(p_values) - rank) * p_values[place]))
        adjusted[place] = least
    return adjusted
