from evalkit.alignment.rows import Pair
from evalkit.checks.loss.missing_paragraphs import AddedParagraph, Empty, MissingParagraph
from evalkit.document import Paragraph
from tests.builders import pair
from tests.checks.case import CheckCase, Faulty, Sound


class TestMissingParagraph(CheckCase):
    check = "missing-paragraph"
    sound = (
        Sound([("The river is rising.", "নদীর পানি বাড়ছে।")]),
        Sound([("", "নদীর পানি বাড়ছে।")], why="an addition is no omission"),
        Sound([("* * *", "")], why="an ornament says nothing"),
        Sound([("The river is rising.", "ਦਰਿਆ ਚੜ੍ਹ ਰਿਹਾ ਹੈ।")], language="pa"),
    )
    faulty = (
        Faulty(
            [("One.", "এক।"), ("The river is rising.", ""), ("Three.", "তিন।")],
            [(2, None, "The river is rising.")],
            severity="major",
        ),
        Faulty([("Chapter 2", "")], [(1, None, "Chapter 2")], language="de"),
    )

    def test_the_message_quotes_the_beginning_of_the_source(self) -> None:
        (found,) = MissingParagraph().find(pair("word " * 100, ""))
        assert "word word" in found.message
        assert len(found.message) < 200


class TestAddedParagraph(CheckCase):
    check = "added-paragraph"
    sound = (
        Sound([("The river is rising.", "নদীর পানি বাড়ছে।")]),
        Sound([("The river is rising.", "")]),
        Sound([("", "—")], why="a dash says nothing"),
    )
    faulty = (
        Faulty(
            [("One.", "এক।"), ("", "এটি উৎসে নেই।")],
            [(2, "এটি উৎসে নেই।", None)],
            severity="major",
        ),
        Faulty([("", "ਇਹ ਨਵਾਂ ਹੈ।")], [(1, "ਇਹ ਨਵਾਂ ਹੈ।", None)], language="pa"),
    )

    def test_it_does_not_look_at_rows_with_a_source(self) -> None:
        assert not AddedParagraph().applies(pair("One.", "এক।"))


class TestEmpty(CheckCase):
    check = "empty"
    sound = (
        Sound([("The river is rising.", "নদীর পানি বাড়ছে।")]),
        Sound([("***", "***")], why="the source has no text either"),
        Sound(
            [("The river is rising.", "")], why="a row without a paragraph is missing, not empty"
        ),
        Sound([("Chapter 2", "২")], why="a figure is text"),
    )
    faulty = (
        Faulty(
            [("The river is rising.", "…।")], [(1, "…।", "The river is rising.")], severity="major"
        ),
        Faulty([("Two", "-")], [(1, "-", "Two")], language="hi"),
    )

    def test_a_paragraph_of_spaces_is_empty(self) -> None:
        row = Pair(1, "bn", "bn", "en", (Paragraph("One."),), (Paragraph("  "),))
        assert len(list(Empty().find(row))) == 1
