"""Sentences of one row, and which of the version's face which of the source's."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

import regex

from evalkit.checks.base import Span
from evalkit.checks.length import LengthModel
from evalkit.languages import profile

# More sentences than this in one row are taken as one: the row is no paragraph of prose.
MOST = 60
# What an unusual bead costs, in units of half a squared deviation.
COST = {(1, 1): 0.0, (1, 2): 3.0, (2, 1): 3.0, (1, 0): 9.0, (0, 1): 9.0}
_CLOSERS = "\"'”’»)]}›"
_DANDA = "।॥۔。！？"


@dataclass(frozen=True, slots=True)
class Sentences:
    """Sentences of the source that face sentences of the version; one side may be empty."""

    source: tuple[Span, ...]
    target: tuple[Span, ...]


def split(text: str, language: str) -> tuple[Span, ...]:
    """The sentences of a text, space between them left out.

    >>> [span.of("প্রথম ৩.৫। দ্বিতীয়?") for span in split("প্রথম ৩.৫। দ্বিতীয়?", "bn")]
    ['প্রথম ৩.৫।', 'দ্বিতীয়?']
    """
    known = profile(language)
    ends = set(known.sentence_ends) | set(_DANDA)
    spans = []
    start = 0
    position = 0
    while position < len(text):
        char = text[position]
        if char == "\n" or (char in ends and _closes(text, position, known.abbreviations)):
            end = position + 1
            while end < len(text) and (text[end] in ends or text[end] in _CLOSERS + "."):
                end += 1
            spans.append(_trimmed(text, start, end))
            start = position = end
        else:
            position += 1
    spans.append(_trimmed(text, start, len(text)))
    return tuple(span for span in spans if regex.search(r"[\p{L}\p{N}]", span.of(text)))


def _closes(text: str, position: int, abbreviations: frozenset[str]) -> bool:
    if text[position] in _DANDA:
        return True
    after = position + 1
    while after < len(text) and text[after] in _CLOSERS + ".?!…":
        after += 1
    if after < len(text) and not text[after].isspace():
        return False
    rest = text[after : after + 40].lstrip().lstrip("\"'“‘«([")
    if text[position] != ".":
        return not rest or not rest[0].islower()
    before = text[max(0, position - 24) : position].split()
    word = before[-1] if before else ""
    if sum(unicodedata.category(c)[0] == "L" for c in word) <= 1 and not word[-1:].isdigit():
        return not rest
    if f"{word}." in abbreviations or word in abbreviations:
        return not rest
    return not rest or not rest[0].islower()


def _trimmed(text: str, start: int, end: int) -> Span:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end)


def beads(
    source: Sequence[Span], target: Sequence[Span], model: LengthModel
) -> tuple[Sentences, ...]:
    """The cheapest pairing in order, by length: 1:1, 1:2, 2:1, 1:0 and 0:1."""
    if not source or not target or max(len(source), len(target)) > MOST:
        return (Sentences(tuple(source), tuple(target)),) if source or target else ()
    rows, columns = len(source) + 1, len(target) + 1
    best = [[float("inf")] * columns for _ in range(rows)]
    step: list[list[tuple[int, int]]] = [[(0, 0)] * columns for _ in range(rows)]
    best[0][0] = 0.0
    for i in range(rows):
        for j in range(columns):
            for (up, across), cost in COST.items():
                if i < up or j < across:
                    continue
                total = best[i - up][j - across] + cost
                if up and across:
                    z = model.z(_size(source[i - up : i]), _size(target[j - across : j]))
                    total += min(z * z, 36.0) / 2
                if total < best[i][j]:
                    best[i][j], step[i][j] = total, (up, across)
    found = []
    i, j = len(source), len(target)
    while i or j:
        up, across = step[i][j]
        found.append(Sentences(tuple(source[i - up : i]), tuple(target[j - across : j])))
        i, j = i - up, j - across
    return tuple(reversed(found))


def _size(spans: Sequence[Span]) -> int:
    return spans[-1].end - spans[0].start
