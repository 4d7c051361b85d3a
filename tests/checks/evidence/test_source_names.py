"""What is a name in a source text, and what only looks like one."""

from __future__ import annotations

import pytest

from evalkit.checks.evidence.source_names import source_names


def names(*texts: str, language: str = "en") -> list[list[str]]:
    return [[name.text for name in line] for line in source_names(texts, language)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The town asked Maria Gomez to speak.", ["Maria Gomez"]),
        ("They run vLLM and InstructLab on it.", ["vLLM", "InstructLab"]),
        ("Most LLMs come from IBM Research.", ["LLMs", "IBM"]),
        ("It was Karin's idea.", ["Karin"]),
        ("On Monday in March the Chinese and French met.", []),
        ("The Prime Minister spoke at the White House.", []),
        ("I said that I'd go, and I'm going.", []),
        ("“Maybe,” she said. “Running is fun.”", []),
        ("Running is fun.", []),
        ("Version 3.0 and 20th place.", []),
        ("See https://Example.org/Path and Mail@Example.org.", []),
        ("● Fermentik, a tool for bakers;", ["Fermentik"]),
        ("- Maps of the delta", []),
        ("2) Maps of the delta", []),
        ("(b) Maps of the delta by Maria Gomez", ["Maria Gomez"]),
        ("World War II and Chapter XIV.", []),
        ("New York is large and they like New York a lot.", ["York", "York"]),
    ],
)
def test_names_of_a_sentence(text: str, expected: list[str]) -> None:
    assert names(text) == [expected]


def test_a_word_also_written_in_lower_case_is_no_name() -> None:
    assert names("They met the Baker there.", "A baker bakes.") == [[], []]


def test_a_word_that_opens_a_sentence_is_one_if_it_is_one_elsewhere() -> None:
    assert names("Granit is hard.", "They like Granit.") == [["Granit"], ["Granit"]]


def test_a_headline_in_title_case_shows_only_what_the_text_confirms() -> None:
    headline = "Bakers Welcome New Oven Rules Says Lindqvist"
    assert names(headline, "It was Lindqvist who wrote them.") == [["Lindqvist"], ["Lindqvist"]]


def test_words_that_always_stand_together_are_one_name() -> None:
    found = names("Here is Red Hat AI today.", "We use AI and Red Hat.", "Only AI remains.")
    assert found == [["Red Hat", "AI"], ["AI", "Red Hat"], ["AI"]]


def test_german_capitals_tell_nothing() -> None:
    assert names("Der Hund sah Anna.", language="de") == [[]]


def test_a_run_of_capitalised_words_without_end_is_no_name() -> None:
    assert names("they said " + "Red " * 500) == [[]]
