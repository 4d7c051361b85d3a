"""Charts: drawn only where there is something, in words too, fit for a strict page."""

from __future__ import annotations

from dataclasses import replace

from lxml import etree

from evalkit.reports.charts import charts
from tests.reports import sample
from tests.reports.reading import find


def same(name: str) -> str:
    return name


def test_nothing_to_draw_draws_nothing() -> None:
    assert charts(sample.quiet(), same, same) == ()


def test_findings_and_scores_each_have_their_chart() -> None:
    titles = [chart.title for chart in charts(sample.evaluation(), same, same)]
    assert titles == [
        "Findings by check and version",
        "MQM points along the document",
        "chrf per paragraph",
    ]


def test_neutral_findings_alone_can_be_drawn() -> None:
    whole = sample.evaluation()
    neutral = tuple(f for f in whole.finding_records if f.severity == "neutral")
    assert len(charts(replace(whole, finding_records=neutral), same, same)) == 3


def test_a_chart_says_in_words_what_it_shows() -> None:
    by_check, along, _ = charts(sample.evaluation(), same, same)
    assert "truncated-sentence: 1 minor in Bengali and 1 critical in Punjabi" in (
        by_check.description
    )
    assert "Punjabi: paragraph 4 30, " in along.description
    for chart in (by_check, along):
        root = etree.fromstring(chart.svg)
        assert root[0].tag.endswith("title")
        assert root[1].text == chart.description


def test_a_chart_has_no_style_no_date_and_ids_of_its_own() -> None:
    drawn = charts(sample.evaluation(), same, same)
    ids: list[str] = []
    for chart in drawn:
        root = etree.fromstring(chart.svg)
        assert not find(root, "//@style | //*[local-name()='style' or local-name()='metadata']")
        ids.extend(map(str, find(root, "//@id")))
    assert len(ids) == len(set(ids))


def test_equal_evaluations_give_equal_charts() -> None:
    assert charts(sample.evaluation(), same, same) == charts(sample.evaluation(), same, same)
