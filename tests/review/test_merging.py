"""Merged files lose nothing, and it does not matter in which order they came."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from evalkit.review import DECISIONS, Decisions, content, merged
from evalkit.review.resolving import joined
from tests.review.entries import MORNING, NOON, entry

files = st.builds(
    Decisions,
    st.lists(
        st.builds(
            entry,
            st.sampled_from(["", *DECISIONS]),
            st.sampled_from(["", "Asha", "Binta"]),
            fingerprint=st.sampled_from(["f1", "f2"]),
            time=st.sampled_from(["", MORNING, NOON]),
            note=st.sampled_from(["", "a\nb"]),
        ),
        max_size=4,
    ).map(tuple),
    st.sampled_from(["", "Asha"]),
    st.sampled_from(["", MORNING, NOON]),
    st.sampled_from(["one", "two"]),
)


def test_an_entry_takes_the_name_of_its_file() -> None:
    unsigned = (entry("accepted", ""),)
    for file, name in (
        (Decisions(unsigned, "Asha", name="d"), "Asha"),
        (Decisions(unsigned, name="binta"), "binta"),
    ):
        assert [r.reviewer for r in merged([file]).records] == [name]


@given(st.lists(files, max_size=3))
def test_merging_is_the_same_in_any_order_and_again(several: list[Decisions]) -> None:
    once = merged(several)
    assert merged(several[::-1]) == once
    assert merged([once, *several]) == once
    assert content(merged([replace(once, name="merged")]), "m.json") == content(once, "m.json")


@given(st.lists(files, max_size=3))
def test_merging_keeps_every_entry_and_is_nobodys(several: list[Decisions]) -> None:
    found = merged(several)
    assert found.reviewer == ""
    assert all(r.reviewer for r in found.records)
    bare = joined([replace(r, reviewer="") for r in found.records])
    assert bare == joined(replace(r, reviewer="") for f in several for r in f.records)
