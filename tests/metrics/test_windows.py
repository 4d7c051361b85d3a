"""A text longer than a model's window is scored in pieces that face each other."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evalkit.alignment import Pair
from evalkit.metrics.cuts import pieces
from evalkit.metrics.windows import (
    Count,
    Fits,
    Window,
    Windowing,
    aggregate,
    describe,
    split,
)
from tests.builders import pair
from tests.metrics.lexical.library import BENGALI, ENGLISH, PUNJABI

VERSIONS = {"bn": BENGALI, "pa": PUNJABI}


def words(texts: Sequence[str]) -> list[int]:
    return [len(text.split()) for text in texts]


def characters(texts: Sequence[str]) -> list[int]:
    return [len(text) for text in texts]


def more_together(texts: Sequence[str]) -> list[int]:
    """Tokens that are more in a joined text than in its parts."""
    return [int(len(text) ** 1.2) for text in texts]


def each(limit: int) -> Fits:
    """A model that encodes every text on its own."""
    return lambda sizes: max(sizes) <= limit


def together(limit: int) -> Fits:
    """A model that reads all texts in one sequence."""
    return lambda sizes: sum(sizes) <= limit


def one(subject: Pair, count: Count, fits: Fits, reference: str | None = None) -> Windowing:
    return split([(subject, reference)], count, fits)[0]


def sentences_of(windowing: Windowing, text: str, sentences: Sequence[str], side: str) -> list[int]:
    """For every sentence, the number of the window that holds it whole."""
    held = []
    for sentence in sentences:
        start = text.index(sentence)
        places = [getattr(window, side) for window in windowing.windows]
        held.append(
            next(n for n, (a, b) in enumerate(places) if a <= start and start + len(sentence) <= b)
        )
    return held


def assert_sound(windowing: Windowing, texts: Sequence[str], count: Count, fits: Fits) -> None:
    """Windows fit, lie in the texts in order, share no character; `covered` tells the truth."""
    reached = [0] * len(texts)
    seen = [""] * len(texts)
    for window in windowing.windows:
        places = (window.source, window.target, window.reference)[: len(texts)]
        held = []
        for side, place in enumerate(places):
            assert place is not None
            start, end = place
            assert reached[side] <= start < end <= len(texts[side])
            reached[side] = end
            held.append(texts[side][start:end])
            if not windowing.whole:
                assert held[-1] == held[-1].strip()
            seen[side] += held[-1]
        assert fits(count(held))
    visible = [len("".join(text.split())) for text in (*seen[:2], *texts[:2])]
    assert windowing.covered == pytest.approx(
        sum(visible[:2]) / sum(visible[2:]) if sum(visible[2:]) else windowing.covered
    )


def test_a_row_that_fits_is_left_as_it_is() -> None:
    subject = pair(" One line.  Two. ", "এক লাইন। \n দুই।")
    windowing = one(subject, words, each(4), "এক।")
    window = Window((0, 17), (0, 15), (0, 3), (1, 1))
    assert windowing == Windowing((window,), 1.0, True)
    assert window.texts(subject, "এক।") == (subject.source, subject.target, "এক।")
    score = aggregate(windowing, [0.123456789])
    assert (score.value, score.windows, score.detail) == (0.123456789, None, "")


@pytest.mark.parametrize("language", VERSIONS)
@pytest.mark.parametrize(
    ("fits", "expected"),
    [
        (each(40), [(1, 3), (4, 6), (7, 9), (10, 12)]),
        (each(80), [(1, 6), (7, 12)]),
        (together(75), [(1, 3), (4, 6), (7, 9), (10, 12)]),
    ],
)
def test_what_faces_each_other_is_in_one_window(
    language: str, fits: Fits, expected: list[tuple[int, int]]
) -> None:
    theirs = VERSIONS[language]
    subject = pair(" ".join(ENGLISH), " ".join(theirs), language)
    windowing = one(subject, words, fits)
    assert [window.sentences for window in windowing.windows] == expected
    assert sentences_of(windowing, subject.source, ENGLISH, "source") == sentences_of(
        windowing, subject.target, theirs, "target"
    )
    assert windowing.covered == 1.0
    assert_sound(windowing, (subject.source, subject.target), words, fits)


@pytest.mark.parametrize("language", VERSIONS)
@pytest.mark.parametrize("lost", [2, 5, 7, 10])
def test_a_sentence_that_is_missing_does_not_shift_the_rest(language: str, lost: int) -> None:
    theirs = [s for n, s in enumerate(VERSIONS[language], 1) if n != lost]
    ours = [s for n, s in enumerate(ENGLISH, 1) if n != lost]
    subject = pair(" ".join(ENGLISH), " ".join(theirs), language)
    windowing = one(subject, words, each(40))
    assert sentences_of(windowing, subject.source, ours, "source") == sentences_of(
        windowing, subject.target, theirs, "target"
    )
    assert windowing.covered == 1.0, "what nothing faces goes with its neighbours"


@pytest.mark.parametrize("lost", [None, 4, 8])
def test_the_reference_faces_source_and_version(lost: int | None) -> None:
    theirs = [s for n, s in enumerate(BENGALI, 1) if n != lost]
    subject = pair(" ".join(ENGLISH), " ".join(theirs))
    reference = " ".join(BENGALI)
    windowing = one(subject, words, together(110), reference)
    assert len(windowing.windows) == 4
    ours = sentences_of(windowing, subject.source, ENGLISH, "source")
    assert ours == sentences_of(windowing, reference, BENGALI, "reference")
    del ours[(lost or 99) - 1 : lost]
    assert ours == sentences_of(windowing, subject.target, theirs, "target")
    assert_sound(windowing, (subject.source, subject.target, reference), words, together(110))


def test_what_nothing_faces_and_no_window_holds_is_said_to_be_left_out() -> None:
    added = " ".join(f"তার সঙ্গে {n} নম্বর বাক্যটি যোগ হয়েছে এখানে।" for n in range(2000, 2006))
    subject = pair(" ".join(ENGLISH[:4]), f"{' '.join(BENGALI[:4])} {added}")
    windowing = one(subject, words, each(30))
    assert 0.4 < windowing.covered < 0.9
    assert sentences_of(windowing, subject.source, ENGLISH[:4], "source") == sentences_of(
        windowing, subject.target, BENGALI[:4], "target"
    )
    assert "of the text covered: nothing faces the rest" in describe(
        windowing, [0.5] * len(windowing.windows)
    )


def test_the_last_window_is_no_remnant() -> None:
    lines = [f"Line {n} has seven words in it." for n in range(9)]
    text = " ".join(lines)
    windowing = one(pair(text, text, "en"), words, each(8 * 7))
    sizes = words([text[slice(*window.source)] for window in windowing.windows])
    assert sorted(sizes) == [28, 35], "not 56 and 7"


def test_a_sentence_longer_than_the_window_is_cut_between_clauses_that_face_each_other() -> None:
    english = "When the rain had come to an end at last, the whole town went down to the river."
    german = "Als der Regen endlich ganz und gar zu Ende war, ging die ganze Stadt hinab zum Fluss."
    subject = pair(english, german, "de")
    windowing = one(subject, words, each(10))
    assert [window.texts(subject, None) for window in windowing.windows] == [
        (
            "When the rain had come to an end at last,",
            "Als der Regen endlich ganz und gar zu Ende war,",
        ),
        ("the whole town went down to the river.", "ging die ganze Stadt hinab zum Fluss."),
    ]
    assert [window.sentences for window in windowing.windows] == [(1, 1), (1, 1)]


def test_a_sentence_without_marks_is_cut_between_words() -> None:
    text = " ".join(f"word{n}" for n in range(100))
    subject = pair(text, text, "en")
    windowing = one(subject, words, each(30))
    assert windowing.covered == 1.0
    cut = [window.texts(subject, None) for window in windowing.windows]
    assert all(ours == theirs for ours, theirs in cut)
    assert " ".join(ours for ours, _ in cut) == text


def test_text_without_spaces_is_cut_between_characters_as_readers_see_them() -> None:
    letter = "ক্ষি"
    subject = pair("河" * 4000, letter * 2500, "bn", source_language="zh")
    windowing = one(subject, characters, each(512))
    assert windowing.covered == 1.0
    assert all(
        window.texts(subject, None)[1] == letter * ((window.target[1] - window.target[0]) // 4)
        for window in windowing.windows
    )


def test_pieces_keep_what_is_there_and_may_leave_a_side_empty() -> None:
    ours, theirs = "Yes.", "জি " * 40
    cut = pieces([ours, theirs], [(0, 4), (0, 120)], 4)
    assert "".join(ours[slice(*place)] for place, _ in cut) == ours
    assert sum(place[0] == place[1] for place, _ in cut) == 3
    assert "".join(theirs[slice(*place)] for _, place in cut).count("জি") == 40


HOSTILE = {
    "only punctuation": ("।" * 5000, "." * 5000),
    "emoji": ("😀" * 3000, "👩‍👩‍👧" * 1000),
    "one word": ("x" * 10_000, "অ" * 10_000),
    "a word against a book": ("Yes.", "ক খ " * 3000),
    "a book against a word": ("yes and no " * 900, "হ্যাঁ।"),
    "marks without end": ("e" + "\u0301" * 5000, "x " * 600),
    "no full stop in Chinese": ("中文，" * 2000, "word, " * 2000),
    "blank lines": ("One.\n\n\n" * 200, "এক।\n\n\n" * 199),
    "control characters": ("\u202e\u0000\ufffd" * 900, "\u200b\u200d" * 900),
    "lone surrogates": ("\ud800 " * 900, "\udfff" * 900),
}


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("fits", [each(300), together(512)], ids=["each", "together"])
def test_hostile_texts_come_to_an_end(name: str, fits: Fits) -> None:
    source, target = HOSTILE[name]
    windowing = one(pair(source, target), characters, fits)
    assert windowing.windows
    assert_sound(windowing, (source, target), characters, fits)


@pytest.mark.parametrize(
    ("source", "target"), [("\n" * 5000, "a " * 600), ("a " * 600, "\t"), ("a " * 600, "")]
)
def test_a_text_that_says_nothing_faces_nothing(source: str, target: str) -> None:
    windowing = one(pair(source, target), characters, each(100))
    assert windowing == Windowing((), 0.0, False)
    score = aggregate(windowing, [])
    assert score.state == "unscored"
    assert "its sentences face nothing" in score.reason


def test_a_window_that_holds_nothing_leaves_nothing_hanging() -> None:
    windowing = one(pair("A sentence. " * 20, "একটি বাক্য। " * 20), characters, each(0))
    assert (windowing.windows, windowing.covered) == ((), 0.0)


PIECES = st.sampled_from(
    [*ENGLISH[:4], *BENGALI[:4], "😀", "।", "\n\n", "  ", "x" * 50, "Dr.", "3.5", "“", "河流，"]
)
TEXTS = st.lists(PIECES, min_size=1, max_size=14).map(" ".join)


@settings(max_examples=60, deadline=None)
@given(TEXTS, TEXTS, st.none() | TEXTS, st.sampled_from([characters, more_together]))
def test_windows_fit_and_lie_in_order_whatever_the_texts(
    source: str, target: str, reference: str | None, count: Count
) -> None:
    subject = pair(source, target)
    texts = (source, target) if reference is None else (source, target, reference)
    for fits in (each(250), together(400)):
        windowing = one(subject, count, fits, reference)
        assert_sound(windowing, texts, count, fits)
        assert windowing == one(subject, count, fits, reference)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.sampled_from(ENGLISH), min_size=2, max_size=30), st.integers(80, 400))
def test_a_text_that_faces_itself_is_covered_whole(lines: list[str], limit: int) -> None:
    text = "\n".join(lines)
    windowing = one(pair(text, text, "en"), characters, each(limit))
    assert windowing.covered == 1.0
    assert all(window.source == window.target for window in windowing.windows)


def test_the_texts_of_all_rows_are_counted_at_once() -> None:
    calls: list[Sequence[str]] = []

    def count(texts: Sequence[str]) -> list[int]:
        calls.append(texts)
        return words(texts)

    rows = [pair(f"Line {n}.", f"লাইন {n}।") for n in range(50)]
    found = split([(row, None) for row in [*rows, *rows]], count, each(10))
    assert len(calls) == 1
    assert len(calls[0]) == 100, "every distinct text once"
    assert all(windowing.whole for windowing in found)


HALVES = (Window((0, 30), (0, 30), None, (1, 3)), Window((31, 41), (31, 41), None, (4, 6)))


def test_values_count_by_the_length_of_their_window() -> None:
    score = aggregate(Windowing(HALVES, 1.0, False), [0.8, 0.4])
    assert score.value == pytest.approx((60 * 0.8 + 20 * 0.4) / 80)
    assert score.windows is not None
    assert (score.windows.count, score.windows.covered, score.windows.worst) == (2, 1.0, 0.4)
    assert (score.windows.source, score.windows.target) == ((31, 41), (31, 41))
    assert score.detail == "2 windows, all of the text covered; worst 0.40 (sentences 4 to 6)"


def test_no_share_is_rounded_up_to_all() -> None:
    assert describe(Windowing(HALVES, 0.9996, False), [0.3, 0.4]) == (
        "2 windows, 99 % of the text covered: nothing faces the rest; worst 0.30 (sentences 1 to 3)"
    )
