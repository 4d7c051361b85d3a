from hypothesis import given, settings
from hypothesis import strategies as st

from evalkit.checks.base import Span
from evalkit.checks.evidence.anchors import Anchors, anchors
from evalkit.checks.evidence.length_model import LengthModel
from evalkit.checks.evidence.sentence_pairs import Sentences, aligned_sentences, left_out, split
from tests.builders import version
from tests.checks.aligned import align

MODEL = LengthModel(0.0, 0.03, 0.15)


def spans(*lengths: int) -> tuple[Span, ...]:
    found, at = [], 0
    for length in lengths:
        found.append(Span(at, at + length))
        at += length + 1
    return tuple(found)


def shapes(source: tuple[int, ...], target: tuple[int, ...]) -> list[str]:
    found = aligned_sentences(spans(*source), spans(*target), MODEL)
    return [f"{len(unit.source)}:{len(unit.target)}" for unit in found]


def test_sentences_of_like_length_face_each_other() -> None:
    assert shapes((80, 40, 120), (82, 43, 115)) == ["1:1", "1:1", "1:1"]


def test_two_sentences_told_in_one() -> None:
    assert shapes((80, 40, 120), (120, 115)) == ["2:1", "1:1"]


def test_one_sentence_told_in_two() -> None:
    assert shapes((120, 60), (70, 48, 62)) == ["1:2", "1:1"]


def test_a_sentence_that_nothing_faces() -> None:
    assert shapes((80, 200, 60), (80, 60)) == ["1:1", "1:0", "1:1"]


def test_dashes_between_sentences_are_no_sentences() -> None:
    assert len(split("এক। — । দুই।", "bn")) == 2


@given(
    st.lists(st.integers(1, 200), min_size=1, max_size=7),
    st.lists(st.integers(1, 200), min_size=1, max_size=7),
)
@settings(deadline=None, max_examples=50)
def test_every_sentence_is_in_one_bead_and_in_order(source: list[int], target: list[int]) -> None:
    found = aligned_sentences(spans(*source), spans(*target), MODEL)
    assert [s for unit in found for s in unit.source] == list(spans(*source))
    assert [s for unit in found for s in unit.target] == list(spans(*target))


def test_hundreds_of_sentences_are_taken_as_one() -> None:
    assert len(aligned_sentences(spans(*[5] * 300), spans(*[5] * 200), MODEL)) == 1


SOURCE = "Engineers in Khulna built it. It runs in 340 towns. Nobody in Barisal has to pay."
TARGET = "খুলনার প্রকৌশলীরা এটি তৈরি করেন। বরিশালে কাউকে টাকা দিতে হয় না।"


def test_names_and_figures_tell_which_sentence_nothing_faces() -> None:
    (held,) = anchors(version([(SOURCE, TARGET)]))
    source = split(SOURCE, "en")
    facing = aligned_sentences(source, split(TARGET, "bn"), MODEL, held)
    assert source[1] in {span for unit in facing for span in left_out(unit, MODEL, held)}
    assert {source[0], source[2]}.isdisjoint(
        span
        for unit in facing
        if len(unit.source) > len(unit.target)
        for span in left_out(unit, MODEL, held)
    )


def test_of_two_sentences_told_in_one_the_one_with_a_lost_figure_is_left_out() -> None:
    (held,) = anchors(version([(SOURCE, TARGET)]))
    first, second, _ = split(SOURCE, "en")
    unit = Sentences((first, second), split(TARGET, "bn")[:1])
    assert left_out(unit, MODEL, held) == (second,)


def test_of_sentences_that_are_alike_in_all_the_first_is_left_out() -> None:
    source = split("We saw 12 of them. We saw 34 of them. We saw 56 of them.", "en")
    for count in (1, 2):
        unit = Sentences(source, spans(*[18] * count))
        assert left_out(unit, MODEL, Anchors((), 0)) == source[: 3 - count]


FOUR = "Engineers met. It rained all day. Nobody slept at all. They went home."
THREE = "প্রকৌশলীরা মিলিত হন। কেউ একটুও ঘুমায়নি। তাঁরা বাড়ি গেলেন।"
FACING = [
    ("Engineers met", "প্রকৌশলীরা মিলিত হন"),
    ("Nobody slept at all", "কেউ একটুও ঘুমায়নি"),
    ("They went home", "তাঁরা বাড়ি গেলেন"),
]


def test_words_tell_which_of_four_like_sentences_nothing_faces() -> None:
    words = align(FOUR, THREE, FACING, lost=["It rained all day"])
    facing = aligned_sentences(split(FOUR, "en"), split(THREE, "bn"), MODEL, None, words)
    gone = [unit.source for unit in facing if not unit.target]
    assert [span.of(FOUR) for (span,) in gone] == ["It rained all day."]
    assert [len(unit.source) for unit in facing] == [1, 1, 1, 1]


def test_words_tell_that_two_sentences_are_told_in_one() -> None:
    """Far too short for both, and yet both are there."""
    target = "প্রকৌশলীরা মিলিত হন, বৃষ্টি হয়। কেউ একটুও ঘুমায়নি। তাঁরা বাড়ি গেলেন।"
    words = align(FOUR, target, [*FACING, ("It rained all day", "বৃষ্টি হয়")])
    facing = aligned_sentences(split(FOUR, "en"), split(target, "bn"), MODEL, None, words)
    assert [(len(b.source), len(b.target)) for b in facing] == [(2, 1), (1, 1), (1, 1)]


def test_sentences_without_any_support_still_face_each_other() -> None:
    """A wrong translation, or an encoder that knows nothing, is no omission and addition."""
    source = "Engineers met. Nobody slept at all. They went home."
    words = align(
        source, THREE, FACING[:1] + FACING[2:], ["Nobody slept at all"], ["কেউ একটুও ঘুমায়নি"]
    )
    facing = aligned_sentences(split(source, "en"), split(THREE, "bn"), MODEL, None, words)
    assert [(len(b.source), len(b.target)) for b in facing] == [(1, 1)] * 3
