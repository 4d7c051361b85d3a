"""What a reviewer does in a report's page, and what the page says of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from evalkit.result.evaluation import Evaluation
from evalkit.result.records import FindingRecord
from tests.browser.opened import Opened, until

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page

VERDICTS = ("accepted", "dismissed", "fixed")


def ready(page: Page) -> Page:
    until(page, "() => document.documentElement.dataset.ready === 'yes'")
    return page


def again(context: BrowserContext, report: Path, fragment: str = "") -> Opened:
    """A report opened in another tab of the same browser."""
    watched = Opened(context.new_page())
    ready(watched.open(report, fragment))
    return watched


def find(evaluation: Evaluation, row: int, version: str, check: str) -> FindingRecord:
    (found,) = [
        f for f in evaluation.listed_records if (f.row, f.version, f.check) == (row, version, check)
    ]
    return found


def press(page: Page, finding: FindingRecord, verdict: str) -> None:
    page.click(f"#finding-{finding.fingerprint} [data-decide={verdict}]")


def verdict(page: Page, finding: FindingRecord) -> str:
    """The decision that a finding shows, "" for none; it must be drawn."""
    pressed: list[str] = page.eval_on_selector_all(
        f"#finding-{finding.fingerprint} [data-decide]",
        "buttons => buttons.filter(b => b.ariaPressed === 'true').map(b => b.dataset.decide)",
    )
    assert page.locator(f"#finding-{finding.fingerprint}").count() == 1
    assert len(pressed) <= 1
    return pressed[0] if pressed else ""


def number(page: Page, facet: str, value: str) -> int:
    """The number beside a filter."""
    box = page.locator(f'#filters input[name="{facet}"][value="{value}"]')
    return int(box.locator("xpath=ancestor::label").locator(".n").inner_text() or 0)


def remark(page: Page, finding: FindingRecord, name: str, words: str) -> None:
    """Write a finding's note or correction, and leave the field."""
    field = page.locator(f"#finding-{finding.fingerprint} textarea[name={name}]")
    if not field.is_visible():
        page.click(f"#finding-{finding.fingerprint} [data-form]")
    field.fill(words)
    field.blur()


def call(page: Page, reviewer: str) -> None:
    page.fill("#reviewer", reviewer)
    page.locator("#reviewer").blur()


def export(page: Page, ending: str, directory: Path) -> Path:
    with page.expect_download() as waited:
        page.click(f"#export-{ending}")
    path = directory / waited.value.suggested_filename
    assert path.suffix == f".{ending}"
    waited.value.save_as(path)
    return path


def read_in(page: Page, path: Path) -> str:
    """Import a file; what the page says of it."""
    page.evaluate("() => { document.getElementById('transfer-said').textContent = '' }")
    page.set_input_files("#import", path)
    until(page, "() => document.getElementById('transfer-said').textContent")
    return page.inner_text("#transfer-said")
