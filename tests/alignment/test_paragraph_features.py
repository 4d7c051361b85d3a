"""What is seen of a paragraph without understanding it."""

from __future__ import annotations

import pytest

from evalkit.alignment.paragraph_features import together, traits
from evalkit.document import Paragraph
from tests.builders import document


def values(text: str, family: str, language: str = "en") -> set[str]:
    (found,) = traits(document(text, language=language))
    return {mark.value for mark in found.marks if mark.family == family}


@pytest.mark.parametrize(
    ("text", "language", "number"),
    [("1,000 men", "en", "1000"), ("1.000 Mann", "de", "1000"), ("১,০০০ জন", "bn", "1000")],
)
def test_numbers_go_by_their_digits(text: str, language: str, number: str) -> None:
    assert values(text, "number", language) == {number}


def test_capitals_inside_a_sentence_make_a_name() -> None:
    assert values("Yesterday the mayor met Linda Moreno.", "name") == {"Linda", "Moreno"}


@pytest.mark.parametrize("text", ["3. First", "(3) First", "৩। প্রথম", "৩) প্রথম"])
def test_list_markers_go_by_value(text: str) -> None:
    assert values(text, "marker") == {"3"}


def test_signs_go_by_what_they_do() -> None:
    assert values("“কী?” (তিনি)", "sign", "bn") == {"question", "quote", "bracket"}


@pytest.mark.parametrize(
    ("text", "language", "count"),
    [
        ("One. Two! Three?", "en", 3),
        ("এক। দুই। তিন", "bn", 2),
        ("It costs 3.5 dollars.", "en", 1),
        ("No end", "en", 0),
        ("Wait... what?! Go.", "en", 3),
        ("", "en", 0),
    ],
)
def test_sentences(text: str, language: str, count: int) -> None:
    assert traits(document(text, language=language))[0].sentences == count


def test_the_number_of_an_article_is_no_evidence() -> None:
    values = {m.value for m in traits(document("एक घर, दो घर", language="hi"))[0].marks}
    assert "2" in values
    assert "1" not in values


def test_paragraphs_together_show_what_each_shows() -> None:
    first, second = traits(document("Room 5.", Paragraph("Linda?", "heading", 2)))
    both = together([first, second])
    assert both.marks == first.marks | second.marks
    assert (both.length, both.sentences) == (first.length + second.length, 2)
    assert both.kinds == {"paragraph", "heading"}
