"""A batch as a whole: every version over all the articles that have it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from evalkit.comparison import measures
from evalkit.comparison.article_statistics import Articles, Gathered, gathered
from evalkit.comparison.article_summary import Digest
from evalkit.comparison.sufficient_statistics import PENALTY
from evalkit.comparison.versions import compare_systems
from evalkit.result.evaluation import partly_scored
from evalkit.result.not_looked_for import Unread
from evalkit.result.not_looked_for import pooled as unread_in_all
from evalkit.result.penalties import limits, per_hundred_words
from evalkit.result.records import COUNTED, ComparisonRecord, ScoreRecord, SummaryRecord
from evalkit.settings import seed

ADDED = ("paragraphs", "rows", *COUNTED)


@dataclass(frozen=True)
class Batch:
    """What is said of articles together: a line per version, and versions compared.

    `digests` may be `Packed`: they are taken one by one.
    """

    digests: Sequence[Digest]

    @cached_property
    def pooled(self) -> tuple[SummaryRecord, ...]:
        """A line per version over all articles: `article` and `file` are "",
        so are `strip` and `two_by_two`, which are about rows.

        Counts add up. The penalty is points per 100 words of all the articles'
        sources together, its limits are resampled by document. A metric's value is
        that of all rows together; None where it was not scored everywhere alike. What
        counts findings is None where some article was not checked.
        """
        lines: dict[str, list[SummaryRecord]] = defaultdict(list)
        metrics: dict[str, dict[str, None]] = defaultdict(dict)
        scored: dict[tuple[str, str], ScoreRecord] = {}
        for digest in self.digests:
            for score in digest.whole_records:
                key = score.version, score.metric
                scored[key] = _together(scored[key], score) if key in scored else score
            for line in digest.summary_records:
                lines[line.version].append(line)
                metrics[line.version].update(dict.fromkeys(digest.metrics))
        return tuple(
            _line(
                version,
                found,
                metrics[version],
                self._articles,
                [score for (of, _), score in scored.items() if of == version],
            )
            for version, found in lines.items()
        )

    @cached_property
    def systems(self) -> tuple[ComparisonRecord, ...]:
        """See `evalkit.comparison.versions.compare_systems`; none of fewer than two articles."""
        return compare_systems(self._articles, seed()) if len(self.digests) > 1 else ()

    @cached_property
    def unread(self) -> tuple[Unread, ...]:
        """What nobody looked for in all articles together, by version."""
        return unread_in_all(each for digest in self.digests for each in digest.unread)

    @cached_property
    def _articles(self) -> Articles:
        return gathered(digest.tallied for digest in self.digests)


def _line(
    version: str,
    lines: Sequence[SummaryRecord],
    metrics: Iterable[str],
    articles: Articles,
    scores: Sequence[ScoreRecord],
) -> SummaryRecord:
    own = frozenset({version})
    added: dict[str, Any] = {name: _sum([getattr(line, name) for line in lines]) for name in ADDED}
    penalty, low, high = _penalty(articles.tallies.get((own, PENALTY)), lines)
    return SummaryRecord(
        article="",
        version=version,
        language=lines[0].language,
        language_name=lines[0].language_name,
        file="",
        **added,
        penalty=penalty,
        penalty_low=low,
        penalty_high=high,
        strip="",
        two_by_two="",
        metrics={m: _value(articles.tallies.get((own, m))) for m in metrics},
        partly_scored=partly_scored(scores),
    )


def _together(one: ScoreRecord, other: ScoreRecord) -> ScoreRecord:
    """A metric's score of a version in two articles, as far as rows are counted."""
    return replace(
        one,
        value=one.value if one.value is not None else other.value,
        rows_scored=(one.rows_scored or 0) + (other.rows_scored or 0),
        rows_total=(one.rows_total or 0) + (other.rows_total or 0),
    )


def _sum(counts: Sequence[int | None]) -> int | None:
    known = [count for count in counts if count is not None]
    return sum(known) if len(known) == len(counts) else None


def _penalty(
    gathered: Gathered | None, lines: Sequence[SummaryRecord]
) -> tuple[float | None, float | None, float | None]:
    """The penalty over all articles with its limits."""
    if gathered is None or any(line.penalty is None for line in lines):
        return None, None, None
    documents = gathered.counts[0].table()
    points, words = documents.sum(axis=0)
    return per_hundred_words(float(points), int(words)), *limits(documents, seed())


def _value(gathered: Gathered | None) -> float | None:
    measure = measures.over(gathered, gathered.versions) if gathered else None
    if measure is None or not measure.rows or not measure.alike:
        return None
    return round(float(measure.scoring(measure.lines[0].sum(axis=0))), 6)
