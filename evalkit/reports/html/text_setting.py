"""How the texts of an evaluation are set: language, direction, script."""

from __future__ import annotations

from dataclasses import dataclass

from evalkit.languages import profile
from evalkit.result.records import Input


@dataclass(frozen=True, slots=True)
class Writing:
    """How a language is set: for the attributes lang, dir and data-script."""

    language: str
    name: str
    direction: str
    script: str


def writing(entry: Input) -> Writing:
    known = profile(entry.language)
    direction = "auto" if known.code == "und" else known.direction
    return Writing(entry.language, entry.language_name, direction, known.script)
