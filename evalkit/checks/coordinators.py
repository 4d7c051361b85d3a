"""The words that join like with like, by language."""

from __future__ import annotations

import sys
from functools import cache
from importlib.resources import files

from evalkit.languages import primary

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib


@cache
def coordinators(language: str) -> frozenset[str]:
    """The words for "and" and "or" of a language.

    >>> sorted(coordinators("en"))
    ['and', 'or']
    """
    with files(__package__).joinpath("data/coordinators.toml").open("rb") as stream:
        table: dict[str, list[str]] = tomllib.load(stream)
    return frozenset(table.get(primary(language), ()))
