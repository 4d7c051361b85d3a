"""How a sentence ends: on a word that completes it, or on one that leaves it open."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

from evalkit.checks.base import Span
from evalkit.languages import Profile
from evalkit.text.scripts import scripts
from evalkit.text.words import Word, content_end, words

EndingKind = Literal["final", "plain", "open", "none"]
# Below this share of covered sentences, "no final ending" is no evidence.
TELLING = 0.7
# What a word that no sentence ends on weighs, as a logarithm of odds: one good sentence in two
# hundred (pa) to several thousand (hi) ends on one, and one other word in five is one.
OPEN = -6.5
COMMAS = ",;:،؛、，"
OPENERS = "([{（【"
_TAIL_WORDS = 80


@dataclass(frozen=True, slots=True)
class Ending:
    """The end of a sentence.

    `kind` is "final" for a word that completes sentences, "open" for one that
    none ends on, "plain" for others, "none" where there is no word. `evidence`
    is the logarithm of how much likelier a whole sentence is to end this way
    than a cut one. `tail` is what follows the last word; `word` that word.
    """

    kind: EndingKind
    evidence: float
    word: Word | None
    tail: str

    @property
    def open_mark(self) -> str:
        """A comma or an opening bracket at the very end, if there is one."""
        last = self.tail.rstrip()[-1:]
        return last if last and last in COMMAS.replace(":", "") + OPENERS else ""

    def left_open(self, source: str) -> str:
        """`open_mark` where the source ends otherwise: an item of a list may end on a comma."""
        return self.open_mark if source.rstrip()[-1:] not in (self.open_mark, *",;:") else ""


def telling(known: Profile) -> bool:
    """Whether the language has endings by which whole sentences can be told."""
    return known.endings.covered >= TELLING


def ending(text: str, known: Profile) -> Ending:
    """How a sentence (or a paragraph) ends, by the endings of its language."""
    end = content_end(text)
    start = max(0, end - _TAIL_WORDS)
    found = words(text[start:end])
    tail = text[end:]
    if not found:
        return Ending("none", 0.0, None, tail)
    last = found[-1]
    word = Word(last.text, Span(last.span.start + start, last.span.end + start))
    if any(map(str.isdigit, word.text)) or known.script not in scripts(word.text):
        return Ending("plain", 0.0, word, tail)
    key = word.key
    table = known.endings
    if key in table.never or f"'{key}" in table.never:
        return Ending("open", OPEN, word, tail)
    if not telling(known):
        return Ending("plain", 0.0, word, tail)
    if f" {key}".endswith(table.final):
        return Ending("final", math.log(table.covered / table.elsewhere), word, tail)
    return Ending("plain", math.log((1 - table.covered) / (1 - table.elsewhere)), word, tail)
