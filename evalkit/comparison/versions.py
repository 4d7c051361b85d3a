"""Versions of one language held against each other, in one article or over a batch.

Numbers of different languages are not compared at all: metrics do not mean
the same in two languages, and checks do not find the same share of faults.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import TYPE_CHECKING

from evalkit.comparison import measures
from evalkit.comparison.article_statistics import Articles, gathered
from evalkit.comparison.measures import Measure
from evalkit.comparison.sufficient_statistics import PENALTY, tallied
from evalkit.comparison.wording import not_alike, said
from evalkit.languages import primary
from evalkit.result.records import ComparisonRecord, Unit
from evalkit.statistics.paired import Paired, corrected, paired

if TYPE_CHECKING:
    from evalkit.result.evaluation import Evaluation


def compare_versions(evaluation: Evaluation) -> tuple[ComparisonRecord, ...]:
    """Every two versions of one language in an article, by penalty and every metric.

    Resampled by paragraph: a row is a cluster. The later version is held
    against the earlier one.
    """
    alone = gathered([tallied(evaluation, "paragraph")])
    return _compared(alone, evaluation.article, "paragraph", evaluation.seed)


def with_comparisons(evaluation: Evaluation) -> Evaluation:
    """The evaluation with its versions of one language compared."""
    return replace(evaluation, comparison_records=compare_versions(evaluation))


def completed(evaluation: Evaluation) -> Evaluation:
    """The evaluation with its comparisons, also where the file of an earlier run has none."""
    return evaluation if evaluation.comparison_records else with_comparisons(evaluation)


def compare_systems(articles: Articles, seed: int | None) -> tuple[ComparisonRecord, ...]:
    """Every two versions of one language over a batch's articles that have both.

    `articles` are gathered from sums of whole documents (`tallied` by "document").
    Resampled by document: an article is a cluster, drawn with all its rows.
    """
    return _compared(articles, "", "document", seed)


@dataclass(frozen=True, slots=True)
class Contest:
    """Two versions of one language compared by a measure; `version` is held against `against`."""

    found: Paired
    measure: Measure
    version: str
    against: str
    language: str


def records(contests: Sequence[Contest], article: str, unit: Unit) -> tuple[ComparisonRecord, ...]:
    """All comparisons of an article or a batch, as lines of comparisons.csv and in words.

    The pairs of one language that a measure told apart were tested together, and the p that
    the words go by are corrected for their number.
    """
    families: dict[tuple[str, str], list[int]] = defaultdict(list)
    for place, contest in enumerate(contests):
        if contest.measure.alike:
            families[contest.measure.metric, primary(contest.language)].append(place)
    found = [contest.found for contest in contests]
    for places in families.values():
        for place, pair in zip(places, corrected([found[n] for n in places]), strict=True):
            found[place] = pair
    return tuple(
        _record(pair, contest, article, unit) for pair, contest in zip(found, contests, strict=True)
    )


def _compared(
    articles: Articles, article: str, unit: Unit, seed: int | None
) -> tuple[ComparisonRecord, ...]:
    contests = []
    for against, version in combinations(articles.languages, 2):
        for name in (PENALTY, *articles.metrics):
            shared = articles.tallies.get((frozenset((version, against)), name))
            measure = measures.over(shared, (version, against)) if shared else None
            if measure is not None and measure.rows:
                ours, theirs = measure.lines
                found = paired(ours, theirs, measure.scoring, seed)
                language = articles.languages[version]
                contests.append(Contest(found, measure, version, against, language))
    return records(contests, article, unit)


def _record(found: Paired, contest: Contest, article: str, unit: Unit) -> ComparisonRecord:
    """Without numbers where the two were not scored alike."""
    measure, version, against = contest.measure, contest.version, contest.against
    head = (article, contest.language, version, against, measure.metric)
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
        p_adjusted=_rounded(found.p_adjusted, 5),
    )


def _rounded(value: float | None, places: int = 6) -> float | None:
    # Beyond this a sum's digits depend on the machine's order of adding.
    return None if value is None else round(value, places)
