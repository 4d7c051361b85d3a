"""Decisions in the page: made by mouse and by keys, kept, quiet where dismissed, handed on."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

pytest.importorskip("playwright")

from playwright.sync_api import Browser, BrowserContext, Page

from evalkit.review import applied, read_decisions
from tests.browser.deciding import (
    VERDICTS,
    again,
    call,
    export,
    find,
    number,
    press,
    read_in,
    ready,
    remark,
    verdict,
)
from tests.browser.opened import Opened, until
from tests.reports import sample

JUDGED = sample.evaluation()
WRONG = find(JUDGED, 2, "bn", "number-mismatch")
SPACE = find(JUDGED, 4, "bn", "dangling-space")
BREAK = find(JUDGED, 4, "pa", "truncated-sentence")
DOUBLED = find(JUDGED, 10, "bn", "doubled-punctuation")
HOSTILE = "<img src=x onerror=\"document.title='taken'\">"


@pytest.fixture
def page(opened: Opened, sample_report: Path) -> Page:
    return ready(opened.open(sample_report, "#order=reading"))


def active(page: Page) -> str:
    """The fingerprint of the finding one stands on."""
    found: str = page.evaluate("document.querySelector('.note.active')?.dataset.finding ?? ''")
    return found


@pytest.mark.parametrize("decision", VERDICTS)
def test_a_decision_by_mouse_is_kept_and_the_same_again_takes_it_back(
    page: Page, context: BrowserContext, sample_report: Path, decision: str
) -> None:
    assert page.inner_text("#decided") == "Nothing decided yet"
    press(page, WRONG, decision)
    assert verdict(page, WRONG) == decision
    assert page.inner_text("#decided") == f"Decided: 1 {decision}"
    assert page.is_hidden("#not-kept")
    focused = page.evaluate("document.activeElement.dataset.decide")
    assert focused == decision

    later = again(context, sample_report, f"#finding-{WRONG.fingerprint}")
    assert verdict(later.page, WRONG) == decision
    press(later.page, WRONG, decision)
    assert verdict(later.page, WRONG) == ""
    assert later.complaints == []
    # The first tab hears of it.
    until(page, "() => document.getElementById('decided').textContent === 'Nothing decided yet'")
    assert verdict(page, WRONG) == ""


def test_another_decision_replaces_the_first(page: Page) -> None:
    press(page, WRONG, "accepted")
    press(page, WRONG, "fixed")
    assert verdict(page, WRONG) == "fixed"
    assert page.inner_text("#decided") == "Decided: 1 fixed"


@pytest.mark.parametrize(("key", "decision"), [*zip("123", VERDICTS, strict=True)])
def test_a_decision_by_key_is_kept_and_the_same_again_takes_it_back(
    page: Page, context: BrowserContext, sample_report: Path, key: str, decision: str
) -> None:
    while active(page) != WRONG.fingerprint:
        page.keyboard.press("j")
    page.keyboard.press(key)
    assert verdict(page, WRONG) == decision
    assert active(page) == WRONG.fingerprint
    later = again(context, sample_report, f"#finding-{WRONG.fingerprint}")
    assert verdict(later.page, WRONG) == decision
    page.keyboard.press(key)
    assert verdict(page, WRONG) == ""


def test_the_keys_walk_the_findings_in_the_order_shown(page: Page) -> None:
    drawn: list[str] = page.evaluate(
        "[...document.querySelectorAll('#rows .row')].flatMap(row => {"
        " const notes = [...row.querySelectorAll('.note')].map(n => n.id);"
        " return notes.length ? notes : ['row-' + row.dataset.row]; })"
    )
    walked = []
    for _ in drawn[:8]:
        page.keyboard.press("j")
        walked.append(page.evaluate("document.activeElement.id"))
    assert walked == drawn[:8]
    for place in reversed(drawn[:7]):
        page.keyboard.press("k")
        assert page.evaluate("document.activeElement.id") == place


def test_a_key_decides_nothing_where_no_finding_is(page: Page) -> None:
    for key in "123n":
        page.keyboard.press(key)
    page.keyboard.press("j")  # to the first paragraph, which has no finding
    for key in "123n":
        page.keyboard.press(key)
    assert page.inner_text("#decided") == "Nothing decided yet"


def test_n_opens_the_note_and_escape_leaves_it_with_what_was_written(
    opened: Opened, context: BrowserContext, sample_report: Path
) -> None:
    fragment = f"#finding-{WRONG.fingerprint}"
    page = ready(opened.open(sample_report, fragment))
    page.keyboard.press("n")
    assert page.evaluate("document.activeElement.name") == "note"
    page.keyboard.type("1, 2 or 3? j/k")
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.tagName") != "TEXTAREA"
    assert verdict(page, WRONG) == ""
    remark(page, WRONG, "correction", "৩০০ জনের")
    page.keyboard.press("1")  # nothing is lit after Escape, but one still stands there

    later = again(context, sample_report, fragment)
    fields = later.page.locator(f"{fragment} textarea")
    assert [field.input_value() for field in fields.all()] == ["1, 2 or 3? j/k", "৩০০ জনের"]
    assert fields.first.is_visible()
    assert verdict(later.page, WRONG) == "accepted"


def test_the_other_keys(page: Page) -> None:
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.name") == "q"
    page.keyboard.type("r?")
    assert page.input_value("input[name=q]") == "r?"
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.name") is None
    page.keyboard.press("r")
    assert page.get_attribute("#romanised", "aria-pressed") == "true"
    page.keyboard.press("r")
    assert page.get_attribute("#romanised", "aria-pressed") == "false"
    page.keyboard.press("?")
    assert page.is_visible("#help")
    page.keyboard.press("Escape")
    assert page.is_hidden("#help")
    page.keyboard.press("Control+1")
    assert page.inner_text("#decided") == "Nothing decided yet"


def test_escape_puts_out_the_light(opened: Opened, sample_report: Path) -> None:
    page = ready(opened.open(sample_report, f"#finding-{WRONG.fingerprint}"))
    assert active(page) == WRONG.fingerprint
    page.keyboard.press("Escape")
    assert active(page) == ""


def test_keys_switched_off_do_nothing(
    opened: Opened, context: BrowserContext, sample_report: Path
) -> None:
    """WCAG 2.1.4: single keys can be turned off, and stay off."""
    fragment = f"#finding-{WRONG.fingerprint}"
    page = ready(opened.open(sample_report, fragment))
    page.click("#open-help")
    page.uncheck("#shortcuts")
    page.keyboard.press("Escape")
    for tab in (page, again(context, sample_report, fragment).page):
        before = tab.evaluate("document.activeElement.id")
        for key in "jk123nr/?":
            tab.keyboard.press(key)
        assert tab.evaluate("document.activeElement.id") == before
        assert tab.is_hidden("#help")
        assert tab.get_attribute("#romanised", "aria-pressed") == "false"
        assert tab.inner_text("#decided") == "Nothing decided yet"
    page.click("#open-help")
    page.check("#shortcuts")
    page.click("#help button[value=close]")
    page.keyboard.press("r")
    assert page.get_attribute("#romanised", "aria-pressed") == "true"


def test_what_is_dismissed_is_quiet_and_found_where_it_is_asked_for(page: Page) -> None:
    cell = page.locator(f'#map a[data-row="{WRONG.row}"][data-version="bn"]')
    assert "major" in (cell.get_attribute("class") or "")
    before = number(page, "severity", "major")
    assert number(page, "decision", "dismissed") == 0
    press(page, WRONG, "dismissed")
    assert number(page, "severity", "major") == before - 1
    assert "major" not in (cell.get_attribute("class") or "")
    assert "nothing found" in (cell.get_attribute("aria-label") or "")
    assert number(page, "decision", "dismissed") == 1

    page.click('#decided a[href="#decision=dismissed"]')
    until(page, "() => document.documentElement.dataset.shown === '1 1'")
    assert verdict(page, WRONG) == "dismissed"
    press(page, WRONG, "dismissed")
    assert verdict(page, WRONG) == ""
    page.click("#reset")
    assert number(page, "severity", "major") == before
    assert "major" in (cell.get_attribute("class") or "")


@pytest.mark.parametrize("ending", ["json", "csv"])
def test_what_is_exported_is_read_applied_and_imported(
    page: Page, browser: Browser, sample_report: Path, tmp_path: Path, ending: str
) -> None:
    call(page, "Asha")
    press(page, WRONG, "dismissed")
    press(page, BREAK, "accepted")
    remark(page, SPACE, "note", '=1+1, "quoted"\nand a second line')
    remark(page, SPACE, "correction", "পাঠকক্ষটি,")
    press(page, DOUBLED, "fixed")
    press(page, DOUBLED, "fixed")
    path = export(page, ending, tmp_path)
    assert path.name == f"village-library-Asha-decisions.{ending}"

    records = {r.fingerprint: r for r in read_decisions(str(path)).records}
    assert {f: r.decision for f, r in records.items()} == {
        WRONG.fingerprint: "dismissed",
        BREAK.fingerprint: "accepted",
        SPACE.fingerprint: "",
        DOUBLED.fingerprint: "",
    }
    assert {(r.reviewer, r.article, r.edition) for r in records.values()} == {
        ("Asha", JUDGED.article, JUDGED.edition)
    }
    told = records[WRONG.fingerprint]
    assert (told.row, told.version, told.check, told.severity) == (
        2, "bn", "number-mismatch", "major",
    )  # fmt: skip
    assert (told.message, told.quote, told.source_quote) == (WRONG.message, "২০০", "300")
    assert records[SPACE.fingerprint].note == '=1+1, "quoted"\nand a second line'
    assert records[SPACE.fingerprint].correction == "পাঠকক্ষটি,"

    judged = applied(JUDGED, records.values())
    assert {f.fingerprint for f in JUDGED.finding_records} - {
        f.fingerprint for f in judged.finding_records
    } == {WRONG.fingerprint}

    fresh = browser.new_context(offline=True)
    watched = again(fresh, sample_report, "#order=reading")
    assert verdict(watched.page, WRONG) == ""
    assert read_in(watched.page, path) == f"4 decisions read from {path.name}"
    assert verdict(watched.page, WRONG) == "dismissed"
    assert verdict(watched.page, BREAK) == "accepted"
    assert watched.page.inner_text("#decided") == "Decided: 1 accepted, 1 dismissed"
    assert '"quoted"' in watched.page.inner_text(f"#finding-{SPACE.fingerprint}")
    assert watched.complaints == []
    fresh.close()


NONSENSE = {
    "words.json": "no JSON",
    "null.json": "null",
    "other.json": '{"format": "other", "decisions": []}',
    "later.json": '{"format": "evalkit-decisions", "format_version": 2, "decisions": []}',
    "entry.json": '{"format": "evalkit-decisions", "format_version": 1, "decisions": [7]}',
    "none.json": '{"format": "evalkit-decisions", "format_version": 1, "decisions": []}',
    "half.json": json.dumps(
        {
            "format": "evalkit-decisions",
            "format_version": 1,
            "decisions": [
                {"fingerprint": WRONG.fingerprint, "version": "bn", "decision": "fixed"},
                {"fingerprint": BREAK.fingerprint, "version": "pa", "decision": "perhaps"},
            ],
        }
    ),
    "empty.csv": "",
    "columns.csv": "a,b\n1,2\n",
    "open.csv": 'fingerprint,decision\n"abc,fixed\n',
}


@pytest.mark.parametrize("name", NONSENSE)
def test_nonsense_is_told_and_changes_nothing(page: Page, tmp_path: Path, name: str) -> None:
    press(page, WRONG, "accepted")
    path = tmp_path / name
    path.write_text(NONSENSE[name], "utf-8")
    said = read_in(page, path)
    assert said.startswith(f"{name} was not read: ")
    assert said.endswith("Choose a file that this page or evalkit review wrote.")
    assert verdict(page, WRONG) == "accepted"
    assert page.inner_text("#decided") == "Decided: 1 accepted"


@pytest.mark.parametrize("kept", ["{", "7", '{"a": 1}', '[null, 3, {"decision": "x"}]'])
def test_what_something_else_stored_is_passed_over(
    page: Page, context: BrowserContext, sample_report: Path, kept: str
) -> None:
    place = f"evalkit decisions {JUDGED.article}"
    page.evaluate("([place, kept]) => localStorage.setItem(place, kept)", [place, kept])
    later = again(context, sample_report, f"#finding-{WRONG.fingerprint}")
    press(later.page, WRONG, "fixed")
    third = again(context, sample_report, f"#finding-{WRONG.fingerprint}")
    assert verdict(third.page, WRONG) == "fixed"
    assert later.complaints == third.complaints == []


@pytest.mark.parametrize("words", [HOSTILE, "__proto__", "constructor"])
def test_hostile_names_and_notes_stay_text(
    page: Page, context: BrowserContext, sample_report: Path, tmp_path: Path, words: str
) -> None:
    title = page.title()
    call(page, words)
    press(page, WRONG, "accepted")
    remark(page, WRONG, "note", words)
    path = export(page, "json", tmp_path)
    (record,) = read_decisions(str(path)).records
    assert (record.reviewer, record.note, record.decision) == (words, words, "accepted")

    call(page, "Binta")
    opinion = page.locator(f"#finding-{WRONG.fingerprint}")
    assert (opinion.text_content() or "").count(words) == 2
    later = again(context, sample_report, f"#finding-{WRONG.fingerprint}")
    for tab in (page, later.page):
        assert tab.locator("#finding-" + WRONG.fingerprint + " img").count() == 0
        assert tab.title() == title
    assert later.complaints == []


def test_what_was_decided_without_a_name_becomes_the_first_name(page: Page, tmp_path: Path) -> None:
    press(page, WRONG, "accepted")
    call(page, "Asha")
    assert verdict(page, WRONG) == "accepted"
    (record,) = read_decisions(str(export(page, "json", tmp_path))).records
    assert record.reviewer == "Asha"
