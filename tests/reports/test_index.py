"""The index over a batch: documents as strips, penalties over the runs, a list to sort and filter."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from lxml import etree

from evalkit.comparison.article_summary import digest
from evalkit.comparison.pooled_batch import Batch
from evalkit.history import Run, VersionScores, trends
from evalkit.reports import write_batch
from evalkit.reports.html.page import index
from evalkit.reports.html.strips import MOST_BARS, binned, strip_drawing, strip_words
from evalkit.result.records import Trend
from tests.reports import sample
from tests.reports.reading import find, parse

if TYPE_CHECKING:
    from playwright.sync_api import Page

ENGINE = "/usr/bin/chromium"
RECORDS = sample.evaluation().summary_records
HOSTILE = '"><script>alert(1)</script>'


def trend(*penalties: float, article: str = sample.ARTICLE, version: str = "bn") -> Trend:
    return Trend(article, version, penalties, "2026-11-24T09:30:00+00:00")


def by_key(*found: Trend) -> Mapping[tuple[str, str], Trend]:
    return {(t.article, t.version): t for t in found}


def many(count: int = 12) -> str:
    """A page of two lines for each of some articles, their penalties not in the order of names."""
    records = [
        replace(r, article=f"article-{n:02}", penalty=float((n * 7) % count), critical=0, major=0)
        for n in range(count)
        for r in RECORDS
    ]
    found = [trend(8.0, 6.5, 3.1, article=f"article-{n:02}") for n in range(0, count, 2)]
    return index(records, trends=by_key(*found))


# The list


def test_the_index_lists_versions_worst_first_with_links() -> None:
    quiet = replace(sample.quiet(), article="quiet/../one")
    page = parse(index([*quiet.summary_records, *RECORDS]))
    rows = [[c.text_content().strip() for c in r] for r in find(page, "//tbody/tr")]
    assert [(r[0], r[1], *r[5:9]) for r in rows] == [
        ("village-library", "Punjabi", "1", "3", "2", "1"),
        ("village-library", "Bengali", "1", "2", "4", "1"),
        ("quiet/../one", "Bengali", "0", "0", "0", "0"),
        ("quiet/../one", "Punjabi", "0", "0", "0", "0"),
    ]
    assert set(find(page, "//@href")) == {
        "./village-library/report.html",
        "./quiet%2F..%2Fone/report.html",
    }


def test_an_index_of_nothing_is_a_page() -> None:
    assert "0 articles" in index([])


# The strip


def test_every_line_has_its_document_as_a_drawing_with_words() -> None:
    page = parse(index(RECORDS))
    labels = find(page, "//svg[@class='strip']/@aria-label")
    assert find(page, "//svg[@class='strip']/@role") == ["img", "img"]
    assert labels == [
        "paragraphs: 1 critical (first: 4), 1 missing, 1 major, 1 added, 1 minor, 1 neutral, "
        "14 without findings",
        "paragraphs: 1 critical, 2 major (first: 2), 3 minor, 13 without findings",
    ]


def test_the_worse_a_paragraph_the_higher_its_bar() -> None:
    heights = [max(map(int, re.findall(r"v-(\d+)h", str(strip_drawing(mark))))) for mark in ".nmMC"]
    assert heights == sorted(set(heights))


def test_a_missing_paragraph_has_a_shape_of_its_own() -> None:
    """Not only another colour."""
    (path,) = find(etree.fromstring(str(strip_drawing("o"))), "//@d")
    assert path.endswith("z")
    assert "h1.2" in path
    assert "s-gone" in strip_drawing("o")


def test_a_long_document_is_drawn_in_sixty_bars_without_losing_its_worst() -> None:
    strip = "." * 9_000 + "C" + "." * 999
    assert len(binned(strip)) <= MOST_BARS
    assert "C" in binned(strip)
    assert len(strip_drawing(strip)) < 2_500
    assert strip_words(strip) == (
        "paragraphs: 1 critical (first: 9001), 9,999 without findings; each bar is the worst of 167"
    )


def test_a_letter_of_another_release_is_drawn_as_nothing() -> None:
    assert "path" not in strip_drawing("?")
    assert "no paragraphs" in strip_drawing("")


# The trend


def test_a_trend_is_a_line_with_its_first_and_its_last_penalty() -> None:
    page = parse(index(RECORDS, trends=by_key(trend(8.0, 6.5, 3.1))))
    (label,) = find(page, "//svg[@class='trend']/@aria-label")
    assert label == "penalty 8.0, 6.5, 3.1 over 3 runs, the last on 2026-11-24"
    assert [e.text for e in find(page, "//span[@class='ends']")] == ["8.0", "3.1"]
    (points,) = find(page, "//polyline/@points")
    heights = [float(point.split(",")[1]) for point in points.split()]
    assert heights == sorted(heights), "down the page, as the penalty falls"
    assert len(find(page, "//td[contains(@class, 'trends')]")) == 2


@pytest.mark.parametrize("known", [None, {}, by_key(trend(8.0))])
def test_without_earlier_runs_there_is_no_such_column(known: Any) -> None:
    assert "Over the last runs" not in index(RECORDS, trends=known)


def test_trends_of_articles_that_are_not_in_the_batch_are_left_out() -> None:
    other = trend(1.0, 2.0, article="of-another-batch")
    assert "Over the last runs" not in index(RECORDS, trends=by_key(other))


def test_a_penalty_that_stays_at_nothing_can_be_drawn() -> None:
    assert "penalty 0.0, 0.0 over 2 runs" in index(RECORDS, trends=by_key(trend(0.0, 0.0)))


def run(number: int, penalty: float, article: str = "flood", version: str = "bn") -> Run:
    whole = VersionScores(version, "Bengali", 0, 0, 0, 0, penalty, {})
    return Run(number, article, f"2026-11-{number:02}T08:00:00+00:00", "0.1", "", (whole,))


def test_trends_are_the_runs_of_an_article_the_oldest_first() -> None:
    newest_first = [run(4, 2.0), run(3, 9.0, "other"), run(2, 5.0), run(1, 5.0)]
    found = trends(newest_first)
    assert found["flood", "bn"] == Trend(
        "flood", "bn", (5.0, 5.0, 2.0), "2026-11-04T08:00:00+00:00"
    )
    assert found["flood", "bn"].change == -3.0
    assert found["other", "bn"].penalties == (9.0,)


def test_trends_go_over_the_last_runs_only() -> None:
    found = trends([run(n, float(n)) for n in range(28, 0, -1)], most=3)
    assert found["flood", "bn"].penalties == (26.0, 27.0, 28.0)


# The page


def test_penalties_have_their_limits() -> None:
    limited = [replace(r, penalty_low=1.0, penalty_high=9.5) for r in RECORDS]
    page = parse(index(limited))
    cells = find(page, "//td[@data-value]")
    assert all("[1.0, 9.5]" in cell.text_content() for cell in cells)
    assert [float(c.get("data-value")) for c in cells] == [r.penalty for r in limited[::-1]]


def test_a_short_list_has_no_filter_a_long_one_has() -> None:
    assert not find(parse(index(RECORDS)), "//input")
    assert find(parse(many()), "//input[@id='filter']")


def test_without_a_script_nothing_is_there_that_does_not_work() -> None:
    page = parse(many())
    assert not find(page, "//button")
    assert [p.get("hidden") for p in find(page, "//p[@class='filter']")] == [""]
    assert len(find(page, "//tbody/tr")) == 24


def test_of_a_great_many_lines_the_gravest_are_listed_and_the_page_says_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert "Listed are" not in many()
    monkeypatch.setattr("evalkit.reports.html.page.MOST_LISTED", 10)
    page = parse(many())
    assert len(find(page, "//tbody/tr")) == 10
    penalties = [float(cell.get("data-value")) for cell in find(page, "//td[@data-value]")]
    assert penalties == [n for n in (11, 10, 9, 8, 7) for _ in range(2)]
    (heading,) = find(page, "//h1")
    assert heading.text_content() == "12 articles, 24 versions"
    assert "Listed are the 10 gravest of 24 lines; all of them stand in summary.csv" in many()


def test_the_page_has_no_style_attribute_and_hostile_names_are_text() -> None:
    records = [replace(r, article=HOSTILE, strip="<b>") for r in RECORDS]
    source = index(records, trends=by_key(trend(2.0, 1.0, article=HOSTILE)))
    assert not find(parse(source), "//@style")
    assert "<script>alert" not in source


def test_a_batch_writes_its_trends_into_the_index(tmp_path: Path) -> None:
    path = write_batch(Batch((digest(sample.evaluation()),)), tmp_path, by_key(trend(8.0, 3.1)))
    assert "penalty 8.0, 3.1 over 2 runs" in path.read_text("utf-8")


# In a browser


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("index") / "index.html"
    path.write_text(many(), "utf-8")
    return path.as_uri()


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    playwright = pytest.importorskip("playwright.sync_api")
    if not Path(ENGINE).exists():
        pytest.skip("there is no Chromium here")
    with playwright.sync_playwright() as running:
        opened = running.chromium.launch(executable_path=ENGINE, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture(params=["light", "dark"])
def page(browser: Any, request: pytest.FixtureRequest) -> Iterator[Page]:
    opened = browser.new_page(color_scheme=request.param)
    yield opened
    opened.close()


def penalties(page: Page) -> list[float]:
    texts = page.locator("tbody tr:visible td[data-value]").evaluate_all(
        "cells => cells.map(cell => cell.dataset.value)"
    )
    return [float(text) for text in texts]


@pytest.mark.browser
def test_the_headers_sort_and_the_address_keeps_the_order(page: Page, place: str) -> None:
    page.goto(place)
    header = page.get_by_role("columnheader", name="Penalty").last
    header.get_by_role("button").click()
    assert header.get_attribute("aria-sort") == "descending"
    assert page.url.endswith("#sort=penalty&order=descending")
    assert penalties(page) == sorted(penalties(page), reverse=True)
    header.get_by_role("button").press("Enter")
    assert page.url.endswith("#sort=penalty&order=ascending")
    assert penalties(page) == sorted(penalties(page))
    assert page.locator("[aria-sort]").count() == 1


@pytest.mark.browser
def test_a_link_opens_the_same_view(page: Page, place: str) -> None:
    page.goto(f"{place}#sort=penalty&order=ascending&article=article-1")
    assert penalties(page) == sorted(penalties(page))
    assert page.locator("tbody tr:visible").count() == 4
    assert page.locator("#matches").inner_text() == "4 of 24 lines"
    page.goto(f"{place}#sort=nonsense&order=sideways")
    assert page.locator("[aria-sort]").count() == 0
    assert page.locator("tbody tr:visible").count() == 24


@pytest.mark.browser
def test_names_can_be_filtered(page: Page, place: str) -> None:
    page.goto(place)
    page.get_by_label("Article", exact=True).fill("ARTICLE-07")
    assert page.locator("tbody tr:visible").count() == 2
    assert page.get_by_role("status").inner_text() == "2 of 24 lines"
    page.get_by_label("Article", exact=True).fill("none of them")
    assert page.get_by_role("status").inner_text() == "0 of 24 lines"


@pytest.mark.browser
@pytest.mark.parametrize("width", [1300, 360])
def test_axe_finds_nothing_amiss(page: Page, place: str, width: int) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{place}#sort=penalty&order=descending")
    found = axe.Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    wide = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    assert not page.evaluate(wide)
