"""The verdict counts what stands: what a reviewer dismisses leaves it, and what was decided is told."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

pytest.importorskip("playwright")

from lxml import html
from playwright.sync_api import BrowserContext, Page

from evalkit.reports import write
from evalkit.result.evaluation import Evaluation
from evalkit.review import applied, read_decisions
from tests.browser import generated
from tests.browser.deciding import again, export, press, read_in, ready
from tests.browser.opened import Opened, until, written
from tests.reports import sample

JUDGED = sample.evaluation()
FOUND = {f.fingerprint: f for f in JUDGED.finding_records}
PARTS = ".verdict, .summary tbody, .two-by-two tbody"
WRITTEN = (
    "//article[@class='verdict'] | //table[contains(@class, 'summary')]/tbody"
    " | //table[contains(@class, 'two-by-two')]/tbody"
)


def static(report: Path) -> list[str]:
    """The words of verdicts, summary and tables as they are written, without spaces."""
    tree = html.parse(str(report), html.HTMLParser(encoding="utf-8")).getroot()
    return [re.sub(r"\s", "", each.text_content()) for each in tree.xpath(WRITTEN)]


def shown(page: Page) -> list[str]:
    found: list[str] = page.evaluate(
        "parts => [...document.querySelectorAll(parts)].map(each => {"
        " const copy = each.cloneNode(true);"
        " copy.querySelectorAll('.decided, [hidden]').forEach(part => part.remove());"
        " return copy.textContent.replace(/\\s/g, ''); })",
        PARTS,
    )
    return found


def links(page: Page) -> list[str]:
    found: list[str] = page.evaluate(
        "parts => [...document.querySelectorAll(parts)].flatMap("
        "each => [...each.querySelectorAll('a')].map(link => link.hash))",
        PARTS,
    )
    return found


@pytest.mark.parametrize("judged", [JUDGED, generated.evaluation(60)], ids=["sample", "generated"])
def test_undecided_it_is_what_the_file_says(
    opened: Opened, tmp_path: Path, judged: Evaluation
) -> None:
    """The page draws the numbers anew: word for word, and link for link, those of the report."""
    report = written(judged, tmp_path)
    page = ready(opened.open(report))
    assert shown(page) == static(report)
    tree = html.parse(str(report)).getroot()
    assert links(page) == [
        link for part in tree.xpath(WRITTEN) for link in part.xpath(".//a/@href")
    ]


def test_decided_it_is_what_a_run_with_the_decisions_says(
    opened: Opened, sample_report: Path, tmp_path: Path
) -> None:
    """Per version and in all, for the page as for `--decisions`; but for the limits."""
    page = ready(opened.open(sample_report, "#order=reading"))
    worst = [f for f in JUDGED.finding_records if f.severity in ("critical", "major")]
    for number, finding in enumerate(worst):
        page.evaluate("fragment => { location.hash = fragment; }", f"finding-{finding.fingerprint}")
        until(page, f"() => document.querySelector('#finding-{finding.fingerprint}.active')")
        press(page, finding, ("dismissed", "accepted", "dismissed", "fixed")[number % 4])
    decided = applied(JUDGED, read_decisions(str(export(page, "json", tmp_path))).records)
    (report,) = write(decided, tmp_path / "decided", ["html"])
    limits = re.compile(r"\[[\d.,]+\]")
    expected = [limits.sub("", part) for part in static(report)]
    assert shown(page)[:3] == expected[:3]
    dismissed = sum(f.decision == "dismissed" for f in decided.dismissed_records)
    assert dismissed > 2
    left = len(JUDGED.finding_records) - dismissed
    assert page.locator("#count").inner_text() == f"20 paragraphs, {left} findings"
    assert f"{dismissed} findings dismissed" in (page.locator("#since").text_content() or "")


def test_each_version_tells_its_own_decisions(
    page: Page, context: BrowserContext, opened: Opened, sample_report: Path
) -> None:
    ready(opened.open(sample_report, "#order=reading"))
    bn = next(f for f in JUDGED.finding_records if f.version == "bn" and f.severity == "major")
    chip = page.locator(".verdict[data-verdict=bn] .chip.major")
    before = int(re.findall(r"\d+", chip.inner_text())[0])
    press(page, bn, "dismissed")
    assert int(re.findall(r"\d+", chip.inner_text())[0]) == before - 1
    line = page.locator(".verdict[data-verdict=bn] .decided")
    assert line.inner_text() == "Decided: 1 dismissed"
    assert page.locator(".verdict[data-verdict=pa] .decided").is_hidden()
    later = again(context, sample_report)
    assert later.page.locator(".verdict[data-verdict=bn] .decided").inner_text() == "Decided: 1 dismissed"  # fmt: skip
    assert int(re.findall(r"\d+", later.page.locator(".verdict[data-verdict=bn] .chip.major").inner_text())[0]) == before - 1  # fmt: skip
    later.page.close()
    press(page, bn, "dismissed")
    assert int(re.findall(r"\d+", chip.inner_text())[0]) == before
    assert line.is_hidden()


def test_what_is_read_in_is_counted(
    opened: Opened, context: BrowserContext, sample_report: Path, tmp_path: Path
) -> None:
    page = ready(opened.open(sample_report, "#order=reading"))
    finding = next(f for f in JUDGED.finding_records if f.severity == "critical")
    press(page, finding, "dismissed")
    path = export(page, "json", tmp_path)
    page.evaluate("localStorage.clear()")
    other = again(context, sample_report)
    chips = other.page.locator(f".verdict[data-verdict={finding.version}] .chip.critical")
    before = chips.count()
    read_in(other.page, path)
    assert chips.count() == before - 1
    assert other.complaints == []


CONTRAST = """() => {
  const parse = colour => colour.match(/[\\d.]+/g).map(Number);
  const light = ([r, g, b]) => [r, g, b].map(v => v / 255)
    .map(v => v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    .reduce((sum, v, n) => sum + v * [0.2126, 0.7152, 0.0722][n], 0);
  const ground = element => {
    for (let at = element; at; at = at.parentElement) {
      const found = parse(getComputedStyle(at).backgroundColor);
      if (found.length < 4 || found[3] > 0) return found;
    }
    return [255, 255, 255];
  };
  const marks = [...document.querySelectorAll('#rows .row.at mark')];
  return marks.map(mark => {
    const [a, b] = [light(parse(getComputedStyle(mark).color)), light(ground(mark))];
    return [mark.className, (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)];
  });
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_can_be_read_whatever_was_decided_of_them(
    opened: Opened, sample_report: Path, scheme: str
) -> None:
    """Lit or not, decided either way, in the text and in Latin letters: WCAG's 4.5 to 1."""
    page = opened.page
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    ready(opened.open(sample_report, "#latin=on&order=reading"))
    found = next(f for f in FOUND.values() if f.version == "bn" and f.quote and f.source_quote)
    page.evaluate("fragment => { location.hash = fragment; }", f"finding-{found.fingerprint}")
    until(page, "() => document.querySelectorAll('#rows .row.at mark.active').length > 1")
    for key in ("", "1", "2", "3", "3", "Escape"):
        if key:
            page.keyboard.press(key)
        measured = page.evaluate(CONTRAST)
        assert len(measured) > 1
        assert [m for m in measured if m[1] < 4.5] == []
