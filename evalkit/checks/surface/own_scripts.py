"""Which script a character belongs to, and which a version is written in."""

from __future__ import annotations

from collections import Counter
from functools import cache
from typing import Any

import regex

from evalkit.alignment.rows import Pair
from evalkit.languages import profile
from evalkit.languages.tags import scripts_of as written_in
from evalkit.package_data import table


@cache
def data() -> dict[str, Any]:
    """What the checks on characters know: `data/characters.toml`."""
    return table("evalkit.checks.surface", "characters.toml")


@cache
def _patterns() -> dict[str, regex.Pattern[str]]:
    """Each script's characters, those it shares with others among them."""
    return {code: regex.compile(rf"\p{{scx={code}}}") for code in data()["scripts"]["names"]}


@cache
def scripts_of(character: str) -> frozenset[str]:
    """The scripts a character is used in; none where it belongs to no script in particular.

    >>> sorted(scripts_of("ক")), sorted(scripts_of("-"))
    (['Beng'], [])
    """
    return frozenset(code for code, p in _patterns().items() if p.match(character))


def script_name(code: str) -> str:
    return str(data()["scripts"]["names"][code])


def own_scripts(pair: Pair) -> frozenset[str]:
    """The scripts the version is written in: its tag's, its profile's, else its text's.

    Of the scripts of its text one that its language is written in.
    """
    composite = data()["scripts"]["composite"]
    tagged = next(
        (
            part.title()
            for part in pair.language.split("-")[1:]
            if len(part) == 4 and part.isalpha()
        ),
        profile(pair.language).script,
    )
    if tagged != "Zzzz":
        return frozenset(composite.get(tagged, [tagged]))
    usual = written_in(pair.language)
    counted = Counter(s for c in pair.target if c.isalpha() for s in scripts_of(c))
    if not usual.isdisjoint(counted):
        counted = Counter({s: n for s, n in counted.items() if s in usual})
    return frozenset(code for code, _ in counted.most_common(1))
