"""An evaluation with decisions: what is dismissed counts nowhere, and nothing is lost."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evalkit.document import Document, Paragraph
from evalkit.evaluation import Evaluation, evaluate
from evalkit.reports.tables import tables
from evalkit.result.records import DecisionRecord, FindingRecord
from evalkit.review import DECISIONS, applied, effect, settled, still_there, undecided
from evalkit.spreadsheets import to_csv
from tests.cli.conftest import BENGALI, ENGLISH, PUNJABI
from tests.review.entries import NOON, about, entry

# A wrong number and a doubled end in the first sentence; a doubled word and end in the second.
FAULTY = BENGALI.replace("৩", "৫").replace("।\n", "।।\n", 2).replace("কেউ", "কেউ কেউ কেউ")


def text(language: str, words: str) -> Document:
    lines = tuple(Paragraph(line) for line in words.splitlines())
    return Document(lines, language, name=f"{language}.txt", sha256=words)


def judge(bengali: str = FAULTY, punjabi: str = PUNJABI) -> Evaluation:
    return evaluate(
        [text("bn", bengali), text("pa", punjabi)],
        [text("en", ENGLISH)],
        metrics=[],
        checks=["fast"],
        article="river",
    )


@pytest.fixture(scope="module")
def judged() -> Evaluation:
    return judge()


def number(judged: Evaluation) -> FindingRecord:
    """The finding that Bengali has 5 where the source has 3."""
    found = (*judged.finding_records, *judged.dismissed_records)
    return next(f for f in found if f.check == "number-mismatch")


def table(judged: Evaluation, name: str) -> list[dict[str, str]]:
    made = next(t for t in tables(judged) if t.name == name)
    return list(csv.DictReader(io.StringIO(to_csv(made).decode(), newline="")))


def test_what_is_dismissed_counts_nowhere_and_is_still_listed(judged: Evaluation) -> None:
    finding = number(judged)
    quiet = applied(judged, [about(finding, "dismissed", note="a year")])
    assert number(quiet) not in quiet.finding_records
    before, after = judged.summary_records[0], quiet.summary_records[0]
    assert (before.major, after.major) == (1, 0)
    assert (after.penalty or 0) < (before.penalty or 0)
    assert after.strip[0] != before.strip[0]
    assert not any(r.check == "number-mismatch" for r in quiet.witness_records)
    was, now = (e.paragraph_records[0].penalty for e in (judged, quiet))
    assert (now or 0) < (was or 0)
    (listed,) = [f for f in table(quiet, "findings") if f["check"] == "number-mismatch"]
    assert (listed["decision"], listed["note"], listed["reviewer"]) == (
        "dismissed",
        "a year",
        "Asha",
    )
    assert list(quiet.findings["decision"]).count("dismissed") == 1


def test_findings_are_listed_where_they_stood(judged: Evaluation) -> None:
    assert len(judged.finding_records) > 2
    for finding in judged.finding_records:
        quiet = applied(judged, [about(finding, "dismissed")])
        listed = [f.fingerprint for f in quiet.listed_records]
        assert listed == [f.fingerprint for f in judged.finding_records]


def test_what_is_accepted_is_marked_and_counts(judged: Evaluation) -> None:
    found = applied(judged, [about(number(judged), "accepted", correction="৩")])
    assert (number(found).decision, number(found).correction) == ("accepted", "৩")
    assert found.summary_records == judged.summary_records


def test_a_conflict_stays_loud(judged: Evaluation) -> None:
    finding = number(judged)
    both = [about(finding, "dismissed"), about(finding, "accepted", "Binta")]
    found = applied(judged, both)
    assert number(found) in found.finding_records
    assert (number(found).decision, number(found).reviewer) == ("conflict", "Asha, Binta")
    assert number(applied(judged, both, ["Asha"])).decision == "dismissed"


def test_only_the_same_version_and_article_are_meant(judged: Evaluation) -> None:
    finding = number(judged)
    for other in ({"version": "pa"}, {"article": "storm"}, {"fingerprint": "f1"}):
        found = applied(judged, [about(finding, "dismissed", **other)])
        assert number(found).decision == ""
    anywhere = applied(judged, [about(finding, "dismissed", article="")])
    assert number(anywhere).decision == "dismissed"


def test_entries_on_findings_that_are_gone_are_kept(judged: Evaluation) -> None:
    lost = entry("dismissed", fingerprint="0000", note="hours of work")
    assert applied(judged, [lost]).decision_records == (lost,)


def test_a_finding_whose_text_changed_comes_back(judged: Evaluation) -> None:
    edited = judge(FAULTY.replace("পানি", "জল"))
    found = applied(edited, [about(number(judged), "dismissed")])
    assert number(found) in found.finding_records
    assert number(found).decision == ""
    told = effect([settled(found)], found.decision_records)
    assert (told.dismissed, told.unmatched) == (0, 1)


def test_a_finding_stays_dismissed_where_another_paragraph_changed(judged: Evaluation) -> None:
    edited = judge(FAULTY.replace("সেতুটি", "ওই সেতু"), PUNJABI + "ਹੋਰ।\n")
    assert edited.edition != judged.edition
    found = applied(edited, [about(number(judged), "dismissed")])
    assert number(found) in found.dismissed_records


def test_what_was_marked_fixed_and_is_still_there_is_told(judged: Evaluation) -> None:
    finding = number(judged)
    entries = [about(finding, "fixed", edition=judged.edition)]
    assert still_there(applied(judged, entries)) == (), "these are the texts it was marked on"
    edited = applied(judge(punjabi=PUNJABI + "ਹੋਰ।\n"), entries)
    assert [f.fingerprint for f in still_there(edited)] == [finding.fingerprint]
    assert effect([settled(edited)], entries).still_there == 1
    mended = applied(judge(BENGALI), entries)
    assert still_there(mended) == ()
    told = effect([settled(mended)], entries)
    assert (told.fixed, told.unmatched) == (1, 0)


def test_a_later_decision_brings_a_finding_back(judged: Evaluation) -> None:
    finding = number(judged)
    quiet = applied(judged, [about(finding, "dismissed")])
    again = applied(quiet, [about(finding, "", time=NOON)])
    assert again.finding_records == judged.finding_records
    assert len(again.decision_records) == 2
    assert undecided(quiet) == judged


@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_applying_again_changes_nothing_and_the_order_does_not_matter(
    judged: Evaluation, data: st.DataObject
) -> None:
    entries: list[DecisionRecord] = [
        about(finding, decision, reviewer)
        for finding in judged.finding_records
        for reviewer in ("Asha", "Binta")
        for decision in data.draw(st.lists(st.sampled_from(["", *DECISIONS]), max_size=2))
    ]
    once = applied(judged, entries)
    assert applied(once, entries) == once
    assert applied(applied(judged, entries[::-1]), ()) == once
    assert undecided(once) == judged
    kept = [*once.finding_records, *once.dismissed_records]
    assert prints(kept) == prints(judged.finding_records)
    assert Evaluation.from_json(once.to_json()).to_json() == once.to_json()


def prints(findings: Iterable[FindingRecord]) -> list[str]:
    return sorted(f.fingerprint for f in findings)


def test_decisions_survive_the_file(judged: Evaluation) -> None:
    entries = [about(number(judged), "dismissed", note="</script>\r\n=1"), entry("fixed")]
    found = applied(judged, entries)
    read = Evaluation.from_json(found.to_json())
    assert read.dismissed_records == found.dismissed_records
    assert read.decision_records == found.decision_records


def test_an_evaluation_of_before_there_were_decisions_is_read(
    judged: Evaluation,
) -> None:
    old = json.loads(judged.to_json())
    del old["dismissed"], old["decisions"]
    for finding in old["findings"]:
        for name in ("decision", "note", "correction", "reviewer"):
            del finding[name]
    assert Evaluation.from_json(json.dumps(old)).finding_records == judged.finding_records


def test_the_edition_is_that_of_the_texts(judged: Evaluation) -> None:
    assert len(judged.edition) == 16
    assert int(judged.edition, 16) >= 0
    assert replace(judged, article="x", inputs=judged.inputs[::-1]).edition == judged.edition
    assert judge(BENGALI).edition != judged.edition


def test_entries_on_other_articles_are_told(judged: Evaluation) -> None:
    entries = [entry("fixed", article="storm"), entry("accepted", article="storm")]
    told = effect([settled(applied(judged, entries))], entries)
    assert (told.elsewhere, told.articles, told.fixed) == (1, ("storm",), 0)


def test_an_entry_on_any_article_is_looked_for_in_all(judged: Evaluation) -> None:
    entries = [about(number(judged), "dismissed", article="")]
    several = [applied(e, entries) for e in (judged, replace(judge(BENGALI), article="other"))]
    told = effect(map(settled, several), entries)
    assert (told.dismissed, told.unmatched) == (1, 0)
