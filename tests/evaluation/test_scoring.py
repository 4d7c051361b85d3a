"""The evaluation asks the store before it asks a metric, and a metric only once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evalkit.alignment.rows import ErrorSpan, Pair
from evalkit.evaluation.scoring import decoded, encoded, score_versions, with_errors
from evalkit.metrics.base import RowMetric, Score, Windows
from tests.builders import version
from tests.remembering import Remembering


class Length(RowMetric):
    """Scores a row by its target's length and notes what it was asked."""

    name = "length"
    label = "length"
    description = "length"
    needs = frozenset({"source"})

    def __init__(self, fails_at: str = "", revision: str = "1") -> None:
        self.asked: list[str] = []
        self._fails_at, self._revision = fails_at, revision

    def signature(self) -> str:
        return f"length|{self._revision}"

    def unscored(self, pair: Pair) -> Score | None:
        return None if pair.target else Score.unscored("missing")

    def rows(self, pairs: Sequence[Pair]) -> Iterator[tuple[int, Score]]:
        for n in reversed(range(len(pairs))):
            self.asked.append(pairs[n].target)
            if self._fails_at and pairs[n].target == self._fails_at:
                raise KeyboardInterrupt
            yield n, Score(float(len(pairs[n].target)))


def quiet(_line: str) -> None:
    pass


ONE = version([("One.", "এক।"), ("Two.", "দুই।"), ("Gone.", "")])
OTHER = version([("One.", "ਇੱਕ।"), ("Two.", "ਦੋ।"), ("Gone.", "ਗਿਆ।")], "pa")


def test_all_versions_are_asked_for_at_once_and_get_their_own_scores() -> None:
    metric = Length()
    found = score_versions(metric, [ONE, OTHER], Remembering(), quiet)
    assert [s.value for s in found["bn"].rows] == [3.0, 4.0, None]
    assert found["bn"].rows[2].reason == "missing"
    assert [s.value for s in found["pa"].rows] == [4.0, 3.0, 4.0]
    assert found["bn"].corpus.value == pytest.approx(3.5)
    assert found["bn"].corpus.reason == "2 of 3 rows scored"


def test_a_second_run_asks_nothing_and_says_the_same() -> None:
    memory = Remembering()
    first = score_versions(Length(), [ONE, OTHER], memory, quiet)
    metric = Length()
    assert score_versions(metric, [ONE, OTHER], memory, quiet) == first
    assert metric.asked == []


def test_after_an_edit_only_the_changed_row_is_asked_for() -> None:
    memory = Remembering()
    score_versions(Length(), [ONE], memory, quiet)
    metric = Length()
    edited = version([("One.", "এক।"), ("Two.", "দুটি।"), ("Gone.", "")])
    score_versions(metric, [edited], memory, quiet)
    assert metric.asked == ["দুটি।"]


def test_another_signature_is_another_score() -> None:
    memory = Remembering()
    score_versions(Length(), [ONE], memory, quiet)
    metric = Length(revision="2")
    score_versions(metric, [ONE], memory, quiet)
    assert len(metric.asked) == 2


def test_rows_with_the_same_texts_are_one_question() -> None:
    metric = Length()
    twice = version([("One.", "এক।"), ("Two.", "দুই।"), ("One.", "এক।")])
    found = score_versions(metric, [twice], Remembering(), quiet)
    assert sorted(metric.asked) == ["এক।", "দুই।"]
    assert [s.value for s in found["bn"].rows] == [3.0, 4.0, 3.0]


def test_what_was_scored_before_an_interrupt_is_kept() -> None:
    memory = Remembering()
    with pytest.raises(KeyboardInterrupt):
        score_versions(Length(fails_at="এক।"), [ONE], memory, quiet)
    metric = Length()
    score_versions(metric, [ONE], memory, quiet)
    assert metric.asked == ["এক।"]


places = st.tuples(st.integers(0, 50), st.integers(50, 90))
floats = st.floats(-1e6, 1e6)


@given(
    value=floats,
    detail=st.text(),
    windows=st.none() | st.builds(Windows, st.integers(1, 9), floats, floats, places, places),
    spans=st.lists(
        st.builds(
            ErrorSpan,
            st.integers(0, 5),
            st.integers(5, 9),
            st.sampled_from(["minor", "major", "critical"]),
            floats,
            st.just("comet:x"),
        ),
        max_size=3,
    ).map(tuple),
)
def test_a_score_survives_the_store(
    value: float, detail: str, windows: Windows | None, spans: tuple[ErrorSpan, ...]
) -> None:
    score = Score(value, detail=detail, windows=windows, spans=spans)
    assert decoded(encoded(score), "comet:x") == score


def test_spans_reach_the_pairs_they_were_marked_in() -> None:
    span = ErrorSpan(0, 1, "major", 0.8, "length")

    class Marking(Length):
        def rows(self, pairs: Sequence[Pair]) -> Iterator[tuple[int, Score]]:
            for n, pair in enumerate(pairs):
                yield n, Score(1.0, spans=(span,) if pair.target == "দুই।" else ())

    found = score_versions(Marking(), [ONE], Remembering(), quiet)
    marked = with_errors(ONE, [found["bn"]])
    assert [pair.error_spans for pair in marked.pairs] == [(), (span,), ()]
