"""Charts: drawn only where there is something, in words too, fit for a strict page."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest
from lxml import etree

from evalkit.reports.charts import Chart, charts
from evalkit.reports.charts.stretches import Stretch, stretches
from evalkit.reports.charts.whose_fault import MOST_PAIRS
from evalkit.result.evaluation import Evaluation
from tests.reports import big, sample
from tests.reports.reading import find


def same(name: str) -> str:
    return name


def test_nothing_to_draw_draws_nothing() -> None:
    assert charts(sample.quiet(), same) == ()


def test_findings_and_scores_each_have_their_chart() -> None:
    titles = [chart.title for chart in charts(sample.evaluation(), same)]
    assert titles == [
        "Findings by check and version",
        "Whose fault",
        "MQM points along the document",
        "chrF per paragraph",
    ]


def test_neutral_findings_alone_can_be_drawn() -> None:
    whole = sample.evaluation()
    neutral = tuple(f for f in whole.finding_records if f.severity == "neutral")
    assert len(charts(replace(whole, finding_records=neutral), same)) == 3  # nobody is to blame


def test_a_chart_says_in_words_what_it_shows() -> None:
    by_check, fault, along, _ = charts(sample.evaluation(), same)
    assert "truncated-sentence: 1 minor in Bengali and 1 critical in Punjabi" in (
        by_check.description
    )
    assert "Punjabi: paragraph 4 30, " in along.description
    assert "1 in both, 5 only in Bengali, 4 only in Punjabi, 10 in neither" in fault.description
    assert "Findings of Bengali, mostly its own: 6 its own, 1 source or" in fault.description
    for chart in (by_check, fault, along):
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


# Whose fault


def fault(evaluation: Evaluation) -> Chart:
    (chart,) = (c for c in charts(evaluation, same) if c.title == "Whose fault")
    return chart


def texts(chart: Chart) -> list[str]:
    return [str(t).strip() for t in find(etree.fromstring(chart.svg), "//text()") if str(t).strip()]


def test_two_versions_have_their_four_fields_and_their_causes() -> None:
    seen = texts(fault(sample.evaluation()))[2:]  # after the title and the description
    assert seen[1:9] == ["1", "in both", "5", "only bn", "4", "only pa", "10", "in neither"]
    assert "bn: mostly its own" in seen
    assert "6 its own · 1 source or pipeline" in seen


def test_causes_are_told_apart_without_colour() -> None:
    root = etree.fromstring(fault(sample.evaluation()).svg)
    assert len(find(root, "//*[local-name()='pattern']")) == 1  # the hatch of source or pipeline
    assert find(root, "//@stroke-dasharray")  # the outline of what is unclear


def test_a_single_version_has_nobody_to_share_a_fault_with() -> None:
    whole = sample.evaluation()
    alone = replace(whole, inputs=tuple(i for i in whole.inputs if i.version != "pa"))
    assert "Whose fault" not in [c.title for c in charts(alone, same)]


def test_of_many_pairs_those_with_most_in_common_are_drawn() -> None:
    four = big.big(60, ("bn", "pa", "hi", "ta"))
    drawn = fault(four)
    assert texts(drawn).count("in both") == MOST_PAIRS
    assert "The 3 pairs with fewer in both are not drawn." in drawn.description


# At size


def test_the_charts_of_ten_thousand_paragraphs_are_small_and_quickly_drawn() -> None:
    whole = big.big(10_000)
    began = time.process_time()
    drawn = charts(whole, same)
    assert time.process_time() - began < 5
    assert sum(len(chart.svg.encode()) for chart in drawn) < 150_000
    assert [c.title for c in drawn][2:] == [
        "MQM points along the document, 84 paragraphs a bar",
        "chrF per paragraph",
    ]


def test_a_long_document_says_what_a_bar_is() -> None:
    profile, spread = charts(big.big(1_000), same)[2:]
    assert "Each bar is a stretch of 9 paragraphs: its height the square root" in (
        profile.description
    )
    assert "its colour their worst severity" in profile.description
    assert "the middle half from" in spread.description


def test_a_stretch_has_the_mean_of_its_points_and_its_worst_severity() -> None:
    found = list(stretches(sample.evaluation(), "bn", 10))
    assert found == [
        Stretch(1, 10, 1.2, "major"),  # 5, 6 and 1 point
        Stretch(11, 20, 2.7, "critical"),  # 1, 1 and 25
    ]
    assert [s.first for s in stretches(sample.evaluation(), "pa", 1)] == [4, 7, 8, 11, 16]


def test_equal_scores_by_the_thousand_can_be_drawn() -> None:
    whole = big.big(500)
    flat = tuple(replace(s, value=50.0) for s in whole.score_records)
    assert "median 50.0" in charts(replace(whole, score_records=flat), same)[-1].description


def test_a_name_in_a_script_that_matplotlib_lacks_is_drawn_as_text(
    recwarn: pytest.WarningsRecorder,
) -> None:
    whole = sample.evaluation()
    named = tuple(replace(f, check="নাম") for f in whole.finding_records)
    drawn = charts(replace(whole, finding_records=named), same)
    assert any("নাম" in chart.svg for chart in drawn)
    assert [str(warning.message) for warning in recwarn] == []
