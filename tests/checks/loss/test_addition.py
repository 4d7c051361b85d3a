from dataclasses import replace

from evalkit.alignment.rows import Version
from evalkit.checks.loss.addition import Addition, Hallucination
from evalkit.encoders.word_alignment import WordAlignment, places
from tests.builders import version
from tests.checks.aligned import LOST, align, with_words
from tests.checks.case import CheckCase, Faulty, Sound
from tests.checks.loss.test_length import BN, DE, EN, ROWS


def unrelated(source: str, target: str) -> WordAlignment:
    """Nothing of either side stands for anything of the other."""
    ours, theirs = places(source), places(target)
    return WordAlignment(ours, theirs, (LOST,) * len(ours), (LOST,) * len(theirs), ())


def added_sentence() -> Version:
    source, target = EN[0], f"{BN[0]} {BN[1]}"
    words = align(source, target, [(EN[0], BN[0])], added=[BN[1]])
    return with_words(version([*ROWS, (source, target)]), row6=words)


class TestAddition(CheckCase):
    check = "addition"
    sound = (
        Sound(ROWS),
        Sound(list(zip(EN, DE, strict=True)), language="de"),
        Sound([*ROWS, (EN[0], f"{BN[0]} {BN[1]}")], why="without an encoder nothing is known"),
    )
    faulty = (
        Faulty(
            [*ROWS, (EN[0], f"{BN[0]} {BN[1]}")],
            [(6, BN[1], None)],
            severity="major",
            aligned={"row6": align(EN[0], f"{BN[0]} {BN[1]}", [(EN[0], BN[0])], added=[BN[1]])},
        ),
    )

    def test_an_added_sentence_is_marked_as_a_whole(self) -> None:
        subject = added_sentence()
        (found,) = Addition().find(subject)
        assert found.row == 6
        assert found.target is not None
        assert found.target.of(subject.pairs[5].target) == BN[1]
        assert found.source is None
        assert found.category == "Accuracy/Addition"
        assert found.severity == "major"
        assert "Nothing in the source stands for" in found.message
        assert "1 sentence more than its source" in found.message

    def test_rows_told_in_full_stay_quiet(self) -> None:
        assert not list(Addition().find(with_words(version(ROWS))))

    def test_a_row_that_says_something_else_is_no_addition(self) -> None:
        rows = with_words(version([*ROWS, (EN[0], BN[1])]), row6=unrelated(EN[0], BN[1]))
        assert not [f for f in Addition().find(rows) if f.row == 6]


class TestHallucination(CheckCase):
    check = "hallucination"
    sound = (
        Sound(ROWS),
        Sound([*ROWS, (EN[0], BN[1])], why="without an encoder nothing is known"),
    )
    faulty = (
        Faulty(
            [*ROWS, (EN[0], BN[1])],
            [(6, BN[1], EN[0])],
            severity="major",
            aligned={"row6": unrelated(EN[0], BN[1])},
        ),
    )

    def test_a_row_that_says_something_else_is_marked_as_a_whole(self) -> None:
        rows = with_words(version([*ROWS, (EN[0], BN[1])]), row6=unrelated(EN[0], BN[1]))
        (found,) = Hallucination().find(rows)
        assert found.row == 6
        assert found.source is not None
        assert found.source.of(EN[0]) == EN[0]
        assert found.target is not None
        assert found.target.of(BN[1]) == BN[1]
        assert "nothing to do with its source" in found.message
        assert found.confidence > 0.9

    def test_a_row_of_which_half_is_told_is_none(self) -> None:
        assert not list(Hallucination().find(added_sentence()))

    def test_a_row_left_in_the_source_s_language_is_not_called_so(self) -> None:
        rows = with_words(version([*ROWS, (EN[0], EN[0])]), row6=unrelated(EN[0], EN[0]))
        assert not list(Hallucination().find(rows))

    def test_a_row_of_a_few_words_proves_nothing(self) -> None:
        rows = version([*ROWS, ("Good night", "শুভ রাত্রি")])
        lost = unrelated("Good night", "শুভ রাত্রি")
        assert not list(Hallucination().find(with_words(rows, row6=lost)))

    def test_rows_without_words_are_passed_over(self) -> None:
        pairs = with_words(version(ROWS)).pairs
        mixed = replace(version(ROWS), pairs=(replace(pairs[0], words=None), *pairs[1:]))
        assert not list(Hallucination().find(mixed))
