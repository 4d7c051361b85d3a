"""What happens to whole sentences and paragraphs."""

from __future__ import annotations

from evalkit.validation.damage import copies
from tests.builders import version
from tests.validation.case import DamageCase
from tests.validation.texts import BENGALI, ENGLISH, article

SOURCE = "One two three four five six seven eight nine ten."
TWO = "ক খ গ ঘ চ। ছ জ ঝ ট ঠ।"


class TestUntranslated(DamageCase):
    name = "untranslated"
    done = (((SOURCE, TWO), {SOURCE}),)
    spared = ((SOURCE, SOURCE), ("", TWO))


class TestDoubled(DamageCase):
    name = "doubled"
    done = (
        ((SOURCE, TWO), {"ক খ গ ঘ চ। ক খ গ ঘ চ। ছ জ ঝ ট ঠ।", "ক খ গ ঘ চ। ছ জ ঝ ট ঠ। ছ জ ঝ ট ঠ।"}),
    )


class TestLooped(DamageCase):
    name = "looped"

    def test_the_last_words_come_again_and_again(self) -> None:
        for seed in range(20):
            (copy,) = copies(self.name, version([(SOURCE, TWO)]), seed=seed)
            again = copy.document.texts[0].removeprefix(TWO.rstrip("।"))
            assert {again.count(letter) for letter in "ঝটঠ"} <= set(range(8, 17))
            assert again.endswith("ঝ ট ঠ")


class TestAdded(DamageCase):
    name = "added"

    def test_a_sentence_of_another_paragraph_stands_there(self) -> None:
        for copy in copies(self.name, article()):
            (done,) = copy.damages
            said = done.changed.of(copy.document.texts[done.now[0]]).strip()
            assert any(said in t for n, t in enumerate(BENGALI) if n != done.paragraph)


class TestDetached(DamageCase):
    name = "detached"

    def test_it_says_something_of_another_paragraph(self) -> None:
        for copy in copies(self.name, article()):
            (done,) = copy.damages
            said = copy.document.texts[done.now[0]]
            assert any(said in t for n, t in enumerate(BENGALI) if n != done.paragraph)


class TestSwapped(DamageCase):
    name = "swapped"

    def test_the_two_have_changed_places(self) -> None:
        first = copies(self.name, article())[0]
        assert first.document.texts == (BENGALI[1], BENGALI[0], *BENGALI[2:])
        assert first.damages[0].sources == (0, 1)


class TestJoined(DamageCase):
    name = "joined"

    def test_the_two_are_one(self) -> None:
        first = copies(self.name, article())[0]
        assert first.document.texts == (f"{BENGALI[0]} {BENGALI[1]}", *BENGALI[2:])


class TestParagraph(DamageCase):
    name = "paragraph"

    def test_it_is_gone_and_known_which_source_it_was(self) -> None:
        first = copies(self.name, article())[0]
        assert first.document.texts == BENGALI[1:]
        (done,) = first.damages
        assert (done.now, done.sources) == ((), (0,))
        assert done.source is not None
        assert done.source.of(ENGLISH[0]) == ENGLISH[0]
