"""Versions side by side on the page: the 2×2 with its rows, and who is to blame."""

from __future__ import annotations

from dataclasses import replace

import pytest
from lxml import html

from evalkit.reports.html.both_versions import MOST_ROWS
from tests.browser.conftest import Drawing
from tests.reports import sample
from tests.reports.reading import find, marks_by_finding


@pytest.fixture(scope="module")
def page(drawn: Drawing) -> html.HtmlElement:
    return drawn(sample.evaluation())


def words(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


def lines(page: html.HtmlElement) -> dict[str, list[str]]:
    found = find(page, "//table[contains(@class, 'two-by-two')]/tbody/tr")
    return {words(tr[0]): [words(cell) for cell in tr[1:]] for tr in found}


def test_each_check_says_in_how_many_rows_and_in_which(page: html.HtmlElement) -> None:
    (table,) = find(page, "//table[contains(@class, 'two-by-two')]")
    assert [words(th) for th in find(table, "./thead//th")] == [
        "Check", "In both", "Only Bengali", "Only Punjabi", "In neither",
    ]  # fmt: skip
    assert lines(page)["Text lost with a link"] == ["1 4", "0", "0", "19"]
    assert lines(page)["Number lost or changed"] == ["0", "1 2", "0", "19"]
    assert "#row-4" in find(table, ".//a/@href")


def test_what_both_have_stands_first(page: html.HtmlElement) -> None:
    both = [cells[0] != "0" for cells in lines(page).values()]
    assert both == sorted(both, reverse=True) and True in both


def test_of_many_rows_the_first_are_linked_and_the_rest_counted(drawn: Drawing) -> None:
    judged = sample.evaluation()
    one = judged.finding_records[0]
    rows = range(1, MOST_ROWS + 4)
    many = [replace(one, fingerprint=f"{n:016x}", row=n, start=None, source_start=None)
            for n in rows]  # fmt: skip
    page = drawn(replace(judged, finding_records=tuple(many)))
    (table,) = find(page, "//table[contains(@class, 'two-by-two')]")
    assert len(find(table, ".//span[@class='rows-of']/a")) == MOST_ROWS
    assert lines(page)["Number lost or changed"] == ["0", "11 12345678+3", "0", "9"]


def test_one_version_alone_has_no_such_table(drawn: Drawing) -> None:
    judged = sample.evaluation()
    alone = replace(
        judged,
        inputs=judged.inputs[:2],
        finding_records=tuple(f for f in judged.finding_records if f.version == "bn"),
    )
    assert not find(drawn(alone), "//section[contains(@class, 'witnesses')]")


def test_every_finding_says_who_is_to_blame_and_why(page: html.HtmlElement) -> None:
    blamed = [words(p) for p in find(page, "//p[@class='blame']")]
    assert "The Bengali version’s own: Punjabi is quiet at this place" in blamed
    assert "From the source or the pipeline: Punjabi has the same fault at the same place" in blamed
    assert "Cause unclear" in blamed


def test_the_places_of_folded_symptoms_are_marked_in_the_source(drawn: Drawing) -> None:
    judged = sample.evaluation()
    lost = next(f for f in judged.finding_records if f.check == "link-text-lost")
    source = judged.rows[3].source
    start = source.index("forty seats")
    more = replace(lost, more_source=(f"{start}-{start + len('forty seats')}",))
    page = drawn(replace(judged, finding_records=(more,)))
    (text,) = find(page, "//li[@id='row-4']//div[contains(@class, 'source')]/div")
    assert sorted(marks_by_finding(text)[lost.fingerprint]) == sorted("Open Shelfforty seats")
