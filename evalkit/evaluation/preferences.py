"""Versions in one language held against each other by a judge: when, and what faces what."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from evalkit.alignment import Article
from evalkit.languages import primary

JUDGE, PREFERENCE = "judge", "judge-preference"


def with_preference(metrics: Sequence[str], languages: Iterable[str]) -> tuple[str, ...]:
    """The metrics, with the judge's preference where it judges two versions of one language.

    >>> with_preference(["judge", "chrf"], ["bn", "bn-x-new", "pa"])
    ('judge', 'judge-preference', 'chrf')
    >>> with_preference(["judge"], ["bn", "pa"])
    ('judge',)
    """
    several = any(n > 1 for n in Counter(map(primary, languages)).values())
    if JUDGE not in metrics or PREFERENCE in metrics or not several:
        return tuple(metrics)
    place = list(metrics).index(JUDGE) + 1
    return (*metrics[:place], PREFERENCE, *metrics[place:])


def with_rivals(article: Article) -> Article:
    """The article whose pairs know what the other versions in their language have in the row."""
    versions = []
    for version in article.versions:
        others = [
            other.pairs
            for other in article.versions
            if other.id != version.id and primary(other.language) == primary(version.language)
        ]
        pairs = tuple(
            replace(pair, rivals=tuple(pairs[n].target for pairs in others))
            for n, pair in enumerate(version.pairs)
        )
        versions.append(replace(version, pairs=pairs))
    return replace(article, versions=tuple(versions))
