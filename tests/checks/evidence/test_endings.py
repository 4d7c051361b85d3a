import math

import pytest

from evalkit.checks.evidence.endings import ending, telling
from evalkit.languages import codes, profile


@pytest.mark.parametrize(
    ("text", "language", "kind"),
    [
        ("নদীর পানি বাড়ছে।", "bn", "final"),
        ("নদীর পানি বেড়েছে”।", "bn", "final"),
        ("সেতুটির উপর।", "bn", "open"),
        ("সেতু এবং", "bn", "open"),
        ("লাল সেতু।", "bn", "plain"),
        ("ਪਾਣੀ ਵਧ ਰਿਹਾ ਹੈ |", "pa", "final"),
        ("ਮੇਜ਼ 'ਤੇ", "pa", "open"),
        ("पानी बढ़ रहा है।", "hi", "final"),
        ("पानी और", "hi", "open"),
        ("પાણી વધી રહ્યું છે.", "gu", "final"),
        ("Der Fluss und", "de", "open"),
        ("Der Fluss steigt.", "de", "plain"),
        ("…", "bn", "none"),
        ("", "bn", "none"),
    ],
)
def test_endings(text: str, language: str, kind: str) -> None:
    assert ending(text, profile(language)).kind == kind


def test_a_final_word_speaks_for_the_sentence_and_an_open_one_against_it() -> None:
    bn = profile("bn")
    assert ending("পানি বাড়ছে।", bn).evidence > 0
    assert ending("লাল সেতু।", bn).evidence < 0
    assert ending("সেতু এবং", bn).evidence < ending("লাল সেতু।", bn).evidence


@pytest.mark.parametrize("text", ["দাম ৩০ ডলার, ২০১৮।", "তিনি চালান RamaLama।", "Podman"])
def test_figures_and_words_in_another_script_say_nothing(text: str) -> None:
    assert ending(text, profile("bn")).evidence == 0


def test_a_nukta_letter_is_one_letter_however_it_is_encoded() -> None:
    one, two = "যায়", "যা\u09af\u09bc"
    assert ending(one, profile("bn")).kind == ending(two, profile("bn")).kind == "final"


@pytest.mark.parametrize("text", ["এক,", "এক (", "এক;"])
def test_marks_that_leave_a_sentence_open(text: str) -> None:
    assert ending(text, profile("bn")).open_mark == text[-1]


@pytest.mark.parametrize(
    ("source", "mark"), [("One.", ","), ("One (", ","), ("One,", ""), ("One;", ""), ("One:", "")]
)
def test_a_comma_leaves_a_text_open_where_the_source_ends_otherwise(source: str, mark: str) -> None:
    assert ending("এক,", profile("bn")).left_open(source) == mark


@pytest.mark.parametrize("code", codes())
def test_tables_are_whole(code: str) -> None:
    table = profile(code).endings
    assert bool(table.final) == (table.covered > 0)
    assert 0 <= table.elsewhere <= table.covered <= 1
    for word in table.never:
        # A word that no sentence ends on is found before the suffixes are tried.
        assert ending(word, profile(code)).kind in ("open", "plain")
    if telling(profile(code)):
        assert math.log(table.covered / table.elsewhere) > 1
