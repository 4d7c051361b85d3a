"""What a checkpoint is asked, and what it answers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Sample:
    """A translation with its source, and a reference in its language or None."""

    source: str
    target: str
    reference: str | None = None


@dataclass(frozen=True, slots=True)
class Mark:
    """A place in the target (code points, end exclusive) that the model calls wrong.

    `severity` is the model's own label, `confidence` (0 to 1) its own too.
    """

    start: int
    end: int
    severity: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Verdict:
    """What `predict` gives for a sample: its score, and the errors that were marked, if any."""

    value: float
    marks: tuple[Mark, ...] = ()


class Scorer(Protocol):
    """A loaded checkpoint."""

    def count(self, texts: Sequence[str]) -> list[int]:
        """The tokens of every text, those at its ends left out."""

    def fits(self, sizes: Sequence[int]) -> bool:
        """Whether texts of so many tokens (source, target, reference) are read whole."""

    def score(self, samples: Sequence[Sample]) -> Iterator[list[tuple[int, Verdict]]]:
        """Verdicts by the sample's index, batch by batch, in any order."""
