"""A batch as a whole: every version over all the articles that have it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from evalkit.evaluation import measures
from evalkit.evaluation.comparing import compare_systems
from evalkit.evaluation.digest import Digest
from evalkit.evaluation.penalties import limits, per_hundred_words
from evalkit.evaluation.records import ComparisonRecord, SummaryRecord
from evalkit.evaluation.tallies import Tally, summed

ADDED = (
    "paragraphs", "rows", "rows_with_findings", "findings", "critical", "major", "minor", "neutral",
    "attributed_version", "attributed_pipeline", "attributed_unclear",
)  # fmt: skip


@dataclass(frozen=True)
class Batch:
    """What is said of articles together: a line per version, and versions compared."""

    digests: tuple[Digest, ...]

    @cached_property
    def pooled(self) -> tuple[SummaryRecord, ...]:
        """See `pooled`."""
        return pooled(self.digests)

    @cached_property
    def systems(self) -> tuple[ComparisonRecord, ...]:
        """See `evalkit.evaluation.comparing.compare_systems`."""
        return compare_systems([digest.tallied for digest in self.digests])


def pooled(digests: Sequence[Digest]) -> tuple[SummaryRecord, ...]:
    """A line per version over all articles: `article` and `file` are "",
    so are `strip` and `two_by_two`, which are about rows.

    Counts add up. The penalty is points per 100 words of all the articles'
    sources together, its limits are resampled by document. A metric's value is
    that of all rows together; None where it was not scored everywhere alike.
    """
    lines: dict[str, list[SummaryRecord]] = defaultdict(list)
    metrics: dict[str, dict[str, None]] = defaultdict(dict)
    tallies: dict[tuple[str, str], list[Tally]] = defaultdict(list)
    for digest in digests:
        for line in digest.summary_records:
            lines[line.version].append(line)
            metrics[line.version].update(dict.fromkeys(digest.metrics))
        for tally in digest.tallied.tallies:
            if len(tally.versions) == 1:
                tallies[tally.versions[0], tally.measure].append(tally)
    return tuple(
        _line(
            version,
            found,
            tallies[version, measures.PENALTY],
            {m: _value(tallies[version, m]) for m in metrics[version]},
        )
        for version, found in lines.items()
    )


def _line(
    version: str,
    lines: Sequence[SummaryRecord],
    penalties: Sequence[Tally],
    metrics: dict[str, float | None],
) -> SummaryRecord:
    documents = [line for tally in penalties for line in tally.counts[0] or ((0.0, 0.0),)]
    points, words = summed(documents)
    low, high = limits(documents)
    return SummaryRecord(
        article="",
        version=version,
        language=lines[0].language,
        language_name=lines[0].language_name,
        file="",
        **{name: sum(getattr(line, name) for line in lines) for name in ADDED},
        penalty=per_hundred_words(points, int(words)),
        penalty_low=low,
        penalty_high=high,
        strip="",
        two_by_two="",
        metrics=metrics,
    )


def _value(tallies: Sequence[Tally]) -> float | None:
    measure = measures.over(tallies, tallies[0].versions) if tallies else None
    if measure is None or not measure.rows or not measure.alike:
        return None
    import numpy as np

    lines = np.array(measure.lines[0], dtype=float)
    return round(float(measure.scoring(lines.sum(axis=0))), 6)
