"""How close a version's meaning is to its source's, among sound translations."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from evalkit.alignment.rows import Pair
from evalkit.metrics.base import Metric, RowMetric, Score, Tools


class Similarity(RowMetric):
    """Cosine of sentence vectors, calibrated. To be filled in."""

    name = "similarity"
    label = "similarity"
    description = "How close in meaning."
    needs = frozenset({"source", "encoder"})

    def __init__(self, tools: Tools) -> None:
        self._tools = tools

    @classmethod
    def create(cls, model: str, tools: Tools) -> Metric:  # noqa: ARG003
        return cls(tools)

    def signature(self) -> str:
        meaning = self._tools.meaning
        return f"similarity|{meaning.signature if meaning else 'none'}"

    def unscored(self, pair: Pair) -> Score | None:
        if self._tools.meaning is None:
            return Score.unscored(self._tools.no_meaning)
        if not pair.source.strip() or not pair.target.strip():
            return Score.unscored("nothing faces it")
        return None

    def rows(self, pairs: Sequence[Pair]) -> Iterator[tuple[int, Score]]:
        meaning = self._tools.meaning
        assert meaning is not None
        ours = meaning.vectors([p.source for p in pairs])
        theirs = meaning.vectors([p.target for p in pairs])
        for n, value in enumerate((ours * theirs).sum(1)):
            yield n, Score(float(value))
