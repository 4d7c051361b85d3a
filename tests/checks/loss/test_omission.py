from evalkit.checks.loss.omission import Omission
from evalkit.checks.loss.truncation import TruncatedSentence
from tests.builders import version
from tests.checks.aligned import align, with_words
from tests.checks.case import CheckCase, Faulty, Sound
from tests.checks.loss.test_length import BN, DE, EN, ROWS
from tests.checks.loss.test_link_text import PA


class TestOmission(CheckCase):
    check = "omission"
    sound = (
        Sound(ROWS),
        Sound(list(PA), language="pa"),
        Sound(list(zip(EN, DE, strict=True)), language="de"),
        Sound([*ROWS, ("They need:", "তাদের প্রয়োজন:")], why="a colon opens a list"),
        Sound(
            [*ROWS, (f"{EN[0]} {EN[1]}", f"{BN[0].removesuffix('।')}, {BN[1]}")],
            why="two sentences told in one",
        ),
    )
    faulty = (
        Faulty(
            [*ROWS, (f"{EN[0]} {EN[1]} {EN[2]}", f"{BN[0]} {BN[2]}")],
            [(6, "", EN[1])],
            why="the second of three sentences is gone",
        ),
    )


class TestWithWords:
    """What the check says where an encoder aligned the words of the rows."""

    def test_whole_rows_stay_quiet(self) -> None:
        assert not list(Omission().find(with_words(version(ROWS))))

    def test_a_sentence_left_out_is_placed_between_its_neighbours(self) -> None:
        source, target = f"{EN[0]} {EN[1]} {EN[2]}", f"{BN[0]} {BN[2]}"
        words = align(source, target, [(EN[0], BN[0]), (EN[2], BN[2])], [EN[1]])
        subject = with_words(version([*ROWS, (source, target)]), row6=words)
        (found,) = Omission().find(subject)
        assert found.source is not None
        assert found.source.of(source) == EN[1]
        assert found.target is not None
        assert (found.target.start, found.target.end) == (len(BN[0]), len(BN[0]))
        assert found.severity == "major"
        assert not list(TruncatedSentence().find(subject))

    def test_neighbouring_sentences_left_out_are_one_finding(self) -> None:
        source, target = f"{EN[1]} {EN[2]} {EN[0]}", BN[0]
        words = align(source, target, [(EN[0], BN[0])], [EN[1], EN[2]])
        subject = with_words(version([*ROWS, (source, target)]), row6=words)
        (found,) = Omission().find(subject)
        assert found.source is not None
        assert found.source.of(source) == f"{EN[1]} {EN[2]}"
        assert found.target is not None
        assert (found.target.start, found.target.end) == (0, 0)

    def test_what_the_next_sentence_lost_beside_a_whole_one_must_be_much(self) -> None:
        # "twice" may be told by other words; the seven words of a whole sentence are not.
        source, target = f"{EN[0]} {EN[1]}", BN[0]
        last = " ".join(EN[0].split()[-2:])
        words = align(source, target, [(EN[0], BN[0])], [last, EN[1]])
        (found,) = Omission().find(with_words(version([*ROWS, (source, target)]), row6=words))
        assert found.source is not None
        assert found.source.of(source) == EN[1]
        half = " ".join(EN[0].split()[4:])
        words = align(source, target, [(EN[0], BN[0])], [half, EN[1]])
        (broken,) = TruncatedSentence().find(
            with_words(version([*ROWS, (source, target)]), row6=words)
        )
        assert broken.source is not None
        assert broken.source.of(source) == f"{half} {EN[1]}"

    def test_a_clause_is_named_word_for_word_and_its_place_is_a_point(self) -> None:
        source = (
            "The engineers who had worked on the dam all winter measured the river at nine "
            "places during the night."
        )
        lost = "who had worked on the dam all winter"
        words = align(source, BN[0], [("The engineers", BN[0].split()[0])], [lost])
        subject = with_words(version([*ROWS, (source, BN[0])]), row6=words)
        (found,) = Omission().find(subject)
        assert found.source is not None
        assert found.source.of(source) == lost
        assert f"nothing in the version stands for “{lost}”" in found.message
        assert found.target is not None
        assert found.target.start == found.target.end == len(BN[0].split()[0])

    def test_how_rare_such_a_length_is_is_said_in_words(self) -> None:
        source, target = f"{EN[0]} {EN[1]} {EN[2]}", f"{BN[0]} {BN[2]}"
        words = align(source, target, [(EN[0], BN[0]), (EN[2], BN[2])], [EN[1]])
        subject = with_words(version([*ROWS, (source, target)]), row6=words)
        (found,) = Omission().find(subject)
        assert "1 in " in found.message
        assert "sound paragraphs of this length is this short" in found.message
