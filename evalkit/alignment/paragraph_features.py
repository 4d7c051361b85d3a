"""What can be seen of a paragraph without understanding it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

from evalkit.document import Document, Paragraph
from evalkit.languages import Profile, profile
from evalkit.text.sound import LATIN_WORD, romanise, skeleton

NUMBER, NAME, WORD, SIGN, END, MARKER, KIND, LEVEL = (
    "number",
    "name",
    "word",
    "sign",
    "end",
    "marker",
    "kind",
    "level",
)

SIGNS = {
    "question": "?？؟",
    "exclamation": "!！",
    "quote": '"“”„«»「」『』',
    "bracket": "()[]（）",
    "colon": ":：",
    "semicolon": ";；؛",
    "percent": "%％٪",
    "dash": "–—",
    "ellipsis": "…",
    "slash": "/",
}
"""Punctuation that translators keep, by what it does and not by how it looks."""

SHORTEST_WORD = 3
LONGEST_WORD = 40
"""A run of letters longer than this is no name: text without spaces, or noise."""

ARTICLE = 1
"""The number whose word is an article in one language and left out in the next (एक, ein)."""

_NUMBER = re.compile(r"\d+(?:[.,٫٬’]\d+)*")
_BULLET = re.compile(r"\s*([-*•‣·–—]|[(]?(?:\d{1,3}|[A-Za-z])[.)।:])\s")
_ASCII_WORD = re.compile(r"[a-z']+")
_WORD_BREAK = re.compile(r"[\s\d!-&(-/:-@\[-`{-~।॥|“”‘’«»„…–—、。，．！？：；（）「」『』،؛؟]+")
LOOK_BACK = 8
"""Characters before a word that tell whether a sentence begins with it."""
_OPENERS = " \"'“‘("
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Mark:
    """One thing that a translation tends to keep: `family` says what, `value` which."""

    family: str
    value: str


@dataclass(frozen=True, slots=True)
class Traits:
    """The visible traits of one paragraph, or of several taken together.

    `length` counts characters that are not white space, `sentences` the places
    where a sentence ends (0 in a heading), `plain` is the text
    with its white space and case evened out, `kinds` holds one kind a
    paragraph.
    """

    length: int
    sentences: int
    plain: str
    kinds: frozenset[str]
    marks: frozenset[Mark]


NOTHING = Traits(0, 0, "", frozenset(), frozenset())


def together(parts: Sequence[Traits]) -> Traits:
    """The traits of neighbouring paragraphs read as one."""
    return Traits(
        sum(part.length for part in parts),
        sum(part.sentences for part in parts),
        " ".join(part.plain for part in parts if part.plain),
        frozenset(chain.from_iterable(part.kinds for part in parts)),
        frozenset(chain.from_iterable(part.marks for part in parts)),
    )


def traits(document: Document) -> tuple[Traits, ...]:
    """The traits of every paragraph of a document."""
    known = profile(document.language)
    ends = frozenset(known.sentence_ends) | frozenset(".?!।。？！؟")
    names = _names(document, ends)
    return tuple(_traits(paragraph, known, ends, names) for paragraph in document.paragraphs)


def _traits(
    paragraph: Paragraph, known: Profile, ends: frozenset[str], names: frozenset[str]
) -> Traits:
    text = paragraph.text
    plain = _SPACE.sub(" ", text).strip().casefold()
    marks = {Mark(KIND, paragraph.kind)}
    if paragraph.level:
        marks.add(Mark(LEVEL, f"{paragraph.kind} {paragraph.level}"))
    if plain:
        marks.add(Mark(END, "closed" if plain.rstrip("\"”’»)]' ")[-1:] in ends else "open"))
    marks.update(Mark(SIGN, name) for name, signs in SIGNS.items() if any(s in text for s in signs))
    if marker := _BULLET.match(text):
        marks.add(Mark(MARKER, "".join(filter(str.isalnum, romanise(marker[1]))) or "bullet"))
    marks.update(Mark(NUMBER, value) for value in _numbers(text, known))
    for word in _words(text):
        marks.add(Mark(NAME if word in names else WORD, word))
    return Traits(
        sum(not c.isspace() for c in text),
        _sentences(plain, ends),
        plain,
        frozenset({paragraph.kind}),
        frozenset(marks),
    )


def _numbers(text: str, known: Profile) -> set[str]:
    """The digits of every number by value, and the number words of the language.

    Separators are left out, so that 1,000 and 1.000 are one number whatever
    the language groups with; that 3.5 and 35 become one as well does no harm
    to evidence.
    """
    values = {
        "".join(str(int(c)) for c in number if c.isdecimal()) for number in _NUMBER.findall(text)
    }
    if known.numbers.words:
        values.update(
            f"{known.numbers.words[word]:g}"
            for word in _WORD_BREAK.split(text.casefold())
            if known.numbers.words.get(word, ARTICLE) != ARTICLE
        )
    return values


def _words(text: str) -> set[str]:
    """Words that could be recognised in another script, as they stand in the text."""
    latin = {word.removesuffix("'s").removesuffix("’s") for word in LATIN_WORD.findall(text)}
    rest = _WORD_BREAK.split(LATIN_WORD.sub(" ", text))
    return {
        word
        for word in chain(latin, rest)
        if SHORTEST_WORD <= len(word) <= LONGEST_WORD and len(skeleton(word)) > 1
    }


def _names(document: Document, ends: frozenset[str]) -> frozenset[str]:
    """Words that carry a capital where no sentence begins, and never go without one."""
    names, small = set(), set()
    for text in document.texts:
        for match in LATIN_WORD.finditer(text):
            word = match[0].removesuffix("'s").removesuffix("’s")
            if word.islower():
                small.add(word)
                continue
            before = text[max(0, match.start() - LOOK_BACK) : match.start()].rstrip(_OPENERS)[-1:]
            begins = not before or before in ends or before == ":"
            if not begins or not word.istitle():
                names.add(word)
    return frozenset(name for name in names if name.lower() not in small)


def _sentences(plain: str, ends: frozenset[str]) -> int:
    """How many sentences end in the text; an end is followed by space or nothing."""
    if not plain:
        return 0
    following = plain[1:] + " "
    return sum(
        here in ends and after in " \"”’»)]'" for here, after in zip(plain, following, strict=True)
    )
