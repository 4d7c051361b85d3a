"""What a run computes for the checks it measures."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from evalkit.neural.resources import NONE, Resources
from evalkit.store import Forgetful
from evalkit.validation import running
from evalkit.validation.judged import Judged
from evalkit.validation.judging import Verdict
from tests.validation import tables


@pytest.fixture
def computed(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, ...]]:
    """The metrics of every call of `judge`, which here judges nothing."""
    calls: list[tuple[str, ...]] = []

    def judge(
        segments: Sequence[Judged], metrics: tuple[str, ...], _checks: object, **_: Any
    ) -> list[Verdict]:
        calls.append(metrics)
        return []

    monkeypatch.setattr(running, "judge", judge)
    return calls


@pytest.mark.parametrize(
    ("metrics", "checks", "expected"),
    [
        ((), (), ("similarity",)),
        (("chrf",), ("truncated-sentence",), ("chrf", "similarity")),
        (("similarity",), (), ("similarity",)),
        (("chrf",), ("fast",), ("chrf",)),
        (("chrf",), ("unbalanced-bracket",), ("chrf",)),
        (("chrf",), ("none",), ("chrf",)),
    ],
)
def test_checks_that_read_words_are_measured_with_an_encoder_as_compare_runs_them(
    tmp_path: Path,
    computed: list[tuple[str, ...]],
    metrics: tuple[str, ...],
    checks: tuple[str, ...],
    expected: tuple[str, ...],
) -> None:
    path = tables.write(tmp_path / "set.tsv", tables.ESA)
    running.run(
        [path],
        running.Choice(metrics=metrics, checks=checks),
        resources=Resources(encoder=NONE),
        memory=Forgetful(),
        progress=lambda _step: None,
        note=lambda _line: None,
    )
    assert computed == [expected]
