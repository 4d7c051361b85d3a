"""repeated-word, repeated-phrase and duplicate-paragraph."""

from __future__ import annotations

import pytest

from evalkit.checks import load_class
from evalkit.checks.surface.repetition import DuplicateParagraph, RepeatedPhrase
from tests.builders import pair, version
from tests.checks.case import CheckCase, Faulty, Sound


class TestRepeatedWord(CheckCase):
    check = "repeated-word"
    sound = (
        Sound([("He walked slowly.", "সে ধীরে ধীরে হাঁটল।")], why="reduplication"),
        Sound([("He walked slowly.", "ਉਹ ਹੌਲੀ ਹੌਲੀ ਤੁਰਿਆ।")], "pa", "reduplication"),
        Sound([("He walked slowly.", "वह धीरे-धीरे चला।")], "hi", "hyphenated"),
        Sound([("It was very, very good.", "বাক্যটা দারুণ দারুণ।")], why="the source echoes"),
        Sound([("The scores: 2 2", "ফল: ২ ২")], why="numbers"),
        Sound([("More and more people", "বেশি এবং বেশি মানুষ")], why="the source joins alike"),
        Sound([("He came. He saw.", "সে এল। সে দেখল।")]),
        Sound([("The ones that came", "Die, die kamen")], "de"),
        Sound([("Improvements and refinements", "উন্নতি এবং পরিমার্জন")]),
        Sound([("The PawPaw brand", "প প ব্র্যান্ড")], why="a name that doubles itself"),
    )
    faulty = (
        Faulty(
            [("Improvements and refinements help.", "উন্নতি এবং উন্নতি সাহায্য করে।")],
            [(1, "উন্নতি এবং উন্নতি", None)],
            severity="minor",
        ),
        Faulty(
            [("Improvements and refinements help.", "ਸੁਧਾਰ ਅਤੇ ਸੁਧਾਰ ਮਦਦ ਕਰਦੇ ਹਨ।")],
            [(1, "ਸੁਧਾਰ ਅਤੇ ਸੁਧਾਰ", None)],
            "pa",
            "minor",
        ),
        Faulty([("For work", "काम के लिए लिए")], [(1, "लिए लिए", None)], "hi", "minor"),
        Faulty([("For the house", "für für das Haus")], [(1, "für für", None)], "de", "minor"),
        Faulty([("To the house", "ਘਰ ਦੇ ਦੇ ਲਈ")], [(1, "ਦੇ ਦੇ", None)], "pa", "minor"),
        Faulty(
            [("The good table", "ভালো টেবিল টেবিল")],
            [(1, "টেবিল টেবিল", None)],
            severity="neutral",
            why="Bengali doubles freely: noted only",
        ),
    )


LOOP = "আমরা বাজারে গিয়ে মাছ কিনি"


class TestRepeatedPhrase(CheckCase):
    check = "repeated-phrase"
    sound = (
        Sound([("No, no, no, no!", "না, না, না, না!")], why="the source repeats too"),
        Sound([("We buy fish.", f"{LOOP}।")]),
        Sound([("He came. He saw.", "সে এল। সে দেখল।")]),
        Sound([("0 0 0 0 0 0", "০ ০ ০ ০ ০ ০")], why="numbers"),
        Sound([("research", "研究研究")], "zh", why="too short to tell"),
    )
    faulty = (
        Faulty([("We buy fish.", f"{LOOP} {LOOP}।")], [(1, f"{LOOP} {LOOP}", None)], why="twice"),
        Faulty(
            [("We buy fish.", f"{LOOP}। {LOOP}।")],
            [(1, f"{LOOP}। {LOOP}", None)],
            severity="major",
            why="a sentence twice",
        ),
        Faulty(
            [("the red house", "ਲਾਲ ਘਰ ਲਾਲ ਘਰ ਲਾਲ ਘਰ")],
            [(1, "ਲਾਲ ਘਰ ਲਾਲ ਘਰ ਲਾਲ ਘਰ", None)],
            "pa",
            why="two words three times",
        ),
        Faulty([("so good", "so so so so gut")], [(1, "so so so so", None)], "de"),
        Faulty(
            [("We went to the market.", "我们今天去市场买东西了我们今天去市场买东西了")],
            [(1, "我们今天去市场买东西了我们今天去市场买东西了", None)],
            "zh",
        ),
    )

    def test_a_text_that_varies_its_loop_is_found(self) -> None:
        parts = [f"we will go to the market to buy fish number {n}" for n in range(5)]
        target = ", ".join(parts)
        (found,) = RepeatedPhrase().find(pair("Es gibt viel zu tun.", target, "en"))
        assert "repeats what it has said before" in found.message

    @pytest.mark.parametrize("piece", ["x", "x ", "a b ", "ক", "一", "1 ", ". "])
    def test_findings_in_long_loops_stay_inside_them(self, piece: str) -> None:
        subject = pair("A line.", piece * 5000)
        for finding in RepeatedPhrase().find(subject):
            assert finding.target is not None
            assert finding.target.end <= len(subject.target)


FISH = "জেলেরা প্রতিদিন ভোরে নদীতে মাছ ধরতে যান এবং দুপুরে বাজারে ফিরে আসেন।"
TRAIN = "শহরের নতুন রেলস্টেশন আগামী বছর জুন মাসে সবার জন্য খুলে দেওয়া হবে।"
FISH_EN = "The fishermen go to the river at dawn and come back to the market at noon."
TRAIN_EN = "The new railway station of the town opens to the public in June next year."


class TestDuplicateParagraph(CheckCase):
    check = "duplicate-paragraph"
    sound = (
        Sound([(FISH_EN, FISH), (TRAIN_EN, TRAIN)]),
        Sound([(FISH_EN, FISH), (FISH_EN, FISH)], why="the source says it twice as well"),
        Sound([("Read on", "আরও পড়ুন"), ("Read more", "আরও পড়ুন")], why="stock phrases"),
    )
    faulty = (
        Faulty([(FISH_EN, FISH), (TRAIN_EN, FISH)], [(2, FISH, TRAIN_EN)], severity="major"),
        Faulty(
            [(FISH_EN, FISH), (TRAIN_EN, TRAIN), ("A third line on lions and tigers.", TRAIN)],
            [(3, TRAIN, "A third line on lions and tigers.")],
        ),
        Faulty(
            [(FISH_EN, FISH), (TRAIN_EN, FISH.replace("প্রতিদিন", "প্রতি দিন"))],
            [(2, FISH.replace("প্রতিদিন", "প্রতি দিন"), TRAIN_EN)],
            why="nearly the same",
        ),
        Faulty(
            [("Der Film ist kurz.",
              "A very long sentence about ships, the sea and 3 old captains."),
             ("A sentence about ships and the sea, and about captains, of whom 3 are old.",
              "A very long sentence about ships, the sea and 3 old captains.")],
            [(1, "A very long sentence about ships, the sea and 3 old captains.",
              "Der Film ist kurz.")],
            "en",
            why="the row that fits its source worse is marked",
        ),
    )  # fmt: skip

    def test_the_message_names_the_other_row(self) -> None:
        (found,) = DuplicateParagraph().find(version([(FISH_EN, FISH), (TRAIN_EN, FISH)]))
        assert "row 1" in found.message


def test_all_three_are_registered() -> None:
    for check in ("repeated-word", "repeated-phrase", "duplicate-paragraph"):
        assert load_class(check).id == check
