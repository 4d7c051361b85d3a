"""The short table in the terminal."""

from __future__ import annotations

from evalkit.cli.console import summary, worst
from evalkit.evaluation import evaluate
from tests.builders import document

ENGLISH = ["The river rose by 3 metres.", "It fell by 7 metres.", "The bridge is open again."]
BENGALI = ["নদীর পানি ৪ মিটার বেড়েছে।", "তা ৭ মিটার কমেছে।", "সেতুটি আবার খোলা হয়েছে।"]
PUNJABI = ["ਦਰਿਆ ਦਾ ਪਾਣੀ 5 ਮੀਟਰ ਚੜ੍ਹ ਗਿਆ।", "ਇਹ 8 ਮੀਟਰ ਘਟ ਗਿਆ।", "ਪੁਲ ਫਿਰ ਖੁੱਲ੍ਹ ਗਿਆ ਹੈ।"]
JUDGED = evaluate(
    [document(*BENGALI, language="bn"), document(*PUNJABI, language="pa")],
    [document(*ENGLISH)],
    metrics=[],
    checks=["number-mismatch"],
)


def test_a_fault_that_versions_share_is_named_once() -> None:
    assert [(f.row, f.also_in) for f in worst(JUDGED)] == [(1, ("pa",)), (2, ())]


def test_the_table_has_a_line_per_version_and_the_reasons_below() -> None:
    lines = summary([JUDGED]).splitlines()
    assert lines[0].split()[:3] == ["version", "paragraphs", "critical"]
    assert lines[1].split()[:5] == ["Bengali", "(bn)", "3", "0", "1"]
    assert lines[2].split()[:5] == ["Punjabi", "(pa)", "3", "0", "2"]
    assert lines[3] == "worst:"
    assert lines[4].startswith("  row 1 bn major number-mismatch: 3 in the source, 4 in the ver")
    assert lines[4].endswith("(also in pa)")
