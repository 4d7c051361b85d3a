"""Where a version writes the names of its source, and how.

A name may stand as it is in the source, in the letters of the version's
script, spelled letter by letter (এআই), or as a word of the language's own
(ভারত). `Text` is a version's row made ready for looking; `written` looks; `name_mentions` keeps
what was found for every name of an article.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal

from evalkit.alignment.rows import Version
from evalkit.checks.base import Span
from evalkit.checks.evidence.once import once
from evalkit.checks.evidence.source_names import Name, case_marks_names, data, source_names
from evalkit.languages import profile
from evalkit.text.names import (
    WORD,
    is_latin,
    likeness,
    resemblance,
    romanise,
    skeletons,
    spelled_length,
)

How = Literal["as it stands", "transliterated", "spelled", "translated"]

# An ending adds at most so many letters to the skeleton of a short name, and of a long one.
SHORT_NAME, SHORT_REST, LONG_REST = 3, 2, 5
# Latin words up to so long must stand by themselves, from so long they may stand in a compound.
SHORT_LATIN, LONG_LATIN = 2, 5
# At most so many characters stand between two words of one name.
LONGEST_GAP = 3
# A name written apart in the version (DeepSeek, ডিপ সিক) spans at most so many words.
WIDEST = 3
# Acronyms longer than this are read as words, shorter than the second never.
SPELLED_UP_TO = 6
READ_AS_WORD_FROM = 4

# So near a word of a longer name stands for the whole of it.
ONE_WORD_WILL_DO = 0.75
# The scripts of India tell long from short i and u, and writers often do not.
INDIC = range(0x0900, 0x0D80)
LONG_VOWELS = {
    "SIGN II": "SIGN I",
    "LETTER II": "LETTER I",
    "SIGN UU": "SIGN U",
    "LETTER UU": "LETTER U",
}
_OTHER = re.compile("[^a-z0-9]")


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the version: as it stands, its place, its skeletons."""

    text: str
    start: int
    end: int
    latin: bool
    plain: str
    skeletons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Written:
    """A place where a version writes a name, and how."""

    span: Span
    form: str
    how: How


@dataclass(frozen=True, slots=True)
class Text:
    """A version's row, its words made ready for comparison with names."""

    text: str
    words: tuple[Word, ...]

    @classmethod
    def of(cls, text: str) -> Text:
        return cls(
            text,
            tuple(_word(match.group(), match.start()) for match in WORD.finditer(text)),
        )


def _word(word: str, start: int) -> Word:
    plain = word.casefold().replace(".", "")
    return Word(word, start, start + len(word), is_latin(word), plain, skeletons(word))


@cache
def exonyms(language: str) -> Mapping[str, tuple[str, ...]]:
    """The language's own words for names, by case-folded name."""
    table = data()["exonyms"].get(profile(language).code, {})
    return {
        name.casefold(): tuple(unicodedata.normalize("NFC", form) for form in forms)
        for name, forms in table.items()
    }


@lru_cache(maxsize=65536)
def has_exonym_somewhere(name: str) -> bool:
    """Whether some language is known to have a word of its own for a name."""
    return any(
        name.casefold() == known.casefold()
        for table in data()["exonyms"].values()
        for known in table
    )


@cache
def _shortened() -> Mapping[int, int | None]:
    """Long vowel signs and letters i and u to their short ones, nuktas to nothing."""
    table: dict[int, int | None] = {}
    for code in INDIC:
        name = unicodedata.name(chr(code), "")
        if name.endswith("SIGN NUKTA"):
            table[code] = None
        for long, short in LONG_VOWELS.items():
            if name.endswith(long):
                table[code] = ord(unicodedata.lookup(name.removesuffix(long) + short))
    return table


@lru_cache(maxsize=65536)
def _short_vowels(text: str) -> str:
    """A text without what spellings of one name waver in: ਅਮਰੀਕਾ, ਅਮਰਿਕਾ."""
    return unicodedata.normalize("NFD", text).translate(_shortened())


def translated(name: str, text: Text, language: str) -> list[Written]:
    """Where the language's own word for a name stands."""
    out = []
    for form in exonyms(language).get(name.casefold(), ()):
        plain = _short_vowels(form)
        for word in text.words:
            rest = text.text[word.start : word.start + 2 * len(form)]
            if _short_vowels(rest).startswith(plain):
                out.append(Written(Span(word.start, word.end), form, "translated"))
    return out


