"""--fail-under: what is taken, what is refused, and what is said of a score that fails."""

from __future__ import annotations

import pytest

from evalkit.cli.thresholds import demanded, failures
from evalkit.document import InputError
from evalkit.metrics.base import State
from evalkit.result.records import ScoreRecord


def record(metric: str, value: float | None) -> ScoreRecord:
    state: State = "unscored" if value is None else "scored"
    return ScoreRecord("", None, "de", metric, value, state, "no reference", "")


def test_names_are_known_in_any_case_and_several_stand_in_one_word() -> None:
    assert demanded(["BLEU=30,chrF++=45", "ter=60"]) == {"bleu": 30.0, "chrf++": 45.0, "ter": 60.0}
    path = "comet:/models/a=b/model.ckpt"
    assert demanded([f"{path}=0.8"]) == {path: 0.8}


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (["bleu"], "no number; write METRIC=VALUE"),
        (["bleu=nan"], "no number; write METRIC=VALUE"),
        (["bleu=0.3"], "a fraction, and BLEU goes from 0 to 100; write bleu=30"),
        (["ter=0.6"], "a fraction, and TER goes from 0 upwards; write ter=60"),
        (["bleu=130"], "BLEU goes from 0 to 100; name a value on that scale"),
        (["bleu=10", "BLEU=99"], "bleu is given twice: 10 and 99; leave one out"),
        (["nope=3"], "there is no metric called 'nope'"),
    ],
)
def test_what_would_pass_anything_or_nothing_is_refused(given: list[str], told: str) -> None:
    with pytest.raises(InputError) as error:
        demanded(given)
    assert told in str(error.value)


@pytest.mark.parametrize(
    ("metric", "value", "limit", "said"),
    [
        ("comet:x", 0.74943, 0.75, "0.7494 is under 0.75"),
        ("comet:x", 0.749999, 0.75, "0.749999 is under 0.75"),
        ("bleu", 29.996, 30.0, "29.996 is under 30"),
        ("ter", 60.0001, 60.0, "60.0001 is over 60"),
    ],
)
def test_a_score_is_told_in_places_that_tell_it_apart(
    metric: str, value: float, limit: float, said: str
) -> None:
    assert failures([record(metric, value)], {metric: limit}) == [f"de: {metric} {said}"]


def test_what_is_not_under_passes_and_what_is_unscored_does_not() -> None:
    assert failures([record("bleu", 30.0), record("chrf", 1.0)], {"bleu": 30.0}) == []
    (line,) = failures([record("bleu", None)], {"bleu": 30.0})
    assert line == "de: bleu is unscored: no reference"
