"""A real Chromium for these tests, and pages in it that may neither complain nor ask.

Without one the tests skip, saying how to get it; with EVALKIT_BROWSER=required,
as CI sets it, they fail.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from lxml import html

from evalkit.result.evaluation import Evaluation
from tests.browser import modules
from tests.browser.chromium import NoBrowserError, launched
from tests.browser.modules import Desk
from tests.browser.opened import PATIENCE, Opened, until, written
from tests.reports import sample
from tests.reports.reading import parse

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

VARIABLE = "EVALKIT_BROWSER"
WIDTH, HEIGHT = 1300, 900
TALL = 20_000
"""Pixels in which a small article is drawn whole."""
Drawing = Callable[[Evaluation], html.HtmlElement]


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes a browser is marked so."""
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.browser)


# Not for the whole session: while Playwright runs, its event loop is the thread's.
@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """The Chromium, started once for all tests in this package."""
    with ExitStack() as stack:
        try:
            started = stack.enter_context(launched())
        except NoBrowserError as error:
            if os.environ.get(VARIABLE) == "required":
                pytest.fail(f"{VARIABLE}=required, but {error}", pytrace=False)
            pytest.skip(str(error))
        yield started


@pytest.fixture(scope="package")
def tab(browser: Browser) -> Iterator[Page]:
    """The tab that tests take in turn: to open a new one takes longer than most of them."""
    profile = browser.new_context(locale="en-GB", offline=True)
    profile.set_default_timeout(PATIENCE)
    yield profile.new_page()
    profile.close()


@pytest.fixture(scope="package")
def blank(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of an empty file: what reports store is stored for all files."""
    path = tmp_path_factory.mktemp("blank") / "blank.html"
    path.touch()
    return path.as_uri()


@pytest.fixture
def context(tab: Page, blank: str) -> Iterator[BrowserContext]:
    """A profile with nothing stored, one empty tab, no network; what moves moves."""
    tab.set_viewport_size({"width": WIDTH, "height": HEIGHT})
    yield tab.context
    for other in tab.context.pages[1:]:
        other.close()
    # Only now: a page may store something as it is left.
    tab.goto(blank)
    tab.evaluate("() => { localStorage.clear(); sessionStorage.clear(); }")
    tab.emulate_media(media="null", color_scheme="null", reduced_motion="null")


@pytest.fixture
def opened(context: BrowserContext) -> Iterator[Opened]:
    """A page to open reports in; afterwards it must not have complained or asked for anything."""
    under_watch = Opened(context.pages[0])
    yield under_watch
    under_watch.leave()
    assert under_watch.complaints == []


@pytest.fixture
def page(opened: Opened) -> Page:
    """The page of `opened`."""
    return opened.page


@pytest.fixture(scope="package")
def sample_report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report.html of the hand-made sample."""
    return written(sample.evaluation(), tmp_path_factory.mktemp("sample"))


@pytest.fixture(scope="package")
def drawn(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Drawing:
    """Gives the page of an evaluation as the browser draws it, all rows of it, for lxml to read."""

    def draw(evaluation: Evaluation) -> html.HtmlElement:
        page = browser.new_page(viewport={"width": WIDTH, "height": TALL})
        under_watch = Opened(page)
        under_watch.open(written(evaluation, tmp_path_factory.mktemp("drawn")))
        until(page, "() => document.documentElement.dataset.ready === 'yes'")
        rows = len(evaluation.rows)
        until(page, f"() => document.querySelectorAll('#rows .row').length === {rows}")
        content = page.content().encode("utf-8", "backslashreplace")
        page.close()
        assert under_watch.complaints == []
        return parse(content)

    return draw


@pytest.fixture(scope="module")
def desk(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """The desk's modules on a page that knows the letters of three scripts."""
    made = browser.new_context(offline=True)
    made.set_default_timeout(PATIENCE)
    under_watch = Opened(made.new_page())
    path = modules.written(tmp_path_factory.mktemp("modules"), [modules.LETTERS])
    yield Desk(under_watch.open(path))
    assert under_watch.complaints == []
    made.close()
