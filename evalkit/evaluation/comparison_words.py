"""What a comparison of two versions comes to, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evalkit.evaluation.resampling import FEWEST, Paired

if TYPE_CHECKING:
    from evalkit.evaluation.measures import Measure
    from evalkit.evaluation.records import Unit

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
        from evalkit.metrics.thresholds import in_words

        parts.append(in_words(measure.metric, measure.label, found.difference))
    return "; ".join(part for part in parts if part)


def is_clear(found: Paired) -> bool:
    """Whether chance hardly gives such a difference.

    >>> is_clear(Paired(1, 0, 20, p_randomisation=0.03)), is_clear(Paired(1, 0, 3))
    (True, False)
    """
    return found.p_randomisation is not None and found.p_randomisation < SELDOM


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
    swapped = f"swapped at random, {unit} by {unit}, they differ as much in {_often(found)}"
    if is_clear(found):
        return f"hardly chance: {swapped}"
    return f"may be chance: {swapped}"


def _often(found: Paired) -> str:
    """How often chance does as much, in whole hundredths.

    >>> _often(Paired(1, 0, 20, p_randomisation=0.2314)), _often(Paired(1, 0, 20, p_randomisation=0.001))
    ('23 of 100 cases', 'fewer than 1 of 100 cases')
    """  # noqa: E501
    share = found.p_randomisation or 0.0
    return "fewer than 1 of 100 cases" if share < 0.01 else f"{100 * share:.0f} of 100 cases"
