"""What each kind of damage is called, and which findings speak of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from evalkit.checks import traits_of
from evalkit.package_data import table


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of damage as readers know it.

    `many` is the kind in the plural; it is empty where nothing is lost and a
    finding would be a false alarm. A finding is of the right kind by its
    category's beginning or by its check's traits.
    """

    name: str
    label: str
    many: str
    categories: tuple[str, ...]

    def speaks(self, check: str, category: str) -> bool:
        """Whether a finding of that check and category speaks of such a damage.

        >>> kinds()["number"].speaks("number-mismatch", "Accuracy/Mistranslation")
        True
        >>> kinds()["number"].speaks("length-outlier", "Accuracy/Omission")
        False
        """
        traits = traits_of(check)
        told = self.name in traits.damages or self.name in traits.tells_of
        return told or category.startswith(self.categories)


@cache
def _table() -> Mapping[str, Any]:
    return table("evalkit.validation.damage", "damages.toml")


@cache
def kinds() -> Mapping[str, Kind]:
    """All kinds by name, in the order they are shown."""
    return {
        name: Kind(
            name,
            entry["label"],
            entry["many"],
            tuple(entry["categories"]),
        )
        for name, entry in _table()["kinds"].items()
    }


@cache
def verb_final() -> frozenset[str]:
    """The languages whose sentences usually end in their verb."""
    return frozenset(_table()["verb_final"].split())
