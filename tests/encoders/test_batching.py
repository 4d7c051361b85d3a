"""Batches: every text once, longest first, within the budget."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from evalkit.encoders.batching import batches

LENGTHS = st.lists(st.integers(0, 600), max_size=80)
BUDGETS = st.integers(1, 4000)


@given(LENGTHS, BUDGETS)
def test_every_text_is_in_one_batch(lengths: list[int], budget: int) -> None:
    found = [index for batch in batches(lengths, budget) for index in batch]
    assert sorted(found) == list(range(len(lengths)))


@given(LENGTHS, BUDGETS)
def test_a_batch_of_several_stays_within_the_budget(lengths: list[int], budget: int) -> None:
    for batch in batches(lengths, budget):
        assert len(batch) == 1 or len(batch) * max(lengths[n] for n in batch) <= budget


@given(LENGTHS, BUDGETS)
def test_the_longest_come_first_and_equals_keep_their_order(
    lengths: list[int], budget: int
) -> None:
    found = [index for batch in batches(lengths, budget) for index in batch]
    assert found == sorted(range(len(lengths)), key=lambda n: (-lengths[n], n))


@given(LENGTHS, BUDGETS)
def test_no_batch_is_empty_and_none_could_take_the_next_text(
    lengths: list[int], budget: int
) -> None:
    made = batches(lengths, budget)
    assert all(made)
    for batch in made[:-1]:
        assert (len(batch) + 1) * max(1, lengths[batch[0]]) > budget


def test_no_texts_make_no_batches() -> None:
    assert batches([], 100) == []


def test_a_text_longer_than_the_budget_goes_alone() -> None:
    assert batches([700, 700, 5], 512) == [[0], [1], [2]]
