"""The learned quality estimate: ``-m qe``."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from evalkit.alignment.rows import Pair
from evalkit.document import InputError
from evalkit.encoders.language_coverage import Coverage, judge
from evalkit.encoders.word_alignment import places
from evalkit.languages import language_name, primary
from evalkit.metrics import windows
from evalkit.metrics.base import (
    Metric,
    RowMetric,
    Score,
    Scores,
    Tools,
    Windows,
    omitted,
    sourceless,
)

if TYPE_CHECKING:
    from evalkit.metrics.quality_estimate.estimator import Estimator

SHORTEST = 3
"""Words of the source below which the judgements learnt from say nothing."""
BATCH = 256
"""Rows scored at once: what a kill loses."""
WINDOWS = 1
"""Raised when longer texts are cut in another way."""
WORDS = ((60.0, "good"), (50.0, "fair"), (40.0, "doubtful"))
"""From which value on a row is called what."""
BELOW = "poor"


class Estimate(RowMetric):
    """How good people would find a translation, from its source and itself alone.

    0 to 100: the place it would have among machine translations that people
    judged, 50 being as good as half of them. It was learnt from such judgements
    on the vectors of the built-in encoder (docs/quality-estimate.md says from
    which, how well it agrees with people it never saw, and where it fails).
    `low` and `high` of a row are the limits between which 80 in 100 judgements
    of such translations fell: they are wide, one row's value is a hint. Longer
    texts are judged window by window; what nothing faces counts as worth 0. Of
    several sentences each is judged on its own too, to name the worst.
    A version's score is the mean of its rows. Not comparable between languages.
    """

    name = "qe"
    label = "QE"
    description = (
        "How good people would find a translation, learnt from their judgements: 0 to 100, its "
        "place among judged machine translations. Wants no reference and no network. A row's "
        "value is a hint: about 80 in 100 judgements of such translations fell between its limits; "
        "a name or a negation lost may cost it nothing. Not comparable between languages."
    )
    needs = frozenset({"source", "encoder"})
    usual = frozenset({"good", "fair"})

    def __init__(self, tools: Tools) -> None:
        self._tools = tools

    @classmethod
    def create(cls, model: str, tools: Tools) -> Metric:  # noqa: ARG003
        return cls(tools)

    def signature(self) -> str:
        if self._missing:
            return "qe|none"
        from evalkit.metrics.quality_estimate.estimator import ROOM

        return f"qe|{self._estimator.signature}|window:{ROOM}.{WINDOWS}"

    def unscored(self, pair: Pair) -> Score | None:
        if self._missing:
            return Score.unscored(self._missing)
        if nothing := sourceless(pair):
            return nothing
        if primary(pair.language) == primary(pair.source_language):
            return Score.unscored("in the language of its source: no translation")
        coverage = self._coverage(pair)
        if coverage.unscored:
            return Score.unscored(coverage.unscored)
        if len(places(pair.source)) < SHORTEST:
            return Score.unscored("too few words to say")
        return omitted(pair)

    def texts(self, pair: Pair) -> tuple[str, ...]:
        """The texts that are read; and the languages, by whose rules long ones are split."""
        return (primary(pair.source_language), primary(pair.language), pair.source, pair.target)

    def rows(self, pairs: Sequence[Pair]) -> Iterator[tuple[int, Score]]:
        from evalkit.metrics.quality_estimate.estimator import ROOM

        for start in range(0, len(pairs), BATCH):
            some = pairs[start : start + BATCH]
            cut = windows.split(
                [(pair, None) for pair in some],
                self._estimator.count,
                lambda sizes: max(sizes) <= ROOM,
            )
            parts = [windows.facing(pair) for pair in some]
            asked = [
                window.texts(pair, None)
                for pair, windowing, own in zip(some, cut, parts, strict=True)
                for window in (*windowing.windows, *own)
            ]
            found = iter(self._estimator.raw([(source, target) for source, target in asked]))
            for n, (windowing, own) in enumerate(zip(cut, parts, strict=True), start):
                raw = [next(found) for _ in windowing.windows]
                yield n, _score(windowing, raw, own, [next(found) for _ in own])

    def finish(self, pairs: Sequence[Pair], rows: Sequence[Score]) -> Scores:
        """Rows with their value in words and what a reader has to know; their mean."""
        from evalkit.metrics.quality_estimate.estimator import scale

        told = []
        for pair, score in zip(pairs, rows, strict=True):
            if score.value is None or score.state == "omitted":
                told.append(score)
                continue
            seen = f"{primary(pair.source_language)}-{primary(pair.language)}"
            known = seen in scale().trained
            parts = [
                words(score.value),
                score.detail,
                self._coverage(pair).detail,
                "" if known else f"no judgements of {language_name(pair.language)} were trained on",
            ]
            told.append(replace(score, detail="; ".join(part for part in parts if part)))
        return super().finish(pairs, told)

    @cached_property
    def _missing(self) -> str:
        """Why there is no estimate at all, "" where there is one."""
        if self._tools.meaning is None:
            return self._tools.no_meaning or "no encoder"
        try:
            self._estimator  # noqa: B018
        except InputError as error:
            return str(error)
        return ""

    @cached_property
    def _estimator(self) -> Estimator:
        from evalkit.metrics.quality_estimate.estimator import load

        return load(self._tools.resources)

    def _coverage(self, pair: Pair) -> Coverage:
        from evalkit.metrics.quality_estimate.estimator import ENCODER

        return judge((pair.source_language, pair.language), ENCODER, "the encoder")


def _score(
    windowing: windows.Windowing,
    raw: Sequence[float],
    parts: Sequence[windows.Window],
    own: Sequence[float],
) -> Score:
    """A row's score from its windows' raw ones; the worst of its `parts` by their `own`."""
    from evalkit.metrics.quality_estimate.estimator import scale

    if any(math.isnan(value) for value in raw):
        return Score.unscored("no word to judge")
    found = [scale().estimate(value) for value in raw]
    score = windows.aggregate(windowing, [estimate.value for estimate in found])
    if score.value is None:
        return score
    low, high = (
        windows.aggregate(windowing, [getattr(e, name) for e in found]).value or 0.0
        for name in ("low", "high")
    )
    covered = windowing.covered
    made = replace(
        score,
        value=round(score.value * covered, 2),
        low=round(low * covered, 2),
        high=round(high * covered, 2),
    )
    judged = [(scale().estimate(v).value, n) for n, v in enumerate(own) if not math.isnan(v)]
    return _with_worst(made, windowing, parts[min(judged)[1]], min(judged)[0]) if judged else made


def _with_worst(
    score: Score, windowing: windows.Windowing, part: windows.Window, value: float
) -> Score:
    told = (windows.extent(windowing), windows.weakest(part, value, places=0))
    return replace(
        score,
        detail="; ".join(t for t in told if t),
        windows=Windows(
            len(windowing.windows), windowing.covered, round(value, 2), part.source, part.target
        ),
    )


def words(value: float) -> str:
    """A row's value in a word.

    >>> words(66.0), words(51.0), words(40.0), words(12.0)
    ('good', 'fair', 'doubtful', 'poor')
    """
    return next((word for least, word in WORDS if value >= least), BELOW)
