"""How much was found of each kind of damage, and what silence is worth then."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from evalkit.validation.damage import families, kinds
from evalkit.validation.proportions import wilson
from evalkit.validation.trials import Trial

ALL_BUT = 0.95
"""From this share on, nearly all of a kind goes unseen."""


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


def unseen(tallies: Iterable[Tally]) -> list[str]:
    """For each family of damage, how many of its kind go unseen, in words; the worst first.

    >>> cut = Tally("bn", "cut", 24, 22, 20, 0.7, 1.0, {}, 0.9, 0, 0, None, None)
    >>> unseen([cut])
    ['about 1 in 12 cut paragraphs']
    """
    tried: Counter[str] = Counter()
    missed: Counter[str] = Counter()
    for counted in tallies:
        family = kinds()[counted.damage].family
        if family:
            tried[family] += counted.tried
            missed[family] += counted.tried - counted.found
    ranked = sorted(
        (family for family in families() if tried[family]),
        key=lambda family: -missed[family] / tried[family],
    )
    return [f"{odds(missed[f], tried[f])} {families()[f]}" for f in ranked]


def odds(count: int, total: int) -> str:
    """A share as people say it.

    >>> odds(2, 24), odds(9, 20), odds(7, 10), odds(20, 20), odds(0, 20)
    ('about 1 in 12', 'about half of', 'about 7 in 10', 'nearly all', 'none of 20')
    """
    share = count / total
    if not count:
        return f"none of {total}"
    if share >= ALL_BUT:
        return "nearly all"
    if 0.45 <= share <= 0.55:
        return "about half of"
    if share > 0.55 or round(1 / share) == 2:
        return f"about {round(10 * share)} in 10"
    return f"about 1 in {round(1 / share)}"
