"""Charts: drawn only where there is something, in words too, fit for a strict page."""

from __future__ import annotations

from dataclasses import replace

from lxml import etree

from evalkit.reports.charts import Chart, charts
from tests.reports import sample
from tests.reports.reading import find


def same(name: str) -> str:
    return name


def test_nothing_to_draw_draws_nothing() -> None:
    assert charts(sample.quiet(), same) == ()


def test_findings_and_scores_each_have_their_chart() -> None:
    titles = [chart.title for chart in charts(sample.evaluation(), same)]
    assert titles == [
        "Findings by check and version",
        "MQM points along the document",
        "chrF per paragraph",
    ]


def test_neutral_findings_alone_can_be_drawn() -> None:
    whole = sample.evaluation()
    neutral = tuple(f for f in whole.finding_records if f.severity == "neutral")
    assert len(charts(replace(whole, finding_records=neutral), same)) == 3


def test_a_chart_says_in_words_what_it_shows() -> None:
    by_check, along, _ = charts(sample.evaluation(), same)
    assert "truncated-sentence: 1 minor in Bengali and 1 critical in Punjabi" in (
        by_check.description
    )
    assert "Punjabi: paragraph 4 30, " in along.description
    for chart in (by_check, along):
        root = etree.fromstring(chart.svg)
        assert root[0].tag.endswith("title")
        assert root[1].text == chart.description


def test_a_chart_has_no_style_no_date_and_ids_of_its_own() -> None:
    drawn = charts(sample.evaluation(), same)
    ids: list[str] = []
    for chart in drawn:
        root = etree.fromstring(chart.svg)
        assert not find(root, "//@style | //*[local-name()='style' or local-name()='metadata']")
        ids.extend(map(str, find(root, "//@id")))
    assert len(ids) == len(set(ids))


def test_each_language_has_a_scale_of_its_own() -> None:
    """A common axis would compare what does not compare."""
    drawn = {chart.title: chart for chart in charts(sample.neural(), same)}
    both = drawn["COMET desk-2026 per paragraph"]
    assert "Each language has a scale of its own" in both.description
    assert "comet:/srv/models/desk-2026/checkpoints/model.ckpt" in both.description
    assert scales(both) == 2
    alone = drawn["wmt22-comet-da per paragraph"]
    assert "scale of its own" not in alone.description
    assert scales(alone) == 1


def test_versions_of_one_language_share_a_scale() -> None:
    whole = sample.neural()
    inputs = tuple(
        replace(i, language="bn-x-two") if i.version == "pa" else i for i in whole.inputs
    )
    drawn = {chart.title: chart for chart in charts(replace(whole, inputs=inputs), same)}
    assert scales(drawn["COMET desk-2026 per paragraph"]) == 1


def scales(chart: Chart) -> int:
    """How many horizontal axes a chart has: each begins with the same first tick."""
    return find(etree.fromstring(chart.svg), "//*[local-name()='text']/text()").count("0.700")


def test_equal_evaluations_give_equal_charts() -> None:
    assert charts(sample.evaluation(), same) == charts(sample.evaluation(), same)
