"""The schema of evaluation.json: what evalkit writes fits it, what is damaged does not."""

from __future__ import annotations

import json
from typing import Any

import pytest

import evalkit
from evalkit.comparison.versions import with_comparisons
from evalkit.evaluation import Evaluation
from evalkit.result.schema import LISTS, schema
from tests.builders import document
from tests.reports import big, sample
from tests.reports.test_comparison_tables import two_bengalis

jsonschema = pytest.importorskip("jsonschema")


def judged() -> Evaluation:
    """Rows that are missing, added and unscored, by metrics with limits and windows."""
    english = document("The model has 7 layers.", "It is small.", "Red Hat made it.")
    german = document("Das Modell hat 9 Schichten.", "", language="de")
    return evalkit.evaluate([german], [english, german], metrics=["bleu", "chrf", "ter"])


EVALUATIONS = {
    "sample": sample.evaluation,
    "quiet": sample.quiet,
    "two versions of one language": two_bengalis,
    "long": lambda: with_comparisons(big.of_one_language(big.big(40))),
    "judged": judged,
}


def errors(table: Any) -> list[str]:
    validator = jsonschema.Draft202012Validator(schema())
    return [error.message for error in validator.iter_errors(table)]


@pytest.mark.parametrize("name", EVALUATIONS)
def test_what_is_written_fits(name: str) -> None:
    table = json.loads(EVALUATIONS[name]().to_json())
    assert errors(table) == []
    assert set(table) == set(schema()["properties"])


def test_the_schema_is_one() -> None:
    jsonschema.Draft202012Validator.check_schema(schema())


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("schema_version",), 99),
        (("article",), None),
        (("rows", 0, "row"), "one"),
        (("findings", 0, "severity"), "terrible"),
        (("findings", 0, "unknown"), 1),
        (("scores", 0, "value"), "high"),
        (("rows", 0, "targets"), []),
    ],
)
def test_what_is_damaged_does_not_fit(path: tuple[Any, ...], value: object) -> None:
    table = json.loads(sample.evaluation().to_json())
    place = table
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    assert errors(table)


@pytest.mark.parametrize("name", LISTS)
def test_no_list_may_be_left_out(name: str) -> None:
    table = json.loads(sample.evaluation().to_json())
    del table[name]
    assert errors(table)
