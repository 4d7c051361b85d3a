"""What a view shows: filters and their counts, order, search, and the address that says it all."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

pytest.importorskip("playwright")

from playwright.sync_api import BrowserContext, Page

from tests.browser.opened import Opened, until
from tests.reports import sample

SEVERITIES = ("critical", "major", "minor", "neutral")


@pytest.fixture
def page(opened: Opened, sample_report: Path) -> Page:
    page = opened.open(sample_report)
    until(page, "() => document.documentElement.dataset.ready === 'yes'")
    return page


def shown(page: Page) -> list[int]:
    return [int(n) for n in page.evaluate("[...document.querySelectorAll('#rows .row')].map(r => r.dataset.row)")]  # fmt: skip


def notes(page: Page) -> set[str]:
    found: list[str] = page.evaluate(
        "[...document.querySelectorAll('#rows .note')].map(n => n.dataset.finding)"
    )
    return set(found)


def whole(page: Page) -> Page:
    """The page in a window that holds all rows, so that all are drawn."""
    page.set_viewport_size({"width": 1300, "height": 20_000})
    until(
        page,
        "() => document.querySelectorAll('#rows .row').length"
        " === Number(document.documentElement.dataset.shown.split(' ')[0])",
    )
    return page


def counts(page: Page) -> dict[tuple[str, str], int]:
    found: list[list[str]] = page.evaluate(
        "[...document.querySelectorAll('#filters input')].map("
        "i => [i.name, i.value, i.closest('label').querySelector('.n').textContent])"
    )
    return {(facet, value): int(n) for facet, value, n in found}


def test_the_number_beside_a_filter_is_what_it_leaves(page: Page) -> None:
    before = counts(page)
    assert before["severity", "critical"] == 2
    for (facet, value), number in before.items():
        box = page.locator(f"#filters input[name='{facet}'][value='{value}']")
        page.evaluate("box => box.click()", box.element_handle())
        rows, findings = page.evaluate("document.documentElement.dataset.shown").split(" ")
        if value == "none":
            assert int(rows) == number
        else:
            assert int(findings) == number, (facet, value)
        page.evaluate("box => box.click()", box.element_handle())
    assert counts(page) == before


def test_filters_narrow_together_and_within_one_add_up(page: Page) -> None:
    judged = sample.evaluation().finding_records
    page.goto(page.url.partition("#")[0] + "#severity=critical,major&version=pa")
    until(page, "() => document.querySelector('#reset').hidden === false")
    wanted = {
        f.fingerprint for f in judged if f.severity in ("critical", "major") and f.version == "pa"
    }
    assert notes(whole(page)) == wanted
    assert not page.locator("[data-version=bn].side").count(), "the other version stands back"
    page.locator("#reset").click()
    assert page.locator("#count").inner_text() == "20 paragraphs, 15 findings"


def test_worst_comes_first_and_other_orders_are_kept(page: Page) -> None:
    whole(page)
    by_row = {
        row: min(SEVERITIES.index(f.severity) for f in sample.evaluation().finding_records if f.row == row)
        for row in {f.row for f in sample.evaluation().finding_records}
    }  # fmt: skip
    gravity = [by_row.get(row, 9) for row in shown(page)]
    assert gravity == sorted(gravity)
    page.select_option("#order", "reading")
    until(page, "() => document.querySelector('#rows .row').id === 'row-1'")
    assert shown(whole(page)) == list(range(1, 21))
    page.select_option("#order", "metric:chrf")
    scores = {
        s.row: s.value
        for s in sample.evaluation().score_records
        if s.metric == "chrf" and s.version == "pa" and s.row and s.value is not None
    }
    until(page, "() => location.hash.includes('chrf')")
    ordered = [scores[row] for row in shown(whole(page)) if row in scores]
    assert ordered == sorted(ordered)


@pytest.mark.parametrize(
    ("query", "row"),
    [
        ("Shelfmark 2.0", 13),
        ("২০০ জনের", 2),
        ("200 জনের", 2),  # native digits are digits
        ("SOLAR panels", 6),
        ("বই বয়ে", 10),  # ya with its dot as one character, in the text it is two
        ("মুফ্ত", None),
        ("ਮੁਫ਼ਤ ਮੁਫ਼ਤ", 16),
        ('"We missed', 12),  # straight for curly quotes
        ("The word", 16),  # what is said of a finding
    ],
)
def test_a_search_finds_a_text_however_it_is_written(
    page: Page, query: str, row: int | None
) -> None:
    page.fill("input[name=q]", query)
    count = 0 if row is None else 1
    until(page, f"() => document.documentElement.dataset.shown.split(' ')[0] === '{count}'")
    assert shown(page) == ([] if row is None else [row])


def test_what_is_found_is_marked_in_the_text(page: Page) -> None:
    page.fill("input[name=q]", "quiet corner")
    until(page, "() => document.querySelectorAll('#rows .row').length === 1")
    assert "".join(page.locator(".source .found").all_inner_texts()) == "quiet corner"


def test_what_is_found_is_marked_in_every_text(page: Page) -> None:
    page.fill("input[name=q]", "the")
    until(page, "() => document.querySelectorAll('#rows .source .found').length > 0")
    texts = page.locator("#rows .source .text").all()
    holding = [text for text in texts if "the" in (text.text_content() or "").lower()]
    assert len(holding) > 3
    for text in holding:
        found = "".join(text.locator(".found").all_text_contents()).lower()
        assert found == "the" * (text.text_content() or "").lower().count("the")


def test_romanised_lines_stand_under_the_versions_and_are_searched(page: Page) -> None:
    page.locator("#romanised").click()
    line = page.locator("#row-8 [data-version=bn] .latin")
    assert line.text_content() == "● binamulye intaranet sah duti kampiutar."
    assert line.get_attribute("lang") == "bn-Latn"
    page.fill("input[name=q]", "kampiutar")
    until(page, "() => document.querySelectorAll('#rows .row').length === 1")
    page.locator("#romanised").click()
    until(page, "() => !document.querySelector('#nobody').hidden")


def test_the_address_opens_the_same_view_elsewhere(page: Page, context: BrowserContext) -> None:
    page.locator("#filters input[value=major]").click()
    page.select_option("#order", "reading")
    page.locator("#romanised").click()
    page.fill("input[name=q]", "the")
    until(page, "() => location.hash.includes('q=the')")
    other = Opened(context.new_page())
    there = other.page
    there.goto(page.url)
    until(there, "() => document.documentElement.dataset.ready === 'yes'")
    assert shown(there) == shown(page) != []
    assert counts(there) == counts(page)
    assert there.locator("#romanised").get_attribute("aria-pressed") == "true"
    assert other.complaints == []


def test_back_leads_back(page: Page) -> None:
    first = page.locator("#count").inner_text()
    page.locator(".verdict .chips a").first.click()
    until(page, "() => !document.querySelector('#reset').hidden")
    page.go_back()
    until(page, "() => document.querySelector('#reset').hidden")
    assert page.locator("#count").inner_text() == first


def test_every_number_above_leads_to_as_many(page: Page) -> None:
    """Chips, summary and 2×2: the number on a link is the number of what it shows."""
    links: list[list[str]] = page.evaluate(
        "[...document.querySelectorAll('.chips a, .summary a, .two-by-two b a, .two-by-two td.number a, .coverage a')]"
        ".map(a => [a.hash, a.textContent])"
    )
    assert len(links) > 20
    base = page.url.partition("#")[0]
    for fragment, text in links:
        page.goto(base + fragment)
        until(page, f"() => location.hash !== '' && {str('=' in fragment).lower()}")
        (number,) = re.findall(r"\d+", text)
        rows, findings = page.evaluate("document.documentElement.dataset.shown").split(" ")
        about_findings = "severity=" in fragment and "," not in fragment
        assert int(findings if about_findings else rows) == int(number), fragment


def test_a_link_to_a_finding_lifts_the_filter_that_hides_it(page: Page) -> None:
    page.locator("#filters input[value=neutral]").click()
    page.locator(".verdict .first a").first.click()
    until(page, "() => document.querySelector('#reset').hidden")
    (lit,) = page.evaluate("[...document.querySelectorAll('.note.active')].map(n => n.id)")
    assert page.locator(f"#{lit}").is_visible()


def test_a_row_shows_its_neighbours(page: Page) -> None:
    page.locator("#row-4 .context").click()
    until(page, "() => document.querySelector('#row-4').nextElementSibling?.id === 'row-5'")
    assert page.locator("#order").input_value() == "reading"
