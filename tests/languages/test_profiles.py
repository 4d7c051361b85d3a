"""Every profile file is well-formed, and a new file is a new language."""

from __future__ import annotations

import unicodedata
from collections import Counter
from pathlib import Path

import pytest

from evalkit.document import InputError
from evalkit.languages import codes, profile, read
from evalkit.languages.nukta import composed

ALL = [*codes(), "und"]
PROMISED = "bn pa hi gu mr ta te ml kn as ur ar fa en de fr es pt it ru zh ja ko"
NAMED = tuple(PROMISED.split())


def test_every_promised_language_has_a_profile() -> None:
    assert set(NAMED) <= set(codes())


@pytest.mark.parametrize("code", ALL)
class TestProfile:
    def test_says_what_it_is(self, code: str) -> None:
        found = profile(code)
        assert found.code == code
        assert found.name
        assert len(found.script) == 4
        assert found.direction == ("rtl" if found.script == "Arab" else "ltr")

    def test_sentence_ends_are_single_marks_once_each(self, code: str) -> None:
        ends = profile(code).sentence_ends
        assert ends
        assert len(set(ends)) == len(ends)
        assert all(unicodedata.category(mark)[0] in "PS" for mark in ends)

    def test_quotes_are_pairs(self, code: str) -> None:
        assert profile(code).quotes
        assert all(len(opener) == len(closer) == 1 for opener, closer in profile(code).quotes)

    def test_digits_are_ten_in_order_or_latin(self, code: str) -> None:
        digits = profile(code).numbers.digits
        assert digits == "" or [unicodedata.decimal(digit) for digit in digits] == list(range(10))

    def test_words_are_lower_case_and_neat(self, code: str) -> None:
        found = profile(code)
        for words in (
            found.abbreviations,
            found.final_abbreviations,
            found.letter_names,
            found.function_words,
            found.reporting,
            found.conjunctions,
            found.postpositions,
            found.reduplicated,
        ):
            assert all(word == word.strip().lower() and word for word in words)

    def test_abbreviations_end_in_their_mark(self, code: str) -> None:
        found = profile(code)
        assert not found.abbreviations & found.final_abbreviations
        for word in found.abbreviations | found.final_abbreviations:
            assert not word[-1].isalnum()

    def test_length_ratio_is_plausible(self, code: str) -> None:
        assert 0.2 < profile(code).length_ratio < 1.5
        assert 0.05 < profile(code).length_spread < 0.5


@pytest.mark.parametrize("code", NAMED)
def test_a_named_language_has_words(code: str) -> None:
    assert len(profile(code).function_words) >= 40
    assert len(profile(code).conjunctions) >= 10


def test_aliases_are_unique() -> None:
    names = Counter(alias for code in codes() for alias in profile(code).aliases | {code})
    assert [name for name, times in names.items() if times > 1] == []


def test_region_and_case_do_not_matter_and_unknown_is_neutral() -> None:
    assert profile("BN_IN") is profile("bn") or profile("BN_IN") == profile("bn")
    assert profile("en-GB").code == "en"
    assert profile("xx").code == "und"


def test_grammatical_repetition_is_known() -> None:
    assert "ধীরে" in profile("bn").reduplicated
    assert "ਹੌਲੀ" in profile("pa").reduplicated
    assert "धीरे" in profile("hi").reduplicated
    assert profile("bn").reduplication == "productive"
    assert profile("en").reduplication == "listed"


def test_nukta_letters_are_found_in_either_encoding() -> None:
    apart = unicodedata.normalize("NFC", "হয়")
    assert len(apart) == 3 and len(composed(apart)) == 2
    assert {apart, composed(apart)} <= profile("bn").function_words


class TestAddingALanguage:
    def test_is_adding_a_file(self, tmp_path: Path) -> None:
        file = tmp_path / "si.toml"
        file.write_text('name = "Sinhala"\nscript = "Sinh"\nfunction_words = ["සහ"]\n', "utf-8")
        found = read(file)
        assert (found.code, found.name, found.script) == ("si", "Sinhala", "Sinh")
        assert found.function_words == {"සහ"}
        assert found.sentence_ends == ".?!"

    @pytest.mark.parametrize(
        ("text", "said"),
        [
            ("name = ", "TOML"),
            ('name = "X"\n', "script"),
            ('name = "X"\nscript = "Latn"\ncolour = "red"\n', "colour"),
        ],
    )
    def test_a_broken_file_is_named(self, tmp_path: Path, text: str, said: str) -> None:
        file = tmp_path / "xx.toml"
        file.write_text(text, "utf-8")
        with pytest.raises(InputError, match=said):
            read(file)
