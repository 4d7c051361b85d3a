"""How much was found of each kind of damage, and what silence is worth then."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from evalkit.statistics.intervals import wilson
from evalkit.validation.damage import kinds
from evalkit.validation.damage_trials import Trial

NEARLY_ALL, HALF = 0.95, 0.05
"""The share that is nearly all, and how far from a half one is still about a half."""


@dataclass(frozen=True, slots=True)
class Tally:
    """One kind of damage in one version.

    `low` and `high` are the 95 % limits of the share that is found, None where
    nothing was tried. `checks` counts in how many damages each check spoke.
    `confidence` is the median of what was found; the risks are the medians of
    how much they rose, None where none were computed. Of the `place_known`
    damages that were found, `placed` had a finding that names the place in
    the source.
    """

    version: str
    damage: str
    tried: int
    found: int
    major: int
    low: float | None
    high: float | None
    checks: Mapping[str, int]
    confidence: float | None
    place_known: int
    placed: int
    omission_risk: float | None
    addition_risk: float | None


def tally(version: str, damage: str, trials: Iterable[Trial]) -> Tally:
    """Count the trials of one kind of damage in one version."""
    mine = [t for t in trials if t.version == version and t.damage == damage]
    found = [t for t in mine if t.found]
    low, high = wilson(len(found), len(mine)) if mine else (None, None)
    hits = Counter(check for t in found for check in t.checks)
    return Tally(
        version=version,
        damage=damage,
        tried=len(mine),
        found=len(found),
        major=sum(t.major for t in mine),
        low=low,
        high=high,
        checks=dict(sorted(hits.items(), key=lambda hit: (-hit[1], hit[0]))),
        confidence=_median([t.confidence for t in found]),
        place_known=sum(t.placed is not None for t in mine),
        placed=sum(t.placed is True for t in mine),
        omission_risk=_median([t.omission_risk for t in mine]),
        addition_risk=_median([t.addition_risk for t in mine]),
    )


def _median(values: Sequence[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return median(known) if known else None


def unseen(tallies: Iterable[Tally]) -> list[tuple[str, int, int]]:
    """For each kind of damage its name, how many went unseen, and of how many; the worst first.

    Kinds of one name are counted together; those that harm nothing are left out.

    >>> cut = Tally("bn", "cut", 24, 22, 20, 0.7, 1.0, {}, 0.9, 0, 0, None, None)
    >>> unseen([cut])
    [('paragraphs cut by 30 %', 2, 24)]
    """
    tried: Counter[str] = Counter()
    missed: Counter[str] = Counter()
    for counted in tallies:
        many = kinds()[counted.damage].many
        if many and counted.tried:
            tried[many] += counted.tried
            missed[many] += counted.tried - counted.found
    ranked = sorted(tried, key=lambda many: -missed[many] / tried[many])
    return [(many, missed[many], tried[many]) for many in ranked]


def odds(count: int, total: int) -> str:
    """A share as people say it, before what it is a share of.

    >>> odds(2, 24), odds(9, 20), odds(7, 10), odds(20, 20), odds(1, 60)
    ('about 1 in 12', 'about half of the', 'about 7 in 10', 'nearly all', 'about 1 in 60')
    """
    share = count / total
    if share >= NEARLY_ALL:
        return "nearly all"
    if abs(share - 0.5) <= HALF:
        return "about half of the"
    if share > 1 / 3 + HALF:
        return f"about {round(10 * share)} in 10"
    return f"about 1 in {round(1 / share)}"
