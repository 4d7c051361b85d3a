"""What a document does by habit: sentence ends, space before marks, quotation marks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import regex

from evalkit.alignment.rows import Pair, Version
from evalkit.checks.evidence.once import once
from evalkit.languages import profile
from evalkit.package_data import table

# Every mark that ends a sentence somewhere.
SENTENCE_ENDS = ".?!।॥|…。！？۔؟፡።"
QUESTION_MARKS = "?؟？"
EXCLAMATION_MARKS = "!！"
# Marks that are written close to the word before them in most conventions.
CLOSE_MARKS = ",;:.?!।॥|،؛۔؟、，。"
CLOSERS = "\"'”’»)]}›“‘„」』*_"
# A habit needs this many cases; where there are fewer, all marks are taken together.
ENOUGH = 4
# Prior cases that count for "no habit known yet".
PRIOR_MISSING, PRIOR_CASES = 0.5, 10.0

_MARK = regex.compile(rf"(?P<space>[^\S\n]*+)(?P<mark>[{regex.escape(CLOSE_MARKS)}])")

_INSIDE = regex.compile(rf"[{regex.escape(SENTENCE_ENDS)}](?=[{regex.escape(CLOSERS)}]*+\s)")


@dataclass(frozen=True, slots=True)
class Conventions:
    """The habits of one version.

    `end_marks` counts the marks on which paragraphs end whose source ends a
    sentence; `missing` is the smoothed share of those that end on none,
    `ended` and `unended` their numbers, `inside` that of sentence ends within
    paragraphs.
    `spaced` and `unspaced` count each mark with and without a space before it,
    but for those that the language itself sets apart.
    """

    end_marks: Mapping[str, int]
    missing: float
    ended: int
    unended: int
    inside: int
    spaced: Mapping[str, int]
    unspaced: Mapping[str, int]

    @property
    def usual_end(self) -> str:
        """The sentence end this document uses most; empty where it uses none."""
        plain = {
            m: n for m, n in self.end_marks.items() if m not in QUESTION_MARKS + EXCLAMATION_MARKS
        }
        return max(plain, key=lambda mark: plain[mark]) if plain else ""

    def spaced_places(self, mark: str, but: Mapping[str, int] | None = None) -> int:
        """How many places of a mark have a space before, but for those in `but`."""
        return self.spaced.get(mark, 0) - (but or {}).get(mark, 0)

    def spaced_share(self, mark: str, but: Mapping[str, int] | None = None) -> float:
        """The share of a mark's places (of all marks', where it is rare) with a space before.

        `but` counts places to leave out, by mark.
        """
        but = but or {}
        spaced, close = self.spaced_places(mark, but), self.unspaced.get(mark, 0)
        if spaced + close < ENOUGH:
            spaced = sum(self.spaced.values()) - sum(but.values())
            close = sum(self.unspaced.values())
        return spaced / (spaced + close) if spaced + close else 0.0


@cache
def set_apart(language: str) -> frozenset[str]:
    """The marks before which a language rightly writes a space.

    >>> sorted(set_apart("fr-CA")), sorted(set_apart("bn"))
    (['!', ':', ';', '?'], [])
    """
    marks: dict[str, str] = table("evalkit.checks.evidence", "spacing.toml")["set_apart"]
    return frozenset(marks.get(language.split("-", maxsplit=1)[0].lower(), ""))


def final_mark(text: str) -> str:
    """The sentence end a text closes on, quotation marks and brackets looked through.

    >>> final_mark("সে বলল, “না।”"), final_mark("A list:"), final_mark("(v. 2)")
    ('।', '', '')
    """
    rest = text.rstrip()
    while rest and rest[-1] in CLOSERS:
        rest = rest[:-1].rstrip()
    return rest[-1] if rest and rest[-1] in SENTENCE_ENDS else ""


def ends_sentence(pair: Pair) -> bool:
    """Whether the source of a row closes a sentence, so that its version should too."""
    return bool(final_mark(pair.source)) and pair.kind != "code"


@once
def conventions(version: Version) -> Conventions:
    """What the version does by habit, read from all its rows."""
    ends: Counter[str] = Counter()
    spaced: Counter[str] = Counter()
    unspaced: Counter[str] = Counter()
    missing = inside = 0
    apart = set_apart(version.language)
    for pair in version.pairs:
        if pair.kind == "code" or not pair.target.strip():
            continue
        if ends_sentence(pair):
            mark = final_mark(pair.target)
            if mark:
                ends[mark] += 1
            else:
                missing += 1
        inside += sum(1 for _ in _INSIDE.finditer(pair.target.rstrip()))
        for place in _MARK.finditer(pair.target):
            if place["mark"] in apart:
                continue
            counts_as = spaced if place["space"] else unspaced
            counts_as[place["mark"]] += 1
    total = sum(ends.values()) + missing
    share = (missing + PRIOR_MISSING) / (total + PRIOR_CASES)
    known = profile(version.language)
    if not ends:
        ends[known.sentence_ends[0]] = 0
    return Conventions(ends, share, total - missing, missing, inside, spaced, unspaced)
