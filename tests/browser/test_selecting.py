"""Any filters in any order: rows, findings and the numbers beside the filters, held against the records."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import pytest

pytest.importorskip("playwright")

from playwright.sync_api import Page

from evalkit.result.evaluation import Evaluation
from evalkit.result.records import DecisionRecord, FindingRecord
from evalkit.review import DECISIONS, applied
from tests.browser import generated
from tests.browser.expected import FACETS, Expected, View
from tests.browser.opened import Opened, until, written

ROWS = 150
ORDERS = ("worst", "reading", "risk", "metric:chrf++", "metric:similarity")
SHOWN = """() => [
  document.documentElement.dataset.shown.split(" ").map(Number),
  Array.from(document.querySelectorAll("#filters input"), input =>
    [input.name, input.value, input.closest("label").querySelector(".n").textContent]),
  Array.from(document.querySelectorAll("#rows .row"), row => Number(row.dataset.row)),
  Array.from(document.querySelectorAll("#rows .note"), note => note.dataset.finding),
]"""


@pytest.fixture(scope="module")
def evaluation() -> Evaluation:
    """A document whose findings were decided here and there."""
    found = generated.evaluation(ROWS)
    chance = Random("decisions")
    return applied(
        found, [_decision(f, chance) for f in found.finding_records if chance.random() < 0.5]
    )


@pytest.fixture(scope="module")
def report(evaluation: Evaluation, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(evaluation, tmp_path_factory.mktemp("selecting"))


def _decision(finding: FindingRecord, chance: Random) -> DecisionRecord:
    return DecisionRecord(
        finding.fingerprint, finding.article, finding.version, finding.row, finding.check,
        finding.severity, finding.message, finding.quote, finding.source_quote,
        chance.choice(DECISIONS), "", "", "Asha", "", "",
    )  # fmt: skip


def _view(chance: Random, values: dict[str, list[str]]) -> View:
    """Each facet with some of its values, with none more often than not."""
    chosen = {
        facet: tuple(chance.sample(known, min(len(known), chance.choice((0, 0, 0, 1, 1, 2, 3)))))
        for facet, known in values.items()
    }
    first = chance.randrange(1, ROWS)
    rows = (first, min(ROWS, first + chance.randrange(80))) if chance.random() < 0.3 else None
    return View(chosen, rows, chance.choice(ORDERS))


def test_every_view_shows_what_the_records_say(
    opened: Opened, report: Path, evaluation: Evaluation
) -> None:
    expected = Expected(evaluation)
    page = opened.open(report)
    page.set_viewport_size({"width": 1300, "height": 4000})
    until(page, "() => document.documentElement.dataset.ready === 'yes'")
    values = {
        facet: sorted({value(f) for f in evaluation.listed_records}) for facet, value in FACETS.items()
    }  # fmt: skip
    values["severity"].append("none")
    chance = Random("views")
    for view in (View(), *(_view(chance, values) for _ in range(60))):
        (rows, findings), counts, drawn, notes = _shown(page, view)
        wanted = expected.rows(view)
        fitting = {f.fingerprint for row in wanted for f in expected.findings(row.row, view)}
        assert (rows, findings) == (len(wanted), len(fitting)), view
        by_value = expected.counts(view)
        assert {(f, v): int(n) for f, v, n in counts} == {
            (f, v): by_value.get((f, v), 0) for f, v, _ in counts
        }, view
        order = sorted(wanted, key=lambda row: (expected.measure(row, view), row.row))
        assert drawn == [row.row for row in order[: len(drawn)]], view
        narrowed = any(chosen for facet, chosen in view.chosen.items() if facet != "version")
        if narrowed and "none" not in view.chosen["severity"]:
            assert set(notes) <= fitting, view


def _shown(page: Page, view: View) -> Any:
    page.evaluate("fragment => { location.hash = fragment; }", view.fragment())
    # The page turns to the address once the browser tells it of the change.
    page.evaluate("() => new Promise(done => setTimeout(() => requestAnimationFrame(done)))")
    return page.evaluate(SHOWN)


def test_every_number_of_a_score_leads_to_its_rows(
    opened: Opened, report: Path, evaluation: Evaluation
) -> None:
    """Metrics have names like chrf++, of which an address must keep every sign."""
    page = opened.open(report)
    until(page, "() => document.documentElement.dataset.ready === 'yes'")
    links = page.locator(".verdict .coverage a")
    assert links.count() == len(evaluation.metrics), "one version has a score everywhere"
    for link in links.all():
        (number,) = re.findall(r"\d+", link.inner_text())
        link.click()
        shown = page.evaluate("document.documentElement.dataset.shown")
        assert shown.split(" ")[0] == number
    page.locator(".verdict .figures a[href*='order=metric']").first.click()
    assert page.input_value("#order") == "metric:chrf++"


def test_an_address_keeps_names_whatever_they_hold(opened: Opened, tmp_path: Path) -> None:
    """A check of another release may be called anything."""
    odd = "a,b&c=d#%2C+é __proto__"
    found = generated.evaluation(30)
    renamed = [
        replace(f, check=odd) if f.check == found.finding_records[0].check else f
        for f in found.finding_records
    ]
    number = sum(f.check == odd for f in renamed)
    page = opened.open(written(replace(found, finding_records=tuple(renamed)), tmp_path))
    until(page, "() => document.documentElement.dataset.ready === 'yes'")
    page.locator("#filters .by-check label", has_text=odd).locator("input").check()
    until(page, "() => location.hash.includes('check=')")
    address = page.url
    for _ in range(2):
        assert page.evaluate("document.documentElement.dataset.shown").endswith(f" {number}")
        page.goto("about:blank")
        page.goto(address)
        until(page, "() => document.documentElement.dataset.ready === 'yes'")
