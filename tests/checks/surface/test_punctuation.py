import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evalkit.checks.surface.punctuation import (
    DoubledPunctuation,
    FinalPunctuation,
    doublings,
    unbalanced_brackets,
    unbalanced_quote,
)
from tests.builders import version
from tests.checks.case import CheckCase, Faulty, Sound
from tests.checks.loss.test_length import BN, EN, ROWS
from tests.checks.loss.test_link_text import PA


class TestDoubledPunctuation(CheckCase):
    check = "doubled-punctuation"
    sound = (
        Sound(ROWS),
        Sound([("Wait... what?!", "দাঁড়াও... কী?!"), ("Wait…", "দাঁড়াও…।")]),
        Sound([("Ten kg., say.", "দশ কেজি., বলি।")], why="an abbreviation's point"),
        Sound([("A verse.", "একটি শ্লোক॥")], why="the double danda is one mark"),
        Sound([("See ../data/a.", "দেখুন ../data/a।")], why="a path"),
        Sound([("a || b", "a || b")], why="code-like bars"),
        Sound([("He said: “Yes.”.", "তিনি বলেন: “Yes.”.")], why="the source does it too"),
    )
    faulty = (
        Faulty([("It is so.", "এটা তাই।.")], [(1, "।.", None)], severity="minor"),
        Faulty([("It is so.", "এটা তাই।।")], [(1, "।।", None)]),
        Faulty([("First, then.", "প্রথমে,, তারপর।")], [(1, ",,", None)]),
        Faulty([("It is so.", "ਇਹ ਸਹੀ ਹੈ।,")], [(1, "।,", None)], language="pa"),
        Faulty([("“It is so.”", "“এটা তাই।”।")], [(1, "।”।", None)], why="round a quotation mark"),
        Faulty([("One. Two.", "এক।. দুই।.")], [(1, "।.", None)], why="one finding a row"),
    )

    def test_what_runs_through_the_document_is_called_so(self) -> None:
        rows = [(s, t + ".") for s, t in ROWS]
        found = list(DoubledPunctuation().find(version(rows)))
        assert len(found) == len(rows)
        assert all("5 rows of this document" in f.message for f in found)

    def test_places_in_a_row_are_counted(self) -> None:
        (found,) = DoubledPunctuation().find(version([("One. Two.", "এক।. দুই।.")]))
        assert "2 places" in found.message
        assert found.suggestion == "।"


MANY = ROWS * 4


class TestFinalPunctuation(CheckCase):
    check = "final-punctuation"
    sound = (
        Sound(MANY),
        Sound([(s, t.replace("।", "|")) for s, t in PA] * 4, language="pa"),
        Sound([(s, t.replace("।", ".")) for s, t in PA] * 4, language="pa"),
        Sound([*MANY, ("What belongs here", "এখানে কী আছে")], why="a heading in the source too"),
        Sound([*MANY, ("He said: “No.”", "তিনি বলেন: “না।”")], why="a quotation mark behind it"),
        Sound([(s, t.removesuffix("।")) for s, t in MANY], why="this document uses none"),
        Sound([*MANY, ("Is it so?", "তাই কি?!")]),
    )
    faulty = (
        Faulty(
            [*MANY, (EN[0], BN[0].removesuffix("।"))],
            [(21, "ে", ".")],
            severity="minor",
            why="an outlier",
        ),
        Faulty([*MANY, ("Is it so?", "এটা তাই।")], [(21, "।", "?")], severity="minor"),
        Faulty([*list(PA) * 4, ("Is it so?", "ਕੀ ਇਹ ਸਹੀ ਹੈ।")], [(21, "।", "?")], language="pa"),
        Faulty(
            [*MANY, (EN[0], BN[0].replace("।", "|"))],
            [(21, "|", ".")],
            severity="neutral",
            why="another mark than the usual one is worth a word, no more",
        ),
    )

    def test_a_document_that_often_leaves_it_out_is_told_so_quietly(self) -> None:
        rows = [(s, t.removesuffix("।") if n % 5 == 0 else t) for n, (s, t) in enumerate(MANY)]
        assert {f.severity for f in FinalPunctuation().find(version(rows))} == {"neutral"}


class TestUnbalancedBracket(CheckCase):
    check = "unbalanced-bracket"
    sound = (
        Sound([("AI (artificial) is.", "এআই (কৃত্রিম) আছে।")]),
        Sound([("a) one\nb) two", "ক) এক\nখ) দুই")], why="list markers"),
        Sound([("one (two", "এক (দুই")], why="the source leaves it open too"),
        Sound([("Fine :)", "ভালো :)")], why="a smile"),
        Sound([("f(x[0])", "f(x[0])")], language="pa"),
    )
    faulty = (
        Faulty([("AI (artificial) is.", "এআই (কৃত্রিম আছে।")], [(1, "(", None)], severity="minor"),
        Faulty([("AI (artificial) is.", "ਏਆਈ ਬਣਾਵਟੀ] ਹੈ।")], [(1, "]", None)], language="pa"),
        Faulty([("One (two) three.", "Eins zweiundzwanzig) drei.")], [(1, ")", None)], "de"),
    )


class TestUnbalancedQuote(CheckCase):
    check = "unbalanced-quote"
    sound = (
        Sound([('He said "no".', "তিনি বলেন “না”।")]),
        Sound([('He said "no".', 'তিনি বলেন “না"।')], why="mixed styles pair"),
        Sound([("On the table.", "ਮੇਜ਼ 'ਤੇ ਪਿਆ ਹੈ।")], language="pa", why="an apostrophe"),
        Sound([('A 5" screen.', 'একটি ৫" পর্দা।')], why="inches"),
        Sound([("He said “no”.", "Er sagte: „Nein“.")], language="de"),
        Sound([("“To be continued.", "“চলবে।")], why="the source leaves it open too"),
        Sound(
            [("He said: 'We go on.", "Er sagte: „Wir machen weiter.")],
            language="de",
            why="the quotation goes on in the next paragraph, in single marks",
        ),
        Sound(
            [('"They say, "We go on,"" he said.', "“তারা বলে, “আমরা চলি,” তিনি বলেন।")],
            why="one closing mark for two quotations that end together",
        ),
    )
    faulty = (
        Faulty([("He said “no”.", "তিনি বলেন “না।")], [(1, "“", None)], severity="minor"),
        Faulty([('He said "no".', 'ਉਸਨੇ ਕਿਹਾ "ਨਹੀਂ।')], [(1, '"', None)], language="pa"),
        Faulty([("He said “no” twice.", "Er sagte „nein zweimal.")], [(1, "„", None)], "de"),
    )  # fmt: skip


@pytest.mark.parametrize("text", ["।" * 5000, "," * 5000, "(" * 5000, '"' * 5001, "।”" * 2500])
def test_thousands_of_marks_take_no_time(text: str) -> None:
    list(doublings(text))
    unbalanced_brackets(text)
    unbalanced_quote(text)


@given(st.text(alphabet="()[]{}ab ", max_size=60))
@settings(deadline=None, max_examples=50)
def test_brackets_told_are_brackets_there(text: str) -> None:
    assert all(text[at] == char for at, char in unbalanced_brackets(text))


@given(st.text(alphabet="ab ", max_size=20))
@settings(deadline=None, max_examples=50)
def test_a_text_in_brackets_is_as_balanced_as_without(text: str) -> None:
    assert unbalanced_brackets(f"({text})") == []
