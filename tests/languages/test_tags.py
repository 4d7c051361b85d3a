"""Codes of languages, their names and scripts, as CLDR has them."""

from __future__ import annotations

import pytest

from evalkit.languages import codes, language_name
from evalkit.languages.tags import code, named, scripts_of


@pytest.mark.parametrize(
    ("written", "today"),
    [
        ("cs", "cs"), ("ces", "cs"), ("cze", "cs"), ("ger", "de"), ("deu", "de"), ("fre", "fr"),
        ("ben", "bn"), ("pan", "pa"), ("iw", "he"), ("in", "id"), ("ji", "yi"), ("mo", "ro"),
        ("cmn", "zh"), ("arb", "ar"), ("npi", "ne"), ("nob", "nb"), ("no", "no"), ("tl", "tl"),
        ("fil", "fil"), ("ceb", "ceb"), ("yue", "yue"), ("pnb", "pnb"), ("quy", "quy"),
        ("qaa", "qaa"), ("xx", None), ("out", None), ("hyp", None), ("e", None), ("cs2", None),
    ],
)  # fmt: skip
def test_a_code_gives_the_one_of_today(written: str, today: str | None) -> None:
    assert code(written) == today


@pytest.mark.parametrize("language", codes())
def test_profiles_are_languages_of_cldr(language: str) -> None:
    assert named(language_name(language).lower()) == language


@pytest.mark.parametrize(
    ("tag", "name"),
    [
        ("cs", "Czech"), ("uk", "Ukrainian"), ("nb", "Norwegian Bokmål"), ("yue", "Cantonese"),
        ("pnb", "Western Panjabi"), ("cs-CZ", "Czech"), ("bn", "Bengali"), ("quy", "quy"),
    ],
)  # fmt: skip
def test_languages_have_names(tag: str, name: str) -> None:
    assert language_name(tag) == name


@pytest.mark.parametrize(
    ("tag", "scripts"),
    [("cs", {"Latn"}), ("uk", {"Cyrl"}), ("sr", {"Cyrl", "Latn"}), ("sr-Latn", {"Latn"}),
     ("pa-Arab", {"Arab"}), ("zh-Hant", {"Hani"}), ("ko", {"Hang", "Hani"}), ("yue", {"Hani"})],
)  # fmt: skip
def test_scripts_of_a_language(tag: str, scripts: set[str]) -> None:
    assert scripts <= scripts_of(tag)
