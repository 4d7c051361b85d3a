"""Texts with findings marked in place: offsets, overlaps, what cannot be seen."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from lxml import html

from evalkit.result.evaluation import SEVERITIES
from tests.browser.modules import Desk
from tests.reports.reading import marks_by_finding, text_of


def mark(
    name: str, start: int, end: int, severity: str = "minor", category: str = ""
) -> dict[str, Any]:
    return {
        "finding": {"f": name, "s": SEVERITIES.index(severity)},
        "start": start,
        "end": end,
        "tag": "1",
        "name": "check",
        "omitted": category.endswith("Omission"),
        "quiet": False,
    }


def stretch(name: str, start: int, end: int) -> dict[str, Any]:
    return {"name": name, "start": start, "end": end}


def parsed(
    desk: Desk,
    text: str,
    *marks: dict[str, Any],
    paragraphs: int = 1,
    stretches: Sequence[dict[str, Any]] = (),
    **more: object,
) -> html.HtmlElement:
    options = {"marks": marks, "stretches": stretches, "paragraphs": paragraphs, **more}
    return html.fragment_fromstring(desk.call("marked", text, options))


def test_a_mark_covers_its_span(desk: Desk) -> None:
    assert marks_by_finding(parsed(desk, "one two three", mark("f", 4, 7))) == {"f": "two"}


def test_overlapping_marks_each_keep_their_whole_span(desk: Desk) -> None:
    found = marks_by_finding(parsed(desk, "one two three", mark("f", 0, 7), mark("g", 4, 13)))
    assert found == {"f": "one two", "g": "two three"}


def test_a_piece_shows_its_worst_severity_and_all_its_findings(desk: Desk) -> None:
    made = parsed(desk, "one two three", mark("f", 0, 13), mark("g", 4, 7, "critical"))
    pieces = [(m.get("class"), m.get("data-findings")) for m in made.iter("mark")]
    assert pieces == [("minor", "f"), ("critical", "f g"), ("minor", "f")]


def test_an_empty_span_is_a_caret_where_it_stands(desk: Desk) -> None:
    made = parsed(desk, "one two", mark("f", 3, 3))
    assert made.text_content() == "one‸1 two"
    assert [m.get("class") for m in made.iter("mark")] == ["minor caret"]


@pytest.mark.parametrize("place", [0, 7])
def test_an_empty_span_at_either_end_is_drawn_once(desk: Desk, place: int) -> None:
    assert len(list(parsed(desk, "one two", mark("f", place, place)).iter("mark"))) == 1


def test_an_empty_text_can_be_pointed_at(desk: Desk) -> None:
    assert len(list(parsed(desk, "", mark("f", 0, 0)).iter("mark"))) == 1


def test_a_span_beyond_the_text_ends_with_it(desk: Desk) -> None:
    assert marks_by_finding(parsed(desk, "one", mark("f", 1, 99))) == {"f": "ne"}


def test_every_mark_ends_in_a_link_to_its_finding(desk: Desk) -> None:
    made = parsed(desk, "one two three", mark("f", 0, 7), mark("g", 4, 13))
    assert [a.get("href") for a in made.iter("a")] == ["#finding-f", "#finding-g"]


def test_omitted_words_are_told_apart(desk: Desk) -> None:
    made = parsed(desk, "one two", mark("f", 4, 7, "major", "Accuracy/Omission"))
    assert [m.get("class") for m in made.iter("mark")] == ["major omitted"]


def test_paragraph_breaks_are_drawn_only_where_line_breaks_are_just_them(desk: Desk) -> None:
    assert len(list(parsed(desk, "a\nb", paragraphs=2).iter("span"))) == 1
    assert len(list(parsed(desk, "a\nb\nc", paragraphs=2).iter("span"))) == 0
    assert len(list(parsed(desk, "a\nb").iter("span"))) == 0


def test_a_joiner_a_finding_points_at_is_shown(desk: Desk) -> None:
    assert "⟦U+200D⟧" in parsed(desk, "ক্\u200dষ", mark("f", 2, 3)).text_content()


def test_a_joiner_at_a_marks_edge_still_belongs_to_its_word(desk: Desk) -> None:
    assert "\u200d" in parsed(desk, "ক্\u200dষ", mark("f", 0, 3)).text_content()


TEXT = st.text(
    st.sampled_from("ab<&\"'\n \u202e\u200d\u200cকਕ👩") | st.characters(exclude_categories=["Cs"]),
    max_size=30,
)


@settings(deadline=None, max_examples=50)
@example("\n", [])
@given(TEXT, st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=5))
def test_nothing_of_a_text_is_lost_and_every_span_is_marked(
    desk: Desk, text: str, spans: list[tuple[int, int]]
) -> None:
    text = re.sub("[\r\x00-\x08\x0b-\x1f\ufffe\uffff]", "", text)
    places = {
        f"f{n}": (min(a, b, len(text)), min(max(a, b), len(text))) for n, (a, b) in enumerate(spans)
    }
    made = parsed(desk, text, *(mark(name, *place) for name, place in places.items()))
    assert text_of(made) == text
    found = marks_by_finding(made)
    assert found == {name: text[slice(*place)] for name, place in places.items()}


def test_a_stretch_is_there_to_be_shown_and_changes_no_mark(desk: Desk) -> None:
    text = "one two three"
    made = parsed(desk, text, mark("f", 4, 7), stretches=[stretch("w", 2, 5)])
    assert text_of(made) == text
    assert marks_by_finding(made) == {"f": "two"}
    pieces = [text_of(s) for s in made.iter("span") if s.get("data-windows") == "w"]
    assert "".join(pieces) == text[2:5]


def test_stretches_overlap_as_marks_do(desk: Desk) -> None:
    stretches = [stretch("v", 0, 7), stretch("w", 4, 13)]
    made = parsed(desk, "one two three", stretches=stretches)
    found = [(s.get("data-windows"), text_of(s)) for s in made.iter("span")]
    assert found == [("v", "one "), ("v w", "two"), ("w", " three")]


def test_missing_words_apart_and_several_findings_over_them_are_each_whole(desk: Desk) -> None:
    source = "forty seats and a quiet corner for children"
    missing = [mark("cut", 12, 43, "critical", "Accuracy/Omission")]
    names = [mark("name", 18, 30, "minor", "Terminology"), mark("cut2", 18, 43, "major")]
    made = parsed(desk, source, *missing, *names)
    assert marks_by_finding(made) == {
        "cut": source[12:43],
        "name": source[18:30],
        "cut2": source[18:43],
    }
    assert [a.get("href") for a in made.iter("a")] == [
        "#finding-name",
        "#finding-cut",
        "#finding-cut2",
    ]


def test_places_count_characters_beyond_sixteen_bits_once(desk: Desk) -> None:
    assert marks_by_finding(parsed(desk, "👩🚀 one", mark("f", 1, 2), mark("g", 3, 6))) == {
        "f": "🚀",
        "g": "one",
    }


def test_what_a_search_found_is_told_within_marks_and_across_them(desk: Desk) -> None:
    made = parsed(desk, "one two three", mark("f", 0, 5), found=[[4, 9]])
    assert marks_by_finding(made) == {"f": "one t"}
    pieces = [text_of(span) for span in made.iter("span") if span.get("class") == "found"]
    assert pieces == ["t", "wo t"]


def test_a_dismissed_finding_is_quiet_unless_another_lies_over_it(desk: Desk) -> None:
    dismissed = {**mark("f", 0, 7), "quiet": True}
    made = parsed(desk, "one two three", dismissed, mark("g", 4, 13))
    assert [m.get("class") for m in made.iter("mark")] == ["minor dismissed", "minor", "minor"]


def test_a_romanised_line_has_the_marks_of_its_text_and_no_tags(desk: Desk) -> None:
    spelling = ["ka", "", "la", " ", "ma"]
    made = parsed(desk, "কাল ম", mark("f", 2, 5), spelling=spelling)
    assert text_of(made) == "kala ma"
    assert marks_by_finding(made) == {"f": "la ma"}
    assert list(made.iter("sup")) == []


def test_a_long_text_is_cut_and_a_mark_over_the_cut_keeps_its_tag(desk: Desk) -> None:
    text = "word " * 5000
    made = parsed(desk, text, mark("f", 3990, 4020), mark("g", 5000, 5010), whole=False)
    assert marks_by_finding(made) == {"f": text[3990:4000]}
    assert [a.get("href") for a in made.iter("a")] == ["#finding-f"]


def test_a_long_text_in_full_is_sewn_from_short_runs_at_spaces(desk: Desk) -> None:
    text = "word " * 5000
    made = parsed(desk, text, mark("f", 100, 3000))
    assert marks_by_finding(made) == {"f": text[100:3000]}
    assert len([s for s in made.iter("span") if s.get("class") == "seam"]) > 30


@pytest.mark.parametrize("cluster", ["👩", "字", "กิ", "e\u0301\u0302"])
def test_no_seam_parts_a_letter_from_its_signs(desk: Desk, cluster: str) -> None:
    unbroken = cluster * (21_000 // len(cluster.encode("utf-16-le")) * 2)
    made = parsed(desk, unbroken, mark("f", 0, len(unbroken)))
    assert marks_by_finding(made) == {"f": unbroken}
    pieces = [text_of(piece) for piece in made.iter("mark")]
    assert len(pieces) > 30
    assert all(piece.replace(cluster, "") == "" for piece in pieces)
