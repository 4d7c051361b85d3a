"""A correction goes where it is plain that it belongs, and nowhere else."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evalkit.export.locating import Correction
from evalkit.export.placing import place

BENGALI = "বাঁধটি ১৯৬২ সালে তৈরি হয়। নদীতে ৫টি নৌকা আছে। সেতুটি নতুন।"
RIGHT = "নদীতে ৩টি নৌকা আছে।"
WHOLE = "বাঁধটি ১৯৬২ সালে তৈরি হয়। নদীতে ৩টি নৌকা আছে। সেতুটি নতুন।"
LIST = "The dam is old.\nThe bridge is is new.\nThe road is wet."


def at(quote: str, words: str, text: str = BENGALI, *, gap: bool = False) -> Correction:
    start = text.index(quote)
    return Correction(words, start, start + len(quote), gap)


def test_it_replaces_the_words_that_are_marked() -> None:
    assert place(BENGALI, "bn", [at("৫", "৩")]).text == WHOLE
    assert place(BENGALI, "bn", [at("৫টি নৌকা", "৩টি নৌকা")]).text == WHOLE


def test_a_whole_sentence_replaces_the_sentence() -> None:
    assert place(BENGALI, "bn", [at("৫", RIGHT)]).text == WHOLE


def test_a_whole_paragraph_replaces_the_paragraph() -> None:
    assert place(BENGALI, "bn", [at("৫", WHOLE)]).text == WHOLE


@pytest.mark.parametrize(
    ("quote", "words", "wanted"),
    [
        ("5.1", "to 1.5 percent", "It fell to 1.5 percent."),  # words on both sides
        ("5.1", "to 1.5", "It fell to 1.5 percent."),
        ("percent", "per mille.", "It fell to 5.1 per mille."),  # the full stop with it
        ("fe", "dwell", "It dwell to 5.1 percent."),  # of a word the whole
    ],
)
def test_what_it_repeats_of_the_words_around_is_not_doubled(
    quote: str, words: str, wanted: str
) -> None:
    text = "It fell to 5.1 percent."
    done = place(text, "en", [at(quote, words, text)])
    assert (done.text, done.reasons) == (wanted, ("",))


def test_another_word_for_some_letters_of_one_may_be_either() -> None:
    done = place("It fell.", "en", [at("fe", "dropped", "It fell.")])
    assert done.reasons == ("it may stand for the marked letters or for the whole word",)


def test_a_letter_of_another_script_is_replaced_by_itself_or_by_the_whole_word() -> None:
    text = "মীরা সেন লিখেছিলেন।".replace("ল", "ल", 1)
    for words in ("ল", "লিখেছিলেন", "লিখেছিলেন।"):
        assert place(text, "bn", [at("ल", words, text)]).text == "মীরা সেন লিখেছিলেন।"


def test_of_joined_paragraphs_one_may_be_replaced() -> None:
    line = "The bridge is new."
    done = place(LIST, "en", [at("is is", line, LIST)])
    assert done.text == f"The dam is old.\n{line}\nThe road is wet."


def test_several_are_placed_by_where_they_stand_in_the_text_that_was_judged() -> None:
    done = place(BENGALI, "bn", [at("নতুন", "পুরোনো"), at("১৯৬২", "১৯৬৩"), at("৫", "৩")])
    assert done.text == "বাঁধটি ১৯৬৩ সালে তৈরি হয়। নদীতে ৩টি নৌকা আছে। সেতুটি পুরোনো।"
    assert done.reasons == ("", "", "")


def test_what_a_wider_correction_holds_already_is_placed_with_it() -> None:
    done = place(BENGALI, "bn", [at("৫", "৩"), at("নৌকা", WHOLE)])
    assert (done.text, done.reasons) == (WHOLE, ("", ""))


def test_what_a_wider_correction_says_otherwise_is_not_placed() -> None:
    done = place(BENGALI, "bn", [at("৫", "৪"), at("নৌকা", WHOLE)])
    assert done.text == WHOLE
    assert done.reasons == ("a correction of the text around it says otherwise", "")


@pytest.mark.parametrize("other", [at("৫", "৪"), at("৫টি", "৪টি")])
def test_of_two_that_overlap_the_wider_holds_else_neither(other: Correction) -> None:
    done = place(BENGALI, "bn", [at("৫", "৩"), other])
    assert done.text == (BENGALI if other.end == at("৫", "").end else BENGALI.replace("৫", "৪"))
    assert done.reasons[0]


def test_two_that_cross_are_both_left() -> None:
    done = place(BENGALI, "bn", [at("৫টি নৌকা", "তিন নৌকা"), at("নৌকা আছে", "ডিঙি আছে")])
    assert done.text == BENGALI
    assert done.reasons == ("it overlaps another correction",) * 2


def test_words_put_in_before_others_that_are_replaced() -> None:
    both = Correction("so ", 5, 5), Correction("eight", 5, 9)
    for order in (both, both[::-1]):
        assert place("Only five came.", "en", order).text == "Only so eight came."


def test_the_same_twice_is_placed_once() -> None:
    assert place(BENGALI, "bn", [at("৫", "৩"), at("৫", "৩")]).text == WHOLE


def test_white_space_around_a_correction_is_of_typing() -> None:
    assert place(BENGALI, "bn", [at("৫", " ৩\n")]).text == WHOLE
    assert place("  Five. ", "en", [Correction("Six.\n", 2, 7)]).text == "  Six. "


def test_one_space_for_two_is_a_correction() -> None:
    assert place("the  dam", "en", [Correction(" ", 3, 5)]).text == "the dam"


def test_what_says_the_same_as_the_text_changes_nothing() -> None:
    done = place(BENGALI, "bn", [at("৫", "৫")])
    assert (done.text, done.reasons) == (BENGALI, ("it says what the text says already",))


class TestWhereSomethingIsMissing:
    CUT = "The gauge sends a number and the. The bridge is new."

    def test_the_missing_words_alone_would_push_out_those_that_are_there(self) -> None:
        alone = at("The gauge sends a number and the.", "village gets a call", self.CUT, gap=True)
        done = place(self.CUT, "en", [alone])
        assert done.text == self.CUT
        assert "only what is missing" in done.reasons[0]

    def test_the_sentence_whole_again_is_placed(self) -> None:
        whole = "The gauge sends a number and the village gets a call."
        done = place(
            self.CUT, "en", [at("The gauge sends a number and the.", whole, self.CUT, gap=True)]
        )
        assert done.text == f"{whole} The bridge is new."

    def test_without_a_place_only_the_paragraph_with_more_in_it_is_plain(self) -> None:
        text = "The team works with a firm from Delhi."
        whole = "The team works with BlueMonsoon, a firm from Delhi."
        assert place(text, "en", [Correction(whole, None, None)]).text == whole
        for other in (
            "BlueMonsoon",
            "The team works with a firm.",
            "Something else altogether, long.",
        ):
            done = place(text, "en", [Correction(other, None, None)])
            assert done.text == text
            assert "no place in the version" in done.reasons[0]


class TestBetweenTwoSentences:
    """A place without words: something is missing there."""

    TEXT = "সেতুটি নতুন। বাঁধটি পুরোনো।"
    AT = TEXT.index("।") + 1
    LOST = "রাস্তাটি ভেজা, তাই কেউ যায় না।"
    FULL = f"সেতুটি নতুন। {LOST} বাঁধটি পুরোনো।"

    def filled(self, words: str) -> str:
        done = place(self.TEXT, "bn", [Correction(words, self.AT, self.AT, gap=True)])
        assert (done.text == self.TEXT) == bool(done.reasons[0])
        return done.text

    def test_what_is_missing_is_put_in_and_set_apart(self) -> None:
        assert self.filled(self.LOST) == self.filled(f" {self.LOST}\n") == self.FULL

    @pytest.mark.parametrize("words", [FULL, f"সেতুটি নতুন। {LOST}", f"{LOST} বাঁধটি পুরোনো।"])
    def test_a_sentence_beside_it_or_the_paragraph_with_it_is_replaced(self, words: str) -> None:
        assert self.filled(words) == self.FULL

    def test_at_the_end_and_at_the_beginning(self) -> None:
        for text, at, wanted in (
            ("সেতুটি নতুন।", 12, f"সেতুটি নতুন। {self.LOST}"),
            ("সেতুটি নতুন।", 0, f"{self.LOST} সেতুটি নতুন।"),
            ("橋是新的。", 5, "橋是新的。路很濕。"),
        ):
            words = "路很濕。" if "橋" in text else self.LOST
            assert place(text, "bn", [Correction(words, at, at, gap=True)]).text == wanted

    def test_a_sentence_like_the_one_beside_it_may_be_either(self) -> None:
        done = place(
            "The bridge costs 30 rupees a day. Boats are free.",
            "en",
            [Correction("The road costs 20 rupees a day.", 33, 33, gap=True)],
        )
        assert done.reasons == ("it may be what is missing, or the sentence with it",)


def test_between_the_words_and_the_sentence_nothing_is_guessed() -> None:
    text = "The old bridge was closed in May after the flood."
    done = place(text, "en", [at("May", "The bridge has been shut since June", text)])
    assert done.text == text
    assert done.reasons == ("it may stand for the marked words or for the whole sentence",)


@pytest.mark.parametrize(("start", "end"), [(5, 999), (-1, 2), (4, 3)])
def test_a_place_outside_the_text_is_none(start: int, end: int) -> None:
    done = place("Five came.", "en", [Correction("Six", start, end)])
    assert (done.text, done.reasons) == ("Five came.", ("the finding's place is not in the text",))


@st.composite
def texts_with_places(draw: st.DrawFn) -> tuple[str, list[Correction]]:
    """Any text with corrections on some places of it, or on none."""
    text = draw(st.text(min_size=1, max_size=60))
    ends = st.integers(0, len(text))
    made = []
    for _ in range(draw(st.integers(0, 5))):
        start, end = sorted((draw(ends), draw(ends)))
        words = draw(st.text(min_size=1, max_size=60))
        spot = draw(st.sampled_from([(start, end), (None, None)]))
        made.append(Correction(words, *spot, draw(st.booleans())))
    return text, made


@given(texts_with_places(), st.randoms())
def test_any_corrections_are_placed_or_named_in_whatever_order(
    case: tuple[str, list[Correction]], random: Random
) -> None:
    text, corrections = case
    done = place(text, "bn", corrections)
    assert len(done.reasons) == len(corrections)
    if all(done.reasons):
        assert done.text == text
    order = list(range(len(corrections)))
    random.shuffle(order)
    again = place(text, "bn", [corrections[n] for n in order])
    assert again.text == done.text
    assert again.reasons == tuple(done.reasons[n] for n in order)


@given(st.lists(st.integers(10, 99), min_size=1, max_size=8, unique=True))
def test_words_far_apart_never_disturb_each_other(numbers: list[int]) -> None:
    text = " ".join(f"[{number}] boats lay here." for number in numbers)
    wanted = [at(f"[{n}]", f"<{n + 1}>", text) for n in numbers]
    assert place(text, "en", wanted).text == " ".join(f"<{n + 1}> boats lay here." for n in numbers)
