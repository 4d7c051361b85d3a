"""Tallies of many articles put together, article by article: numbers side by side, little else."""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from evalkit.comparison.sufficient_statistics import Lines, Tallied, Tally
from evalkit.metrics.signatures import joined

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(slots=True)
class Cells:
    """Lines of one length, one after the other."""

    numbers: array[float] = field(default_factory=lambda: array("d"))
    width: int = 0

    def add(self, lines: Lines) -> None:
        for line in lines:
            if self.numbers and len(line) != self.width:
                raise ValueError(f"a line of {len(line)} numbers among those of {self.width}")
            self.width = len(line)
            self.numbers.extend(line)

    def table(self) -> NDArray[np.float64]:
        import numpy as np

        return np.array(self.numbers, dtype=np.float64).reshape(-1, self.width or 1)


@dataclass(slots=True)
class Gathered:
    """All tallies of one measure and the same versions; the fields are those of `Tally`."""

    measure: str
    versions: tuple[str, ...]
    counts: tuple[Cells, ...]
    values: tuple[Cells, ...]
    rows: int = 0
    total: int = 0
    counted: bool = True
    signatures: tuple[str, ...] = ()

    def add(self, tally: Tally) -> None:
        for side, version in enumerate(self.versions):
            place = tally.versions.index(version)
            self.counts[side].add(tally.counts[place])
            self.values[side].add(tally.values[place])
        self.rows += tally.rows
        self.total += tally.total
        self.counted &= tally.counted
        self.signatures = joined(self.signatures, tally.signatures)


@dataclass(slots=True)
class Articles:
    """What was gathered of articles: their versions' languages, their metrics, their tallies.

    The tallies are by their versions, in whatever order an article has them, and measure.
    """

    languages: dict[str, str] = field(default_factory=dict)
    metrics: dict[str, None] = field(default_factory=dict)
    tallies: dict[tuple[frozenset[str], str], Gathered] = field(default_factory=dict)


def gathered(articles: Iterable[Tallied]) -> Articles:
    """All that articles have, which are taken one by one and not kept.

    >>> one = Tally("penalty", ("bn",), (((5.0, 40.0),),), ((),), 3, 3)
    >>> found = gathered([Tallied({"bn": "bn"}, (), (one,))] * 2)
    >>> found.tallies[frozenset({"bn"}), "penalty"].counts[0].table().tolist()
    [[5.0, 40.0], [5.0, 40.0]]
    """
    found = Articles()
    for article in articles:
        found.languages |= article.languages
        found.metrics |= dict.fromkeys(article.metrics)
        for tally in article.tallies:
            key = frozenset(tally.versions), tally.measure
            if key not in found.tallies:
                found.tallies[key] = _none_yet(tally)
            found.tallies[key].add(tally)
    return found


def _none_yet(tally: Tally) -> Gathered:
    counts, values = (tuple(Cells() for _ in tally.versions) for _ in range(2))
    return Gathered(tally.measure, tally.versions, counts, values)
