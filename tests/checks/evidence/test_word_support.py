from hypothesis import given
from hypothesis import strategies as st

from evalkit.checks.base import Span
from evalkit.checks.evidence.word_support import (
    QUOTED,
    added,
    inside,
    longest,
    quoted,
    ties,
    told,
    unsaid,
)
from evalkit.encoders.word_alignment import places
from tests.checks.aligned import align

SOURCE = "The old bridge stayed closed to traffic. Boats carried the people."
TARGET = "পুরোনো সেতুটি ছিল। নৌকায় মানুষ পার হন।"
FIRST, SECOND = Span(0, 40), Span(41, 66)
HALF = align(SOURCE, TARGET, [("The old bridge", "পুরোনো সেতুটি")], lost=["closed to traffic"])


def test_the_lost_words_are_shown_without_what_is_told_around_them() -> None:
    found = unsaid(SOURCE, HALF, FIRST)
    assert found is not None
    assert found.span.of(SOURCE) == "closed to traffic"
    assert found.symptom == "nothing in the version stands for “closed to traffic”"


def test_small_words_that_stand_elsewhere_too_do_not_part_what_is_lost() -> None:
    alignment = align(SOURCE, TARGET, [], lost=["closed", "traffic"])
    found = unsaid(SOURCE, alignment, FIRST)
    assert found is not None
    assert found.span.of(SOURCE) == "closed to traffic"


def test_a_sentence_that_is_nearly_all_lost_is_shown_whole() -> None:
    alignment = align(SOURCE, TARGET, [], lost=["Boats carried the people"])
    found = unsaid(SOURCE, alignment, SECOND)
    assert found is not None
    assert found.span == SECOND


def test_a_lone_lost_word_is_no_evidence() -> None:
    assert unsaid(SOURCE, align(SOURCE, TARGET, [], lost=["old"]), FIRST) is None


def test_nothing_is_said_where_nothing_is_known_or_all_is_told() -> None:
    assert unsaid(SOURCE, None, FIRST) is None
    assert unsaid(SOURCE, align(SOURCE, TARGET, []), FIRST) is None
    assert told((), (), FIRST) is None


def test_words_that_the_version_added_are_shown() -> None:
    alignment = align(SOURCE, TARGET, [], added=["মানুষ পার"])
    found = added(alignment, Span(0, len(TARGET)))
    assert found is not None
    assert found.of(TARGET) == "মানুষ পার"


def test_the_longest_run_is_that_with_the_most_lost_words() -> None:
    words = places("a b c d e f g h")
    found = longest(words, (0.1, 0.9, 0.9, 0.9, 0.1, 0.1, 0.1, 0.9), Span(0, 15))
    assert found is not None
    assert (found.span, round(found.words, 1)) == (Span(8, 13), 2.7)


def test_long_quotes_keep_their_ends() -> None:
    text = " ".join(f"word{n}" for n in range(60))
    line = quoted(text, Span(0, len(text)))
    assert line.startswith("“word0 word1")
    assert line.endswith("word59”")
    assert len(line) <= QUOTED + 8


def test_ties_tell_which_sentences_hang_together() -> None:
    facing = [("The old bridge stayed", "পুরোনো সেতুটি ছিল"), ("carried the people", "মানুষ পার হন")]
    alignment = align(SOURCE, TARGET, facing)
    found = ties(alignment, (FIRST, SECOND), (Span(0, 18), Span(19, len(TARGET))))
    assert found.linked[0][0] > 0.5 > found.linked[0][1]
    assert found.linked[1][1] > 0.5 > found.linked[1][0]
    assert min(found.source) > 0.9


def test_a_sentence_without_links_is_told_less_surely_than_its_words_alone_say() -> None:
    alignment = align(SOURCE, TARGET, [(SOURCE[:40], TARGET[:18])])
    found = ties(alignment, (FIRST, SECOND), (Span(0, 18), Span(19, len(TARGET))))
    assert found.source[0] > 0.9
    assert found.source[1] == 0.0


@given(st.lists(st.floats(0, 1), max_size=12), st.integers(0, 24), st.integers(0, 24))
def test_evidence_is_in_range_whatever_the_supports(
    support: list[float], one: int, other: int
) -> None:
    words = tuple((2 * n, 2 * n + 1) for n in range(len(support)))
    there = Span(min(one, other), max(one, other))
    found = told(words, support, there)
    assert (found is None) == (not inside(words, there))
    if found:
        assert 0 <= found.lost <= 1
        assert -6.3 < found.weakest < 6.3
        if found.run:
            assert there.start <= found.run.span.start < found.run.span.end
            assert found.run.words > 0
