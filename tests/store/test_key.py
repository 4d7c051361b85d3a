"""A key: no two questions have the same one."""

from __future__ import annotations

import pickle

from hypothesis import given
from hypothesis import strategies as st

from evalkit.store import key

# Few characters, so that texts often run into each other; a lone surrogate among them.
PARTS = st.lists(st.text("ab\0\x1f\ud800ক", max_size=4), min_size=1, max_size=4)


@given(PARTS, PARTS)
def test_calls_are_alike_only_when_every_part_is(one: list[str], other: list[str]) -> None:
    assert (key(*one) == key(*other)) == (one == other)
    assert len(key(*one)) == 32


@given(st.text(), st.lists(st.text(), max_size=3))
def test_texts_of_any_kind_have_a_key(signature: str, parts: list[str]) -> None:
    made = key(signature, *parts)
    assert made == key(signature, *parts)
    assert pickle.loads(pickle.dumps(made)) == made


def test_a_part_more_is_another_key_even_an_empty_one() -> None:
    calls = [("a",), ("a", ""), ("a", "", ""), ("", "a"), ("", "", "a"), ("a\0",), ("a", "\0")]
    assert len({key(*call) for call in calls}) == len(calls)
