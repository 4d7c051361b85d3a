"""The words that join like with like, by language."""

from __future__ import annotations

from functools import cache

from evalkit.languages import primary
from evalkit.package_data import table


@cache
def coordinators(language: str) -> frozenset[str]:
    """The words for "and" and "or" of a language.

    >>> sorted(coordinators("en"))
    ['and', 'or']
    """
    words = table("evalkit.checks.evidence", "coordinators.toml")
    return frozenset(words.get(primary(language), ()))
