"""What versions can be compared by: the penalty and metrics, as statistics to be summed.

Statistics of any number of rows, paragraphs or whole articles add up, and a
scoring makes a score of the sum (`evalkit.statistics.resampling`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from evalkit.comparison.article_statistics import Gathered
from evalkit.comparison.sufficient_statistics import PENALTY, known_metric
from evalkit.metrics.lexical.segments import BACK_TRANSLATION_MARK
from evalkit.result.penalties import per_hundred
from evalkit.statistics.resampling import mean

if TYPE_CHECKING:
    from evalkit.statistics.resampling import Matrix, Scoring


@dataclass(frozen=True, slots=True)
class Measure:
    """One way to judge versions, over one article or many.

    `lines` hold for each version a line of statistics per cluster, those of one
    cluster at the same place; they are over `rows` rows of `total`. `is_mean`
    says that the score is the mean of the rows' scores, for want of counts to
    sum. `alike` says whether all were scored in one way (one signature),
    `back_translated` whether that was against the source, by back-translations.
    """

    metric: str
    label: str
    higher_is_better: bool
    scoring: Scoring
    lines: tuple[Matrix, ...]
    rows: int
    total: int
    is_mean: bool = False
    alike: bool = True
    back_translated: bool = False


def over(gathered: Gathered, versions: Sequence[str]) -> Measure | None:
    """A measure of some versions over articles, in the order of `versions`.

    None where the measure is a metric that does not compare.
    """
    name, rows, total = gathered.measure, gathered.rows, gathered.total
    # Scores of both kinds do not mix: one article without counts makes all of them means.
    is_mean = not gathered.counted
    sides = gathered.values if is_mean else gathered.counts
    lines = tuple(sides[gathered.versions.index(version)].table() for version in versions)
    if name == PENALTY:
        return Measure(name, "points per 100 words", False, per_hundred, lines, rows, total)
    kind = known_metric(name)
    if kind is None or not kind.compares_versions:
        return None
    return Measure(
        metric=name,
        label=kind.label,
        higher_is_better=kind.higher_is_better,
        scoring=mean if is_mean else kind.of_sums,
        lines=lines,
        rows=rows,
        total=total,
        is_mean=is_mean,
        alike=len(gathered.signatures) <= 1,
        back_translated=any(BACK_TRANSLATION_MARK in s for s in gathered.signatures),
    )
