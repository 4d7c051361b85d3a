"""The map: a click or the arrow keys lead to any paragraph of any version."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("playwright")

from playwright.sync_api import Page

from tests.browser import generated
from tests.browser.opened import Opened, until, written


@pytest.fixture
def page(opened: Opened, sample_report: Path) -> Page:
    page = opened.open(sample_report)
    until(page, "() => document.documentElement.dataset.ready === 'yes'")
    return page


def focused(page: Page) -> tuple[str, str]:
    row, version = page.evaluate(
        "[document.activeElement.dataset.row, document.activeElement.dataset.version]"
    )
    return row, version


def test_a_click_goes_to_the_paragraph(page: Page) -> None:
    page.locator("#map a[data-row='20'][data-version=pa]").click()
    until(page, "() => document.querySelector('#row-20.at') !== null")
    assert page.locator("#row-20").is_visible()
    top = page.evaluate("document.querySelector('#row-20').getBoundingClientRect().top")
    assert 0 <= top < 900
    until(page, "() => location.hash === '#row-20'")


def test_arrows_move_between_paragraphs_and_versions(page: Page) -> None:
    page.locator("#map a[data-row='3'][data-version=bn]").focus()
    page.keyboard.press("ArrowRight")
    assert focused(page) == ("4", "bn")
    page.keyboard.press("ArrowDown")
    assert focused(page) == ("4", "pa")
    for _ in range(3):
        page.keyboard.press("ArrowLeft")
    assert focused(page) == ("1", "pa")
    page.keyboard.press("ArrowLeft")
    assert focused(page) == ("1", "pa"), "the first stays the first"
    page.keyboard.press("Enter")
    until(page, "() => document.querySelector('#row-1.at') !== null")


def test_one_cell_is_in_the_tab_order(page: Page) -> None:
    assert page.locator("#map a[tabindex='0']").count() == 1


def test_a_cell_neither_side_has_is_passed_over(page: Page) -> None:
    page.locator("#map a[data-row='10'][data-version=bn]").focus()
    page.keyboard.press("ArrowRight")
    assert focused(page) == ("12", "bn"), "paragraph 11 is in neither English nor Bengali"


def test_a_long_map_is_drawn_where_it_is_looked_at(opened: Opened, tmp_path: Path) -> None:
    page = opened.open(written(generated.evaluation(2000), tmp_path))
    until(page, "() => document.documentElement.dataset.ready === 'yes'")
    assert page.locator("#map a").count() < 1600
    page.evaluate("document.querySelector('#map').scrollTo(0, 1e6)")
    until(page, "() => document.querySelector('#map a[data-row=\"2000\"]') !== null")
    page.locator("#map a[data-row='2000']").first.click()
    until(page, "() => document.querySelector('#row-2000.at') !== null")
