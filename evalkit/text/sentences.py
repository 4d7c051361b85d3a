"""Sentences of a text, as places in it.

The rules are evalkit's own, driven by the language profiles. The best kept
splitter at hand, sentencex 1.0, cuts ৩.৫ and ড. রায় in two, takes neither `|`
nor a Punjabi dot for an end (ਸੀ. is the initial "C." and the word "was."), and
knows no list markers with a danda. Like it, these rules leave two sentences
together when in doubt.

A line break inside a paragraph is white space; an empty line ends a sentence.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from evalkit.languages import Profile, profile
from evalkit.languages.nukta import composed

DOT = "."
PIPE = "|"
# Marks that need white space after them; all others end a sentence even without.
SOFT = frozenset(".?!|")
ELLIPSES = ("...", "…", "..")
STRAIGHT = frozenset("\"'")
BRACKETS = {"(": ")", "[": "]", "{": "}", "（": "）", "【": "】"}
ROMAN = frozenset("ivxlc")

TOKEN_LENGTH = 40  # longest word looked at before a mark
BRACKET_LENGTH = 300  # a bracket that stays open longer is taken for unbalanced
MARKER_LENGTH = 3  # digits of a list marker: "12."
ORDINAL_DIGITS = 2  # "29. September", but not "2018. Die"
PART_LENGTH = 3  # letters between the dots of "U.S.", "т.д.", "Ph.D."
REPORT_WORDS = 6  # words after a quotation that may say who said it
REPORT_LENGTH = 80
CELL_WORDS = 3  # pieces between bars no longer than this are a menu or a table

ADDRESS_TRAIL = ".?!,;:)]}\"'”’»"

_BLANK_LINE = re.compile(r"\n[^\S\n]*(?:\n[^\S\n]*)+")
_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s<>\"”।॥۔。|]{1,2000}")
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence's place in its text: code points, end exclusive.

    >>> Sentence(0, 3).of("Go. Now.")
    'Go.'
    """

    start: int
    end: int

    def of(self, text: str) -> str:
        return text[self.start : self.end]


def split(text: str, language: str) -> tuple[Sentence, ...]:
    """The sentences of a text, in order, without the white space around them.

    Together they hold every character that is not white space, and no
    character twice. `language` is a BCP 47 tag.

    >>> text = "মান ৩.৫। ড. রায় এলেন।আমরা গেলাম।"
    >>> [sentence.of(text) for sentence in split(text, "bn")]
    ['মান ৩.৫।', 'ড. রায় এলেন।', 'আমরা গেলাম।']
    >>> text = "It's v2.0. Mr. J. K. Roe left."
    >>> [sentence.of(text) for sentence in split(text, "en")]
    ["It's v2.0.", 'Mr. J. K. Roe left.']
    """
    rules = _rules(profile(language).code)
    sentences: list[Sentence] = []
    start = 0
    for gap in [*_BLANK_LINE.finditer(text), None]:
        end = gap.start() if gap else len(text)
        sentences.extend(_Paragraph(text[start:end], rules).sentences(start))
        start = gap.end() if gap else end
    return tuple(sentences)


@dataclass(frozen=True, slots=True)
class _Rules:
    """A language profile, ready for splitting."""

    profile: Profile
    ends: frozenset[str]
    openers: frozenset[str]
    closers: frozenset[str]
    cluster: re.Pattern[str]

    @property
    def unspaced(self) -> bool:
        return self.profile.script in ("Hani", "Jpan")


@cache
def _rules(code: str) -> _Rules:
    found = profile(code)
    ends = frozenset(found.sentence_ends)
    openers = frozenset(opener for opener, _ in found.quotes) | frozenset(BRACKETS)
    closers = frozenset(closer for _, closer in found.quotes) | frozenset(BRACKETS.values())
    # A dot may follow another end (।.) where it is none of its own.
    marks = re.escape("".join(sorted(ends | {DOT, "…"})))
    return _Rules(found, ends, openers, closers, re.compile(f"[{marks}]+"))


