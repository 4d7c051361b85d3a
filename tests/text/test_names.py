"""Romanisation and skeletons: what makes a name comparable across scripts."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evalkit.text.names import is_latin, likeness, resemblance, romanise, skeletons, spelled_length

# Names and how Wikipedia's articles in bn, pa, hi, gu, ru and te write them.
TRANSLITERATED = [
    ("Washington", "ওয়াশিংটন"),
    ("Washington", "ਵਾਸ਼ਿੰਗਟਨ"),
    ("Washington", "वाशिंगटन"),
    ("William", "উইলিয়াম"),
    ("William", "ਵਿਲੀਅਮ"),
    ("Michael", "মাইকেল"),
    ("Michael", "ਮਾਈਕਲ"),
    ("Chicago", "শিকাগো"),
    ("Chicago", "ਸ਼ਿਕਾਗੋ"),
    ("Charles", "চার্লস"),
    ("Virginia", "ভার্জিনিয়া"),
    ("Philadelphia", "ফিলাডেলফিয়া"),
    ("Philadelphia", "ਫਿਲਾਡੈਲਫੀਆ"),
    ("Google", "গুগল"),
    ("Google", "ਗੂਗਲ"),
    ("Google", "గూగుల్"),
    ("Google", "Гугл"),
    ("Linux", "লিনাক্স"),
    ("Linux", "ਲਿਨਕਸ"),
    ("Wikipedia", "উইকিপিডিয়া"),
    ("Wikipedia", "વિકિપીડિયા"),
    ("George", "জর্জ"),
    ("Shakespeare", "শেক্সপিয়ার"),
    ("Einstein", "আইনস্টাইন"),
    ("Elizabeth", "এলিজাবেথ"),
]
SPELLED = [
    ("AI", "এআই"),
    ("AI", "ਏਆਈ"),
    ("AI", "एआई"),
    ("IBM", "আইবিএম"),
    ("IBM", "ਆਈਬੀਐਮ"),
    ("IBM", "आईबीएम"),
    ("LLM", "এলএলএম"),
    ("LLM", "ਐਲਐਲਐਮ"),
    ("IT", "আইটি"),
    ("IT", "ਆਈਟੀ"),
    ("BBC", "বিবিসি"),
    ("FBI", "ਐਫ.ਬੀ.ਆਈ"),
    ("FBI", "এফ বি আই"),
    ("CNN", "সিএনএন"),
    ("NHS", "ਐਨਐਚਐਸ"),
    ("USB", "ইউএসবি"),
    ("WHO", "ডব্লিউএইচও"),
    ("GPU", "জিপিইউ"),
    ("CPU", "ਸੀਪੀਯੂ"),
]


@pytest.mark.parametrize(("name", "native"), TRANSLITERATED)
def test_a_transliteration_sounds_like_its_name(name: str, native: str) -> None:
    assert max(likeness(a, b) for a in skeletons(name) for b in skeletons(native)) >= 0.8


def test_other_names_sound_different() -> None:
    natives = {native: name for name, native in TRANSLITERATED}
    names = sorted({name for name, _ in TRANSLITERATED})
    apart = [
        max(likeness(a, b) for a in skeletons(name) for b in skeletons(native)) < 0.75
        for native, own in natives.items()
        for name in names
        if name != own
    ]
    assert sum(apart) / len(apart) > 0.95


@pytest.mark.parametrize(("acronym", "native"), SPELLED)
def test_an_acronym_is_spelled_by_the_names_of_its_letters(acronym: str, native: str) -> None:
    assert spelled_length(acronym, native) == len(native)
    assert spelled_length(acronym, native + "-এর") == len(native)


@pytest.mark.parametrize(
    ("acronym", "native"),
    [
        ("AI", "এই"),
        ("AI", "এক"),
        ("AI", "আই"),
        ("IT", "আইন"),
        ("IBM", "আইবি"),
        ("A1", "এ"),
        ("", "এ"),
    ],
)
def test_other_words_spell_nothing(acronym: str, native: str) -> None:
    assert spelled_length(acronym, native) == 0


def test_nukta_letters_are_the_same_composed_and_decomposed() -> None:
    assert romanise("\u09df\u09dc") == romanise("\u09af\u09bc\u09a1\u09bc")


def test_nasal_signs_are_an_n_and_the_addak_is_silent() -> None:
    assert romanise("ਟਰੰਪ") == "trnp"
    assert romanise("চাঁদ") == "cand"
    assert romanise("ਰੈੱਡ") == "raid"


@pytest.mark.parametrize("word", ["vLLM", "Łódź", "3.0", "naïve"])
def test_latin_words_are_latin(word: str) -> None:
    assert is_latin(word)


@pytest.mark.parametrize("word", ["এআই", "ਏਆਈ", "Гугл", "AIএর"])
def test_other_words_are_not(word: str) -> None:
    assert not is_latin(word)


def test_an_ending_costs_nothing() -> None:
    assert likeness(skeletons("Trump")[0], skeletons("ট্রাম্পের")[0]) == 1.0
    assert resemblance("trump", romanise("ট্রাম্পের")) == pytest.approx(0.8)


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=40), st.text(max_size=40))
def test_likenesses_stay_between_nothing_and_one(a: str, b: str) -> None:
    assert 0.0 <= likeness(skeletons(a)[0], skeletons(b)[0]) <= 1.0
    assert 0.0 <= resemblance(romanise(a), romanise(b)) <= 1.0


@settings(max_examples=50, deadline=None)
@given(st.text(min_size=1, max_size=40))
def test_a_skeleton_repeats_no_class_and_is_its_own_likeness(word: str) -> None:
    for skeleton in skeletons(word):
        assert all(a != b for a, b in pairwise(skeleton))
        assert likeness(skeleton, skeleton) == (1.0 if skeleton else 0.0)


@pytest.mark.parametrize("char", ["a", "w", "ক", "়", "্", "।", "\u200d", "ꯍ"])
def test_a_long_run_of_one_character_comes_to_an_end(char: str) -> None:
    assert all(len(skeleton) <= 50_000 for skeleton in skeletons(char * 50_000))
    assert not spelled_length("AI", char * 50_000)
