"""-m judge-preference: two versions held against each other, in both orders."""

from __future__ import annotations

from dataclasses import replace

from tests.builders import pair
from tests.metrics.judge.test_marking import scored
from tests.serving.judging import WRONG, first_is_better, judge
from tests.serving.scripted import FAULTS, Asked, Reply

SOUND, FAULTY = "সেতুটি খোলা।", f"সেতুটি {WRONG} খোলা।"
ONE = replace(pair("The bridge is open.", SOUND, "bn"), rivals=(FAULTY,))
TWO = replace(pair("The bridge is open.", FAULTY, "bn"), rivals=(SOUND,))
NAME = "judge-preference"


def test_it_is_asked_in_both_orders_and_each_order_once() -> None:
    scores, asked = scored(judge, ONE, TWO, name=NAME)
    assert sorted((one.texts["first"], one.texts["second"]) for one in asked) == sorted(
        [(SOUND, FAULTY), (FAULTY, SOUND)]
    )
    assert [row.value for row in scores.rows] == [1.0, 0.0]


def test_a_judge_that_favours_the_first_prefers_neither() -> None:
    scores, _ = scored(first_is_better, ONE, TWO, name=NAME)
    assert [row.value for row in scores.rows] == [0.5, 0.5]
    assert all("depends on which" in row.detail for row in scores.rows)


def test_of_several_others_it_is_the_mean() -> None:
    three = replace(ONE, rivals=(FAULTY, "সেতুটি খুলেছে।"))
    scores, asked = scored(judge, three, name=NAME)
    assert len(asked) == 4
    # Better than the first, as good as the second.
    assert scores.rows[0].value == 0.75


def test_half_an_answer_is_none() -> None:
    def rule(asked: Asked) -> Reply:
        return judge(asked) if asked.texts["first"] == SOUND else FAULTS["wrong schema"]

    scores, _ = scored(rule, ONE, name=NAME)
    assert scores.rows[0].value is None
    assert "first, second or neither" in scores.rows[0].reason


def test_alike_or_alone_there_is_nothing_to_ask() -> None:
    alike = replace(ONE, rivals=(SOUND,))
    alone = replace(ONE, rivals=())
    scores, asked = scored(judge, alike, alone, name=NAME)
    assert not asked
    assert scores.rows[0].value == 0.5
    assert scores.rows[1].reason == "no other version in Bengali"
