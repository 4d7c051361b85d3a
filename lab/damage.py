"""What is done to sound translations: texts cut, sentences dropped, clauses left out."""

from __future__ import annotations

import random
from collections.abc import Callable
from itertools import pairwise

from evalkit.alignment.rows import Version
from evalkit.checks.evidence.conventions import SENTENCE_ENDS, ends_sentence, final_mark
from lab.data import Segments
from lab.versions import as_version

EVERY = 8
CLOSERS = "\"'”’»)]"


def rebuilt(document: Segments, size: int) -> Segments:
    """The document with `size` segments to a paragraph; a remainder is left out."""
    starts = range(0, len(document.source) - size + 1, size)
    return Segments(
        document.name,
        document.language,
        tuple(" ".join(document.source[i : i + size]) for i in starts),
        tuple(" ".join(document.target[i : i + size]) for i in starts),
    )


def cut(text: str, share: float, end: str) -> str:
    """A text without the last share of its words, closed by `end`."""
    kept = text.split()
    return (
        " ".join(kept[: max(1, len(kept) - max(1, round(len(kept) * share)))]).rstrip(".,।|") + end
    )


def endings(version: Version, share: float) -> dict[str, Callable[[str], str]]:
    marks = [final_mark(p.target) for p in version.pairs if ends_sentence(p)]
    usual = max(set(marks), key=marks.count) if marks else ""
    return {
        "without sentence end": lambda text: cut(text, share, ""),
        "sentence end put back": lambda text: cut(text, share, usual),
    }


def dropped(document: Segments, which: int, first: int) -> tuple[Version, set[int]]:
    """Paragraphs of three segments, one in eight of which lost its first or second."""
    joined = rebuilt(document, 3)
    rows = set(range(first + 1, len(joined.source) + 1, EVERY))
    target = list(joined.target)
    for row in rows:
        kept = list(document.target[3 * (row - 1) : 3 * row])
        del kept[which]
        target[row - 1] = " ".join(kept)
    return as_version(Segments(joined.name, joined.language, joined.source, tuple(target))), rows


def clause(text: str, drawn: random.Random) -> str | None:
    """A text without 4 to 8 words in the middle of one of its sentences."""
    words = text.split()
    ends = [n for n, word in enumerate(words) if word.rstrip(CLOSERS)[-1:] in SENTENCE_ENDS + "|"]
    bounds = [-1, *ends, *([len(words) - 1] if not ends or ends[-1] < len(words) - 1 else [])]
    spans = [(a + 1, b) for a, b in pairwise(bounds) if b - a >= 10]
    if not spans:
        return None
    first, last = drawn.choice(spans)
    length = drawn.randint(4, min(8, last - first - 4))
    start = drawn.randint(first + 2, last - length - 1)
    return " ".join(words[:start] + words[start + length :])
