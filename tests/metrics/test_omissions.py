"""A row that the version leaves out counts as the worst, whatever the metric."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

import pytest

from evalkit.alignment.rows import Pair, Version
from evalkit.evaluation.scoring import score_versions
from evalkit.metrics.base import RowMetric, Score, omitted, sourceless
from evalkit.store import NoMemory
from tests.builders import document, pair

SOURCE = ("One line.", "Two lines.", "Three lines.")


class Fixed(RowMetric):
    """A metric that gives what is written in the target."""

    name = "fixed"
    label = "Fixed"
    description = ""
    needs = frozenset({"source"})

    def unscored(self, pair: Pair) -> Score | None:
        return sourceless(pair) or omitted(pair)

    def rows(self, pairs: Sequence[Pair]) -> Iterator[tuple[int, Score]]:
        return ((n, Score(float(pair.target))) for n, pair in enumerate(pairs))

    def signature(self) -> str:
        return "fixed"


class Unbounded(Fixed):
    range = (-math.inf, math.inf)


class Errors(Unbounded):
    higher_is_better = False


def versions(**texts: Sequence[str]) -> list[Version]:
    return [
        Version(
            name,
            document(*filter(None, own), language="de"),
            tuple(
                pair(s, t, "de", row=n) for n, (s, t) in enumerate(zip(SOURCE, own, strict=True), 1)
            ),
        )
        for name, own in texts.items()
    ]


@pytest.mark.parametrize(
    ("metric", "worst"), [(Fixed(), 0.0), (Unbounded(), -3.0), (Errors(), 5.0)]
)
def test_it_is_the_worst_the_metric_gives_any_row_of_any_version(
    metric: Fixed, worst: float
) -> None:
    found = score_versions(
        metric,
        versions(full=("1", "-3", "2"), gaps=("1", "", "5")),
        NoMemory(),
        lambda _line: None,
    )
    full, gaps = found["full"], found["gaps"]
    assert gaps.rows[1] == Score(worst, "omitted", "missing in German")
    assert gaps.corpus.value == pytest.approx((1 + worst + 5) / 3)
    assert gaps.corpus.reason == (
        "2 of 3 rows scored; 1 missing in the version, counted as the worst"
    )
    assert full.corpus.reason == ""


def test_a_version_is_never_better_for_what_it_leaves_out() -> None:
    both = versions(full=("-1", "-2", "-2.5"), gaps=("-1", "", ""))
    found = score_versions(Unbounded(), both, NoMemory(), lambda _line: None)
    assert found["gaps"].corpus.value == pytest.approx(-2.0)
    assert found["full"].corpus.value == pytest.approx(-5.5 / 3)


def test_what_nobody_could_score_is_no_omission() -> None:
    found = Fixed().score([pair("", "", "de"), pair("", "3", "de", row=2), pair("A.", "4", row=3)])
    assert [score.state for score in found.rows] == ["unscored", "unscored", "scored"]
    assert found.corpus == Score(
        4.0, reason="1 of 3 rows scored", detail="no limits: 1 row, 6 are needed"
    )
