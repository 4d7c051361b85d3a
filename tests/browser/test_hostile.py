"""Whatever a text, a name or a note holds, the page shows it and does nothing it says."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

pytest.importorskip("playwright")

from playwright.sync_api import Page

from evalkit.result.evaluation import Evaluation
from tests.browser.opened import Opened, until, written
from tests.reports import sample

MEGABYTE = 1_000_000
SPELLS = (
    "</script><script>document.title='taken'</script>",
    "<img src=x onerror=\"document.title='taken'\">",
    "<!--<script>", "{{ 7*7 }}", "${7*7}", "__proto__", "constructor", "\u202egpj.exe",
)  # fmt: skip


def with_text(text: str) -> Evaluation:
    """The sample with a first paragraph of that text everywhere, named so as well."""
    whole = sample.evaluation()
    first = whole.rows[0]
    targets = {v: replace(t, text=text) for v, t in first.targets.items()}
    return replace(
        whole,
        article=text[:60],
        rows=(replace(first, source=text, targets=targets), *whole.rows[1:]),
        finding_records=tuple(
            replace(f, message=text[:200], check=text[:40]) for f in whole.finding_records
        ),
    )


def ready(page: Page) -> Page:
    until(page, "() => document.documentElement.dataset.ready === 'yes'")
    return page


@pytest.mark.parametrize("spell", SPELLS)
def test_it_is_shown_and_not_done(opened: Opened, tmp_path: Path, spell: str) -> None:
    page = ready(opened.open(written(with_text(f"{spell} end"), tmp_path), "#row-1"))
    said = page.locator("#row-1 .source .text").text_content() or ""
    page.keyboard.press("j")
    page.keyboard.press("2")
    page.fill("input[name=q]", spell)
    until(page, "() => location.hash.includes('q=')")
    assert page.title() != "taken"
    assert said.replace("⟦U+202E⟧", "\u202e").startswith(spell)
    assert "\u202e" not in page.locator("#rows").inner_text()
    assert page.locator("#rows script, #rows img").count() == 0


def test_a_megabyte_in_one_line_is_shown_by_its_beginning(opened: Opened, tmp_path: Path) -> None:
    text = "word " * (MEGABYTE // 5)
    page = ready(opened.open(written(with_text(text), tmp_path), "#row-1"))
    box = page.locator("#row-1 .source .text")
    assert len(box.text_content() or "") < 20_000
    button = page.locator("#row-1 .source .whole")
    assert button.inner_text() == "Show all 1,000,000 characters"
    button.click()
    until(page, "() => document.querySelector('#row-1 .source .text').textContent.length > 999000")
