"""A metric that another package brings: a number a segment."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator, Sequence

from evalkit.alignment.rows import Pair, Segment
from evalkit.metrics.base import RowMetric, Score, no_reference, omitted, sourceless


class SegmentMetric(RowMetric):
    """A metric of which `segment_score` is all there is to write.

    `name` is the name for ``-m`` and the column of the tables. `label` and `description` are what
    people read. `needs` holds "source" (the default), "reference" or both: a row without it is
    unscored, with the reason. `range` is the least and the greatest value, `higher_is_better` which
    of them is good; a row that the version leaves out counts as the worst. The score of a version
    is the mean of its segments'. Scores are remembered between runs: a `version` of its own tells
    those of an earlier form of the metric apart.

    >>> class Length(SegmentMetric):
    ...     name = label = "length"
    ...     description = "Characters of the hypothesis per 100 of the source."
    ...     def segment_score(self, segment: Segment) -> float:
    ...         return 100 * len(segment.hypothesis) / len(segment.source)
    >>> Length().segment_score(Segment(1, "bn", "bn", "en", "four", "এক"))
    50.0
    """

    needs = frozenset({"source"})
    version = "1"

    @abstractmethod
    def segment_score(self, segment: Segment) -> float:
        """The score of a segment that has a hypothesis and whatever the metric needs."""

    def signature(self) -> str:
        return f"{self.name}|version:{self.version}"

    def unscored(self, pair: Pair) -> Score | None:
        if "reference" in self.needs and not pair.references:
            return Score.unscored(no_reference(pair))
        if "source" in self.needs and (verdict := sourceless(pair)):
            return verdict
        return omitted(pair)

    def rows(self, pairs: Sequence[Pair]) -> Iterator[tuple[int, Score]]:
        for n, pair in enumerate(pairs):
            yield n, Score(float(self.segment_score(pair.segment)))