class _Paragraph:
    """One paragraph while it is being split; offsets count from its beginning."""

    def __init__(self, text: str, rules: _Rules) -> None:
        self.text, self.rules = text, rules
        self.addresses = _addresses(text)
        self.brackets = _brackets(text)
        self.bars = PIPE in rules.ends and not _is_table(text)
        self.ends = self._own_ends()

    def _own_ends(self) -> frozenset[str]:
        """The language's ends, and the dot too where the text has none of them."""
        ends = self.rules.ends if self.bars else self.rules.ends - {PIPE}
        return ends if any(mark in self.text for mark in ends) else ends | {DOT}

    def sentences(self, offset: int) -> Iterator[Sentence]:
        text, start, pieces = self.text, 0, list[tuple[int, int]]()
        for end in [*self._boundaries(), len(text)]:
            lead = _SPACE.match(text, start, end)
            first = lead.end() if lead else start
            last = first + len(text[first:end].rstrip())
            if first < last:
                pieces.append((first, last))
            start = end
        for first, last in _with_words(text, pieces):
            yield Sentence(offset + first, offset + last)

    def _boundaries(self) -> Iterator[int]:
        """Where sentences end, after their closing quotes and brackets."""
        begin = done = 0
        for cluster in self.rules.cluster.finditer(self.text):
            if cluster.start() < done or not self.ends.intersection(cluster[0]):
                continue
            end = done = self._closed(cluster.end())
            if end < len(self.text) and self._ends_here(cluster, begin, end):
                begin = end
                yield end

    def _closed(self, at: int) -> int:
        """The place after the quotes, brackets and further ends that follow a mark."""
        text, rules = self.text, self.rules
        while at < len(text):
            mark = text[at]
            if mark in rules.closers or mark in STRAIGHT or mark in rules.openers:
                sure = mark in rules.closers and mark not in rules.openers
                if not sure and not self._is_outer(at + 1):
                    break
            elif mark.isspace():
                if not self._is_loose_closer(at + 1):
                    break
            elif mark not in self.ends and mark not in ".…":
                break
            at += 1
        return at

    def _is_outer(self, at: int) -> bool:
        """Whether nothing that could be quoted begins here."""
        following = self.text[at : at + 1]
        return not following or following.isspace() or following in self.rules.closers | self.ends

    def _is_loose_closer(self, at: int) -> bool:
        """Whether a closing quote stands here, a space away from the mark it follows."""
        mark = self.text[at : at + 1]
        return bool(mark) and mark in self.rules.closers | STRAIGHT and self._is_outer(at + 1)

    def _ends_here(self, cluster: re.Match[str], begin: int, end: int) -> bool:
        mark, spaced = cluster[0], self.text[end].isspace()
        following = self._next_letter(end)
        hard = not self.ends.intersection(mark) <= SOFT
        if (
            following.islower()
            or self._is_inside(cluster.start())
            or self._is_marker(begin, cluster.start())
            or (mark.endswith(ELLIPSES) and not following.isupper())
            or not (spaced or hard or self._runs_on(cluster, end))
            or (end > cluster.end() and self._is_reported(end))
        ):
            return False
        return mark != DOT or not self._is_abbreviation(cluster.start(), end)

    def _is_inside(self, at: int) -> bool:
        """Whether the place is in an address, or in brackets that interrupt a sentence."""
        return _covered(self.addresses, at) or _covered(self.brackets, at)

    def _next_letter(self, at: int) -> str:
        """The first character of the next word, past quotes and brackets."""
        for character in self.text[at : at + TOKEN_LENGTH]:
            if character.isalnum():
                return character
        return ""

    def _is_marker(self, begin: int, at: int) -> bool:
        """Whether a list marker stands here: "1.", "২।", "iv."."""
        token = self.text[begin:at].strip().lstrip("([")
        if not token or len(token) > MARKER_LENGTH:
            return False
        return token.isdecimal() or set(token.lower()) <= ROMAN or _is_letter(token)

    def _runs_on(self, cluster: re.Match[str], end: int) -> bool:
        """Whether the next sentence follows a ?, ! or | without a space."""
        before, after = self.text[max(cluster.start() - 1, 0)], self.text[end]
        if cluster[0].endswith(DOT) or end > cluster.end():
            return False
        uncased = not (after.isupper() or after.islower())
        if PIPE in cluster[0]:
            return after.isalpha() and uncased and not before.isascii()
        return after.isupper() or (after.isalpha() and uncased)

    def _is_reported(self, end: int) -> bool:
        """Whether what follows a quotation only says who said it."""
        reporting = self.rules.profile.reporting
        ahead = self.text[end : end + REPORT_LENGTH].lstrip()
        if not reporting or not ahead:
            return False
        if self.rules.unspaced:
            return ahead.startswith(tuple(reporting)) or any(v in ahead[:4] for v in reporting)
        mark = self.rules.cluster.search(ahead)
        words = ahead[: mark.start()].split() if mark else ahead.split()
        if not mark and len(ahead) >= REPORT_LENGTH - 1:
            return False
        return len(words) <= REPORT_WORDS and any(word.strip(",") in reporting for word in words)

    def _is_abbreviation(self, at: int, end: int) -> bool:
        """Whether the dot at this place belongs to the word before it."""
        known = self.rules.profile
        token = self._token_before(at)
        folded = token.lower() + DOT
        if not token or folded in known.abbreviations:
            return bool(token)
        if token.isdecimal():
            ordinal = known.ordinal_dot and len(token) <= ORDINAL_DIGITS
            return ordinal and not self._starts_sentence(end)
        if folded in known.final_abbreviations or _is_dotted(token, known):
            return not self._starts_sentence(end)
        return self._is_one_initial(token, at, end)

    def _is_one_initial(self, token: str, at: int, end: int) -> bool:
        """Whether a token is an initial: a bare letter, or a letter's name beside another."""
        follows = self._is_initial(self._token_before(at - len(token), spaces=True))
        if _is_letter(token) and not self.rules.unspaced:
            return follows or not self._starts_sentence(end)
        if token in self.rules.profile.letter_names:
            return follows or self._is_initial(self._token_after(end))
        return False

    def _is_initial(self, token: str) -> bool:
        name = token[:-1]
        return token.endswith(DOT) and (_is_letter(name) or name in self.rules.profile.letter_names)

    def _starts_sentence(self, at: int) -> bool:
        """Whether the next word is a capitalised function word: no name begins so."""
        word = self._token_after(at).strip("\"'“”„«»([,.")
        return word[:1].isupper() and word.lower() in self.rules.profile.function_words

    def _token_before(self, at: int, *, spaces: bool = False) -> str:
        window = self.text[max(0, at - TOKEN_LENGTH) : at]
        if not spaces and window[-1:].isspace():
            return ""
        words = window.split()
        return words[-1].lstrip("\"'“”„«»‘’([{-–—") if words else ""

    def _token_after(self, at: int) -> str:
        words = self.text[at : at + TOKEN_LENGTH].split(maxsplit=1)
        return words[0] if words else ""


