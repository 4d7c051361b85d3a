"""What a metric is, and what it answers: a value, or *unscored* with the reason."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Literal

from evalkit.alignment.rows import Pair

State = Literal["scored", "unscored"]


@dataclass(frozen=True, slots=True)
class Score:
    """A metric's verdict on a row or on a whole version.

    `low` and `high` are confidence limits (whole versions only). `value` is
    None exactly when `state` is "unscored", and `reason` then says why in
    words for the reader ("no reference in Bengali").

    >>> Score.unscored("no reference in Bengali").value is None
    True
    """

    value: float | None
    state: State = "scored"
    reason: str = ""
    low: float | None = None
    high: float | None = None

    @classmethod
    def unscored(cls, reason: str) -> Score:
        return cls(None, "unscored", reason)


@dataclass(frozen=True, slots=True)
class Scores:
    """A metric over a batch: `rows[i]` belongs to pair i, `corpus` to them all.

    Both come from one pass over the texts; `corpus` is not the mean of `rows`
    unless the metric is defined so.
    """

    rows: tuple[Score, ...]
    corpus: Score
    signature: str


class Metric(ABC):
    """A metric scores a whole batch at once and never touches files.

    Class attributes: `name` as in ``-m NAME`` and the output columns; `label`
    as people write it; `needs`, a subset of {"source", "reference"}, where a
    reference may be a back-translation facing the source; `languages` it knows
    (None: any); `higher_is_better`; `range`, the least and greatest value.
    """

    name: ClassVar[str]
    label: ClassVar[str]
    description: ClassVar[str]
    needs: ClassVar[frozenset[str]]
    languages: ClassVar[frozenset[str] | None] = None
    higher_is_better: ClassVar[bool] = True
    range: ClassVar[tuple[float, float]] = (0.0, 100.0)

    @abstractmethod
    def score(self, pairs: Sequence[Pair]) -> Scores:
        """Score every pair and the batch as a whole. All pairs are of one version."""

    @abstractmethod
    def signature(self) -> str:
        """What must be equal for two scores to be comparable, in sacrebleu's style."""
