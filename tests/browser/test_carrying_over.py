"""Decisions in the next run, in a report that has them in it, and beside other reviewers'."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

pytest.importorskip("playwright")

from playwright.sync_api import Page

from evalkit import evaluate
from evalkit.document import Document, Paragraph
from evalkit.result.evaluation import Evaluation
from evalkit.result.records import DecisionRecord, FindingRecord
from evalkit.review import Decisions, applied, content, merged, read_decisions
from tests.browser.deciding import (
    again,
    call,
    export,
    find,
    press,
    read_in,
    ready,
    remark,
    verdict,
)
from tests.browser.opened import Opened, written
from tests.review.entries import about

ENGLISH = """The mill at the bend
The mill ground rice for 40 farms until last spring.
A new wheel was fitted in March. It turns slowly.
Visitors may come on Sundays between nine and noon.
The miller sells flour in bags of 25 kilograms.
Bring your own sack."""
# Wrong numbers in the second and fifth, a doubled danda in the third.
BENGALI = """বাঁকের ধারের কল
গত বসন্ত পর্যন্ত কলটি ৩০টি খামারের ধান ভাঙত।
মার্চ মাসে একটি নতুন চাকা বসানো হয়।। এটি ধীরে ঘোরে।
দর্শনার্থীরা রবিবার নয়টা থেকে দুপুর পর্যন্ত আসতে পারেন।
কলের মালিক ৫২ কিলোগ্রামের বস্তায় আটা বিক্রি করেন।
নিজের বস্তা সঙ্গে আনুন।"""
EDITED = BENGALI.replace("৫২", "৭২").replace("করেন।", "করে থাকেন।")
# A doubled danda in the third; the last is missing.
PUNJABI = """ਮੋੜ ਉੱਤੇ ਚੱਕੀ
ਪਿਛਲੀ ਬਸੰਤ ਤੱਕ ਚੱਕੀ 40 ਖੇਤਾਂ ਦੇ ਚੌਲ ਪੀਂਹਦੀ ਸੀ।
ਮਾਰਚ ਵਿੱਚ ਨਵਾਂ ਪਹੀਆ ਲਾਇਆ ਗਿਆ।। ਇਹ ਹੌਲੀ ਘੁੰਮਦਾ ਹੈ।
ਸੈਲਾਨੀ ਐਤਵਾਰ ਨੂੰ ਨੌਂ ਵਜੇ ਤੋਂ ਦੁਪਹਿਰ ਤੱਕ ਆ ਸਕਦੇ ਹਨ।
ਚੱਕੀ ਵਾਲਾ 25 ਕਿਲੋ ਦੀਆਂ ਬੋਰੀਆਂ ਵਿੱਚ ਆਟਾ ਵੇਚਦਾ ਹੈ।"""
STILL = "Marked fixed on other texts, and found again in these"


def text(language: str, words: str) -> Document:
    lines = tuple(Paragraph(line) for line in words.splitlines())
    digest = hashlib.sha256(words.encode()).hexdigest()
    return Document(lines, language, name=f"{language}.txt", sha256=digest)


def judge(bengali: str) -> Evaluation:
    return evaluate(
        [text("bn", bengali), text("pa", PUNJABI)],
        [text("en", ENGLISH)],
        metrics=[],
        checks=["fast"],
        article="mill",
    )


@pytest.fixture(scope="module")
def first() -> Evaluation:
    return judge(BENGALI)


@pytest.fixture(scope="module")
def second() -> Evaluation:
    return judge(EDITED)


@pytest.fixture
def page(opened: Opened, first: Evaluation, tmp_path: Path) -> Page:
    return ready(opened.open(written(first, tmp_path / "first"), "#order=reading"))


def opinion(page: Page, finding: FindingRecord) -> str:
    return page.locator(f"#finding-{finding.fingerprint}").text_content() or ""


def numbers(judged: Evaluation) -> FindingRecord:
    """The wrong number of the paragraph that is edited."""
    return find(judged, 5, "bn", "number-mismatch")


def test_decisions_are_known_in_the_next_run(
    page: Page, first: Evaluation, second: Evaluation, tmp_path: Path
) -> None:
    farms = find(first, 2, "bn", "number-mismatch")
    danda = find(first, 3, "pa", "doubled-punctuation")
    missing = find(first, 6, "pa", "missing-paragraph")
    assert first.edition != second.edition
    assert numbers(first).fingerprint != numbers(second).fingerprint
    press(page, farms, "accepted")
    press(page, danda, "dismissed")
    press(page, missing, "fixed")
    press(page, numbers(first), "accepted")
    remark(page, numbers(first), "note", "twenty-five")
    assert page.is_hidden("#unmatched")
    assert STILL not in opinion(page, missing)

    later = again(page.context, written(second, tmp_path / "second"), "#order=reading")
    assert verdict(later.page, farms) == "accepted"
    assert verdict(later.page, danda) == "dismissed"
    assert verdict(later.page, missing) == "fixed"
    assert STILL in opinion(later.page, missing)
    assert later.page.is_visible(f"#finding-{missing.fingerprint} .still")
    assert STILL not in opinion(later.page, farms)
    assert verdict(later.page, numbers(second)) == ""

    later.page.click("#unmatched summary")
    assert later.page.inner_text("#unmatched summary").startswith("1 decision of findings")
    (old,) = later.page.locator("#unmatched li").all_inner_texts()
    assert old.startswith("accepted · paragraph 5, bn")
    assert numbers(first).message in old
    assert old.endswith("twenty-five")
    # Looked at again and fixed again: said no longer.
    press(later.page, missing, "accepted")
    assert STILL not in opinion(later.page, missing)
    assert later.complaints == []


def test_old_decisions_are_exported_from_the_next_run_too(
    page: Page, first: Evaluation, second: Evaluation, tmp_path: Path
) -> None:
    press(page, numbers(first), "accepted")
    later = again(page.context, written(second, tmp_path / "second"), "#order=reading")
    press(later.page, numbers(second), "dismissed")
    path = export(later.page, "json", tmp_path)
    records = read_decisions(str(path)).records
    assert {(r.fingerprint, r.decision, r.edition) for r in records} == {
        (numbers(first).fingerprint, "accepted", first.edition),
        (numbers(second).fingerprint, "dismissed", second.edition),
    }
    said = read_in(page, path)
    assert said == f"2 decisions read from {path.name}; 1 match no finding here"


def test_decisions_on_other_articles_are_left_out(
    page: Page, first: Evaluation, tmp_path: Path
) -> None:
    record = about(numbers(first), "fixed", reviewer="Asha")
    path = tmp_path / "both.json"
    other = about(find(first, 2, "bn", "number-mismatch"), "fixed", reviewer="Asha", article="dam")
    path.write_bytes(content(Decisions((record, other)), str(path)))
    assert read_in(page, path) == "2 decisions read from both.json; 1 of other articles left out"
    assert page.inner_text("#decided") == "Decided: 1 fixed"


def test_a_report_of_applied_decisions_shows_them(
    opened: Opened, first: Evaluation, tmp_path: Path
) -> None:
    farms = find(first, 2, "bn", "number-mismatch")
    decisions = [
        about(farms, "dismissed", reviewer="Asha", note="as in the source"),
        about(numbers(first), "accepted", reviewer="Asha"),
    ]
    judged = applied(first, decisions)
    report = written(judged, tmp_path / "judged")
    page = ready(opened.open(report, "#order=reading"))
    assert page.inner_text("#decided") == "Decided: 1 accepted, 1 dismissed"
    assert verdict(page, farms) == "dismissed"
    assert verdict(page, numbers(first)) == "accepted"
    assert "as in the source" in opinion(page, farms)
    cell = page.locator('#map a[data-row="2"][data-version="bn"]')
    assert "nothing found" in (cell.get_attribute("aria-label") or "")
    # One's own word goes before, here and in what is exported.
    call(page, "Binta")
    press(page, farms, "accepted")
    assert verdict(page, farms) == "accepted"
    records = read_decisions(str(export(page, "json", tmp_path))).records
    both = {(r.reviewer, r.decision) for r in records if r.fingerprint == farms.fingerprint}
    assert both == {("Asha", "dismissed"), ("Binta", "accepted")}


def disagreeing(finding: FindingRecord) -> tuple[DecisionRecord, DecisionRecord]:
    return (
        about(finding, "dismissed", reviewer="Asha", note="on purpose"),
        about(finding, "accepted", reviewer="Binta"),
    )


def test_reviewers_who_disagree_are_shown_and_ones_own_word_settles_it(
    opened: Opened, first: Evaluation, tmp_path: Path
) -> None:
    finding = numbers(first)
    path = tmp_path / "merged.json"
    asha, binta = disagreeing(finding)
    together = merged([Decisions((asha,), "Asha"), Decisions((binta,), "Binta")])
    path.write_bytes(content(together, str(path)))
    page = ready(opened.open(written(first, tmp_path / "first"), "#order=reading"))
    read_in(page, path)
    badge = page.locator(f"#finding-{finding.fingerprint} .disagree")
    # Its words, whether or not the row has come into view yet.
    assert badge.text_content() == "Reviewers disagree"
    assert verdict(page, finding) == ""
    for words in ("Asha", "Binta", "on purpose"):
        assert words in opinion(page, finding)
    cell = page.locator('#map a[data-row="5"][data-version="bn"]')
    assert "major" in (cell.get_attribute("class") or "")

    call(page, "Chandra")
    press(page, finding, "dismissed")
    assert badge.count() == 0
    assert verdict(page, finding) == "dismissed"
    settled = read_decisions(str(export(page, "json", tmp_path)))
    assert settled.reviewer == "Chandra"
    judged = applied(first, settled.records, [settled.reviewer])
    assert finding.fingerprint not in {f.fingerprint for f in judged.finding_records}
    press(page, finding, "dismissed")
    assert badge.count() == 1


def test_a_report_says_where_its_reviewers_disagree(
    opened: Opened, first: Evaluation, tmp_path: Path
) -> None:
    finding = numbers(first)
    report = written(applied(first, disagreeing(finding)), tmp_path / "judged")
    page = ready(opened.open(report, f"#finding-{finding.fingerprint}"))
    assert page.locator(f"#finding-{finding.fingerprint} .disagree").count() == 1
    assert verdict(page, finding) == ""
