"""A batch as a whole: every version over all the articles that have it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from evalkit.evaluation import measures
from evalkit.evaluation.comparing import summed
from evalkit.evaluation.penalties import limits, per_hundred_words, points_and_words
from evalkit.evaluation.records import SummaryRecord

if TYPE_CHECKING:
    from evalkit.evaluation.evaluation import Evaluation

ADDED = (
    "paragraphs", "rows", "rows_with_findings", "findings", "critical", "major", "minor", "neutral",
    "attributed_version", "attributed_pipeline", "attributed_unclear",
)  # fmt: skip


def pooled(evaluations: Sequence[Evaluation]) -> tuple[SummaryRecord, ...]:
    """A line per version over all articles: `article` and `file` are "",
    so are `strip` and `two_by_two`, which are about rows.

    Counts add up. The penalty is points per 100 words of all the articles'
    sources together, its limits are resampled by document. A metric's value is
    that of all rows together; None where it was not scored everywhere alike.
    """
    found = []
    for version in dict.fromkeys(v.version for e in evaluations for v in e.versions):
        own = [e for e in evaluations if version in {v.version for v in e.versions}]
        lines = [r for e in own for r in e.summary_records if r.version == version]
        documents = [summed(points_and_words(e, version).values() or [(0.0, 0.0)]) for e in own]
        points, words = summed(documents)
        low, high = limits(documents)
        first = lines[0]
        metrics = dict.fromkeys(m for e in own for m in e.metrics)
        found.append(
            SummaryRecord(
                article="",
                version=version,
                language=first.language,
                language_name=first.language_name,
                file="",
                **{name: sum(getattr(line, name) for line in lines) for name in ADDED},
                penalty=per_hundred_words(points, int(words)),
                penalty_low=low,
                penalty_high=high,
                strip="",
                two_by_two="",
                metrics={m: _value(m, own, version) for m in metrics},
            )
        )
    return tuple(found)


def _value(metric: str, evaluations: Sequence[Evaluation], version: str) -> float | None:
    measure = measures.of_metric(metric, evaluations, (version,))
    lines = [line for rows in measure.statistics.values() for line in rows.values()]
    if not lines or not measure.alike:
        return None
    import numpy as np

    return round(float(measure.scoring(np.array(lines, dtype=float).sum(axis=0))), 6)
