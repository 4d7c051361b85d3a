"""What a comparison of two versions comes to, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evalkit.statistics.intervals import FEWEST
from evalkit.statistics.paired import Paired

if TYPE_CHECKING:
    from evalkit.comparison.measures import Measure
    from evalkit.result.records import Unit

SELDOM = 0.05
"""From this p on a difference is put down to chance."""


def not_alike() -> str:
    return "not compared: the two were not scored in the same way (see their signatures)"


def said(found: Paired, measure: Measure, version: str, against: str, unit: Unit) -> str:
    """The verdict, what it rests on, and what people made of such a difference.

    The last only where the difference is hardly chance: what people agreed with
    were differences over whole test sets, and that of a few paragraphs which
    the next ones may turn is none of them.
    """
    parts = [_verdict(found, measure, version, against), _chance(found, unit)]
    if measure.is_mean:
        parts.append("means of the paragraphs' scores")
    if measure.rows < measure.total:
        parts.append(f"over the {measure.rows} of {measure.total} paragraphs that have both scores")
    if is_clear(found) and not measure.back_translated:
        from evalkit.comparison.published_thresholds import in_words

        parts.append(in_words(measure.metric, measure.label, found.difference))
    return "; ".join(part for part in parts if part)


def is_clear(found: Paired) -> bool:
    """Whether chance hardly gives such a difference, among all pairs that were tested with it.

    >>> is_clear(Paired(1, 0, 20, p_adjusted=0.03)), is_clear(Paired(1, 0, 3))
    (True, False)
    """
    return found.p_adjusted is not None and found.p_adjusted < SELDOM


def _verdict(found: Paired, measure: Measure, version: str, against: str) -> str:
    if found.difference == 0:
        return f"{version} and {against} come out the same"
    better = (found.difference > 0) == measure.higher_is_better
    apart = f"{abs(found.difference):.3g}"
    return f"{version} is {apart} {measure.label} {'better' if better else 'worse'} than {against}"


def _chance(found: Paired, unit: Unit) -> str:
    if found.p_randomisation is None:
        return f"too few {unit}s to tell chance from more ({found.clusters}; {FEWEST} are needed)"
    if found.difference == 0:
        return ""
    said = (
        f"{'hardly chance' if is_clear(found) else 'may be chance'}: swapped at random, {unit} by "
        f"{unit}, they differ as much in {_often(found.p_randomisation)}"
    )
    if found.pairs > 1:
        said += (
            f"; as one of {found.pairs} pairs compared, that counts as "
            f"{_often(found.p_adjusted)} (Holm)"
        )
    return said


def _often(share: float | None) -> str:
    """How often chance does as much, in whole hundredths.

    >>> _often(0.2314), _often(0.001)
    ('23 of 100 cases', 'fewer than 1 of 100 cases')
    """
    share = share or 0.0
    return "fewer than 1 of 100 cases" if share < 0.01 else f"{100 * share:.0f} of 100 cases"
