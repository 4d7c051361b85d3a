"""Which labels a check, a risk or a metric is measured against, as data."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import cache
from typing import Any

from evalkit.package_data import table


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


def unasked(metrics: Collection[str] = ()) -> frozenset[str]:
    """Checks that segment by segment, with nothing but the texts and these metrics, cannot fire.

    >>> "judged-error" in unasked(), "judged-error" in unasked(["judge"])
    (True, False)
    """
    told_by = _table()["told_by"]
    return frozenset(
        (*_table()["unasked"], *(c for c, metric in told_by.items() if metric not in metrics))
    )


@cache
def _table() -> Mapping[str, Any]:
    return table("evalkit.validation", "labels.toml")
