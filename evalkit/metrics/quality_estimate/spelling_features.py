"""What the spelling of a source and its translation tells of the translation's worth."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

import regex
from rapidfuzz import fuzz

from evalkit.encoders.word_alignment import places
from evalkit.encoders.word_anchors import anchored, figures
from evalkit.text.names import is_latin

ENDS = (".।॥|…。።", "?؟？", "!！")
CLOSERS = "\"'”’»)]}›“‘„」』*_"
PAIRED = (",;،؛、，", ":–—-", "()[]", "\"“”„«»'‘’", "%")
LONGEST = 2000
"""Characters beyond which likeness is not asked: it grows with the square."""
MOST_WORDS = 400
"""Words beyond which counterparts by spelling are not looked for."""

_SENTENCE_END = regex.compile(r"[.?!।॥|。！？۔؟።]+(?=\s|$)")
_MARK = regex.compile(r"[\p{P}\p{S}]")

SIDE = ("characters", "words", "word length", "digits", "marks", "capitals", "distinct", "latin")
JOINT = (
    "length ratio", "word ratio", "likeness", "copied words", "anchored source",
    "anchored target", "figures kept", "figures added", "end", "sentences",
    "adjacent repeats", "repeated pairs", *(f"marks {marks[0]}" for marks in PAIRED),
)  # fmt: skip
NAMES = (*(f"{side} {name}" for side in ("source", "target") for name in SIDE), *JOINT)


def surface(source: str, target: str) -> list[float]:
    """The traits of `NAMES`, in that order; logarithms and shares, most of them from -3 to 3.

    >>> told = dict(zip(NAMES, surface("Costs rose 3 %.", "লাগত ৩ % বাড়ল।")))
    >>> told["figures kept"], told["copied words"], told["end"]
    (1.0, 0.0, 1.0)
    >>> dict(zip(NAMES, surface("Costs rose.", "Costs rose.")))["copied words"]
    1.0
    """
    ours, theirs = _words(source), _words(target)
    return [*_side(source, ours), *_side(target, theirs), *_joint(source, target, ours, theirs)]


def _words(text: str) -> list[str]:
    return [text[start:end] for start, end in places(text)]


def _side(text: str, words: Sequence[str]) -> list[float]:
    length, many = max(1, len(text)), max(1, len(words))
    return [
        math.log1p(len(text)),
        math.log1p(len(words)),
        math.log1p(sum(map(len, words)) / many),
        sum(c.isdecimal() for c in text) / length,
        len(_MARK.findall(text)) / length,
        sum(c.isupper() for c in text) / length,
        len({word.casefold() for word in words}) / many,
        sum(map(is_latin, words)) / many,
    ]


def _joint(source: str, target: str, ours: Sequence[str], theirs: Sequence[str]) -> list[float]:
    known = {word.casefold() for word in ours}
    links = anchored(ours[:MOST_WORDS], theirs[:MOST_WORDS])
    own = [word.casefold() for word in theirs]
    pairs = list(pairwise(own))
    many, others = max(1, len(ours)), max(1, len(theirs))
    return [
        math.log((len(target) + 1) / (len(source) + 1)),
        math.log((len(theirs) + 1) / (len(ours) + 1)),
        fuzz.ratio(source[:LONGEST], target[:LONGEST]) / 100,
        sum(word in known for word in own) / others,
        len({i for i, _ in links}) / many,
        len({j for _, j in links}) / others,
        _kept(ours, theirs),
        _kept(theirs, ours),
        float(_end(source) == _end(target)),
        _apart(len(_SENTENCE_END.findall(source)), len(_SENTENCE_END.findall(target))),
        sum(a == b for a, b in pairs) / others,
        (len(pairs) - len(set(pairs))) / others,
        *(
            _apart(*(sum(c in marks for c in text) for text in (source, target)))
            for marks in PAIRED
        ),
    ]


def _kept(ones: Sequence[str], others: Sequence[str]) -> float:
    """The share of words with digits whose digits the other side has; 1 where there are none."""
    wanted = [found for word in ones if (found := figures(word))]
    there = {figures(word) for word in others}
    return sum(found in there for found in wanted) / len(wanted) if wanted else 1.0


def _end(text: str) -> int:
    """What kind of mark a text ends on, -1 for none."""
    last = text.rstrip().rstrip(CLOSERS)[-1:]
    return next((n for n, marks in enumerate(ENDS) if last and last in marks), -1)


def _apart(one: int, other: int) -> float:
    return math.log((other + 1) / (one + 1))
