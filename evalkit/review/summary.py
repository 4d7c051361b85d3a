"""What several reviewers' decisions come to, article by article and over all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from evalkit.result.records import DecisionRecord
from evalkit.review.agreement import (
    Agreement,
    Conflict,
    Precision,
    agreement,
    conflicts,
    precisions,
    ratings,
    real,
)


@dataclass(frozen=True, slots=True)
class Article:
    """One article: how many findings each reviewer `judged`, how many are in conflict.

    `real` is the agreement on "real" against "false alarm".
    """

    article: str
    judged: Mapping[str, int]
    conflicts: int
    real: Agreement


@dataclass(frozen=True, slots=True)
class Summary:
    """All articles: agreement on "real" against "false alarm" and on the three decisions."""

    reviewers: tuple[str, ...]
    articles: tuple[Article, ...]
    conflicts: tuple[Conflict, ...]
    real: Agreement
    decisions: Agreement
    precisions: tuple[Precision, ...]


def summary(records: Iterable[DecisionRecord]) -> Summary:
    """What the latest decisions of each reviewer come to."""
    known = tuple(records)
    judged = ratings(known)
    apart = conflicts(known)
    disputed = Counter(conflict.about.article for conflict in apart)
    articles = []
    for name in sorted({article for _, (article, *_), _ in judged}):
        here = [rating for rating in judged if rating[1][0] == name]
        counts = Counter(reviewer for reviewer, *_ in here)
        articles.append(
            Article(name, dict(sorted(counts.items())), disputed[name], agreement(real(here)))
        )
    return Summary(
        reviewers=tuple(sorted({reviewer for reviewer, *_ in judged})),
        articles=tuple(articles),
        conflicts=apart,
        real=agreement(real(judged)),
        decisions=agreement(judged),
        precisions=precisions(known),
    )
