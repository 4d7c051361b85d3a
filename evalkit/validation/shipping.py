"""Figures of checks as the file that ships with the package (`evalkit.checks.measured`)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict

from evalkit.checks import CHECKS
from evalkit.checks.measured import Measured, Provenance
from evalkit.validation.measuring import Figure

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
