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
# "point" stands before decimals said one by one, "alone" counts but joins no other number.
Role = Literal[
    "count",
    "multiplier",
    "shift",
    "tail",
    "ordinal",
    "month",
    "article",
    "joiner",
    "point",
    "alone",
]

# Scripts written without spaces: there every character may be a number word.
_UNSPACED = r"\p{Han}\p{Hiragana}\p{Katakana}"
_WORD = rf"[{_UNSPACED}]|(?:(?![{_UNSPACED}])[\p{{L}}\p{{M}}\u200c\u200d'’])+"
# Marks that spellings of one word differ in: nuktas, addak, joiners, apostrophes.
_IGNORED = dict.fromkeys(map(ord, "\u093c\u09bc\u0a3c\u0abc\u0a71\u200b\u200c\u200d'’ʼ"))

_VIRAMA = 9
# A number word carries so many suffixes: নব্বই-টির-ও.
_MOST_SUFFIXES = 2
# A word that begins with a number word goes on for so many letters: dreitägig.
_SHORTEST_REST = 3
# A number word inside a longer one has so many letters: zwei-tausend-acht.
_SHORTEST_PIECE = 2
_MOST_PIECES = 8
_LEAST_OF_PIECES = 100
_LONGEST_WORD = 60


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


def _nasal_ending(word: str) -> bool:
    """Whether a word ends in a long nasal a, which an ordinal's suffix displaces."""
    return (
        len(word) > 3
        and unicodedata.name(word[-1], "").endswith(("SIGN BINDI", "SIGN ANUSVARA"))
        and unicodedata.name(word[-2], "").endswith("VOWEL SIGN AA")
    )


def fold(word: str) -> str:
    """A word without case and without the marks its spellings differ in.

    >>> fold("ইউনিয়ন") == fold("ইউনিয়ন"), fold("ਇੱਕ") == fold("ਇਕ")
    (True, True)
    """
    return unicodedata.normalize("NFD", word).casefold().translate(_IGNORED)


@dataclass(frozen=True, slots=True)
class Entry:
    """What a word does in a number, and its value; `vague` if it as often means something else."""

    role: Role
    value: Fraction
    vague: bool = False


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The number words of one language, folded, with what they do and their value.

    `stems` are words without the vowel sign or virama that a suffix displaces,
    `nasal_stems` those without a nasal ending (ਬਾਰਾਂ, ਬਾਰਵਾਂ). `prefixes` begin
    words that say a number by the way (zweitägig, ত্রিপক্ষীয়), longest first.
    `apart` begin words that are no numbers though they look like it.
    """

    entries: Mapping[tuple[str, ...], tuple[Role, Fraction]]
    stems: Mapping[str, tuple[Role, Fraction]]
    nasal_stems: Mapping[str, tuple[Role, Fraction]]
    prefixes: tuple[tuple[str, Fraction], ...]
    apart: tuple[str, ...]
    longest: int
    suffixes: tuple[str, ...]
    decimal: str
    group: str
    percent: tuple[str, ...]
    currency: tuple[str, ...]
    ambiguous: frozenset[str]
    loans: frozenset[str]
    token: regex.Pattern[str]

    def find(self, words: Sequence[str]) -> Entry | None:
        """The entry of some folded words; a single one may carry suffixes."""
        key = tuple(words)
        known = self.entries.get(key)
        if known is not None:
            return Entry(*known, vague=len(key) == 1 and key[0] in self.ambiguous)
        if len(key) > 1 or key[0].startswith(self.apart):
            return None
        return self._inflected(key[0], _MOST_SUFFIXES)

    def _inflected(self, word: str, most: int) -> Entry | None:
        if not word.endswith(self.suffixes):
            return None
        for suffix in self.suffixes:
            stem = word[: -len(suffix)]
            if not stem or not word.endswith(suffix):
                continue
            bare = self._bare(stem, suffix)
            if bare is None and most > 1 and len(stem) > 2:
                bare = self._inflected(stem, most - 1)
            if bare is not None:
                return bare
        return None

    def _bare(self, stem: str, suffix: str) -> Entry | None:
        bare = self.entries.get((stem,)) or self.stems.get(stem)
        if bare is None and len(suffix) > 1 and suffix[0].isalpha():
            bare = self.nasal_stems.get(stem)
        if bare is None or bare[0] not in ("count", "multiplier", "ordinal"):
            return None
        # ছটি is six, but শে an ending of dates, and নেই is not.
        if len(stem) == 1 and (bare[0] == "multiplier" or len(suffix) == 1):
            return None
        return Entry(*bare, vague=stem in self.loans)

    def pieces(self, word: str) -> list[Entry]:
        """The number words that a folded word is put together from, or none.

        >>> [int(piece.value) for piece in lexicon_of("de").pieces("zweitausendachtzehn")]
        [2000, 18]
        """
        found: list[Entry] = []
        if len(word) > _LONGEST_WORD or word.startswith(self.apart):
            return found
        while word and len(found) < _MOST_PIECES:
            whole = self.find([word]) if found else None
            if whole is not None and whole.role in ("count", "multiplier"):
                return self._joined([*found, whole])
            for length in range(len(word) - 1, _SHORTEST_PIECE - 1, -1):
                entry = self.entries.get((word[:length],))
                telling = entry is not None and word[:length] not in self.ambiguous
                if entry is not None and telling and entry[0] in ("count", "multiplier"):
                    found.append(Entry(*entry))
                    word = word[length:]
                    break
            else:
                return []
        return []

    @staticmethod
    def _joined(pieces: list[Entry]) -> list[Entry]:
        """The pieces, if hundreds are among them: two and seven side by side are no number."""
        sound = any(p.value >= _LEAST_OF_PIECES for p in pieces) and not pieces[-1].vague
        return pieces if sound else []

    def prefixed(self, word: str) -> Entry | None:
        """The number a folded word begins with: two in zweitägig."""
        if word.startswith(self.apart):
            return None
        for prefix, value in self.prefixes:
            if word.startswith(prefix) and len(word) - len(prefix) >= _SHORTEST_REST:
                return Entry("alone", value, vague=True)
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
            ("point", dict.fromkeys(table.points, 0.0)),
            ("count", table.loans),
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
    nasal_stems = {
        key[0][:-2]: entry
        for key, entry in entries.items()
        if len(key) == 1 and entry[0] == "count" and _nasal_ending(key[0])
    }
    prefixes = [(fold(word), exact(amount)) for word, amount in own.numbers.prefixes.items()]
    return Lexicon(
        entries,
        stems,
        nasal_stems,
        tuple(sorted(prefixes, key=lambda entry: -len(entry[0]))),
        tuple(map(fold, (*own.numbers.apart, *own.numbers.percent))),
        max((len(key) for key in entries), default=1),
        tuple(sorted((fold(s) for s in own.numbers.suffixes), key=len, reverse=True)),
        own.numbers.decimal,
        own.numbers.group + "'’٬\u00a0\u2009\u202f",
        tuple(w for table in tables for w in table.percent),
        tuple(w for table in tables for w in table.currency),
        frozenset(fold(word) for table in tables for word in (*table.ambiguous, *table.loans)),
        frozenset(fold(word) for table in tables for word in table.loans),
        token,
    )
