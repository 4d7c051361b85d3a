"""The short table in the terminal."""

from __future__ import annotations

from dataclasses import replace

from evalkit.cli.console import MANY, compared, summary
from evalkit.comparison.article_summary import digest, worst
from evalkit.comparison.pooled_batch import Batch
from evalkit.evaluation import Evaluation, evaluate
from tests.builders import document
from tests.reports.test_comparison_tables import two_bengalis

ENGLISH = ["The river rose by 3 metres.", "It fell by 7 metres.", "The bridge is open again."]
BENGALI = ["নদীর পানি ৪ মিটার বেড়েছে।", "তা ৭ মিটার কমেছে।", "সেতুটি আবার খোলা হয়েছে।"]
PUNJABI = ["ਦਰਿਆ ਦਾ ਪਾਣੀ 5 ਮੀਟਰ ਚੜ੍ਹ ਗਿਆ।", "ਇਹ 8 ਮੀਟਰ ਘਟ ਗਿਆ।", "ਪੁਲ ਫਿਰ ਖੁੱਲ੍ਹ ਗਿਆ ਹੈ।"]
JUDGED = evaluate(
    [document(*BENGALI, language="bn"), document(*PUNJABI, language="pa")],
    [document(*ENGLISH)],
    metrics=[],
    checks=["number-mismatch"],
)


def batch(*judged: Evaluation) -> Batch:
    return Batch(tuple(map(digest, judged)))


def test_a_fault_that_versions_share_is_named_once() -> None:
    assert [(f.row, f.also_in) for f in worst(JUDGED)] == [(1, ("pa",)), (2, ())]


def test_the_table_has_a_line_per_version_and_the_reasons_below() -> None:
    lines = summary(batch(JUDGED)).splitlines()
    assert lines[0].split()[:3] == ["version", "paragraphs", "critical"]
    assert lines[1].split()[:5] == ["Bengali", "(bn)", "3", "0", "1"]
    assert lines[2].split()[:5] == ["Punjabi", "(pa)", "3", "0", "2"]
    assert lines[3] == "worst:"
    assert lines[4].startswith("  row 1 bn major number-mismatch: 3 in the source, 4 in the ver")
    assert lines[4].endswith("(also in pa)")


def test_versions_of_one_language_are_compared_in_words() -> None:
    lines = summary(batch(two_bengalis())).splitlines()
    first = lines.index("compared:")
    records = two_bengalis().comparison_records
    assert lines[first + 1 : first + 1 + len(records)] == [
        f"  {record.metric}: {record.words}" for record in records
    ]
    assert "compared:" not in summary(batch(JUDGED))


def test_a_batch_compares_systems_over_its_articles() -> None:
    pair = batch(two_bengalis("one"), two_bengalis("two"))
    assert f"  penalty: {pair.systems[0].words}" in summary(pair).splitlines()


def test_many_articles_are_told_together() -> None:
    few = batch(*(replace(JUDGED, article=f"article-{n}") for n in range(MANY)))
    assert len(summary(few).split("worst of")) == MANY + 1
    many = batch(*(replace(JUDGED, article=f"article-{n}") for n in range(MANY + 1)))
    lines = summary(many).splitlines()
    assert [line.split()[:5] for line in lines[1:3]] == [
        ["Bengali", "(bn)", str(3 * (MANY + 1)), "0", str(MANY + 1)],
        ["Punjabi", "(pa)", str(3 * (MANY + 1)), "0", str(2 * (MANY + 1))],
    ]
    assert "worst" not in summary(many)


def test_of_many_comparisons_the_penalties_are_named() -> None:
    penalty = two_bengalis().comparison_records[0]
    assert penalty.metric == "penalty"
    other = replace(penalty, metric="chrf")
    lines = compared([penalty, *[other] * 20])
    assert lines == [f"  penalty: {penalty.words}", "  and 20 more in comparisons.csv"]
    assert compared([other] * 20) == ["  20 in comparisons.csv"]
