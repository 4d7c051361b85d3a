"""Which labels a check, a risk or a metric is measured against, as data."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib


def kinds_of_check(check: str) -> tuple[str, ...]:
    """The kinds of fault a check is about, the broadest first.

    >>> kinds_of_check("number-mismatch")
    ('number', 'critical')
    """
    return tuple(_table()["checks"].get(check, ()))


def kinds_of_risk(risk: str) -> tuple[str, ...]:
    """The kinds of fault a risk is the probability of."""
    return tuple(_table()["risks"].get(risk, ()))


def damages_of_check(check: str) -> tuple[str, ...]:
    """The kinds of seeded damage that a check should find."""
    return tuple(_table()["damage"].get(check, ()))


def unasked() -> frozenset[str]:
    """Checks that segment by segment, with nothing but the texts, cannot fire at all."""
    return frozenset(_table()["unasked"])


@cache
def _table() -> Mapping[str, Any]:
    text = files(__package__).joinpath("data/about.toml").read_text(encoding="utf-8")
    found: dict[str, Any] = tomllib.loads(text)
    return found
