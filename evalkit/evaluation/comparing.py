"""Versions of one language held against each other, in one article or over a batch.

Numbers of different languages are not compared at all: metrics do not mean
the same in two languages, and checks do not find the same share of faults.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations
from typing import TYPE_CHECKING

from evalkit.evaluation import measures, resampling
from evalkit.evaluation.comparison_words import not_alike, said
from evalkit.evaluation.measures import Measure
from evalkit.evaluation.penalties import Statistics
from evalkit.evaluation.records import ComparisonRecord, Unit
from evalkit.loaders.naming import same_language

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from evalkit.evaluation.evaluation import Evaluation

Lines = Sequence[Sequence[float]]


def compare_versions(evaluation: Evaluation) -> tuple[ComparisonRecord, ...]:
    """Every two versions of one language in an article, by penalty and every metric.

    Resampled by paragraph: a row is a cluster. The later version is held
    against the earlier one.
    """
    return _compared([evaluation], evaluation.article, "paragraph")


def compare_systems(evaluations: Sequence[Evaluation]) -> tuple[ComparisonRecord, ...]:
    """Every two versions of one language over a batch's articles that have both.

    Resampled by document: an article is a cluster, drawn with all its rows.
    Nothing with fewer than two articles.
    """
    return _compared(evaluations, "", "document") if len(evaluations) > 1 else ()


def _compared(
    evaluations: Sequence[Evaluation], article: str, unit: Unit
) -> tuple[ComparisonRecord, ...]:
    languages = {v.version: v.language for e in evaluations for v in e.versions}
    metrics = list(dict.fromkeys(m for e in evaluations for m in e.metrics))
    found = []
    for against, version in combinations(languages, 2):
        if not same_language(languages[against], languages[version]):
            continue
        both = [e for e in evaluations if {version, against} <= {v.version for v in e.versions}]
        if not both:
            continue
        ways = [measures.penalty(both)]
        ways += [measures.of_metric(m, both, (version, against)) for m in metrics]
        for measure in ways:
            record = _comparison(measure, version, against, article, unit, languages[version])
            if record is not None:
                found.append(record)
    return tuple(found)


def _comparison(
    measure: Measure, version: str, against: str, article: str, unit: Unit, language: str
) -> ComparisonRecord | None:
    """One measure's comparison, None where it scored no row in both versions."""
    ours, theirs, rows, total = _matched(measure.statistics, version, against, unit)
    if not rows:
        return None
    head = (article, language, version, against, measure.metric)
    if not measure.alike:
        empty = (None,) * 7
        return ComparisonRecord(*head, *empty, clusters=len(ours), unit=unit, words=not_alike())
    found = resampling.paired(_table(ours), _table(theirs), measure.scoring)
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
        words=said(found, measure, version, against, unit, rows, total),
    )


def _matched(
    statistics: Mapping[tuple[str, str], Statistics], version: str, against: str, unit: Unit
) -> tuple[Lines, Lines, int, int]:
    """The statistics of both by cluster, over the rows that both have; how many of how many."""
    ours: list[Sequence[float]] = []
    theirs: list[Sequence[float]] = []
    common = total = 0
    for article in dict.fromkeys(article for article, _ in statistics):
        one = statistics.get((article, version), {})
        two = statistics.get((article, against), {})
        rows = [row for row in one if row in two]
        common += len(rows)
        total += len(one.keys() | two.keys())
        if not rows:
            continue
        for side, found in ((ours, one), (theirs, two)):
            lines = [found[row] for row in rows]
            side.extend(lines if unit == "paragraph" else [summed(lines)])
    return ours, theirs, common, total


def summed(lines: Iterable[Sequence[float]]) -> tuple[float, ...]:
    """Lines of statistics added up.

    >>> summed([(1, 10), (0, 20)])
    (1, 30)
    """
    return tuple(sum(column) for column in zip(*lines, strict=True))


def _table(lines: Lines) -> NDArray[np.float64]:
    import numpy as np

    return np.array(lines, dtype=np.float64)


def _rounded(value: float | None, places: int = 6) -> float | None:
    # Beyond this a sum's digits depend on the machine's order of adding.
    return None if value is None else round(value, places)
