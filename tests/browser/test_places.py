"""Where findings stand on the page is where findings.csv says they do."""

from __future__ import annotations

import csv
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("playwright")

from playwright.sync_api import Page

from evalkit.reports import write
from tests.browser import generated
from tests.browser.opened import Opened, until

# For every finding and side the code points from the beginning of the text to its first and behind
# its last marked one. Tokens stand for one character each; carets and tags are the page's own.
PLACES = """() => {
  const found = [];
  for (const box of document.querySelectorAll('#rows .side > .text, #rows .side > div > .text')) {
    const side = box.closest('.side');
    const version = side.dataset.version ?? '';
    let at = 0;
    const walk = (node, over) => {
      if (node.nodeType === Node.TEXT_NODE) {
        const length = [...node.data].length;
        for (const print of over) found.push([print, version, at, at + length]);
        at += length;
        return;
      }
      if (node.matches('sup')) return;
      const prints = node.matches('mark') ? node.dataset.findings.split(' ') : [];
      if (node.matches('.caret')) {
        for (const print of prints) found.push([print, version, at, at]);
      } else if (node.matches('.token')) {
        for (const print of over) found.push([print, version, at, at + 1]);
        at += 1;
      } else for (const child of node.childNodes) walk(child, [...over, ...prints]);
    };
    walk(box, []);
  }
  return found;
}"""


@pytest.fixture(scope="module")
def directory(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("places")
    write(generated.evaluation(150), made, ["html", "csv"])
    return made


def drawn_places(page: Page) -> dict[tuple[str, str], tuple[int, int]]:
    spans: dict[tuple[str, str], list[int]] = defaultdict(list)
    pieces: list[list[Any]] = page.evaluate(PLACES)
    for print_, version, start, end in pieces:
        spans[print_, version] += [start, end]
    return {key: (min(ends), max(ends)) for key, ends in spans.items()}


def test_every_mark_is_where_the_table_says(opened: Opened, directory: Path) -> None:
    page = opened.open(directory / "report.html")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")  # draws all rows
    until(page, "() => document.querySelectorAll('#rows .row').length === 150")
    drawn = drawn_places(page)
    with (directory / "findings.csv").open(encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader(file))
    assert len(lines) > 40
    several = {f.fingerprint for f in generated.evaluation(150).finding_records if f.more_source}
    compared = 0
    for line in lines:
        for version, start, end in (
            (line["version"], line["start"], line["end"]),
            ("", line["source_start"], line["source_end"]),
        ):
            if not start or (not version and line["fingerprint"] in several):
                continue
            key = (line["fingerprint"], version)
            if key not in drawn:  # an empty or missing text has no place to mark
                assert line["start"] == line["end"] or not line["quote"]
                continue
            assert drawn[key] == (int(start), int(end)), line
            compared += 1
    assert compared > 50
    assert any(ord(c) > 0xFFFF for row in generated.evaluation(150).rows for c in row.source)


def test_a_mark_is_named_by_pointer_and_by_focus(opened: Opened, sample_report: Path) -> None:
    page = opened.open(sample_report)
    page.locator("#row-4 [data-version=bn] .text mark").first.hover()
    tip = page.locator("#tip")
    until(page, "() => !document.querySelector('#tip').hidden")
    assert "Text lost with a link" in tip.inner_text() or "Space before" in tip.inner_text()
    page.keyboard.press("Escape")
    assert not tip.is_visible()
    page.locator("#row-4 .source .tag a").first.focus()
    assert tip.is_visible()
    assert "Bengali" in tip.inner_text() or "Punjabi" in tip.inner_text()


def test_a_finding_lit_is_lit_on_both_sides(opened: Opened, sample_report: Path) -> None:
    page = opened.open(sample_report)
    page.locator(".verdict .first a").nth(1).click()
    until(page, "() => document.querySelectorAll('mark.active').length > 1")
    sides = page.evaluate(
        "[...document.querySelectorAll('mark.active')].map(m => m.closest('.side').className)"
    )
    assert {"side source", "side version"} == set(sides)
