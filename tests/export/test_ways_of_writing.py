"""However reviewers write a correction, the text comes right, or it is said that it did not.

The sample's paragraphs are damaged in places drawn at random, and each place is corrected in
several ways. What counts as wrong is any text but the one the reviewer meant.
"""

from __future__ import annotations

import random
import re
from collections import Counter

import pytest

from evalkit.export.locating import Correction
from evalkit.export.placing import place
from evalkit.text.sentences import split
from tests.builders import SAMPLE

PLACES = 400
WAYS = ("the words", "with words before", "with words after", "with both", "sentence", "paragraph")


@pytest.mark.parametrize("language", ["en", "bn", "pa"])
def test_nearly_all_come_right_and_next_to_none_wrong(language: str) -> None:
    counts = outcomes(language, random.Random(7), changed=0.0)
    for way in WAYS:
        assert counts[way, "right"] >= 0.95 * PLACES, counts
        assert counts[way, "wrong"] <= 0.01 * PLACES, counts


@pytest.mark.parametrize("language", ["en", "bn", "pa"])
def test_who_changes_more_than_what_is_marked_is_seldom_misunderstood(language: str) -> None:
    counts = outcomes(language, random.Random(8), changed=0.1)
    for way in ("sentence", "paragraph"):
        assert counts[way, "right"] >= 0.8 * PLACES, counts
        assert counts[way, "wrong"] <= 0.03 * PLACES, counts


def outcomes(language: str, draw: random.Random, changed: float) -> Counter[tuple[str, str]]:
    """How often each way of writing ends right, unclear or wrong.

    `changed` is the share of other words that the reviewer changes as well.
    """
    text = (SAMPLE / f"{language}.txt").read_text(encoding="utf-8")
    paragraphs = [line for line in text.splitlines() if len(line) > 30]
    words = text.split()
    counts: Counter[tuple[str, str]] = Counter()
    for _ in range(PLACES):
        right = draw.choice(paragraphs)
        start, end, places = drawn(right, language, draw)
        damage = " ".join(draw.sample(words, draw.choice([1, 2, 3])))
        wrong = right[:start] + damage + right[end:]
        for way, (first, last) in places.items():
            parts = right[first:last].split(" ")
            meant = " ".join(draw.choice(words) if draw.random() < changed else p for p in parts)
            done = place(wrong, language, [Correction(meant, start, start + len(damage))])
            if done.text == right[:first] + meant + right[last:]:
                counts[way, "right"] += 1
            else:
                counts[way, "unclear" if done.reasons[0] else "wrong"] += 1
    return counts


def drawn(
    right: str, language: str, draw: random.Random
) -> tuple[int, int, dict[str, tuple[int, int]]]:
    """Where some words stand, and for each way of writing what it takes in of the paragraph."""
    tokens = [found.span() for found in re.finditer(r"\S+", right)]
    n = draw.randrange(len(tokens))
    start, end = tokens[n][0], tokens[min(len(tokens) - 1, n + draw.choice([0, 0, 1]))][1]
    before = tokens[max(0, n - draw.randrange(1, 4))][0]
    after = max(end, tokens[min(len(tokens) - 1, n + draw.randrange(2, 5))][1])
    around = [s for s in split(right, language) if s.start < end and s.end > start]
    sentence = min(start, around[0].start), max(end, around[-1].end)
    places = [(start, end), (before, end), (start, after), (before, after), sentence]
    return start, end, dict(zip(WAYS, [*places, (0, len(right))], strict=True))
