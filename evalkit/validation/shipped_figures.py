"""Figures of checks as the file that ships with the package (`evalkit.checks.measured`)."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Protocol

from evalkit.checks import CHECKS, traits_of
from evalkit.checks.measured import DAMAGE, Measured, Provenance
from evalkit.validation.figures import Figure

HEAD = "# How each check did, for people and programs. Written by a command; do not edit.\n"


def measured(figures: Iterable[Figure]) -> dict[str, list[Measured]]:
    """The counts behind the figures of every check, in the order of the registry."""
    shares: dict[tuple[str, str, str, str], dict[str, Figure]] = {}
    for figure in figures:
        if figure.subject == "check" and figure.part is not None and figure.name in CHECKS:
            place = (figure.name, figure.set, figure.languages, figure.against)
            shares.setdefault(place, {})[figure.measure] = figure
    found: dict[str, list[Measured]] = {check: [] for check in CHECKS}
    for (check, name, languages, against), by_measure in shares.items():
        recall, alarms = by_measure.get("recall"), by_measure.get("false alarms")
        found[check].append(
            Measured(
                set=name,
                languages=languages,
                against=against,
                hits=(recall.part or 0) if recall else 0,
                faulty=recall.whole if recall else 0,
                false_alarms=(alarms.part or 0) if alarms else 0,
                sound=alarms.whole if alarms else 0,
            )
        )
    return {check: listed for check, listed in found.items() if listed}


class Spoken(Protocol):
    """One damage that was done, and the checks that then spoke of its place."""

    @property
    def damage(self) -> str: ...

    @property
    def checks(self) -> Sequence[str]: ...


def damaged(name: str, languages: str, trials: Iterable[Spoken]) -> dict[str, list[Measured]]:
    """How much of the seeded damage that each check should find it did find."""
    tried: Counter[str] = Counter()
    spoke: Counter[tuple[str, str]] = Counter()
    for trial in trials:
        tried[trial.damage] += 1
        spoke.update((check, trial.damage) for check in trial.checks)
    return {
        check: [
            Measured(name, languages, DAMAGE + kind, hits=spoke[check, kind], faulty=tried[kind])
            for kind in traits_of(check).damages
            if tried[kind]
        ]
        for check in CHECKS
    }


def merged(*parts: Mapping[str, Sequence[Measured]]) -> dict[str, list[Measured]]:
    """All figures of each check, in the order of the registry; checks without any left out."""
    found = {check: [m for part in parts for m in part.get(check, ())] for check in CHECKS}
    return {check: listed for check, listed in found.items() if listed}


def as_toml(found: Mapping[str, Sequence[Measured]], provenance: Provenance) -> str:
    """The file's text: a line per figure, so that a change of one is a change of one line."""
    lines = [HEAD, *(f"{name} = {json.dumps(value)}" for name, value in asdict(provenance).items())]
    lines += ["", "[checks]"]
    for check, listed in found.items():
        lines.append(f"{check} = [")
        for figure in listed:
            cells = ", ".join(f"{k} = {json.dumps(v)}" for k, v in asdict(figure).items() if v)
            lines.append(f"  {{{cells}}},")
        lines.append("]")
    return "\n".join(lines) + "\n"
