"""Pairs by the languages they lead from and to."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from evalkit.export.pairs import ExportedPair
from evalkit.languages import language_name

_NAME = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Direction:
    """From one language into another, by their tags."""

    source: str
    target: str

    @property
    def source_name(self) -> str:
        return _named(self.source)

    @property
    def target_name(self) -> str:
        return _named(self.target)


def by_direction(pairs: Sequence[ExportedPair]) -> Mapping[Direction, list[ExportedPair]]:
    """The pairs of each direction, all versions in its language together."""
    found: dict[Direction, list[ExportedPair]] = defaultdict(list)
    for pair in pairs:
        found[Direction(pair.source_language, pair.language)].append(pair)
    return found


def slug(name: str) -> str:
    """A name as a part of a file's or a task's name.

    >>> slug("Chinese (Traditional)"), slug("../..")
    ('chinese_traditional', 'x')
    """
    return _NAME.sub("_", name.casefold()).strip("_")[:60] or "x"


def _named(tag: str) -> str:
    """A language by its name, with the tag where that says more.

    >>> _named("pa"), _named("pa-Arab"), _named("qaa")
    ('Punjabi', 'Punjabi (pa-Arab)', 'qaa')
    """
    name = language_name(tag)
    return name if tag in (name, tag.partition("-")[0]) else f"{name} ({tag})"
