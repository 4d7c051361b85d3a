"""`benchmarks.desk` measures what a page does, and says of no page what it does not do."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("playwright")

from playwright.sync_api import Browser

from benchmarks import desk
from tests.browser.wordlists import RARE

pytestmark = pytest.mark.slow
HOOKS = """<!doctype html><html lang=en><title>t</title>
<style>li { height: 60px }</style>
<div id=filters><input type=checkbox name=severity value=major></div><input name=q>
<ol id=rows></ol>
<script>
  const rows = document.querySelector("#rows"), page = document.documentElement;
  const major = document.querySelector("[name=severity]"), query = document.querySelector("[name=q]");
  for (let row = 1; row <= 200; row++)
    rows.innerHTML += `<li class=row id=row-${row} data-row=${row}>${row % 50 ? "" : "RARE"}</li>`;
  const show = () => {
    const wait = performance.now();
    while (performance.now() - wait < 80);
    const all = [...rows.children];
    for (const row of all)
      row.hidden = (major.checked && row.dataset.row % 2) || !row.textContent.includes(query.value);
    page.dataset.shown = all.filter(row => !row.hidden).length;
  };
  major.onchange = show;
  query.oninput = () => setTimeout(show, 150);
  show();
  setTimeout(() => { page.dataset.ready = "yes"; }, 200);
</script></html>""".replace("RARE", RARE)
NOTHING = "<!doctype html><html lang=en><title>t</title><p>Nothing here.</html>"


def figures(browser: Browser, path: Path, content: str, wait: float) -> desk.Figures:
    path.write_text(content, encoding="utf-8")
    opening = desk.Opening(path, rows=200, loading=wait, patience=wait, seconds=0.5)
    return desk.once(browser, opening)


def test_every_figure_of_a_page_with_the_hooks(browser: Browser, tmp_path: Path) -> None:
    found = figures(browser, tmp_path / "page.html", HOOKS, 10_000)
    least = {desk.ROWS: 200, desk.FILTER: 80, desk.SEARCH: 220, desk.LONGEST: 10}
    for name, value in found.items():
        assert value is not None, name
        assert value >= least.get(name, 0), name


def test_a_page_without_them_has_only_its_paint(browser: Browser, tmp_path: Path) -> None:
    found = figures(browser, tmp_path / "page.html", NOTHING, 500)
    done = {name for name, value in found.items() if value is not None}
    assert done == {desk.FIRST_PAINT, desk.CONTENTFUL}


def test_a_filter_that_changes_nothing_is_not_done(browser: Browser, tmp_path: Path) -> None:
    found = figures(
        browser, tmp_path / "page.html", HOOKS.replace("major.onchange = show;", ""), 3000
    )
    assert found[desk.FILTER] is None
    assert found[desk.SEARCH] is not None
