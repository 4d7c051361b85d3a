"""Objects in what models say."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evalkit.llm.json_answer import UnreadableError, object_in, without_thoughts

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3)
    ),
    max_leaves=8,
)
OBJECTS = st.dictionaries(st.text(max_size=4), VALUES, max_size=4)
PROSE = st.text(st.characters(exclude_characters="{}<>", exclude_categories=["Cs"]), max_size=20)


@given(OBJECTS, PROSE, PROSE, st.booleans())
def test_an_object_is_read_whatever_stands_around_it(
    wanted: dict[str, object], before: str, after: str, indented: bool
) -> None:
    said = json.dumps(wanted, ensure_ascii=False, indent=2 if indented else None)
    if "<think" not in said and "</think" not in said:
        assert object_in(f"{before}{said}{after}") == wanted


@given(OBJECTS.filter(bool), st.data())
def test_half_an_object_is_none(wanted: dict[str, object], data: st.DataObject) -> None:
    said = json.dumps({"errors": [wanted]})
    cut = data.draw(st.integers(1, len(said) - 1))
    with pytest.raises(UnreadableError):
        object_in(said[:cut])


def test_an_object_within_a_broken_one_is_no_answer() -> None:
    with pytest.raises(UnreadableError, match="breaks off"):
        object_in('{"errors": [{"quote": "a"}, {"quote": ')


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("<think>a</think>b", "b"),
        ("<think>a\nb</think>\n\nc", "c"),
        ("a</think>b", "b"),
        ("<think>never ends", "never ends"),
        ("plain", "plain"),
    ],
)
def test_what_a_model_says_to_itself_is_left_out(said: str, kept: str) -> None:
    assert without_thoughts(said) == kept


@pytest.mark.parametrize("said", ["[" * 100_000, '{"a":' * 5000, "{" * 5000, "{a" * 5000])
def test_hostile_answers_are_no_answers(said: str) -> None:
    with pytest.raises(UnreadableError):
        object_in(said)
