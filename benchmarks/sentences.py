"""Sentence boundaries found again in paragraphs joined from NTREX segments.

    python -m benchmarks.sentences [--tuning] [--language bn pa] [--show]

Each held-out document (unless --tuning) becomes paragraphs of 2 to
6 consecutive segments, in turn, joined by a space. A join is *recalled* if the
splitter puts a boundary there. Segments may themselves hold two sentences, and
nobody marked where; so there are two precisions:
*strict*: every boundary inside a segment is an error;
*lenient*: not if the segment has there a mark that ends sentences in that
language (a dot only after a word of four letters or more) followed by a space,
quotes and brackets aside, and by no lower-case letter.
The line *all* scores every join, *marked* leaves out segments without an end
mark (headings, clauses of a divided quotation), which no rule could split.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import cycle

from evalkit.languages import profile
from evalkit.text.sentences import split
from lab.data import NTREX_COLUMNS, held_out, ntrex, tuning

SIZES = (2, 3, 4, 5, 6)
DOT_LETTERS = 4
QUOTES = "\"'“”‘’„‚«»)]"


@dataclass(frozen=True, slots=True)
class Joined:
    """A paragraph and the places of its joins (the end of each segment but the last)."""

    text: str
    joins: frozenset[int]


@dataclass(slots=True)
class Count:
    """Boundaries: joins there were, joins found, and others strictly and leniently wrong."""

    joins: int = 0
    found: int = 0
    extra: int = 0
    wrong: int = 0

    def line(self) -> str:
        recall = self.found / self.joins
        strict = self.found / (self.found + self.extra)
        lenient = (self.found + self.extra - self.wrong) / (self.found + self.extra)
        f1 = [2 * p * recall / (p + recall) for p in (strict, lenient)]
        return (
            f"{self.joins:6} {recall:8.4f} {strict:10.4f} {f1[0]:8.4f} {lenient:12.4f} {f1[1]:8.4f}"
        )


def paragraphs(segments: tuple[str, ...]) -> Iterator[Joined]:
    sizes, at = cycle(SIZES), 0
    while at < len(segments):
        part = [segment.strip() for segment in segments[at : at + next(sizes)]]
        at += len(part)
        ends, length = set(), 0
        for segment in part:
            length += len(segment)
            ends.add(length)
            length += 1
        yield Joined(" ".join(part), frozenset(ends - {length - 1}))


def marked(segment: str, language: str) -> bool:
    """Whether a segment closes with an end mark, quotes and brackets aside."""
    return segment.rstrip(" " + QUOTES)[-1:] in profile(language).sentence_ends


def is_obvious(text: str, at: int, language: str) -> bool:
    """Whether there is an unambiguous end mark before this boundary."""
    before, after = text[:at].rstrip(" " + QUOTES), text[at:]
    following = re.search(r"\w", after)
    if not after[:1].isspace() or (following and following[0].islower()):
        return False
    mark = before[-1:]
    if mark not in profile(language).sentence_ends:
        return False
    word = re.search(r"[^\W\d_]*$", before[:-1])
    return mark != "." or (word is not None and len(word[0]) >= DOT_LETTERS)


def measure(language: str, tuned: bool, only_marked: bool, show: bool) -> Count:
    count = Count()
    for document in ntrex(language, tuning if tuned else held_out):
        segments = tuple(
            text for text in document.target if not only_marked or marked(text.strip(), language)
        )
        for paragraph in paragraphs(segments):
            text = paragraph.text
            found = {sentence.end for sentence in split(text, language)[:-1]}
            extra = found - paragraph.joins
            wrong = {at for at in extra if not is_obvious(text, at, language)}
            count.joins += len(paragraph.joins)
            count.found += len(found & paragraph.joins)
            count.extra += len(extra)
            count.wrong += len(wrong)
            if show:
                for name, places in (("missed", paragraph.joins - found), ("wrong", wrong)):
                    for at in sorted(places):
                        print(f"  [{name}] {text[max(0, at - 40) : at]} ¦ {text[at : at + 30]}")
    return count


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--tuning", action="store_true", help="the documents rules are chosen on")
    parser.add_argument("--language", nargs="*", default=list(NTREX_COLUMNS))
    parser.add_argument("--show", action="store_true", help="print what was missed (marked only)")
    options = parser.parse_args()
    header = "joins   recall  precision       F1  (lenient) prec       F1"
    print(f"{'language':9} {'joins of':8} {header}")
    for language in options.language:
        for name, only_marked in (("all", False), ("marked", True)):
            count = measure(language, options.tuning, only_marked, options.show and only_marked)
            print(f"{language:9} {name:8} {count.line()}")


if __name__ == "__main__":
    main()
