"""Versions of one language held against each other, in one article or over a batch.

Numbers of different languages are not compared at all: metrics do not mean
the same in two languages, and checks do not find the same share of faults.
"""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from evalkit.evaluation import measures, resampling
from evalkit.evaluation.comparison_words import not_alike, said
from evalkit.evaluation.gathering import Articles, gathered
from evalkit.evaluation.measures import Measure
from evalkit.evaluation.records import ComparisonRecord, Unit
from evalkit.evaluation.resampling import Paired
from evalkit.evaluation.tallies import tallied

if TYPE_CHECKING:
    from evalkit.evaluation.evaluation import Evaluation


def compare_versions(evaluation: Evaluation) -> tuple[ComparisonRecord, ...]:
    """Every two versions of one language in an article, by penalty and every metric.

    Resampled by paragraph: a row is a cluster. The later version is held
    against the earlier one.
    """
    alone = gathered([tallied(evaluation, "paragraph")])
    return _compared(alone, evaluation.article, "paragraph")


def compare_systems(articles: Articles) -> tuple[ComparisonRecord, ...]:
    """Every two versions of one language over a batch's articles that have both.

    `articles` are gathered from sums of whole documents (`tallied` by "document").
    Resampled by document: an article is a cluster, drawn with all its rows.
    """
    return _compared(articles, "", "document")


def _compared(articles: Articles, article: str, unit: Unit) -> tuple[ComparisonRecord, ...]:
    found = []
    for against, version in combinations(articles.languages, 2):
        for name in (measures.PENALTY, *articles.metrics):
            shared = articles.tallies.get((frozenset((version, against)), name))
            measure = measures.over(shared, (version, against)) if shared else None
            if measure is not None and measure.rows:
                language = articles.languages[version]
                found.append(_comparison(measure, version, against, article, unit, language))
    return tuple(found)


def _comparison(
    measure: Measure, version: str, against: str, article: str, unit: Unit, language: str
) -> ComparisonRecord:
    ours, theirs = measure.lines
    found = resampling.paired(ours, theirs, measure.scoring)
    return record(found, measure, version, against, article, unit, language)


def record(
    found: Paired,
    measure: Measure,
    version: str,
    against: str,
    article: str,
    unit: Unit,
    language: str,
) -> ComparisonRecord:
    """A comparison as a line of comparisons.csv, and in words; without numbers where the two
    were not scored alike."""
    head = (article, language, version, against, measure.metric)
    if not measure.alike:
        empty = (None,) * 7
        return ComparisonRecord(
            *head, *empty, clusters=found.clusters, unit=unit, words=not_alike()
        )
    return ComparisonRecord(
        *head,
        value=_rounded(found.value),
        against_value=_rounded(found.against),
        difference=_rounded(found.difference),
        low=_rounded(found.low),
        high=_rounded(found.high),
        p_bootstrap=_rounded(found.p_bootstrap, 5),
        p_randomisation=_rounded(found.p_randomisation, 5),
        clusters=found.clusters,
        unit=unit,
        words=said(found, measure, version, against, unit),
    )


def _rounded(value: float | None, places: int = 6) -> float | None:
    # Beyond this a sum's digits depend on the machine's order of adding.
    return None if value is None else round(value, places)
