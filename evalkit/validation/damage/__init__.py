"""Seeded damage: what goes wrong with translations, done on purpose to a sound one.

`damage` gives a damaged copy of a version and says what was done where. One
copy suffers one kind of damage, in one paragraph of several, so that its
conventions stay its own; copy after copy, every paragraph where the damage
makes sense has its turn.
"""

from evalkit.validation.damage.damage_kinds import Kind, kinds
from evalkit.validation.damage.damaging import (
    DAMAGES,
    EVERY,
    Damage,
    Damaged,
    copies,
    damage,
    facing,
    named,
)

__all__ = [
    "DAMAGES",
    "EVERY",
    "Damage",
    "Damaged",
    "Kind",
    "copies",
    "damage",
    "facing",
    "kinds",
    "named",
]