def written(name: Name, text: Text, language: str) -> tuple[Written, ...]:
    """Every place where a version's row surely writes a name, in reading order.

    >>> from evalkit.checks.evidence.source_names import source_names
    >>> name = source_names(["the Red Hat view"], "en")[0][0]
    >>> [w.form for w in written(name, Text.of("রেড হ্যাটের দৃষ্টিভঙ্গি"), "bn")]
    ['রেড হ্যাটের']
    """
    if len(name.words) == 1:
        found = _word_written(name.words[0], text, language)
        if not found and name.phrase != name.text:
            found = alike("".join(name.phrase.split()), text)
    else:
        found = _phrase_written(name.words, text) + translated(name.text, text, language)
    taken: list[Written] = []
    for place in sorted(found, key=lambda w: (w.span.start, w.how != "as it stands")):
        if not taken or place.span.start >= taken[-1].span.end:
            taken.append(place)
    return tuple(taken)


def _word_written(word: str, text: Text, language: str) -> list[Written]:
    found = as_it_stands(word, text) + spelled(word, text) + translated(word, text, language)
    if not word.isupper() or len(word) >= READ_AS_WORD_FROM:
        found += alike(word, text)
    return found


def _phrase_written(words: Sequence[str], text: Text) -> list[Written]:
    """Places where all the words of a name stand one after the other."""
    out = []
    firsts, *later = (as_it_stands(word, text) + alike(word, text) for word in words)
    starts = [{place.span.start: place.span for place in places} for places in later]
    for first in firsts:
        end = first.span.end
        for places in starts:
            nexts = (places.get(end + gap) for gap in range(1, LONGEST_GAP + 1))
            following = next((span for span in nexts if span), None)
            if following is None:
                break
            end = following.end
        else:
            span = Span(first.span.start, end)
            out.append(Written(span, span.of(text.text), first.how))
    whole = "".join(words)
    return out or alike(whole, text) + as_it_stands(whole, text)


def as_it_stands(word: str, text: Text) -> list[Written]:
    """Where a word stands in its own letters: with an ending, or inside a compound."""
    folded = word.casefold()
    out = []
    for candidate in text.words:
        plain = candidate.plain
        inside = plain.find(folded)
        if inside < 0 or (len(folded) <= SHORT_LATIN and plain != folded):
            continue
        if inside == 0 or len(folded) >= LONG_LATIN:
            start = candidate.start + inside
            span = Span(start, min(candidate.end, start + len(word)))
            out.append(Written(span, span.of(text.text), "as it stands"))
    return out


def spelled(word: str, text: Text) -> list[Written]:
    """Where an acronym is spelled by the names of its letters."""
    if not 2 <= len(word) <= SPELLED_UP_TO or not word.isupper():
        return []
    out = []
    for candidate in text.words:
        if candidate.latin:
            continue
        length = spelled_length(word, text.text[candidate.start : candidate.start + 60])
        if length:
            span = Span(candidate.start, candidate.start + length)
            out.append(Written(span, span.of(text.text), "spelled"))
    return out


def alike(word: str, text: Text) -> list[Written]:
    """The words of a version that have the skeleton of a word of the source."""
    wanted = [s for s in skeletons(word) if s]
    out = []
    for index, first in enumerate(text.words):
        for last, joined in _windows(text.words, index):
            compound = last is first and first.latin and _contains(joined, wanted)
            if compound or _begins(joined, wanted):
                span = Span(first.start, last.end)
                out.append(Written(span, span.of(text.text), "transliterated"))
                break
    return out


def likest(word: str, text: Text) -> float:
    """How much the likest words of a version sound like a word of the source: 0 to 1.

    The mean of two likenesses, that of the skeletons and that of the letters:
    words that share some consonants by chance do not share the vowels.
    """
    wanted = [s for s in skeletons(word) if s]
    if not wanted:
        return 1.0
    name = letters(word)
    best = 0.0
    for index, first in enumerate(text.words):
        for last, joined in _windows(text.words, index):
            sounds = max(likeness(w, j) for w in wanted for j in joined)
            if sounds + 1 <= 2 * best:
                continue
            form = letters(text.text[first.start : last.end])
            best = max(best, (sounds + resemblance(name, form)) / 2)
    return best


