"""Numbers by value, however they are written."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evalkit.languages import codes, profile
from evalkit.text.numbers import Number, fold, numbers


def values(text: str, language: str) -> list[Fraction]:
    return [number.value for number in numbers(text, language)]


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("৩.০", "bn", [3]),
        ("3.0", "en", [3]),
        ("1,00,000", "en", [100_000]),
        ("100,000", "en", [100_000]),
        ("১,০০,০০,০০০", "bn", [10_000_000]),
        ("1.000", "de", [1000]),
        ("1.234.567,8", "de", ["1234567.8"]),
        ("3,5", "de", ["3.5"]),
        ("10 000", "fr", [10_000]),
        ("10\u202f000", "fr", [10_000]),
        ("৩.৫", "bn", ["3.5"]),
        ("੩.੫", "pa", ["3.5"]),
        ("۳٫۵", "fa", ["3.5"]),
        ("2½", "en", ["2.5"]),
        ("1, 2 and 3", "en", [1, 2, 3]),
        ("12/05/2018", "en", [12, 5, 2018]),
        ("30.09.1882", "de", [30, 9, 1882]),
        ("3-1", "en", [3, 1]),
    ],
)
def test_digits_of_any_script_with_their_separators(
    text: str, language: str, expected: list[int | str]
) -> None:
    assert values(text, language) == [Fraction(value) for value in expected]


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("2.5 million", "en", 2_500_000),
        ("২৫ লাখ", "bn", 2_500_000),
        ("২৫ লক্ষ", "bn", 2_500_000),
        ("২.৫ মিলিয়নেরও বেশি", "bn", 2_500_000),
        ("25 ਲੱਖ", "pa", 2_500_000),
        ("ਢਾਈ ਕਰੋੜ", "pa", 25_000_000),
        ("Thirty million", "en", 30_000_000),
        ("ত্রিশ মিলিয়ন", "bn", 30_000_000),
        ("ਤੀਹ ਮਿਲੀਅਨ", "pa", 30_000_000),
        ("तीन करोड़", "hi", 30_000_000),
        ("30 Millionen", "de", 30_000_000),
        ("3000万", "zh", 30_000_000),
        ("3천만", "ko", 30_000_000),
        ("1 crore 25 lakh", "en", 12_500_000),
        ("£125m", "en", 125_000_000),
        ("€2.1bn", "en", 2_100_000_000),
    ],
)
def test_multipliers(text: str, language: str, expected: int) -> None:
    assert values(text, language) == [expected]


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("twenty-five", "en", 25),
        ("two hundred and five thousand and six", "en", 205_006),
        ("one and a half million", "en", 1_500_000),
        ("দেড় লাখ", "bn", 150_000),
        ("আড়াই", "bn", "2.5"),
        ("সাড়ে তিন হাজার", "bn", 3500),
        ("সাড়ে তিনশ", "bn", 350),
        ("পৌনে আট", "bn", "7.75"),
        ("ਡੇਢ", "pa", "1.5"),
        ("ਸਾਢੇ ਸੱਤ", "pa", "7.5"),
        ("পঁচিশ হাজার ছয়শ বারো", "bn", 25_612),
        ("দু'জন", "bn", 2),
        ("তিনজনের", "bn", 3),
        ("একটি", "bn", 1),
        ("ਦੋਵੇਂ", "pa", 2),
        ("ਇਕ", "pa", 1),
        ("einundzwanzig", "de", 21),
        ("zweieinhalb", "de", "2.5"),
        ("quatre-vingt-dix-sept", "fr", 97),
        ("soixante et onze", "fr", 71),
        ("ventitré", "it", 23),
        ("двадцать пять тысяч", "ru", 25_000),
        ("二十五", "ja", 25),
        ("പതിനേഴാം", "ml", 17),
        ("দু'ফুট", "bn", 2),
        ("ন'শো", "bn", 900),
        ("তৃতীয়বার", "bn", 3),
        ("দুই শতাধিক", "bn", 200),
        ("দুইশতাধিক", "bn", 200),
        ("নব্বইয়ের", "bn", 90),
        ("একতিরিশ", "bn", 31),
        ("ਬਾਰ੍ਹਵਾਂ", "pa", 12),
        ("ਅਠਾਰ੍ਹਵੀਂ", "pa", 18),
        ("ਅੱਸੀਵਿਆਂ", "pa", 80),
        ("दोगुना", "hi", 2),
        ("zweitausendachtzehn", "de", 2018),
        ("চ্যানেল ফোর", "bn", 4),
        ("ਸਿਕਸਟੀ ਮਿੰਟ", "pa", 60),
        ("এরিয়া ফিফটি ওয়ান", "bn", 51),
        ("ত্রিপক্ষীয়", "bn", 3),
        ("dreitägiges", "de", 3),
        ("half a million", "en", 500_000),
        ("two dozen", "en", 24),
        ("দুই ডজন", "bn", 24),
        ("ਤਿਗੁਣਾ", "pa", 3),
        ("चौगुना", "hi", 4),
    ],
)
def test_number_words(text: str, language: str, expected: int | str) -> None:
    assert values(text, language) == [Fraction(expected)]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("শতকে", "bn"),
        ("দশকে", "bn"),
        ("নেই", "bn"),
        ("নেওয়া", "bn"),
        ("শত্রু", "bn"),
        ("ਅਸੀਂ", "pa"),
        ("ਬਾਰੇ", "pa"),
        ("ਦੋਸਤ", "pa"),
        ("शत्रु", "hi"),
    ],
)
def test_words_that_only_look_like_numbers(text: str, language: str) -> None:
    assert values(text, language) == []


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("seven point two five", "en", "7.25"),
        ("2.5", "en", "2.5"),
        ("৭ দশমিক ৫", "bn", "7.5"),
        ("দুই দশমিক পাঁচ মিলিয়ন", "bn", 2_500_000),
        ("দশমিক পাঁচ", "bn", "0.5"),
        ("ਦੋ ਦਸ਼ਮਲਵ ਪੰਜ", "pa", "2.5"),
        ("दो दशमलव पांच", "hi", "2.5"),
        ("zwei Komma fünf", "de", "2.5"),
    ],
)
def test_decimals_said_one_by_one(text: str, language: str, expected: int | str) -> None:
    assert values(text, language) == [Fraction(expected)]


def test_words_do_not_go_on_where_digits_began() -> None:
    assert values("up from 1.7 million four years ago", "en") == [1_700_000, 4]


def test_thousands_in_words_may_go_on_in_digits() -> None:
    thousands, rest = numbers("২ হাজার ৩৫০টি", "bn")
    assert thousands.value == 2000
    assert Fraction(2350) in rest.readings


def test_a_dotted_time_is_hours_and_minutes() -> None:
    (time,) = numbers("7.55am", "en")
    assert [int(part.value) for part in time.parts] == [7, 55]


@pytest.mark.parametrize(
    ("text", "language", "kind", "expected"),
    [
        ("41%", "en", "percent", 41),
        ("41 per cent", "en", "percent", 41),
        ("৪১ শতাংশ", "bn", "percent", 41),
        ("੯੯ ਫੀਸਦੀ", "pa", "percent", 99),
        ("$5", "en", "currency", 5),
        ("৫ টাকা", "bn", "currency", 5),
        ("COVID-19", "en", "name", 19),
        ("5G", "en", "name", 5),
        ("first", "en", "ordinal", 1),
        ("প্রথম", "bn", "ordinal", 1),
        ("ਪਹਿਲਾ", "pa", "ordinal", 1),
        ("21st", "en", "cardinal", 21),
        ("২১তম", "bn", "cardinal", 21),
        ("21ਵੀਂ", "pa", "cardinal", 21),
        ("September", "en", "month", 9),
        ("সেপ্টেম্বর", "bn", "month", 9),
        ("ਸਤੰਬਰ", "pa", "month", 9),
        ("thousands", "en", "", 0),
        ("হাজার মানুষ", "bn", "vague", 1000),
        ("নয়", "bn", "vague", 9),
        ("নয়টি", "bn", "cardinal", 9),
        ("নয় হাজার", "bn", "cardinal", 9000),
        ("1. Bread", "en", "marker", 1),
        ("২। রুটি", "bn", "marker", 2),
    ],
)
def test_kinds(text: str, language: str, kind: str, expected: int) -> None:
    found = numbers(text, language)
    assert [(str(n.kind), int(n.value)) for n in found] == ([(kind, expected)] if kind else [])


@pytest.mark.parametrize(
    ("one", "language", "other", "other_language"),
    [
        ("3:30 p.m.", "en", "15:30", "de"),
        ("7.30pm", "en", "সাড়ে সাতটায়", "bn"),
        ("19:30", "en", "১৯ঃ৩০", "bn"),
        ("19:30", "en", "7.30", "en"),
        ("3 p.m.", "en", "15:00", "en"),
        ("1990s", "en", "৯০-এর দশক", "bn"),
        ("the '90s", "en", "১৯৯০-এর দশক", "bn"),
    ],
)
def test_two_ways_to_say_it_share_a_reading(
    one: str, language: str, other: str, other_language: str
) -> None:
    first, second = numbers(one, language)[0], numbers(other, other_language)[0]
    assert first.readings & second.readings


def test_a_short_year_after_a_dash_is_of_the_same_century() -> None:
    assert 2015 in numbers("2014-15", "en")[1].readings
    assert 2015 not in numbers("2014 15", "en")[1].readings


def test_a_time_is_hours_and_minutes_too() -> None:
    (time,) = numbers("15:30", "en")
    assert time.kind == "time"
    assert [(int(p.value), p.start, p.end) for p in time.parts] == [(15, 0, 2), (30, 3, 5)]


@pytest.mark.parametrize(
    "text",
    ["https://example.org/2018/05", "{0} %1$s %d", '<a id="h2">', "&#39;", "me99@example.org"],
)
def test_addresses_tags_and_placeholders_hold_no_numbers(text: str) -> None:
    assert numbers(text, "en") == ()


def test_offsets_cover_the_whole_expression() -> None:
    text = "প্রায় ২৫ লাখ টাকা"
    (number,) = numbers(text, "bn")
    assert text[number.start : number.end] == "২৫ লাখ"


def test_latin_words_are_read_in_other_scripts() -> None:
    assert values("2.4 million ਲੋਕ", "pa") == [2_400_000]


def test_a_word_with_and_without_its_marks_is_one() -> None:
    assert fold("হাজার\u200d") == fold("হাজার")
    assert fold("Zwölf") == fold("zwölf")


@pytest.mark.parametrize("language", codes())
def test_every_language_counts(language: str) -> None:
    table = profile(language).numbers
    assert {1, 2, 3, 10} <= {
        round(v, 3) for v in (*table.words.values(), *table.multipliers.values())
    }
    assert set(table.multipliers.values()) >= {100, 1000}
    assert not table.months or set(table.months.values()) == set(range(1, 13))


@pytest.mark.parametrize("language", [c for c in codes() if profile(c).numbers.digits])
def test_native_digits_mean_what_latin_ones_mean(language: str) -> None:
    digits = profile(language).numbers.digits
    assert values(digits[2] + digits[0] + digits[1] + digits[8], language) == [2018]


@pytest.mark.parametrize("language", codes())
def test_every_word_alone_has_its_value(language: str) -> None:
    for word, value in profile(language).numbers.words.items():
        assert [float(v) for v in values(word, language)] == [value], word


@settings(deadline=None, max_examples=50)
@given(st.integers(0, 10**12), st.sampled_from(["bn", "pa", "hi", "en", "de"]))
def test_an_integer_in_native_digits_comes_back(whole: int, language: str) -> None:
    digits = profile(language).numbers.digits or "0123456789"
    assert values("".join(digits[int(d)] for d in str(whole)), language) == [whole]


def test_a_digit_younger_than_python_s_tables_has_its_value() -> None:
    # Kawi digits, Unicode 15: U+11F50 is nought.
    assert [n.value for n in numbers("\U00011f52\U00011f50", "bn")] == [20]


@settings(deadline=None, max_examples=50)
@given(st.text(max_size=200), st.sampled_from(codes()))
def test_any_text_is_read_without_harm(text: str, language: str) -> None:
    found: tuple[Number, ...] = numbers(text, language)
    assert all(0 <= n.start < n.end <= len(text) for n in found)
    assert list(found) == sorted(found, key=lambda n: n.start)


@pytest.mark.parametrize("piece", ["9", "1,", "1 ", "hundred ", "&", "<a", "x@", "1:", "শত "])
def test_long_hostile_text_takes_no_time(piece: str) -> None:
    numbers(piece * 5000, "bn")
