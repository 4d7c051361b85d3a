"""Words that are lost, and facts that are lost or changed."""

from __future__ import annotations

from evalkit.validation.damage import copies
from tests.builders import version
from tests.validation.case import DamageCase
from tests.validation.texts import article

SOURCE = "One two three four five six seven eight nine ten."
TEN = "এক দুই তিন চার পাঁচ ছয় সাত আট নয় দশ।"
HEADING = ("Why the code is open", "কোড কেন উন্মুক্ত")
COPIED = (SOURCE, SOURCE)
ADDED = ("", TEN)


class TestCut(DamageCase):
    name = "cut"
    done = (
        ((SOURCE, TEN), {"এক দুই তিন চার পাঁচ ছয় সাত"}),
        ((SOURCE, "এক দুই তিন চার পাঁচ ছয় সাত, আট নয় দশ।"), {"এক দুই তিন চার পাঁচ ছয় সাত"}),
    )
    spared = (HEADING, COPIED, ADDED, (SOURCE, TEN.rstrip("।")))

    def test_words_that_are_not_written_apart_are_cut_by_the_letter(self) -> None:
        (copy,) = copies(self.name, version([(SOURCE, "今日は雨が降っていますから家。")], "ja"))
        assert copy.document.texts == ("今日は雨が降っていま",)


class TestCutClosed(DamageCase):
    name = "cut-closed"
    done = (
        ((SOURCE, TEN), {"এক দুই তিন চার পাঁচ ছয় সাত।"}),
        # As the document ends its sentences, whatever that is.
        ((SOURCE, TEN + "."), {"এক দুই তিন চার পাঁচ ছয় সাত।."}),
        ((SOURCE, TEN.replace("।", " |")), {"এক দুই তিন চার পাঁচ ছয় সাত |"}),
        # A quotation that began in what is left still ends; one that did not, does not.
        ((SOURCE, f"“{TEN}”"), {"“এক দুই তিন চার পাঁচ ছয় সাত।”"}),
        ((SOURCE, TEN.replace("আট", "“আট") + "”"), {"এক দুই তিন চার পাঁচ ছয় সাত।"}),
    )
    spared = (HEADING, COPIED, ADDED)


class TestCutShort(DamageCase):
    name = "cut-short"
    done = (((SOURCE, TEN), {"এক দুই তিন চার পাঁচ ছয় সাত আট।"}),)
    spared = (HEADING, COPIED)


class TestMiddleSentence(DamageCase):
    name = "middle-sentence"
    done = (
        (
            (SOURCE, "ক খ গ ঘ। চ ছ জ ঝ। ট ঠ ড ঢ। ত থ দ ধ।"),
            {"ক খ গ ঘ। ট ঠ ড ঢ। ত থ দ ধ।", "ক খ গ ঘ। চ ছ জ ঝ। ত থ দ ধ।"},
        ),
        ((SOURCE, "কক খ গ ঘ। চচ ছ জ ঝ।"), {"চচ ছ জ ঝ।"}),
    )
    spared = ((SOURCE, TEN), HEADING)

    def test_names_the_sentence_of_the_source(self) -> None:
        (first, *_) = copies(self.name, article())
        (done,) = first.damages
        assert done.source is not None
        assert done.source.of(article().pairs[0].source).startswith("Many villages")


class TestClause(DamageCase):
    name = "clause"
    done = (
        (
            (SOURCE, "এক দুই তিন চার পাঁচ ছয় সাত আট নয়।"),
            {"এক দুই সাত আট নয়।", "এক দুই তিন আট নয়।"},
        ),
    )
    spared = ((SOURCE, "এক দুই তিন চার। পাঁচ ছয় সাত আট।"), HEADING)


class TestVerb(DamageCase):
    name = "verb"
    done = (
        ((SOURCE, "এক দুই তিন চার পাঁচ ছয় সাত আটখানা।"), {"এক দুই তিন চার পাঁচ ছয় সাত।"}),
        # A short last word leans on the one before it.
        ((SOURCE, "এক দুই তিন চার পাঁচ ছয় গিয়ে ছে।"), {"এক দুই তিন চার পাঁচ ছয়।"}),
    )

    def test_only_where_the_verb_stands_last(self) -> None:
        french = version([(SOURCE, "Un deux trois quatre cinq six sept huit neuf dix.")], "fr")
        assert copies(self.name, french) == ()


class TestLink(DamageCase):
    name = "link"
    done = (
        (
            (SOURCE, TEN),
            {
                "এক দুই তিন চার পাঁচ ছয় সাত আট নয় ।",
                "এক দুই তিন চার পাঁচ ছয় সাত আট ।",
                "এক দুই তিন চার পাঁচ ছয় সাত ।",
                "এক দুই তিন চার পাঁচ ছয় ।",
            },
        ),
    )
    spared = (HEADING,)


class TestNumber(DamageCase):
    name = "number"
    done = (
        (
            ("It has 7 layers.", "এর ৭টি স্তর।"),
            {f"এর {digit}টি স্তর।" for digit in "১২৩৪৫৬৮৯"},
        ),
        (("It has 7 layers.", "এর 7টি স্তর।"), {f"এর {digit}টি স্তর।" for digit in "12345689"}),
    )
    spared = (("It has 7 layers.", "এর ৮টি স্তর।"), ("It has seven layers.", "এর সাতটি স্তর।"))


class TestName(DamageCase):
    name = "name"
    done = ((("Then Khulna was told.", "তখন খুলনাকে জানানো হয়।"), {"তখন জানানো হয়।"}),)
    spared = (("Then the town was told.", "তখন শহরকে জানানো হয়।"),)

    def test_names_it_in_the_source(self) -> None:
        row = ("Then Khulna was told.", "তখন খুলনাকে জানানো হয়।")
        (copy,) = copies(self.name, version([row]))
        assert copy.damages[0].source is not None
        assert copy.damages[0].source.of(row[0]) == "Khulna"
