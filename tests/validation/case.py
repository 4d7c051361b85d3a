"""The base test that the test of every kind of damage fills in.

A damage's test names it and gives paragraphs with all that may become of them,
and some that must be left alone. What every damage owes its callers on any
text stands in `test_properties`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from evalkit.validation.damage import DAMAGES, copies, kinds
from tests.builders import version
from tests.validation.texts import article


class DamageCase:
    """Fill in the three: `done` gives a row and all that may become of its version."""

    name: ClassVar[str]
    done: ClassVar[Sequence[tuple[tuple[str, str], set[str]]]] = ()
    spared: ClassVar[Sequence[tuple[str, str]]] = ()

    def test_is_registered_and_described(self) -> None:
        assert self.name in DAMAGES
        assert kinds()[self.name].label

    def test_does_what_it_says(self) -> None:
        for row, expected in self.done:
            made = {
                copy.document.texts[0]
                for seed in range(40)
                for copy in copies(self.name, version([row]), seed=seed)
            }
            assert made == expected

    def test_spares_what_it_cannot_damage(self) -> None:
        for row in self.spared:
            assert copies(self.name, version([row])) == ()

    def test_each_paragraph_has_its_turn_once(self) -> None:
        for every in (1, 2, 6):
            turns = [
                d.paragraph for c in copies(self.name, article(), every=every) for d in c.damages
            ]
            assert len(turns) == len(set(turns)) > 0
