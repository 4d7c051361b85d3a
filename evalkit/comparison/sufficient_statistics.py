"""What a measure counted in one article, added up: all that a comparison asks of it.

Sums of any number of articles add up again, so that a batch can be compared
from a few numbers of each and needs no article as a whole.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from evalkit.document import InputError
from evalkit.loaders.language_of_name import same_language
from evalkit.metrics import Metric, load_class
from evalkit.result.penalties import Statistics, points_and_words

if TYPE_CHECKING:
    from evalkit.result.evaluation import Evaluation
    from evalkit.result.records import Unit

RESAMPLED = re.compile(r"bs:\d+\|seed:[^|]*\|")
"""What a signature says of the limits: of how a row was scored it says nothing."""

PENALTY = "penalty"
"""The measure that findings make."""
Line = tuple[float, ...]
Lines = tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Tally:
    """One measure over the rows of an article that all of `versions`, one or two, have.

    `counts` and `values` hold for each version a line per cluster, which is a
    row or the whole article: what the measure makes its score of, and the sum
    of the rows' scores with their number. `rows` are the rows that all have, of
    the `total` that any has. `counted` says whether every scored row has
    counts, `signatures` how the versions were scored, whatever limits were drawn.
    """

    measure: str
    versions: tuple[str, ...]
    counts: tuple[Lines, ...]
    values: tuple[Lines, ...]
    rows: int
    total: int
    counted: bool = True
    signatures: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Tallied:
    """The tallies of one article: of every version, and of every two of one language.

    `languages` are by version, in order; `metrics` name what was run.
    """

    languages: Mapping[str, str]
    metrics: tuple[str, ...]
    tallies: tuple[Tally, ...]


def tallied(evaluation: Evaluation, unit: Unit) -> Tallied:
    """What an article's versions are compared by, a line per paragraph or one for all of it.

    Where nothing was checked there is no penalty.
    """
    scored = _scored(evaluation)
    languages = {v.version: v.language for v in evaluation.versions}
    pairs = [
        pair
        for pair in combinations(languages, 2)
        if same_language(languages[pair[0]], languages[pair[1]])
    ]
    found = []
    for versions in (*((version,) for version in languages), *pairs):
        if evaluation.checks:
            found.append(_penalty(evaluation, versions, unit))
        found += [
            _metric(scored, metric, versions, unit)
            for metric in evaluation.metrics
            if compares(metric)
        ]
    return Tallied(languages, evaluation.metrics, tuple(found))


def compares(metric: str) -> bool:
    """Whether a metric's scores can be held against those of another version.

    Those of a metric that is unknown here cannot.
    """
    kind = known_metric(metric)
    return kind is not None and kind.compares_versions


def known_metric(metric: str) -> type[Metric] | None:
    """The class of a metric, None for one that is unknown here."""
    try:
        return load_class(metric)
    except (InputError, ImportError, AttributeError):
        return None


def _penalty(evaluation: Evaluation, versions: Sequence[str], unit: Unit) -> Tally:
    rows_and_findings = evaluation.rows, evaluation.findings_by_cell
    sides = [points_and_words(*rows_and_findings, version) for version in versions]
    lines, rows, total = _common(sides, unit)
    if len(versions) == 1 and unit == "document" and not rows:
        # A document without rows is still one of those that are drawn.
        lines = (((0.0, 0.0),),)
    return Tally(PENALTY, tuple(versions), lines, tuple(() for _ in versions), rows, total)


def _common(sides: Sequence[Statistics], unit: Unit) -> tuple[tuple[Lines, ...], int, int]:
    """The lines of each side by cluster, over the rows that all have; how many of how many."""
    rows = [row for row in sides[0] if all(row in side for side in sides)]
    total = len({row for side in sides for row in side})
    lines = tuple(tuple(side[row] for row in rows) for side in sides)
    if unit == "document":
        lines = tuple((_summed(side),) if side else () for side in lines)
    return lines, len(rows), total


def _summed(lines: Lines) -> Line:
    return tuple(sum(column) for column in zip(*lines, strict=True))


def _metric(scored: _Scored, metric: str, versions: Sequence[str], unit: Unit) -> Tally:
    keys = [(version, metric) for version in versions]
    counts = [scored.counts.get(key, {}) for key in keys]
    values = [scored.values.get(key, {}) for key in keys]
    # Where every scored row has counts, both are over the same rows.
    lines, rows, total = _common(values, unit)
    return Tally(
        measure=metric,
        versions=tuple(versions),
        counts=_common(counts, unit)[0],
        values=lines,
        rows=rows,
        total=total,
        counted=all(v.keys() == c.keys() for v, c in zip(values, counts, strict=True)),
        signatures=tuple(
            sorted(
                {RESAMPLED.sub("", scored.signatures[k]) for k in keys if k in scored.signatures}
            )
        ),
    )


@dataclass(frozen=True, slots=True)
class _Scored:
    """What metrics counted and found, by version and metric, and row."""

    counts: Mapping[tuple[str, str], Statistics]
    values: Mapping[tuple[str, str], Statistics]
    signatures: Mapping[tuple[str, str], str]


def _scored(evaluation: Evaluation) -> _Scored:
    counts: dict[tuple[str, str], dict[int, Line]] = defaultdict(dict)
    values: dict[tuple[str, str], dict[int, Line]] = defaultdict(dict)
    signatures: dict[tuple[str, str], str] = {}
    for counted in evaluation.statistics_records:
        counts[counted.version, counted.metric][counted.row] = counted.counts
    for score in evaluation.score_records:
        if score.value is None:
            continue
        key = score.version, score.metric
        if score.row is None:
            signatures[key] = score.signature
        else:
            values[key][score.row] = (score.value, 1.0)
    return _Scored(counts, values, signatures)
