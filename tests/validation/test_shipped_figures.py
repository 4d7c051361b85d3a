"""What ships: counts by check, read back as they were written."""

from __future__ import annotations

import sys
from dataclasses import dataclass

from evalkit.checks import CHECKS
from evalkit.checks.measured import (
    NOT_MEASURED,
    Measured,
    Provenance,
    figures,
    in_words,
    provenance,
)
from evalkit.validation.figures import Figure
from evalkit.validation.shipped_figures import as_toml, damaged, measured, merged

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib


def share(name: str, against: str, measure: str, part: int, whole: int) -> Figure:
    return Figure("set", "en-hi", "check", name, against, measure, 0.5, 0.1, 0.9, part, whole)


FIGURES = [
    share("empty", "empty", "recall", 3, 4),
    share("empty", "empty", "false alarms", 1, 90),
    share("empty", "nothing wrong", "false alarms", 2, 100),
    share("any finding", "nothing wrong", "false alarms", 7, 100),
]


def test_recall_and_false_alarms_of_one_set_are_one_entry() -> None:
    assert measured(FIGURES) == {
        "empty": [
            Measured("set", "en-hi", "empty", hits=3, faulty=4, false_alarms=1, sound=90),
            Measured("set", "en-hi", "nothing wrong", false_alarms=2, sound=100),
        ]
    }


def test_the_file_says_what_was_measured() -> None:
    table = tomllib.loads(as_toml(measured(FIGURES), Provenance("1.0", "2026-01-02", "a sample")))
    assert (table["evalkit"], table["date"], table["documents"]) == (
        "1.0",
        "2026-01-02",
        "a sample",
    )
    read = [Measured(**entry) for entry in table["checks"]["empty"]]
    assert read == measured(FIGURES)["empty"]


def test_in_words() -> None:
    listed = [
        Measured("ntrex", "en-bn", "nothing wrong", false_alarms=1, sound=250),
        Measured("ntrex", "en-pa", "nothing wrong", false_alarms=0, sound=250),
        Measured("mqm", "en-gu", "omission", hits=1, faulty=5),
        Measured("mqm", "en-hi", "omission", hits=4, faulty=5),
        Measured("mqm", "en-hi", "major omission", hits=2, faulty=2),
        Measured("ntrex", "en-bn", "damage: cut", hits=9, faulty=10),
        Measured("ntrex", "en-bn", "damage: link", hits=2, faulty=4),
    ]
    assert in_words(listed) == (
        "false alarms on 0.2 % of 500 sound translations (bn 0.4, pa 0.0); "
        "recall of omission 50 % of 10 (mqm); recall of damage done to ntrex: 90 % of 10 cut, 50 % of 4 link"
    )


@dataclass(frozen=True)
class Trial:
    damage: str
    checks: tuple[str, ...]


def test_damage_counts_for_the_checks_that_should_find_it() -> None:
    trials = [
        Trial("number", ("number-mismatch",)),
        Trial("number", ("length-outlier",)),
        Trial("link", ("dangling-space", "link-text-lost")),
    ]
    found = damaged("ntrex", "en-bn", trials)
    assert found["number-mismatch"] == [
        Measured("ntrex", "en-bn", "damage: number", hits=1, faulty=2)
    ]
    assert found["link-text-lost"] == [Measured("ntrex", "en-bn", "damage: link", hits=1, faulty=1)]
    assert found["length-outlier"] == []


def test_merged_figures_stand_in_the_order_of_the_registry() -> None:
    one, other = Measured("a", "en-bn", "x", faulty=1), Measured("b", "en-bn", "x", faulty=1)
    assert merged({"glossary": [one]}, {"empty": [one]}, {"empty": [other], "glossary": []}) == {
        "empty": [one, other],
        "glossary": [one],
    }


def test_an_unknown_check_is_not_measured() -> None:
    assert in_words(figures("no-such-check")) == NOT_MEASURED


def test_what_ships_counts_no_more_than_there_was() -> None:
    for check in CHECKS:
        for figure in figures(check):
            assert 0 <= figure.hits <= figure.faulty
            assert 0 <= figure.false_alarms <= figure.sound
            assert figure.faulty or figure.sound
    assert provenance().date
