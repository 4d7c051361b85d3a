"""What versions can be compared by: the penalty and metrics, as statistics to be summed.

Statistics of any number of rows, paragraphs or whole articles add up, and a
scoring makes a score of the sum (`evalkit.evaluation.resampling`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from evalkit.document import InputError
from evalkit.evaluation import resampling
from evalkit.evaluation.penalties import Statistics, points_and_words
from evalkit.metrics import Metric, load_class
from evalkit.metrics.lexical import BACK_TRANSLATION_MARK

if TYPE_CHECKING:
    from evalkit.evaluation.evaluation import Evaluation
    from evalkit.evaluation.resampling import Scoring

PENALTY = "penalty"


@dataclass(frozen=True, slots=True)
class Measure:
    """One way to judge versions.

    `statistics` are by article and version; a version that was not scored in an
    article is not among them. `is_mean` says that the score is the mean of the
    rows' scores, for want of counts to sum. `alike` says whether all were
    scored in one way (one signature), `back_translated` whether that was
    against the source, by back-translations.
    """

    metric: str
    label: str
    higher_is_better: bool
    scoring: Scoring
    statistics: Mapping[tuple[str, str], Statistics]
    is_mean: bool = False
    alike: bool = True
    back_translated: bool = False


def penalty(evaluations: Sequence[Evaluation]) -> Measure:
    """MQM points per 100 source words, in the articles that were checked."""
    return Measure(
        metric=PENALTY,
        label="points per 100 words",
        higher_is_better=False,
        scoring=resampling.per_hundred,
        statistics={
            (e.article, v.version): points_and_words(e, v.version)
            for e in evaluations
            if e.checks
            for v in e.versions
        },
    )


def of_metric(metric: str, evaluations: Sequence[Evaluation], versions: Sequence[str]) -> Measure:
    """A metric over the rows of some versions that it scored; no statistics where it did not.

    A metric that is unknown here, and one whose rows' scores cannot be held
    against those of another version, have none.
    """
    kind = _class(metric)
    if kind is None or not kind.compares_versions:
        return Measure(metric, metric, True, resampling.mean, {})
    counts = {(e.article, v): _counts(e, v, metric) for e in evaluations for v in versions}
    values = {(e.article, v): _values(e, v, metric) for e in evaluations for v in versions}
    # Scores of both kinds do not mix: one article without counts makes all of them means.
    is_mean = any(values[key].keys() != counts[key].keys() for key in values)
    chosen = values if is_mean else counts
    signatures = _signatures(metric, evaluations, versions)
    return Measure(
        metric=metric,
        label=kind.label,
        higher_is_better=kind.higher_is_better,
        scoring=resampling.mean if is_mean else kind.of_sums,
        statistics={key: rows for key, rows in chosen.items() if rows},
        is_mean=is_mean,
        alike=len(signatures) <= 1,
        back_translated=any(s.endswith(BACK_TRANSLATION_MARK) for s in signatures),
    )


def _class(metric: str) -> type[Metric] | None:
    try:
        return load_class(metric)
    except (InputError, ImportError, AttributeError):
        return None


def _counts(evaluation: Evaluation, version: str, metric: str) -> Statistics:
    return {
        s.row: s.counts
        for s in evaluation.statistics_records
        if (s.version, s.metric) == (version, metric)
    }


def _values(evaluation: Evaluation, version: str, metric: str) -> Statistics:
    return {
        s.row: (s.value, 1.0)
        for s in evaluation.score_records
        if (s.version, s.metric) == (version, metric) and s.row is not None and s.value is not None
    }


def _signatures(
    metric: str, evaluations: Sequence[Evaluation], versions: Sequence[str]
) -> frozenset[str]:
    return frozenset(
        s.signature
        for e in evaluations
        for s in e.score_records
        if s.metric == metric and s.row is None and s.version in versions and s.value is not None
    )
