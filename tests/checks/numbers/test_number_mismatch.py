"""number-mismatch and mixed-digits."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evalkit.checks.numbers.number_mismatch import MixedDigits, NumberMismatch, plain
from evalkit.languages import profile
from evalkit.text.numbers import numbers
from tests.builders import pair, version
from tests.checks.case import CheckCase, Faulty, Sound


class TestNumberMismatch(CheckCase):
    check = "number-mismatch"
    sound = (
        Sound([("Version 3.0 is out.", "সংস্করণ ৩.০ বেরিয়েছে।")], why="native digits"),
        Sound([("Version 3.0 is out.", "সংস্করণ ৩ বেরিয়েছে।")], why="3.0 is 3 by value"),
        Sound([("It has 2.5 million users.", "এর ২৫ লাখ ব্যবহারকারী আছে।")], why="lakh"),
        Sound([("It has 2.5 million users.", "ਇਸਦੇ 25 ਲੱਖ ਵਰਤੋਂਕਾਰ ਹਨ।")], "pa", why="lakh"),
        Sound([("Thirty million lines", "ত্রিশ মিলিয়ন লাইন")], why="words"),
        Sound([("Thirty million lines", "ਤੀਹ ਮਿਲੀਅਨ ਲਾਈਨਾਂ")], "pa", why="words"),
        Sound([("The price is 1,250.50 euros.", "Der Preis ist 1.250,50 Euro.")], "de"),
        Sound([("It starts at 3:30 p.m.", "Es beginnt um 15:30 Uhr.")], "de", why="24 hours"),
        Sound([("It starts at 3:30 p.m.", "দুপুর ৩টা ৩০ মিনিটে শুরু।")], why="time in pieces"),
        Sound([("It starts at 3:30 p.m.", "দুপুর সাড়ে তিনটায় শুরু।")], why="half past"),
        Sound([("On 12/05/2018 it rained.", "১২ মে ২০১৮ বৃষ্টি হয়েছিল।")], why="month by name"),
        Sound([("In the 1990s", "নব্বইয়ের দশকে, ১৯৯০-এর পরে")], why="decades"),
        Sound([("The season 2014-15", "২০১৪-২০১৫ মৌসুম")], why="short year"),
        Sound([("21st century, 41%", "২১তম শতাব্দী, ৪১ শতাংশ")], why="ordinal, percent"),
        Sound([("One of them, the first, saw thousands.", "তাদের কেউ অনেককে দেখেছে।")]),
        Sound([("He is right.", "তিনি ২০১৮ সালে ঠিক।")], why="an extra number is no fault"),
        Sound([("1. Bread\n2. Milk", "১। রুটি\n২। দুধ")], why="list markers"),
        Sound([("1. Bread", "রুটি")], why="a lost marker is list-marker-mismatch's affair"),
        Sound([("See https://example.org/2018.", "দেখুন https://example.org/2018।")]),
        Sound([("It is 10 degrees warmer.", "ਇਹ ਦਸ ਡਿਗਰੀ ਵੱਧ ਗਰਮ ਹੈ।")], "pa", why="digits as words"),
        Sound([("three decades ago", "ਤਿੰਨ ਦਹਾਕੇ ਪਹਿਲਾਂ")], "pa"),
        Sound([("It measures 29¾ inches.", "ते २९ ३/४ इंच आहे.")], "mr", why="a vulgar fraction"),
    )
    faulty = (
        Faulty(
            [("It has 25 rooms.", "এতে ৫২টি কক্ষ আছে।")],
            [(1, "৫২", "25")],
            severity="major",
            why="digits swapped",
        ),
        Faulty(
            [("It has 25 rooms and 3 baths.", "ਇਸ ਵਿੱਚ 3 ਇਸ਼ਨਾਨ ਘਰ ਹਨ।")],
            [(1, None, "25")],
            "pa",
            "major",
            why="lost",
        ),
        Faulty(
            [("It cost $2.5 million.", "इसकी लागत 2.5 अरब डॉलर थी।")],
            [(1, "2.5 अरब", "2.5 million")],
            "hi",
            "major",
            why="another multiplier",
        ),
        Faulty(
            [("Er war three years here.", "Er war zwei Jahre hier.")],
            [(1, "zwei", "three")],
            "de",
            "minor",
            why="small number words",
        ),
        Faulty(
            [("At 04:00 he slept.", "ভোর ০৪:২০-এ তিনি ঘুমিয়েছিলেন।")],
            [(1, "০৪:২০", "04:00")],
            severity="major",
            why="minutes count",
        ),
        Faulty(
            [("It measures 20 feet.", "Es misst 6 Meter.")],
            [(1, "6", "20")],
            "de",
            "neutral",
            why="converted",
        ),
        Faulty(
            [("800 kph (497 mph)", "800 km/h")],
            [(1, None, "497")],
            "de",
            "neutral",
            why="the source says it twice in two units",
        ),
        Faulty(
            [("The vote of 1 October", "ਇੱਕ 5 ਅਕਤੂਬਰ ਦੀ ਵੋਟ")],
            [(1, "5", "1")],
            "pa",
            why="the word for one is an article, and 5 faces 1",
        ),
        Faulty(
            [("340 towns have no bridge.", "কোনো শহরেই সেতু নেই, এটা ঠিক নয়।")],
            [(1, None, "340")],
            why="নয় is nine, and is not",
        ),
        Faulty(
            [("72 percent of boys and 72 percent of girls", "৭২ শতাংশ ছেলে ও ২৭ শতাংশ মেয়ে")],
            [(1, "২৭", "72")],
            why="said twice, kept once",
        ),
        Faulty(
            [("Fifty-eight percent of them agreed.", "পঁচাশি শতাংশ একমত।")],
            [(1, "পঁচাশি", "Fifty-eight")],
            severity="minor",
            why="words against words: no digits bear it out",
        ),
        Faulty(
            [("The shop on 125th Street closed.", "ওই রাস্তার দোকানটি বন্ধ হয়ে গেছে।")],
            [(1, None, "125")],
            severity="minor",
            why="the number is part of a name",
        ),
        Faulty(
            [("They waited two weeks.", "ਉਨ੍ਹਾਂ ਨੇ ਚੌਦਾਂ ਦਿਨ ਉਡੀਕ ਕੀਤੀ।")],
            [(1, "ਚੌਦਾਂ", "two")],
            "pa",
            "neutral",
            why="weeks said in days",
        ),
        Faulty(
            [("In the 80s all week.", "Die ganze Woche um 27 °C.")],
            [(1, "27", "80")],
            "de",
            "neutral",
            why="the version's sign tells the unit",
        ),
        Faulty(
            [("A brim two feet wide.", "Ein 60 Zentimeter breiter Rand.")],
            [(1, "60", "two")],
            "de",
            "neutral",
            why="feet said in the smaller metric unit",
        ),
        Faulty(
            [("It took 48 hours.", "এতে দুই দিন লেগেছে।")],
            [(1, None, "48")],
            severity="neutral",
            why="hours said in days, by a word",
        ),
        Faulty(
            [("They work 24/7.", "তারা দিনরাত ২৪ ঘণ্টা কাজ করে।")],
            [(1, None, "7")],
            severity="neutral",
            why="an idiom counts nothing",
        ),
        Faulty(
            [("They counted 58 boats.", "ਉਨ੍ਹਾਂ ਨੇ ਅੱਠਵੰਝਾ ਕਿਸ਼ਤੀਆਂ ਗਿਣੀਆਂ।")],
            [(1, "ਅੱਠਵੰਝਾ", "58")],
            "pa",
            "neutral",
            why="a spelling that no table has",
        ),
    )

    def test_a_language_whose_number_words_are_unknown_is_judged_mildly(self) -> None:
        lost = pair("The hall holds 7 people.", "Sál pojme sedm lidí.", "cs")
        (finding,) = NumberMismatch().find(lost)
        assert finding.severity == "minor"

    def test_the_message_gives_both_values_in_latin_digits(self) -> None:
        (found,) = NumberMismatch().find(pair("25 rooms", "৫২টি কক্ষ"))
        assert found.message == "25 in the source, 52 in the version"

    def test_several_lost_numbers_face_the_likest_ones(self) -> None:
        found = NumberMismatch().find(pair("1882 and 45", "৫৪ ও ১৮৮৩"))
        assert [f.message for f in found] == [
            "1882 in the source, 1883 in the version",
            "45 in the source, 54 in the version",
        ]

    @settings(deadline=None, max_examples=50)
    @given(st.integers(13, 10**6), st.sampled_from(["bn", "pa", "hi", "gu"]))
    def test_a_number_faces_itself_quietly_and_another_loudly(self, n: int, language: str) -> None:
        digits = profile(language).numbers.digits
        native = "".join(digits[int(d)] for d in str(n))
        check = NumberMismatch()
        assert not list(check.find(pair(f"There are {n} of them.", native, language)))
        wrong = native[:-1] + digits[(int(str(n)[-1]) + 1) % 10]
        assert len(list(check.find(pair(f"There are {n} of them.", wrong, language)))) == 1


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [("২৫ লাখ", "bn", "2,500,000"), ("২০১৮", "bn", "2018"), ("7:05 pm", "en", "7:05")],
)
def test_values_in_plain_english(text: str, language: str, expected: str) -> None:
    assert plain(numbers(text, language)[0]) == expected


NATIVE = [("In 2018 and 2019", "২০১৮ ও ২০১৯ সালে"), ("In 2020 and 21", "২০২০ ও ২১ সালে")]


class TestMixedDigits(CheckCase):
    check = "mixed-digits"
    sound = (
        Sound([*NATIVE, ("It has 5 rooms.", "এতে ৫টি কক্ষ আছে।")]),
        Sound([("In 2018", "2018 ਵਿੱਚ"), ("In 2019", "2019 ਵਿੱਚ")], "pa", "Latin throughout"),
        Sound([*NATIVE, ("Windows 11 and H1N1", "Windows 11 ও H1N1")], why="Latin names"),
        Sound([*NATIVE, ("example.org/7", "https://example.org/7")], why="addresses"),
        Sound([("In 2018", "২০১৮ সালে"), ("In 2019", "2019 সালে")], why="no convention to break"),
    )
    faulty = (
        Faulty(
            [*NATIVE, ("It has 5 rooms.", "এতে 5টি কক্ষ আছে।")], [(3, "5", None)], severity="minor"
        ),
        Faulty(
            [("In 2018, 2019, 2020 and 2021", "2018, 2019, 2020, 2021"), ("In 2022", "੨੦੨੨ ਵਿੱਚ")],
            [(2, "੨੦੨੨", None)],
            "pa",
        ),
        Faulty([("In 2018", "20১৮ সালে")], [(1, "20১৮", None)], severity="minor"),
        Faulty([("In 2018", "20१८ में")], [(1, "20१८", None)], "hi", "minor"),
    )

    def test_the_message_names_both_kinds_of_digits(self) -> None:
        rows = [*NATIVE, ("It has 5 rooms.", "এতে 5টি কক্ষ আছে।")]
        (found,) = MixedDigits().find(version(rows))
        assert "5 is written in Latin digits" in found.message
        assert "usually writes Bengali ones" in found.message