def letters(text: str) -> str:
    """The letters and digits of a romanised text, without spaces and marks.

    >>> letters("রেড হ্যাট")
    'redhyat'
    """
    return _OTHER.sub("", romanise(text))


def _windows(words: Sequence[Word], index: int) -> Iterator[tuple[Word, tuple[str, ...]]]:
    """One to WIDEST neighbouring words read as one, with their joined skeletons."""
    joined = words[index].skeletons
    yield words[index], joined
    for width in range(1, WIDEST):
        if index + width >= len(words):
            return
        before, word = words[index + width - 1], words[index + width]
        if word.start - before.end > 1:
            return
        joined = tuple(a + _inner(b) for a in joined[:2] for b in word.skeletons[:2])
        yield word, joined


def _inner(skeleton: str) -> str:
    """A skeleton inside a longer word: its first vowel counts no more."""
    return skeleton.removeprefix("a")


def _begins(skeletons_here: Iterable[str], wanted: Iterable[str]) -> bool:
    for name in wanted:
        rest = SHORT_REST if len(name) <= SHORT_NAME else LONG_REST
        for here in skeletons_here:
            if here.startswith(name) and len(here) - len(name) <= rest:
                return True
    return False


def _nearest(name: Name, text: Text) -> float:
    """How near the version comes to a name, by its longest-sounding words.

    A surname alone stands for a person; a word of two sounds, found by
    itself, stands for nothing, and neither does half a likeness.
    """
    telling = [w for w in name.words if min(map(len, skeletons(w))) >= SHORT_NAME]
    if not telling and len(name.words) > 1:
        return likest("".join(name.words), text)
    if any(as_it_stands(word, text) for word in name.words):
        return 1.0
    near = [likest(word, text) for word in telling or name.words]
    return max(near) if max(near) >= ONE_WORD_WILL_DO else sum(near) / len(near)


def _contains(skeletons_here: Iterable[str], wanted: Iterable[str]) -> bool:
    """Whether a compound (Nordmexiko) has the name inside; only long names are telling there."""
    return any(len(w) > SHORT_NAME and w in here for w in wanted for here in skeletons_here)


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in a row of the source (`row` counts from 0), and where the version writes it.

    `times` is how often the row's source has it, `likeness` how near the
    version's likest word comes where it is not surely written.
    """

    row: int
    name: Name
    times: int
    written: tuple[Written, ...]
    likeness: float


@dataclass(frozen=True, slots=True)
class NameMentions:
    """All mentions of all names of an article in one version, by row and by name.

    A mention's `row` counts from 0; the first row has the number `first`.
    """

    first: int
    rows: tuple[tuple[Mention, ...], ...]
    texts: tuple[Text, ...]
    names: Mapping[str, tuple[Mention, ...]]


def suits(version: Version) -> bool:
    """Whether names can be told in the source and found again in the version."""
    source = version.pairs[0].source_language if version.pairs else ""
    script = profile(version.language).script
    return case_marks_names(source) and script not in data()["unsuited_scripts"]


@once
def name_mentions(version: Version) -> NameMentions:
    """The names of a version's source and their mentions; computed once."""
    texts = tuple(Text.of(pair.target) for pair in version.pairs)
    language = version.pairs[0].source_language if version.pairs else "en"
    rows = []
    by_name: dict[str, list[Mention]] = {}
    for index, names in enumerate(source_names([p.source for p in version.pairs], language)):
        row: dict[str, Mention] = {}
        times = Counter(name.key for name in names)
        for name in names:
            if name.key in row:
                continue
            places = written(name, texts[index], version.language)
            near = 1.0 if places else _nearest(name, texts[index])
            row[name.key] = Mention(index, name, times[name.key], places, near)
            by_name.setdefault(name.key, []).append(row[name.key])
        rows.append(tuple(row.values()))
    first = version.pairs[0].row if version.pairs else 1
    return NameMentions(first, tuple(rows), texts, {key: tuple(m) for key, m in by_name.items()})
