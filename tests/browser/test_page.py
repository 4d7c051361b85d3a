"""The report's page as a browser draws it: every text and finding, marked in place."""

from __future__ import annotations

from dataclasses import replace

import pytest
from lxml import html

from evalkit.checks import CHECKS
from evalkit.result.evaluation import Evaluation
from tests.browser.conftest import Drawing
from tests.reports import sample
from tests.reports.reading import find, marks_by_finding, text_of


@pytest.fixture(scope="module")
def evaluation() -> Evaluation:
    return sample.evaluation()


@pytest.fixture(scope="module")
def page(evaluation: Evaluation, drawn: Drawing) -> html.HtmlElement:
    return drawn(evaluation)


def words(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


def scorecard_of(page: html.HtmlElement, version: int) -> str:
    return words(find(page, "//table[contains(@class, 'scorecard')]")[version])


def test_every_findings_marks_cover_its_quotes(
    evaluation: Evaluation, page: html.HtmlElement
) -> None:
    for finding in evaluation.finding_records:
        row = page.get_element_by_id(f"row-{finding.row}")
        (version,) = find(row, f".//div[@data-version='{finding.version}']")
        (source,) = find(row, ".//div[contains(@class, 'side source')]")
        assert marks_by_finding(version).get(finding.fingerprint, "") == finding.quote
        assert marks_by_finding(source).get(finding.fingerprint, "") == finding.source_quote


def test_every_text_is_there_as_it_was_loaded(
    evaluation: Evaluation, page: html.HtmlElement
) -> None:
    for row in evaluation.rows:
        drawn = page.get_element_by_id(f"row-{row.row}")
        if row.source:
            (source,) = find(drawn, ".//div[contains(@class,'source')]/div[@lang]")
            assert text_of(source) == row.source
        for version, target in row.targets.items():
            texts = find(drawn, f".//div[@data-version='{version}']/div[@lang]")
            assert [text_of(t) for t in texts] == ([target.text] if target.text else [])


def test_every_finding_is_listed_with_all_it_says(
    evaluation: Evaluation, page: html.HtmlElement
) -> None:
    for finding in evaluation.finding_records:
        note = page.get_element_by_id(f"finding-{finding.fingerprint}")
        said = " ".join(text_of(note).split())
        assert " ".join(finding.message.split()) in said
        assert finding.severity in said
        assert finding.category in said
        for symptom in finding.symptoms:
            assert symptom in said
        if finding.suggestion:
            assert finding.suggestion in said
        if finding.attribution_reason:
            assert finding.attribution_reason in said


def test_a_reason_for_one_paragraph_stands_there_and_beside_the_coverage(
    page: html.HtmlElement,
) -> None:
    assert "chrF unscored: no paragraph faces this row" in words(page.get_element_by_id("row-7"))
    assert "19 of 20 unscored: no paragraph faces this row: paragraph 7" in scorecard_of(page, 1)


def test_the_map_has_a_link_per_row_and_version_that_names_the_severity(
    page: html.HtmlElement,
) -> None:
    links = find(page, "//table[@class='map']//a")
    assert len(links) == 20 * 2 - 1  # row 11 has no Bengali and no English
    missing = next(a for a in links if a.get("aria-label", "").startswith("Paragraph 7, Punjabi"))
    assert missing.get("aria-label") == "Paragraph 7, Punjabi: 1 major, paragraph missing"
    assert missing.text_content().strip() == "M−"


def test_links_inside_the_page_have_their_place(page: html.HtmlElement) -> None:
    ids = find(page, "//@id")
    assert len(ids) == len(set(ids))
    places = {a[1:] for a in find(page, "//@href") if a.startswith("#") and "=" not in a}
    assert places <= set(ids)


def test_missing_added_empty_and_merged_paragraphs_are_said(page: html.HtmlElement) -> None:
    def row(n: int) -> str:
        return words(page.get_element_by_id(f"row-{n}"))

    assert "Missing in Punjabi" in row(7)
    assert "Not in the English" in row(11)
    assert "Added in Punjabi" in row(11)
    assert "Empty in Bengali" in row(19)
    assert "2 merged into 1" in row(9)
    assert "2 paragraphs : 2" in row(9)
    assert len(find(page, "//li[@id='row-9']//span[@class='break']")) == 2


def test_worst_rows_come_first_and_clean_ones_last(page: html.HtmlElement) -> None:
    order = [int(r.get("data-row", "")) for r in find(page, "//div[@id='rows']/ol/li")]
    # Critical findings, by points per source word in the worse version: 25 of 3 words, 30 of 23.
    assert order[:2] == [19, 4]
    assert {2, 7, 8} == set(order[2:5]), "then the major ones"
    assert order[-10:] == [1, 3, 5, 6, 9, 12, 13, 15, 18, 20]


def test_every_text_says_its_language_and_direction(page: html.HtmlElement) -> None:
    for element in find(page, "//div[contains(@class, 'text')] | //q"):
        assert element.get("lang") in {"en", "bn", "pa"}
        assert element.get("dir") in {"ltr", "rtl", "auto"}


def test_right_to_left_versions_are_set_so(evaluation: Evaluation, drawn: Drawing) -> None:
    inputs = tuple(
        replace(i, language="ur", language_name="Urdu") if i.version == "pa" else i
        for i in evaluation.inputs
    )
    page = drawn(replace(evaluation, inputs=inputs))
    assert set(find(page, "//div[@data-version='pa']/div[@lang]/@dir")) == {"rtl"}


def test_hostile_text_stays_text(page: html.HtmlElement) -> None:
    assert len(find(page, "//script")) == 2
    assert not find(page, "//img")
    said = words(page.get_element_by_id("row-17"))
    assert "</script><script>alert(1)</script> <img src=x onerror=alert(2)> {{ 7*7 }}" in said
    assert "⟦U+202E⟧" in said
    assert "\u202e" not in page.text_content()


def test_a_hostile_evaluation_stays_data(evaluation: Evaluation, drawn: Drawing) -> None:
    bad = "\"><script>alert(1)</script>$x^{$\x07\ud800'"
    hostile = replace(
        evaluation,
        article=bad,
        checks=(bad,),
        metrics=(bad,),
        inputs=tuple(replace(i, name=bad, path=bad, language_name=bad) for i in evaluation.inputs),
        score_records=tuple(
            replace(s, metric=bad, reason=bad and s.reason) for s in evaluation.score_records
        ),
        finding_records=tuple(
            replace(f, check=bad, message=bad, category=bad, attribution_reason=bad)
            for f in evaluation.finding_records
        ),
        manifest={bad: {bad: [bad]}},
    )
    page = drawn(hostile)
    assert len(find(page, "//script")) == 2


def test_one_version_alone_is_a_page_too(evaluation: Evaluation, drawn: Drawing) -> None:
    alone = replace(
        evaluation,
        inputs=tuple(i for i in evaluation.inputs if i.version != "pa"),
        finding_records=tuple(f for f in evaluation.finding_records if f.version != "pa"),
        score_records=tuple(s for s in evaluation.score_records if s.version != "pa"),
    )
    page = drawn(alone)
    assert not find(page, "//div[@data-version='pa']")


def test_all_checks_unknown_to_this_release_are_shown_by_id(
    evaluation: Evaluation, drawn: Drawing
) -> None:
    first = replace(evaluation.finding_records[0], check="of-another-release")
    page = drawn(replace(evaluation, finding_records=(first,)))
    assert "of-another-release" in words(page.get_element_by_id(f"finding-{first.fingerprint}"))
    assert "of-another-release" not in CHECKS
