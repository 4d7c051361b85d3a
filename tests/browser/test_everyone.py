"""The page for everyone: axe, the keyboard alone, dark, narrow, forced colours, paper."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import pytest

pytest.importorskip("playwright")

from playwright.sync_api import Browser, Page

from tests.browser import generated
from tests.browser.accessibility import axe
from tests.browser.opened import Opened, until, written
from tests.reports import sample

READY = "() => document.documentElement.dataset.ready === 'yes'"


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(sample.neural(), tmp_path_factory.mktemp("neural"))


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    "fragment", ["", "#numbers", "#about", "#severity=major&latin=on&q=the&order=risk"]
)
def test_axe_finds_nothing(
    opened: Opened, report: Path, scheme: Literal["light", "dark"], fragment: str
) -> None:
    opened.page.emulate_media(color_scheme=scheme)
    page = opened.open(report, fragment)
    until(page, READY)
    assert axe(page) == []


def test_axe_finds_nothing_while_one_works(opened: Opened, report: Path) -> None:
    page = opened.open(report)
    until(page, READY)
    for key in ("j", "2", "j", "1", "n"):
        page.keyboard.press(key)
    page.keyboard.type("A note")
    assert axe(page) == []
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    assert page.locator("#help").is_visible()
    assert axe(page) == []


def test_axe_finds_nothing_on_a_narrow_screen(opened: Opened, report: Path) -> None:
    opened.page.set_viewport_size({"width": 390, "height": 800})
    page = opened.open(report)
    until(page, READY)
    assert axe(page) == []


def test_axe_finds_nothing_on_a_long_document(opened: Opened, tmp_path: Path) -> None:
    page = opened.open(written(generated.evaluation(400), tmp_path))
    until(page, READY)
    # Its colours are those of a short one; to look at them again takes as long as all the rest.
    assert axe(page, without=["color-contrast"]) == []


@pytest.mark.parametrize("fragment", ["", "#numbers", "#about", "#latin=on"])
def test_a_narrow_screen_scrolls_one_way_only(opened: Opened, report: Path, fragment: str) -> None:
    opened.page.set_viewport_size({"width": 360, "height": 800})
    page = opened.open(report, fragment)
    until(page, READY)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def seen(page: Page) -> bool:
    """Whether what has the focus shows that it has it."""
    outline: bool = page.evaluate(
        "(() => { let e = document.activeElement;"
        " if (e.matches('.import input')) e = e.nextElementSibling;"
        " const s = getComputedStyle(e); return s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) > 1; })()"
    )
    return outline


def test_everything_is_reached_by_the_keyboard_and_the_focus_is_seen(
    opened: Opened, sample_report: Path
) -> None:
    page = opened.open(sample_report)
    until(page, READY)
    passed: set[str] = set()
    for _ in range(90):
        page.keyboard.press("Tab")
        name: str = page.evaluate(
            "(e => e.id || e.name || e.dataset.decide || e.dataset.row || e.className || e.tagName)"
            "(document.activeElement)"
        )
        passed.add(name)
        if name == "BODY":
            break
        assert seen(page), name
    assert {"skip", "q", "order", "romanised", "open-help", "severity", "reviewer"} <= passed
    assert {"export-json", "import", "accepted", "dismissed", "fixed"} <= passed


def test_the_skip_link_leads_to_the_paragraphs(opened: Opened, sample_report: Path) -> None:
    page = opened.open(sample_report)
    until(page, READY)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    until(page, "() => document.querySelector('#paragraphs').getBoundingClientRect().top < 400")


def test_dark_follows_the_system(opened: Opened, sample_report: Path) -> None:
    page = opened.open(sample_report)
    colours = []
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        colours.append(page.evaluate("getComputedStyle(document.documentElement).backgroundColor"))
    assert colours == ["rgb(246, 244, 239)", "rgb(22, 21, 19)"]


def test_paper_has_every_paragraph_of_the_view(browser: Browser, sample_report: Path) -> None:
    page = browser.new_page()
    page.goto(sample_report.as_uri() + "#severity=minor")
    until(page, READY)
    printed = page.pdf(format="A4")
    assert printed.startswith(b"%PDF")
    assert printed.count(b"/Type /Page\n") + printed.count(b"/Type /Page ") >= 3
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    rows = page.locator("#rows .row").count()
    assert rows == int(page.evaluate("document.documentElement.dataset.shown").split(" ")[0])
    assert page.locator("#numbers").is_visible()
    assert not page.locator("#filters").is_visible()
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert not page.locator("#numbers").is_visible()
    page.close()
