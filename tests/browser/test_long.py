"""A document of 10,000 paragraphs: what is drawn, what is reached, how large, and how fast."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from statistics import median

import pytest

pytest.importorskip("playwright")

from playwright.sync_api import Browser, Page

from benchmarks import desk
from evalkit.result.evaluation import Evaluation
from tests.browser import generated
from tests.browser.opened import Opened, until, written
from tests.timing import PATIENCE

pytestmark = pytest.mark.slow
ROWS = generated.PARAGRAPHS
MOST_DRAWN = 300
"""Rows that may exist at a time."""
LARGEST = 1.5
"""Bytes of the file by those of texts and findings."""
LIMITS = {desk.FIRST_PAINT: 1500.0, desk.FILTER: 150.0}
"""Milliseconds, as medians of five."""
TRIES = 3
TO_PART = """part => {
  const { top, height } = document.getElementById("rows").getBoundingClientRect();
  scrollTo(0, scrollY + top + part * (height - innerHeight));
}"""


@pytest.fixture(scope="module")
def evaluation() -> Evaluation:
    return generated.evaluation(ROWS)


@pytest.fixture(scope="module")
def report(evaluation: Evaluation, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(evaluation, tmp_path_factory.mktemp("long"))


@pytest.fixture
def page(opened: Opened, report: Path) -> Page:
    page = opened.open(report)
    until(page, "() => document.documentElement.dataset.ready === 'yes'")
    return page


def drawn(page: Page) -> list[int]:
    """The rows that exist, once those near the view do."""
    page.evaluate(
        "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
    )
    found: list[int] = page.evaluate(
        "() => Array.from(document.querySelectorAll('#rows .row'), row => Number(row.dataset.row))"
    )
    return found


def test_few_rows_exist_wherever_one_is(page: Page) -> None:
    page.select_option("#order", "reading")
    seen: set[int] = set()
    for part in (0.0, 0.2, 0.21, 0.5, 0.9, 1.0, 0.7, 0.1):
        page.evaluate(TO_PART, part)
        until(
            page,
            "() => Array.from(document.querySelectorAll('#rows .row')).some(row => {"
            " const { top, bottom } = row.getBoundingClientRect();"
            " return bottom > 0 && top < innerHeight; })",
        )
        now = drawn(page)
        assert 0 < len(now) < MOST_DRAWN
        seen.update(now)
    assert min(seen) == 1
    assert len([row for row in seen if row > 0.6 * ROWS]) > 20


def test_the_last_row_is_reached_by_scrolling_and_by_its_address(page: Page) -> None:
    page.select_option("#order", "reading")
    in_view = (
        "() => { const box = document.querySelector('#row-10000')?.getBoundingClientRect();"
        " return Boolean(box) && box.bottom > 0 && box.top < innerHeight; }"
    )
    for _ in range(30):
        page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
        if ROWS in drawn(page) and page.evaluate(in_view):
            break
    else:
        pytest.fail(f"at the end stand {drawn(page)[-3:]}")
    page.evaluate("scrollTo(0, 0)")
    page.evaluate("location.hash = '#row-5000'")
    until(page, in_view.replace("10000", "5000"))
    page.evaluate("location.hash = '#row-10000'")
    until(page, in_view)
    assert len(drawn(page)) < MOST_DRAWN


def test_an_address_is_followed_though_the_view_is_kept_at_that_moment(page: Page) -> None:
    """The view is kept in the address a moment after it changed, maybe just behind a new one."""
    page.evaluate(
        "() => { location.hash = '#row-5000'; history.replaceState(null, '', '#order=reading'); }"
    )
    until(page, "() => document.querySelector('#row-5000.at')")


def test_an_address_is_followed_in_an_order_that_was_just_chosen(page: Page) -> None:
    """The order is drawn with the next frame: it must not draw over the place gone to."""
    page.evaluate(
        "() => { const order = document.querySelector('#order'); order.value = 'reading';"
        " order.dispatchEvent(new Event('input', { bubbles: true }));"
        " const newURL = new URL('#row-5000', location).href;"
        " dispatchEvent(new HashChangeEvent('hashchange', { newURL })); }"
    )
    page.evaluate("() => new Promise(done => setTimeout(done, 500))")
    until(page, "() => document.querySelector('#row-5000.at')")
    until(page, "() => document.querySelector('#row-5001')")


def test_the_keys_walk_on_from_the_middle(page: Page, evaluation: Evaluation) -> None:
    found = sorted({f.row for f in evaluation.finding_records if 5000 <= f.row <= 5100})
    page.select_option("#order", "reading")
    page.evaluate("fragment => { location.hash = fragment; }", f"#row-{found[0]}")
    until(page, f"() => document.querySelector('#row-{found[0]}.at')")
    walked = []
    for _ in range(40):
        page.keyboard.press("j")
        at: str = page.evaluate("() => document.activeElement.closest('.row').dataset.row")
        walked.append(int(at))
    assert walked == sorted(walked)
    assert set(walked) == set(range(found[0], walked[-1] + 1)), "no paragraph is passed over"
    assert len(drawn(page)) < MOST_DRAWN


def test_the_file_is_little_larger_than_texts_and_findings(
    report: Path, evaluation: Evaluation
) -> None:
    assert report.stat().st_size <= LARGEST * sum(generated.content(evaluation))


@pytest.mark.quiet
def test_it_is_painted_and_filtered_in_time(browser: Browser, report: Path) -> None:
    """The only times that tests hold: EVALKIT_PATIENCE multiplies the limits."""
    opening = desk.Opening(report, rows=ROWS, seconds=0.1)
    found: dict[str, float] = {}
    for _ in range(TRIES):
        runs = [desk.once(browser, opening) for _ in range(5)]
        found = {name: _median(runs, lambda run, name=name: run[name]) for name in LIMITS}  # type: ignore[misc]
        if all(found[name] < PATIENCE * limit for name, limit in LIMITS.items()):
            return
    pytest.fail(f"medians of five, the last of {TRIES} tries: {found}; limits {LIMITS}")


def _median(runs: list[desk.Figures], of: Callable[[desk.Figures], float | None]) -> float:
    values = [of(run) for run in runs]
    return median(float("inf") if value is None else value for value in values)
