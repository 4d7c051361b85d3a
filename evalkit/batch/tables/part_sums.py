"""What a part's rows count, added up, as it is and resampled: sums that add up to a table's.

A part draws its own rows anew in each of a thousand resamples (a bootstrap
stratified by parts) and swaps two versions' rows in each of a thousand trials;
of both only the sums are kept. Added up over all parts they are what the
limits and tests of the whole table are made of, whatever its length.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from evalkit.comparison.sufficient_statistics import Tallied, Tally
from evalkit.metrics.signatures import joined
from evalkit.statistics import resampling

if TYPE_CHECKING:
    from evalkit.statistics.resampling import Matrix, Seed

TRIALS = 1000
"""Random swaps of two versions' rows."""
GRAIN = 2.0**20
"""Statistics that are no whole numbers are kept to so many parts of one: of such numbers any
sum is exact, in whatever order a machine adds."""


@dataclass(frozen=True, slots=True)
class Sums:
    """One measure over the rows that all of `versions`, one or two, have.

    For each version `totals` has the sum of its statistics, `drawn` a line of
    sums per resample; for two, `swapped` has a line per trial: the second's
    sums after some rows were swapped. `rows` were summed, of `total`; `counted`
    says that they are counts and not scores, `signatures` how they were scored.
    """

    measure: str
    versions: tuple[str, ...]
    counted: bool
    rows: int
    total: int
    signatures: tuple[str, ...]
    totals: tuple[Matrix, ...]
    drawn: tuple[Matrix, ...]
    swapped: Matrix | None = None

    def plus(self, other: Sums) -> Sums:
        """Both together. Sums of scores and sums of counts do not add: ValueError."""
        if self.rows == 0 or other.rows == 0:
            kept = self if self.rows else other
            return replace(
                kept,
                total=self.total + other.total,
                signatures=joined(self.signatures, other.signatures),
            )
        if self.counted != other.counted:
            raise ValueError(f"{self.measure}: sums of scores among sums of counts")
        return replace(
            self,
            rows=self.rows + other.rows,
            total=self.total + other.total,
            signatures=joined(self.signatures, other.signatures),
            totals=_added(self.totals, other.totals),
            drawn=_added(self.drawn, other.drawn),
            swapped=None
            if self.swapped is None or other.swapped is None
            else self.swapped + other.swapped,
        )


def resampled(tallied: Tallied, part: int, seed: int | None) -> tuple[Sums, ...]:
    """The sums of every tally of a part, a line of which is a row; `part` numbers it from 1."""
    own = _own(seed, part)
    return tuple(_resampled(tally, own) for tally in tallied.tallies)


def _own(seed: int | None, part: int) -> Seed:
    """What a part draws from: the first as a table of its own would, one for all its versions."""
    if seed is None:
        return secrets.randbits(64)
    return seed if part == 1 else (seed, part)


def _resampled(tally: Tally, seed: Seed) -> Sums:
    import numpy as np

    chosen = tally.counts if tally.counted else tally.values
    lines = [_exact(np.array(rows, dtype=np.float64)) for rows in chosen]
    if not tally.rows:
        lines = [np.zeros((0, 0)) for _ in lines]
    drawn = tuple(resampling.resampled(rows, seed) if len(rows) else rows for rows in lines)
    swapped = None
    if len(lines) == 2 and tally.rows:
        ours, theirs = lines
        swapped = resampling.swapped(ours, theirs, seed, TRIALS)
    return Sums(
        measure=tally.measure,
        versions=tally.versions,
        counted=tally.counted,
        rows=tally.rows,
        total=tally.total,
        signatures=tally.signatures,
        totals=tuple(rows.sum(axis=0) for rows in lines),
        drawn=drawn,
        swapped=swapped,
    )


def _exact(lines: Matrix) -> Matrix:
    import numpy as np

    rounded: Matrix = np.round(lines * GRAIN) / GRAIN
    return rounded


def _added(ones: Sequence[Matrix], others: Sequence[Matrix]) -> tuple[Matrix, ...]:
    return tuple(one + other for one, other in zip(ones, others, strict=True))
