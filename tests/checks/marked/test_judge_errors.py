"""judged-error: what a judge marks and gives a reason for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pytest

from evalkit.alignment.rows import JudgedError, Pair
from evalkit.attribution.folding import fold
from evalkit.checks.base import Finding
from evalkit.checks.marked.judge_errors import JudgedErrorFound
from tests.builders import pair
from tests.checks.case import CheckCase, Faulty, Sound

SOURCE = "He crossed the river by boat."
BENGALI = "সে কাল নৌকায় নদী পার হয়েছে।"
PUNJABI = "ਉਹ ਕੱਲ੍ਹ ਦਰਿਆ ਪਾਰ ਗਿਆ।"


def place(quote: str, text: str) -> tuple[int, int]:
    start = text.index(quote)
    return start, start + len(quote)


ADDED = JudgedError(
    "Accuracy/Addition", "minor", place("কাল", BENGALI), None, "No day is named.", "judge"
)
OMITTED = JudgedError(
    "Accuracy/Omission", "major", None, place("by boat", SOURCE), "The boat is missing.", "judge"
)


class AfterJudging(JudgedErrorFound):
    """The check after a judge has marked the rows."""

    def __init__(self, marks: Mapping[str, Sequence[JudgedError]]) -> None:
        self._marks = marks

    def _after_judging(self, pair: Pair) -> Pair:
        return replace(pair, judged_errors=tuple(self._marks.get(pair.target, ())))

    def applies(self, pair: Pair) -> bool:
        return super().applies(self._after_judging(pair))

    def find(self, pair: Pair) -> list[Finding]:
        return list(super().find(self._after_judging(pair)))


class TestJudgedError(CheckCase):
    check = "judged-error"
    sound = (Sound([(SOURCE, "সে এল।")], why="the judge marks nothing"),)
    faulty = (
        Faulty([(SOURCE, BENGALI)], [(1, "কাল", None)], severity="minor"),
        Faulty([(SOURCE, PUNJABI)], [(1, None, "by boat")], "pa", severity="major"),
    )

    def make(self) -> JudgedErrorFound:
        return AfterJudging({BENGALI: [ADDED], PUNJABI: [OMITTED]})


def test_category_severity_and_reason_are_the_judges() -> None:
    subject = replace(pair(SOURCE, PUNJABI, "pa"), judged_errors=(OMITTED,))
    (finding,) = JudgedErrorFound().find(subject)
    assert (finding.category, finding.severity) == ("Accuracy/Omission", "major")
    assert finding.message == (
        "The judge marks a major error, Accuracy/Omission: The boat is missing."
    )
    assert finding.confidence == 0.5


@pytest.mark.parametrize("cause", ["omission", "truncated-sentence"])
def test_where_a_check_says_the_same_the_judge_is_its_witness(cause: str) -> None:
    subject = replace(pair(SOURCE, PUNJABI, "pa"), judged_errors=(OMITTED,))
    (judged,) = JudgedErrorFound().find(subject)
    measured = replace(judged, check=cause, message="Nothing stands for “by boat”.")
    (found,) = fold([judged, measured], {(1, "pa"): len(PUNJABI)}, {1: SOURCE})
    assert found.check == cause
    assert found.symptoms == (judged.message,)