def _is_letter(token: str) -> bool:
    """Whether a token is one bare letter: ਸ, but not ਸੀ, which is a word."""
    return len(token) <= 2 and len(composed(token)) == 1 and token[0].isalpha()


def _letters(token: str) -> int:
    """How many letters a token has, if it has only letters and their marks; else 0."""
    if token.isascii():
        return len(token) if token.isalpha() else 0
    letters = sum(character.isalpha() for character in token)
    marks = sum(not (c.isalpha() or c.isdigit() or c.isspace()) for c in token)
    return letters if letters + marks == len(token) and token[0].isalpha() else 0


def _is_dotted(token: str, known: Profile) -> bool:
    """Whether a token is made of initials: "U.S", "ਜੀ.ਓ.ਪੀ", "Ph.D"."""
    parts = token.split(DOT)
    return len(parts) > 1 and all(
        part in known.letter_names or 0 < _letters(part) <= PART_LENGTH for part in parts
    )


def _addresses(text: str) -> list[tuple[int, int]]:
    """Addresses, without the marks that belong to the sentence around them."""
    found = ((match.start(), match[0]) for match in _ADDRESS.finditer(text))
    return [(start, start + len(address.rstrip(ADDRESS_TRAIL))) for start, address in found]


def _covered(spans: list[tuple[int, int]], at: int) -> bool:
    n = bisect_right(spans, at, key=lambda span: span[0]) - 1
    return n >= 0 and at < spans[n][1]


def _brackets(text: str) -> list[tuple[int, int]]:
    """Outermost pairs of brackets that open in the middle of something, in order."""
    found: list[tuple[int, int]] = []
    open_at: list[tuple[str, int]] = []
    for at, character in enumerate(text):
        if character in BRACKETS:
            open_at.append((BRACKETS[character], at))
        elif open_at and character == open_at[-1][0]:
            start = open_at.pop()[1]
            before = text[max(0, start - TOKEN_LENGTH) : start].rstrip()
            middle = before[-1:].isalnum() or before.endswith((",", ";"))
            if middle and at - start <= BRACKET_LENGTH:
                while found and found[-1][0] > start:
                    found.pop()
                found.append((start, at))
    return found


def _is_table(text: str) -> bool:
    """Whether bars separate cells rather than end sentences.

    >>> _is_table("ਘਰ | ਖ਼ਬਰਾਂ | ਖੇਡਾਂ"), _is_table("ਉਹ ਕੱਲ੍ਹ ਘਰ ਆਇਆ ਸੀ | ਅਸੀਂ ਸਾਰੇ ਖੁਸ਼ ਹਾਂ |")
    (True, False)
    """
    stripped = text.strip()
    if stripped.startswith(PIPE) or stripped.endswith(PIPE):
        return stripped.startswith(PIPE)
    cells = [cell for cell in stripped.split(PIPE) if cell.strip()]
    return len(cells) > 1 and all(len(cell.split()) <= CELL_WORDS for cell in cells)


def _with_words(text: str, pieces: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The pieces, those without a letter or digit joined to their neighbour."""
    joined: list[tuple[int, int]] = []
    lead = -1
    for first, last in pieces:
        if not any(character.isalnum() for character in text[first:last]):
            if joined:
                joined[-1] = (joined[-1][0], last)
            elif lead < 0:
                lead = first
            continue
        joined.append((first if lead < 0 else lead, last))
        lead = -1
    if lead >= 0:
        joined.append((lead, pieces[-1][1]))
    return joined
