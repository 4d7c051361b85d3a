"""The names in a source text: capitalised words that are no mere matter of position.

What counts as a name is learnt from the document as far as it goes: a word
that also occurs in lower case is none, a word that opens a sentence is one
only where it is capitalised inside a sentence too.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Any, Literal

import regex

from evalkit.checks.base import Span
from evalkit.languages import primary, profile
from evalkit.package_data import table

Shape = Literal["proper", "coined", "acronym"]

_WORD = regex.compile(r"[\p{Latin}\p{Cyrillic}\p{Greek}\p{N}\p{M}]+(?:['’.&][\p{L}\p{M}\p{N}]+)*")
_LINK = regex.compile(r"(?:https?://|www\.)\S{1,2000}|\S{1,80}@\S{1,80}")
_POSSESSIVE = regex.compile(r"['’][sS]?$")
_OPENERS = frozenset(".?!:;…\"“”‘'’«»„|*•●▪‣–—\n>")
_QUOTES = frozenset("\"“‘«'„")
_BULLETS = frozenset("•●▪‣*")
_JOINERS = frozenset((" ", "-", "\u00a0"))
# Other marks that open a list item where nothing stands before them.
_ITEM = regex.compile(r"[-+]|\(?\w{1,3}\)")
_ROMAN_NUMERAL = regex.compile(r"[IVXLCDM]+")

# A text most of whose words are capitalised tells nothing by its capitals.
TITLE_CASE_SHARE = 0.6
TITLE_CASE_WORDS = 3
# Words so long that end like an adverb are one, at the beginning of a sentence.
LONG_ADVERB = 7
# Small words inside titles.
TITLE_JOINERS = frozenset(("of", "for", "&"))
# Longer runs of capitalised words are no names.
LONGEST_NAME = 8
# A word after so many characters of white space opens a sentence.
LOOK_BACK = 50
# Longer words in capitals are shouted.
LONGEST_ACRONYM = 6


@dataclass(frozen=True, slots=True)
class Name:
    """One mention of a name: its words, the telling ones among them, its place.

    `words` are those that a version is expected to write (titles, institutions
    and other ordinary words left out); `text` is the whole as it stands.
    `phrase` is the run of capitalised words it belongs to, ordinary ones and
    all (New York City), `alone` says that nothing but titles, points of the
    compass and the like accompanies it: no article, no quotation mark, no
    ordinary capitalised word, all of which suggest something translatable.
    """

    words: tuple[str, ...]
    text: str
    span: Span
    shape: Shape
    bracketed: bool = False
    phrase: str = ""
    alone: bool = True

    @property
    def key(self) -> str:
        return " ".join(self.words).casefold()


@dataclass(frozen=True, slots=True)
class _Token:
    word: str
    start: int
    end: int
    initial: bool
    # "lower", "capital", or one of the shapes
    look: str


@cache
def data() -> Mapping[str, Any]:
    """The word lists of names.toml."""
    return table("evalkit.checks.evidence", "source_names.toml")


@cache
def ordinary(language: str) -> frozenset[str]:
    """Words that are no names however they are written, case-folded.

    >>> "monday" in ordinary("en"), "podman" in ordinary("en")
    (True, False)
    """
    known = profile(language)
    words = frozenset(data()["ordinary"].get(known.code, "").casefold().split())
    return words | frozenset(w.casefold() for w in known.function_words)


def case_marks_names(language: str) -> bool:
    """Whether capitals tell the names of a language (they do not in German)."""
    return primary(language) in data()["case_marks_names"]


def source_names(texts: Sequence[str], language: str) -> list[tuple[Name, ...]]:
    """The names in each of a document's texts, in reading order.

    >>> [n.text for n in source_names(["We met Ann Lee of Acme on Monday."], "en")[0]]
    ['Ann Lee', 'Acme']
    """
    if not case_marks_names(language):
        return [() for _ in texts]
    tokens = [_tokens(text) for text in texts]
    titled = [_is_title_case(line) for line in tokens]
    lower: Counter[str] = Counter()
    inside: Counter[str] = Counter()
    for line, title in zip(tokens, titled, strict=True):
        for token in line:
            if token.look == "lower":
                lower[token.word.casefold()] += 1
            elif not title and not token.initial:
                inside[token.word.casefold()] += 1
    usage = _Usage(lower, inside, ordinary(language))
    runs = [
        _runs(text, line, title, usage)
        for text, line, title in zip(texts, tokens, titled, strict=True)
    ]
    fixed = _fixed_pairs(run for line in runs for run in line)
    return [
        tuple(name for run in line for name in _split(text, run, fixed))
        for text, line in zip(texts, runs, strict=True)
    ]


def _tokens(text: str) -> list[_Token]:
    links = [match.span() for match in _LINK.finditer(text)]
    out = []
    for match in _WORD.finditer(text):
        start = match.start()
        if any(a <= start < b for a, b in links):
            continue
        word = _POSSESSIVE.sub("", match.group()).rstrip(".")
        if not word:
            continue
        before = text[max(0, start - LOOK_BACK) : start].rstrip(" \t\u00a0(")
        initial = not before or before[-1] in _OPENERS or _ITEM.fullmatch(before) is not None
        out.append(_Token(word, start, start + len(word), initial, _look(word)))
    return out


def _look(word: str) -> str:
    letters = [c for c in word if c.isalpha()]
    if not letters or word[0].isdigit():
        return "lower" if letters else "number"
    if all(c.isupper() for c in letters):
        return "acronym" if len(letters) > 1 else "capital"
    if len(letters) > 2 and all(c.isupper() for c in letters[:-1]) and letters[-1] == "s":
        return "acronym"
    if any(c.isupper() for c in word[1:]) and "." not in word and "'" not in word:
        return "coined"
    return "capital" if word[0].isupper() else "lower"


def _is_title_case(line: Sequence[_Token]) -> bool:
    long = [t for t in line if len(t.word) > 3 and t.look != "number" and not t.initial]
    capital = sum(t.look != "lower" for t in long)
    return capital >= TITLE_CASE_WORDS and capital >= TITLE_CASE_SHARE * len(long)


@dataclass(frozen=True, slots=True)
class _Run:
    """Capitalised words in a row; `telling` marks those that are no ordinary words."""

    tokens: tuple[_Token, ...]
    telling: tuple[bool, ...]


@dataclass(frozen=True, slots=True)
class _Usage:
    """How a document writes its words: in lower case, and capitalised inside a sentence."""

    lower: Counter[str]
    inside: Counter[str]
    common: frozenset[str]


def _runs(text: str, line: Sequence[_Token], title: bool, usage: _Usage) -> list[_Run]:
    lower, inside, common = usage.lower, usage.inside, usage.common
    adverbs = tuple(data()["adverb_endings"])

    def telling(token: _Token) -> bool:
        folded = token.word.casefold().replace("’", "'")
        if token.look == "coined":
            return True
        if token.initial and len(folded) >= LONG_ADVERB and folded.endswith(adverbs):
            return False
        if folded in common or len(token.word) < 2 or token.look in ("lower", "number"):
            return False
        if token.look == "acronym":
            shouted = len(token.word) > LONGEST_ACRONYM or bool(lower[folded])
            return not (title or shouted or _ROMAN_NUMERAL.fullmatch(token.word))
        return not lower[folded] and (inside[folded] > 0 or not title)

    def doubtful(first: _Token, rest: Sequence[_Token]) -> bool:
        if not first.initial or first.look != "capital" or inside[first.word.casefold()]:
            return False
        if rest:
            return all(token.look != "capital" for token in rest)
        listed = text[: first.start].rstrip()[-1:] in _BULLETS
        return not (listed and text[first.end : first.end + 1] == ",")

    runs: list[_Run] = []
    open_run: list[_Token] = []

    def close() -> None:
        if open_run and doubtful(open_run[0], open_run[1:]):
            open_run.pop(0)
        marks = tuple(telling(token) for token in open_run)
        if any(marks) and len(open_run) <= LONGEST_NAME:
            runs.append(_Run(tuple(open_run), marks))
        open_run.clear()

    for token in line:
        if open_run and (text[open_run[-1].end : token.start] not in _JOINERS or token.initial):
            close()
        if token.look in ("capital", "coined", "acronym"):
            open_run.append(token)
        else:
            close()
    close()
    return runs


def _fixed_pairs(runs: Iterable[_Run]) -> frozenset[tuple[str, str]]:
    """Pairs of words that stand together twice or more, and never apart."""
    words: Counter[str] = Counter()
    pairs: Counter[tuple[str, str]] = Counter()
    for run in runs:
        folded = [token.word.casefold() for token in run.tokens]
        words.update(folded)
        pairs.update(
            (a, b)
            for (a, b), told in zip(pairwise(folded), pairwise(run.telling), strict=True)
            if all(told)
        )
    return frozenset(p for p, n in pairs.items() if n > 1 and n == words[p[0]] == words[p[1]])


def _split(text: str, run: _Run, fixed: frozenset[tuple[str, str]]) -> list[Name]:
    """The names in a run: fixed pairs and acronyms by themselves, the rest together."""
    told = [t for t, telling in zip(run.tokens, run.telling, strict=True) if telling]
    groups: list[list[_Token]] = []
    rest: list[_Token] = []
    bound = False
    for index, token in enumerate(told):
        if bound:
            groups[-1].append(token)
            bound = _bound(told, index, fixed)
        elif _bound(told, index, fixed):
            groups.append([token])
            bound = True
        elif token.look == "acronym":
            groups.append([token])
        else:
            rest.append(token)
    if rest:
        groups.append(rest)
    others = [t.word for t, telling in zip(run.tokens, run.telling, strict=True) if not telling]
    companions = data()["companions"].casefold().split()
    alone = all(word.casefold() in companions for word in others) and not _introduced(text, run)
    phrase = text[run.tokens[0].start : run.tokens[-1].end]
    names = [_name(text, group, phrase, alone) for group in groups]
    return sorted(names, key=lambda name: name.span.start)


def _introduced(text: str, run: _Run) -> bool:
    """Whether a determiner or a quotation mark stands before a run, or the run is one of a title.

    A title goes on after a small word: Lord of the Rings.
    """
    before = text[max(0, run.tokens[0].start - LOOK_BACK) : run.tokens[0].start].split()
    after = text[run.tokens[-1].end : run.tokens[-1].end + LOOK_BACK].split()
    if text[run.tokens[0].start - 1 : run.tokens[0].start] in _QUOTES:
        return True
    if before and before[-1].casefold() in data()["determiners"].split():
        return True
    goes_on = len(after) > 1 and after[0] in TITLE_JOINERS and after[1][:1].isupper()
    return goes_on or (len(before) > 1 and before[-1] in TITLE_JOINERS and before[-2][:1].isupper())


def _bound(told: Sequence[_Token], index: int, fixed: frozenset[tuple[str, str]]) -> bool:
    """Whether a word is fixed to the one after it."""
    if index + 1 >= len(told):
        return False
    return (told[index].word.casefold(), told[index + 1].word.casefold()) in fixed


def _name(text: str, tokens: Sequence[_Token], phrase: str, alone: bool) -> Name:
    start, end = tokens[0].start, tokens[-1].end
    shape: Shape = "proper"
    if len(tokens) == 1 and tokens[0].look in ("coined", "acronym"):
        shape = "acronym" if tokens[0].look == "acronym" else "coined"
    return Name(
        words=tuple(_singular(t) for t in tokens),
        text=text[start:end],
        span=Span(start, end),
        shape=shape,
        bracketed=text[start - 1 : start] == "(" and text[end : end + 1] in (")", "s"),
        phrase=phrase,
        alone=alone,
    )


def _singular(token: _Token) -> str:
    if token.look != "acronym":
        return token.word
    return token.word.replace(".", "").removesuffix("s")
