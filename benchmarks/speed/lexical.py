"""BLEU, chrF, chrF++ and TER against sacrebleu: how fast, and whether the scores are the same."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from benchmarks.speed.measuring import Measured, in_turns, process

METRICS = ("bleu", "chrf", "chrf++", "ter")
GOALS = {"ter": 20.0, "chrf++": 4.0, "battery": 6.0, "13a": 2.0}
"""How many times as fast is demanded."""
CLOSE = 1e-5
"""Limits may differ by this share: sacrebleu adds up in single precision."""


def each(runs: int) -> list[Measured]:
    """Every metric: evalkit's rows, corpus score and limits against sacrebleu's corpus score."""
    found = []
    for name in METRICS:
        contenders = {
            "sacrebleu corpus_score": process("sacrebleu-corpus", name),
            "sacrebleu sentence_score": process("sacrebleu-sentences", name),
            "evalkit, all of it": process("evalkit", name),
        }
        # Minutes a run: sacrebleu's sentence scores are the same work once more.
        if name == "ter":
            del contenders["sacrebleu corpus_score"]
        measured = in_turns(name, contenders, runs)
        _compare_rows(measured[-2], measured[-1], name)
        found += measured
    return found


def tokens(runs: int) -> list[Measured]:
    """BLEU's tokenizer."""
    contenders = {"sacrebleu": process("sacrebleu-13a"), "evalkit": process("evalkit-13a")}
    measured = in_turns("13a", contenders, runs)
    _demand(measured[0].runs[0].found == measured[1].runs[0].found, "tokens differ")
    return measured


def battery(runs: int) -> list[Measured]:
    """All four metrics with 1,000 bootstrap resamples."""
    contenders = {
        "sacrebleu, corpus with bootstrap": process("sacrebleu-bootstrap", *METRICS),
        "evalkit, rows too": process("evalkit", *METRICS),
    }
    measured = in_turns("battery", contenders, runs)
    contenders = {
        "sacrebleu, corpus with bootstrap": process("sacrebleu-bootstrap", *METRICS[:3]),
        "evalkit, rows too": process("evalkit", *METRICS[:3]),
    }
    without = in_turns("battery without TER", contenders, runs)
    for theirs, ours in ((measured[0], measured[1]), (without[0], without[1])):
        for name, expected in theirs.runs[0].found.items():
            _compare_corpus(expected, ours.runs[0].found[name], name)
    return measured + without


def length(runs: int) -> list[Measured]:
    """The checks against the rule of thumb that they take the place of."""
    return in_turns(
        "checks",
        {
            "length rule": process("length-rule"),
            "evalkit, length check and risks": process("evalkit-length"),
            "evalkit, every check without a model": process("evalkit-checks"),
        },
        runs,
    )


def _compare_rows(theirs: Measured, ours: Measured, name: str) -> None:
    expected = theirs.runs[0].found[name]["rows"]
    found: Sequence[float] = ours.runs[0].found[name]["rows"]
    _demand(found == expected, f"{name}: rows differ")


def _compare_corpus(expected: Any, found: Any, name: str) -> None:
    _demand(found["value"] == expected["value"], f"{name}: the corpus scores differ")
    for one, other in zip(expected["limits"], found["limits"], strict=True):
        _demand(abs(one - other) <= CLOSE * abs(one), f"{name}: the limits differ")


def _demand(holds: bool, problem: str) -> None:
    if not holds:
        raise SystemExit(f"not the same: {problem}")
