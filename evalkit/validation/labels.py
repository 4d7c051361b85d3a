"""Which labels a check or a risk is measured against."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from evalkit.checks import CHECKS, traits_of

KINDS_OF_RISK: Mapping[str, tuple[str, ...]] = {
    "omission_risk": ("omission", "major omission", "agreed omission", "lost word"),
    "addition_risk": ("addition", "agreed addition", "hallucination", "full hallucination"),
}
"""The kinds of fault that a risk is the probability of.

A set's own words for graver or surer faults (major, agreed, full) are kinds of their own.
"""


def unasked(metrics: Collection[str] = ()) -> frozenset[str]:
    """Checks that segment by segment, with nothing but the texts and these metrics, cannot fire.

    They look at rows without a counterpart, and a judged segment always has one, or need what no
    set comes with (a glossary, a metric that marks spans): a share of nothing found says nothing.

    >>> "judged-error" in unasked(), "judged-error" in unasked(["judge"])
    (True, False)
    """
    traits = {check: traits_of(check) for check in CHECKS}
    return frozenset(
        check
        for check, its in traits.items()
        if its.unasked or (its.asked_with and its.asked_with not in metrics)
    )
