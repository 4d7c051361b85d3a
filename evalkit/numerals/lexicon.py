"""What a language's number words mean, ready for looking up."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from typing import Literal

import regex

from evalkit.languages import profile

# What a word or a run of digits does in a number.
Role = Literal["count", "multiplier", "shift", "tail", "ordinal", "month", "article", "joiner"]

# Scripts written without spaces: there every character may be a number word.
_UNSPACED = r"\p{Han}\p{Hiragana}\p{Katakana}"
_WORD = rf"[{_UNSPACED}]|(?:(?![{_UNSPACED}])[\p{{L}}\p{{M}}\u200c\u200d'’])+"
# Marks that spellings of one word differ in: nuktas, addak, joiners, apostrophes.
_IGNORED = dict.fromkeys(map(ord, "\u093c\u09bc\u0a3c\u0abc\u0a71\u200b\u200c\u200d'’ʼ"))

_VIRAMA = 9


def exact(number: float) -> Fraction:
    """The decimal a profile means, not its binary neighbour.

    >>> exact(0.1)
    Fraction(1, 10)
    """
    return Fraction(str(number))


def _gives_way(letter: str) -> bool:
    """Whether a last letter is dropped before a suffix: a virama or a vowel sign u."""
    return unicodedata.combining(letter) == _VIRAMA or unicodedata.name(letter, "").endswith(
        "VOWEL SIGN U"
    )


def fold(word: str) -> str:
    """A word without case and without the marks its spellings differ in.

    >>> fold("ইউনিয়ন") == fold("ইউনিয়ন"), fold("ਇੱਕ") == fold("ਇਕ")
    (True, True)
    """
    return unicodedata.normalize("NFD", word).casefold().translate(_IGNORED)


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The number words of one language, folded, with what they do and their value.

    `stems` are words without the vowel sign or virama that a suffix displaces.
    """

    entries: Mapping[tuple[str, ...], tuple[Role, Fraction]]
    stems: Mapping[str, tuple[Role, Fraction]]
    longest: int
    suffixes: tuple[str, ...]
    decimal: str
    group: str
    percent: tuple[str, ...]
    currency: tuple[str, ...]
    ambiguous: frozenset[str]
    token: regex.Pattern[str]

    def find(self, words: Sequence[str]) -> tuple[Role, Fraction] | None:
        """The entry of some folded words; a single one may carry a suffix."""
        key = tuple(words)
        known = self.entries.get(key)
        if known is not None or len(key) > 1:
            return known
        for suffix in self.suffixes:
            if len(suffix) < len(key[0]) and key[0].endswith(suffix):
                stem = key[0][: -len(suffix)]
                bare = self.entries.get((stem,)) or self.stems.get(stem)
                if bare is not None and bare[0] in ("count", "multiplier"):
                    return bare
        return None


@cache
def lexicon_of(language: str) -> Lexicon:
    """The lexicon of a language; with the English words too where its script is another."""
    own = profile(language)
    tables = [own.numbers]
    if own.script != "Latn":
        tables.append(profile("en").numbers)
    entries: dict[tuple[str, ...], tuple[Role, Fraction]] = {}
    for table in tables:
        named: tuple[tuple[Role, Mapping[str, float]], ...] = (
            ("tail", table.tails),
            ("count", table.words),
            ("multiplier", table.multipliers),
            ("shift", table.shifts),
            ("ordinal", table.ordinals),
            ("month", table.months),
            ("article", dict.fromkeys(table.articles, 1.0)),
            ("joiner", dict.fromkeys(table.joiners, 0.0)),
        )
        for role, words in named:
            for word, amount in words.items():
                key = tuple(map(fold, regex.findall(_WORD, word)))
                entries.setdefault(key, (role, exact(amount)))
    spaced = " " if " " in own.numbers.group else ""
    spaces = f"[{spaced}\u00a0\u2009\u202f]"
    token = regex.compile(
        r"(?P<time>(?<![\p{Nd}.,:])\p{Nd}{1,2}[:ঃ：]\p{Nd}{2}(?![\p{Nd}:]))"
        rf"|(?P<digits>\p{{Nd}}+(?:[.,'’٫٬]\p{{Nd}}+|{spaces}\p{{Nd}}{{3}}(?!\p{{Nd}}))*)"
        r"|(?P<vulgar>[¼½¾⅐-⅞])"
        rf"|(?P<word>{_WORD})"
    )
    # പതിനേഴ്, പതിനേഴാം.
    stems = {
        key[0][:-1]: entry
        for key, entry in entries.items()
        if len(key) == 1 and len(key[0]) > 2 and _gives_way(key[0][-1])
    }
    return Lexicon(
        entries,
        stems,
        max((len(key) for key in entries), default=1),
        tuple(sorted((fold(s) for s in own.numbers.suffixes), key=len, reverse=True)),
        own.numbers.decimal,
        own.numbers.group + "'’٬\u00a0\u2009\u202f",
        tuple(w for table in tables for w in table.percent),
        tuple(w for table in tables for w in table.currency),
        frozenset(map(fold, own.numbers.ambiguous)),
        token,
    )
