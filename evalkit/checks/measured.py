"""What is known of each check's reliability: figures that ship with the package.

They are measured on documents that no threshold was chosen on, against what
people marked, against damage that was made, and on professional translations;
`python -m benchmarks.checks` writes them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from evalkit.package_data import table

SOUND = "nothing wrong"
DAMAGE = "damage: "
NOT_MEASURED = "not measured"
# Of fewer segments in one language a share is not told by itself.
ENOUGH = 100


@dataclass(frozen=True, slots=True)
class Measured:
    """How a check did on one set in one language pair.

    `against` is the kind of fault that people marked, SOUND for professional
    translations, or what was damaged behind "damage: ". The check found `hits`
    of `faulty` segments, and fired on `false_alarms` of `sound` ones.
    """

    set: str
    languages: str
    against: str
    hits: int = 0
    faulty: int = 0
    false_alarms: int = 0
    sound: int = 0


@dataclass(frozen=True, slots=True)
class Provenance:
    """Which evalkit was measured, when, and on what sample."""

    evalkit: str
    date: str
    documents: str


def figures(check: str) -> tuple[Measured, ...]:
    """All that was measured of a check, () where nothing was."""
    listed: Sequence[Mapping[str, Any]] = _table().get("checks", {}).get(check, ())
    return tuple(Measured(**figure) for figure in listed)


def provenance() -> Provenance:
    """Where the shipped figures come from."""
    table = _table()
    return Provenance(*(str(table.get(name, "")) for name in ("evalkit", "date", "documents")))


def in_words(measured: Iterable[Measured]) -> str:
    """False alarms and recall as a reviewer reads them; "not measured" where there is none.

    The languages of a set are added up. Of several kinds of fault in one set
    the first speaks, the broadest of those that the check is about.

    >>> in_words([Measured("ntrex", "en-bn", SOUND, false_alarms=1, sound=200)])
    'false alarms on 0.5 % of 200 sound translations (bn 0.5)'
    >>> in_words([Measured("esa", "en-hi", "omission", hits=12, faulty=40, sound=100)])
    'recall of omission 30 % of 40 (esa)'
    >>> in_words([])
    'not measured'
    """
    listed = list(measured)
    said = [_alarms([m for m in listed if m.against == SOUND and m.sound])]
    spoken: dict[str, str] = {}
    marks: dict[str, dict[str, list[Measured]]] = defaultdict(lambda: defaultdict(list))
    damage: dict[str, dict[str, list[Measured]]] = defaultdict(lambda: defaultdict(list))
    for figure in listed:
        if figure.against == SOUND or not figure.faulty:
            continue
        if figure.against.startswith(DAMAGE):
            damage[figure.set][figure.against.removeprefix(DAMAGE)].append(figure)
        elif spoken.setdefault(figure.set, figure.against) == figure.against:
            marks[figure.against][figure.set].append(figure)
    said += [_recall(f"of {against}", sets, "({})") for against, sets in marks.items()]
    said += [_recall(f"of damage done to {name}:", kinds, "{}") for name, kinds in damage.items()]
    return "; ".join(part for part in said if part) or NOT_MEASURED


def _alarms(sound: Sequence[Measured]) -> str:
    if not sound:
        return ""
    by_language: dict[str, list[Measured]] = defaultdict(list)
    for figure in sound:
        by_language[figure.languages.rpartition("-")[2]].append(figure)
    each = ", ".join(
        f"{language} {_alarmed(found):.1f}"
        for language, found in sorted(by_language.items())
        if sum(m.sound for m in found) >= ENOUGH
    )
    of = sum(m.sound for m in sound)
    return f"false alarms on {_alarmed(sound):.1f} % of {of:,} sound translations ({each})"


def _recall(of: str, groups: Mapping[str, Sequence[Measured]], named: str) -> str:
    shares = (
        f"{_found(found):.0f} % of {sum(m.faulty for m in found):,} {named.format(name)}"
        for name, found in groups.items()
    )
    return f"recall {of} {', '.join(shares)}"


def _alarmed(found: Sequence[Measured]) -> float:
    return 100 * sum(m.false_alarms for m in found) / sum(m.sound for m in found)


def _found(found: Sequence[Measured]) -> float:
    return 100 * sum(m.hits for m in found) / sum(m.faulty for m in found)


@cache
def _table() -> Mapping[str, Any]:
    try:
        return table("evalkit.checks", "measured.toml")
    except FileNotFoundError:
        return {}
