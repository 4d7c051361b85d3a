"""What is asked of a version again is computed once, whatever the number of versions."""

from __future__ import annotations

import gc
import inspect
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from types import FrameType

import pytest

from evalkit.alignment.rows import Version
from evalkit.checks.evidence.anchors import anchors
from evalkit.checks.evidence.conventions import conventions
from evalkit.checks.evidence.length_model import length_model
from evalkit.checks.evidence.name_mentions import name_mentions
from evalkit.checks.evidence.once import once
from evalkit.checks.loss.link_text import gaps
from evalkit.checks.loss.risk import risks
from evalkit.checks.loss.verdicts import verdicts
from evalkit.document import Document
from evalkit.encoders.resources import Resources
from evalkit.evaluation import evaluate
from tests.builders import document
from tests.checks.loss.test_length import BN, EN

ASKED = (anchors, conventions, gaps, name_mentions, length_model, risks, verdicts)


def versions(count: int) -> list[Document]:
    """Translations that differ: each has lost half of another paragraph."""
    return [
        document(*(t[: len(t) // 2] if n == row else t for row, t in enumerate(BN)), language=tag)
        for n, tag in enumerate(f"bn-x-v{n}" for n in range(count))
    ]


def judge(documents: Sequence[Document]) -> None:
    evaluate(documents, [document(*EN)], [], resources=Resources(encoder="none"))


def computed(count: int) -> Counter[str]:
    """How often each of `ASKED` computes in an evaluation of so many versions."""
    from sys import setprofile

    codes = {inspect.unwrap(function).__code__: function.__name__ for function in ASKED}
    calls: Counter[str] = Counter()

    def count_call(frame: FrameType, event: str, _: object) -> None:
        if event == "call" and frame.f_code in codes:
            calls[codes[frame.f_code]] += 1

    setprofile(count_call)
    try:
        judge(versions(count))
    finally:
        setprofile(None)
    return calls


@pytest.mark.parametrize("count", [1, 2, 6])
def test_once_for_every_version(count: int) -> None:
    assert computed(count) == {function.__name__: count for function in ASKED}


def test_nothing_of_a_run_stays_when_it_is_over() -> None:
    def alive() -> int:
        gc.collect()
        return sum(isinstance(thing, Version) for thing in gc.get_objects())

    before = alive()
    judge(versions(3))
    assert alive() == before


def test_a_changed_version_begins_without_what_was_known_of_the_other() -> None:
    counted = once(lambda version: len(version.pairs) + len(version.id))
    first = Version("bn", document(*BN), ())
    assert counted(first) == 2
    assert counted(replace(first, id="bn-x-two")) == 8
    assert counted(first) == 2


def test_it_is_no_part_of_what_a_version_is() -> None:
    one, other = (Version("bn", document(*BN, language="bn"), ()) for _ in range(2))
    once(lambda version: version.id)(one)
    assert one == other
    assert hash(one) == hash(other)
    assert repr(one) == repr(other)
