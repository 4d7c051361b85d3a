"""What a text says against the language it is given out to be in."""

from __future__ import annotations

import pytest

from evalkit.text.language_doubt import doubt
from tests.text.test_language_detection import OTHERS, SENTENCES


@pytest.mark.parametrize(("language", "text"), [*SENTENCES.items(), *OTHERS.items()])
def test_a_text_in_its_language_raises_none(language: str, text: str) -> None:
    assert doubt(language, [text, text]) == ""


@pytest.mark.parametrize("language", ["cs", "uk", "vi", "fi", "bn", "pa-Arab", "zh-Hant", "de"])
def test_an_untranslated_text_does(language: str) -> None:
    assert doubt(language, [SENTENCES["en"]]) == "its text reads as English"


def test_letters_a_language_is_not_written_in_do() -> None:
    assert doubt("cs", ["วันนี้อากาศดีมาก เราจะไปเดินเล่น"]) == "its text is in Thai script"
    assert doubt("sr-Latn", [OTHERS["sr"]]) == "its text is in Cyrillic script"
    assert doubt("sr", ["Danas je lep dan i idemo u šetnju."]) == ""


def test_names_and_commands_do_not() -> None:
    assert doubt("bn", ["pip install evalkit", "InstructLab, vLLM"]) == ""
    assert doubt("cs", ["আমরা"]) == ""


@pytest.mark.parametrize(("near", "far"), [("pnb", "ur"), ("yue", "zh"), ("bho", "hi")])
def test_near_languages_without_a_profile_do_not(near: str, far: str) -> None:
    text = {"pnb": "اسیں کل اک نواں کم شروع کراں گے تے سارے خوش نیں۔",
            "yue": "我哋聽日開始一個新嘅計劃。",
            "bho": "हमनी के काल्ह एगो नया काम शुरू करब।"}[near]  # fmt: skip
    assert doubt(near, [text]) == ""
    assert doubt(far, [SENTENCES[far]]) == ""
