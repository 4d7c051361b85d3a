"""What a check says of itself holds together: no edit elsewhere can be forgotten."""

from __future__ import annotations

from typing import get_args

import pytest

from evalkit.checks import CHECKS, traits_of
from evalkit.checks.traits import CONTENT, Fold, Group, Kind, Reach, Traits
from evalkit.metrics import METRICS
from evalkit.validation.damage import DAMAGES
from evalkit.validation.labels import KINDS_OF_RISK, unasked


@pytest.mark.parametrize("check", CHECKS)
def test_every_name_in_its_traits_is_one(check: str) -> None:
    traits = traits_of(check)
    assert traits.kind in get_args(Kind)
    assert traits.taken_as in get_args(Group)
    assert {*traits.damages, *traits.tells_of} <= set(DAMAGES)
    assert not {*traits.damages} & {*traits.tells_of}
    assert not traits.asked_with or traits.asked_with in METRICS
    for fold in traits.folds:
        assert fold.reach in get_args(Reach)
        assert set(fold.takes) <= {*CHECKS, *get_args(Group)} - {check, ""}


def test_no_two_folds_have_the_same_place_in_the_order() -> None:
    orders = [fold.order for check in CHECKS for fold in traits_of(check).folds]
    assert len(orders) == len(set(orders))


def test_a_check_that_people_are_asked_of_has_a_label_or_none_at_all() -> None:
    labelled = {check for check in CHECKS if traits_of(check).labels}
    assert not labelled & unasked(["judge"])
    known = {label for check in labelled for label in traits_of(check).labels}
    assert {label for labels in KINDS_OF_RISK.values() for label in labels} <= known


def test_a_kind_says_what_explains_it_and_a_check_may_say_otherwise() -> None:
    assert Traits("anchor").taken_as == "anchor"
    assert Traits("whole text").taken_as == ""
    assert Traits("surface", group="content").taken_as == "content"


def test_a_check_that_nobody_knows_has_the_usual_traits() -> None:
    assert traits_of("no-such-check") == Traits() == Traits("surface")


def test_the_losses_are_those_of_content_of_the_source() -> None:
    assert [check for check in CHECKS if traits_of(check).is_loss] == [
        "missing-paragraph", "empty", "length-outlier", "truncated-sentence", "omission",
        "link-text-lost", "number-mismatch", "name-missing",
    ]  # fmt: skip


def test_a_missing_paragraph_takes_in_content_and_writing() -> None:
    (fold,) = traits_of("missing-paragraph").folds
    assert fold == Fold(10, (*CONTENT, "surface", "empty"), "row")
