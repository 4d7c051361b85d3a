"""error-span: what models mark, told in whole words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evalkit.alignment.rows import ErrorSpan, Pair
from evalkit.checks.base import Finding
from evalkit.checks.marked.error_spans import MarkedPlace
from tests.builders import pair
from tests.checks.case import CheckCase, Faulty, Sound

XCOMET = "comet:Unbabel/XCOMET-XL"
JUDGE = "judge"

BENGALI = "সে কাল নৌকায় নদী পার হয়েছে।"
PUNJABI = "ਉਹ ਕੱਲ੍ਹ ਕਿਸ਼ਤੀ ਵਿੱਚ ਦਰਿਆ ਪਾਰ ਗਿਆ।"
GERMAN = "Gestern fuhr er mit dem Boot. Er sang dabei."
CHINESE = "他昨天坐船过了河。"


def mark(
    text: str,
    quote: str,
    severity: Literal["minor", "major", "critical"] = "minor",
    confidence: float = 0.5,
    model: str = XCOMET,
) -> ErrorSpan:
    start = text.index(quote)
    return ErrorSpan(start, start + len(quote), severity, confidence, model)


def marked(text: str, *spans: ErrorSpan, language: str = "bn") -> list[Finding]:
    subject = replace(pair("He crossed the river.", text, language), error_spans=spans)
    return list(MarkedPlace().find(subject))


def quotes(text: str, *spans: ErrorSpan, language: str = "bn") -> list[str]:
    return [f.target.of(text) for f in marked(text, *spans, language=language) if f.target]


class AfterScoring(MarkedPlace):
    """The check after a model has marked the rows."""

    def __init__(self, marks: Mapping[str, Sequence[ErrorSpan]]) -> None:
        self._marks = marks

    def _after_scoring(self, pair: Pair) -> Pair:
        spans = tuple(self._marks.get(pair.target, ()))
        return replace(pair, error_spans=spans)

    def applies(self, pair: Pair) -> bool:
        return super().applies(self._after_scoring(pair))

    def find(self, pair: Pair) -> list[Finding]:
        return list(super().find(self._after_scoring(pair)))


class TestErrorSpan(CheckCase):
    check = "error-span"
    sound = (
        Sound([("He came.", "সে এল।")], why="no model marks anything"),
        Sound([("He came.", "ਉਹ  ਆਇਆ।")], "pa", why="a model marks white space alone"),
    )
    faulty = (
        Faulty([("He crossed by boat.", BENGALI)], [(1, "নৌকায়", None)], severity="major"),
        Faulty(
            [("He came.", "ਉਹ ਆਇਆ।"), ("He crossed.", PUNJABI)],
            [(2, "ਕਿਸ਼ਤੀ ਵਿੱਚ", None)],
            "pa",
            severity="critical",
        ),
    )

    def make(self) -> MarkedPlace:
        return AfterScoring(
            {
                BENGALI: [mark(BENGALI, "নৌকায়", "major", 0.83)],
                PUNJABI: [mark(PUNJABI, "ਕਿਸ਼ਤੀ ਵਿੱਚ", "critical")],
                "ਉਹ  ਆਇਆ।": [mark("ਉਹ  ਆਇਆ।", "  ", "major")],
                "</script>{{7*7}}\u202eabc": [ErrorSpan(0, 9999, "minor", 2.0, "{x}")],
                "।" * 5000: [ErrorSpan(n, n + 1, "minor", 0.1, XCOMET) for n in range(0, 5000, 2)],
                "\u0000\ufffd": [ErrorSpan(0, 1, "minor", 0.1, XCOMET)],
            }
        )


def test_the_message_says_who_how_grave_and_how_sure() -> None:
    (finding,) = marked(BENGALI, mark(BENGALI, "নৌকায়", "major", 0.83))
    assert finding.message == "XCOMET-XL marks this as a major error (confidence 0.83)."
    assert (finding.severity, finding.confidence, finding.source) == ("major", 0.83, None)
    assert finding.category == "Accuracy/Mistranslation"


@pytest.mark.parametrize(
    ("text", "given_quote", "expected"),
    [
        (BENGALI, "ৌকা", "নৌকায়"),
        (PUNJABI, "਼ਤੀ ਵਿ", "ਕਿਸ਼ਤੀ ਵਿੱਚ"),
        (GERMAN, "oot", "Boot"),
        (GERMAN, " Boot. ", "Boot."),
        (GERMAN, ".", "."),
        (CHINESE, "坐船", "坐船"),
        ("Der KI-gestützte Weg.", "KI", "KI-gestützte"),
        ("Gut 👩‍👩‍👧 so", "👩\u200d", "👩‍👩‍👧"),
    ],
)
def test_whole_words_are_marked_and_whole_characters_where_there_are_none(
    text: str, given_quote: str, expected: str
) -> None:
    assert quotes(text, mark(text, given_quote)) == [expected]


def test_pieces_of_words_that_touch_are_one_place() -> None:
    spans = [
        mark(GERMAN, "mit ", confidence=0.4),
        mark(GERMAN, "dem", confidence=0.4),
        mark(GERMAN, "Bo", confidence=0.7),
    ]
    (finding,) = marked(GERMAN, *reversed(spans), language="de")
    assert finding.target is not None
    assert finding.target.of(GERMAN) == "mit dem Boot"
    # (4 × 0.4 + 3 × 0.4 + 2 × 0.7) / 9
    assert finding.confidence == pytest.approx(0.46666667)


def test_what_does_not_touch_or_weighs_otherwise_stays_apart() -> None:
    assert quotes(GERMAN, mark(GERMAN, "mit"), mark(GERMAN, "Boot")) == ["mit", "Boot"]
    assert quotes(GERMAN, mark(GERMAN, "mit"), mark(GERMAN, "dem", "major")) == ["mit", "dem"]
    two = "Erster Absatz\nZweiter Absatz"
    assert quotes(two, mark(two, "Absatz"), mark(two, "Zweiter")) == ["Absatz", "Zweiter"]


def test_two_models_that_mark_the_same_place_are_named_in_one_finding() -> None:
    spans = (
        mark(GERMAN, "mit dem Boot", "minor", 0.6, JUDGE),
        mark(GERMAN, "dem Boot", "major", 0.8),
    )
    (finding,) = marked(GERMAN, *spans, language="de")
    assert finding.message == (
        "XCOMET-XL marks this as a major error (confidence 0.80), judge as a minor one (0.60)."
    )
    assert (finding.severity, finding.confidence) == ("major", 0.8)
    assert finding.target is not None
    assert finding.target.of(GERMAN) == "mit dem Boot"


def test_two_models_that_mark_different_places_are_two_findings() -> None:
    spans = mark(GERMAN, "Boot", model=JUDGE), mark(GERMAN, GERMAN)
    assert quotes(GERMAN, *spans, language="de") == [GERMAN, "Boot"]


TEXT = st.text(st.sampled_from("ab ।\n্কষি河👩\u200d\u0301"), max_size=40)
SPAN = st.builds(
    ErrorSpan,
    st.integers(0, 45),
    st.integers(0, 45),
    st.sampled_from(["minor", "major", "critical"]),
    st.floats(0, 1),
    st.sampled_from([XCOMET, JUDGE]),
)


@given(TEXT, st.lists(SPAN, max_size=6))
def test_every_mark_lies_in_the_text_and_all_that_was_marked_is_in_one(
    text: str, spans: list[ErrorSpan]
) -> None:
    found = marked(text, *spans)
    held: set[int] = set()
    for finding in found:
        assert finding.target is not None
        quote = finding.target.of(text)
        # A space that carries a combining mark is a letter to the reader.
        assert quote.strip()
        assert finding.target.end <= len(text)
        held.update(range(finding.target.start, finding.target.end))
    wanted = {n for s in spans for n in range(s.start, min(s.end, len(text)))}
    assert {n for n in wanted if not text[n].isspace()} <= held


def test_a_word_marked_in_pieces_counts_once_by_its_worst_mark() -> None:
    text = "Er war unglücklich darüber."
    pieces = (
        mark(text, "un", "minor", 0.6),
        mark(text, "glück", "major", 0.7),
        mark(text, "lich", "minor", 0.5),
    )
    (finding,) = marked(text, *pieces, language="de")
    assert finding.target is not None and finding.target.of(text) == "unglücklich"
    assert (finding.severity, finding.confidence) == ("major", 0.7)


def test_what_a_milder_mark_holds_beside_a_graver_one_stays() -> None:
    text = "Gestern fuhr er mit dem Boot."
    found = marked(text, mark(text, "fuhr er mit dem"), mark(text, "mit", "major"), language="de")
    told = [(f.severity, f.target.of(text)) for f in found if f.target]
    assert told == [("minor", "fuhr er"), ("major", "mit"), ("minor", "dem")]


def test_two_models_may_mark_one_word() -> None:
    text = "Gestern fuhr er mit dem Boot."
    both = marked(text, mark(text, "Boot"), mark(text, "Boot", "major", model=JUDGE), language="de")
    assert [f.severity for f in both] == ["major"]
