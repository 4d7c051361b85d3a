"""One name, one word, written in two ways within a version."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from evalkit.alignment.rows import Pair, Version
from evalkit.checks.base import Finding, Severity, Span, VersionCheck
from evalkit.checks.evidence.name_mentions import Mention, Written, letters, name_mentions, suits
from evalkit.checks.traits import Traits
from evalkit.languages import profile
from evalkit.package_data import table
from evalkit.text.names import WORD, is_latin, resemblance, skeletons

# Names of fewer sounds are found by chance.
SOUNDS_FOR_A_NAME = 2
# Two native forms that differ only in so many last characters differ by inflection.
ENDING_LENGTH = 2
# A native form has to sound like the name, vowels and all, to be taken for it.
LIKE_THE_NAME = 0.45
# So often a name has to stand, in Latin letters and native ones together, or in each of two
# native spellings, before a reader is disturbed: less is neutral. A term (InstructLab, AI)
# disturbs sooner than a person.
FEWEST_OF_LATIN_AND_NATIVE = 6
FEWEST_OF_A_TERM = 3
FEWEST_OF_EACH_SPELLING = 3
# A word spelled in two ways is disturbing from so many occurrences of each, and of both.
FEWEST_OF_EACH_WORD, FEWEST_OF_A_WORD = 3, 6
# Words shorter than this, or rarer, are not compared.
SHORTEST_WORD = 5
SHORTEST_STEM = 2
FEWEST_OCCURRENCES = 3
ROWS_LISTED = 5
MOST_ENDINGS = 2
_JOINERS = "\u200c\u200d"


@dataclass(frozen=True, slots=True)
class Place:
    """One occurrence of a form: row index (from 0) and span in the version's text."""

    row: int
    span: Span


Forms = Mapping[str, Sequence[Place]]


@cache
def data() -> Mapping[str, Any]:
    """The tables of consistency.toml."""
    return table("evalkit.checks.names", "consistency.toml")


def describe(forms: Forms, first: int = 1) -> str:
    """The forms with counts and rows, for a message; most frequent first.

    `first` is the number of the first row.

    >>> here = Span(0, 2)
    >>> describe({"AI": [Place(0, here), Place(3, here)], "এআই": [Place(4, here)]})
    '“AI” (2 times: rows 1, 4) and “এআই” (once: row 5)'
    """
    parts = []
    for form, places in _by_frequency(forms):
        rows = list(dict.fromkeys(first + place.row for place in places))
        times = "once" if len(places) == 1 else f"{len(places)} times"
        listed = ", ".join(map(str, rows[:ROWS_LISTED])) + (
            ", …" if len(rows) > ROWS_LISTED else ""
        )
        parts.append(f"“{form}” ({times}: row{'s' if len(rows) > 1 else ''} {listed})")
    return " and ".join(parts)


def _by_frequency(forms: Forms) -> list[tuple[str, Sequence[Place]]]:
    return sorted(forms.items(), key=lambda item: (-len(item[1]), item[1][0].row))


def _minority(forms: Forms) -> Place:
    return _by_frequency(forms)[-1][1][0]


class InconsistentName(VersionCheck):
    id = "inconsistent-name"
    traits = Traits(kind="habit", own_habit=True, tells_of=("name",))
    name = "Name written in two ways"
    description = (
        "A name of the source is written in two ways in one version: here in Latin letters, there "
        "in the version's script, or in two native spellings. One finding per name, at the first "
        "place of the rarer form; a gloss in brackets does not count, nor does a form that only "
        "headings use. False alarms: a house style that uses Latin letters in some contexts."
    )
    category = "Terminology"
    severity: Severity = "minor"  # type: ignore[misc]

    def applies(self, version: Version) -> bool:
        return suits(version) and profile(version.language).script != "Latn"

    def find(self, version: Version) -> Iterable[Finding]:
        reported: list[set[str]] = []
        first = version.pairs[0].row
        for mentions in _longest_first(name_mentions(version).names):
            forms = _without_headings(_forms(mentions, version.pairs), version.pairs)
            if len(forms) < 2:
                continue
            place = _minority(forms)
            name = next(m.name for m in mentions if m.row == place.row)
            if any(set(name.words) <= words for words in reported):
                continue
            reported.append(set(name.words))
            yield self.finding(
                version.pairs[place.row],
                f"The name “{name.text}” is written in {len(forms)} ways: {describe(forms, first)}",
                target=place.span,
                source=name.span,
                severity=_weight(
                    forms,
                    FEWEST_OF_LATIN_AND_NATIVE if name.shape == "proper" else FEWEST_OF_A_TERM,
                ),
                confidence=0.8,
            )


def _longest_first(names: Mapping[str, Sequence[Mention]]) -> list[Sequence[Mention]]:
    return sorted(names.values(), key=lambda mentions: -len(mentions[0].name.words))


def _weight(forms: Forms, fewest: int) -> Severity:
    """Minor where the name is frequent enough for the reader to see both forms."""
    counts = [len(places) for places in forms.values()]
    if any(map(_in_latin, forms)):
        return "minor" if sum(counts) >= fewest else "neutral"
    return "minor" if sorted(counts)[-2] >= FEWEST_OF_EACH_SPELLING else "neutral"


def _forms(mentions: Sequence[Mention], pairs: Sequence[Pair]) -> dict[str, list[Place]]:
    latin: dict[str, list[Place]] = defaultdict(list)
    native: dict[str, list[Place]] = defaultdict(list)
    for mention in mentions:
        text = pairs[mention.row].target
        places = [w for w in mention.written if not _is_gloss(w.span, text)]
        stands = [w for w in places if _in_latin(w.form)]
        for place in stands:
            latin[place.form].append(Place(mention.row, place.span))
        others = [w for w in places if not _in_latin(w.form)]
        likely = sorted(others, key=lambda w: -_likeness(mention, w))
        for place in likely[: max(0, mention.times - len(stands))]:
            if _likeness(mention, place) >= LIKE_THE_NAME:
                native[place.form].append(Place(mention.row, place.span))
    forms = _by_stem(native)
    if latin:
        usual = max(latin, key=lambda form: len(latin[form]))
        forms[usual] = [place for places in latin.values() for place in places]
    return {form: sorted(places, key=_position) for form, places in forms.items()}


def _in_latin(form: str) -> bool:
    return is_latin("".join(form.split()))


def _position(place: Place) -> tuple[int, int]:
    return place.row, place.span.start


def _likeness(mention: Mention, place: Written) -> float:
    """How much a place sounds like the name, vowels and all: 0 to 1."""
    if place.how == "spelled":
        return 1.0
    words = mention.name.words
    sounds = max(min(map(len, skeletons(word))) for word in words)
    if place.how == "translated" or sounds < SOUNDS_FOR_A_NAME:
        return 0.0
    return resemblance(letters("".join(words)), letters(place.form))


def _by_stem(native: Mapping[str, list[Place]]) -> dict[str, list[Place]]:
    """Forms that differ only by their endings put together under the shortest."""
    stems: dict[str, list[Place]] = {}
    for form, places in sorted(native.items(), key=lambda item: (len(item[0]), item[0])):
        plain = _plain(form)
        stem = next((stem for stem in stems if _same_stem(_plain(stem), plain)), form)
        stems.setdefault(stem, []).extend(places)
    return stems


def _plain(form: str) -> str:
    kept = (
        c
        for c in unicodedata.normalize("NFC", form)
        if c.isalnum() or unicodedata.category(c)[0] == "M"
    )
    return "".join(kept)


def _same_stem(stem: str, form: str) -> bool:
    common = 0
    while common < min(len(stem), len(form)) and stem[common] == form[common]:
        common += 1
    return common >= max(2, len(stem) - ENDING_LENGTH)


def _is_gloss(span: Span, text: str) -> bool:
    """Whether the place is all that stands in a pair of brackets, but for Latin words."""
    opened = text.rfind("(", 0, span.start + 1)
    closed = text.find(")", span.end - 1) if opened >= 0 else -1
    if opened < 0 or closed < 0 or ")" in text[opened : span.start]:
        return False
    inside = text[opened + 1 : closed]
    return len(inside) <= 2 * (span.end - span.start) + 8 or inside.isascii()


def _without_headings(
    forms: Mapping[str, list[Place]], pairs: Sequence[Pair]
) -> dict[str, list[Place]]:
    return {
        form: places
        for form, places in forms.items()
        if any(pairs[place.row].kind != "heading" for place in places)
    }


class InconsistentSpelling(VersionCheck):
    id = "inconsistent-spelling"
    traits = Traits(kind="habit", own_habit=True)
    name = "Word spelled in two ways"
    description = (
        "A word of the version is spelled in two ways that differ only in a known orthographic "
        "variant: a conjunct or none, a long or a short vowel sign, a nasal sign, a nukta. One "
        "finding per word, at the first place of the rarer spelling; differences nobody can see "
        "and hyphens in compounds are neutral. False alarms: two words that happen to differ so."
    )
    category = "Fluency"
    severity: Severity = "minor"  # type: ignore[misc]

    def applies(self, version: Version) -> bool:
        return profile(version.language).script in data()["variants"]

    def find(self, version: Version) -> Iterable[Finding]:
        spellings = _spellings(version)
        first = version.pairs[0].row
        if spellings.unseen:
            yield self._unseen(version, spellings.unseen)
        for forms in spellings.seen:
            place = _minority(forms)
            counts = [len(places) for places in forms.values()]
            frequent = min(counts) >= FEWEST_OF_EACH_WORD and sum(counts) >= FEWEST_OF_A_WORD
            yield self.finding(
                version.pairs[place.row],
                f"One word is spelled in two ways: {describe(forms, first)}",
                target=place.span,
                severity="minor" if frequent else "neutral",
                confidence=0.7,
            )
        for forms in spellings.compounds:
            place = _minority(forms)
            yield self.finding(
                version.pairs[place.row],
                f"A compound is written with and without a hyphen: {describe(forms, first)}",
                target=place.span,
                severity="neutral",
                confidence=0.5,
            )

    def _unseen(self, version: Version, alike: Sequence[Forms]) -> Finding:
        place = _minority(alike[0])
        also = f", and so are {len(alike) - 1} other words" if len(alike) > 1 else ""
        return self.finding(
            version.pairs[place.row],
            "One word is written in two ways that look the same but differ in their characters: "
            f"{describe(alike[0], version.pairs[0].row)}{also}",
            target=place.span,
            severity="neutral",
            confidence=0.9,
        )


@dataclass(frozen=True, slots=True)
class _Seen:
    """An occurrence of a word: its stem, the whole of it, and its place."""

    stem: str
    word: str
    place: Place


@dataclass(frozen=True, slots=True)
class _Spellings:
    """Words in several spellings, to be seen or not; compounds with and without a hyphen."""

    seen: tuple[Forms, ...]
    unseen: tuple[Forms, ...]
    compounds: tuple[Forms, ...]


def _spellings(version: Version) -> _Spellings:
    known = profile(version.language)
    endings = tuple(sorted(data()["endings"].get(known.code, ()), key=len, reverse=True))
    distinct = {frozenset(map(_visible, pair)) for pair in data()["distinct"].get(known.code, ())}
    variants = data()["variants"][known.script]
    words: dict[str, list[_Seen]] = defaultdict(list)
    compounds: dict[tuple[str, str], list[_Seen]] = defaultdict(list)
    for row, pair in enumerate(version.pairs):
        before: tuple[str, int] | None = None
        text = pair.target
        for match in WORD.finditer(text):
            word, start, end = match.group(), match.start(), match.end()
            if is_latin(word):
                before = None
                continue
            stem = _stem(word, endings)
            if len(stem) >= SHORTEST_WORD:
                folded = _folded(_visible(stem), variants)
                words[folded].append(_Seen(stem, word, Place(row, Span(start, end))))
            if before and start - before[1] == 1 and text[before[1]] in " -":
                begin = before[1] - len(before[0])
                whole = text[begin:end]
                seen = _Seen(text[before[1]], whole, Place(row, Span(begin, end)))
                compounds[before[0], stem].append(seen)
            before = (word, end)
    in_two = [group for group in words.values() if _in_two(group)]
    differing = [group for group in in_two if len(_looks(group)) > 1]
    return _Spellings(
        tuple(_forms_of(g) for g in differing if _looks(g) not in distinct),
        tuple(_forms_of(g) for g in in_two if len(_looks(g)) == 1),
        tuple(_forms_of(group) for group in compounds.values() if _in_two(group)),
    )


def _looks(group: Sequence[_Seen]) -> frozenset[str]:
    return frozenset(_visible(one.stem) for one in group)


def _in_two(group: Sequence[_Seen]) -> bool:
    return len(group) >= FEWEST_OCCURRENCES and len({one.stem for one in group}) > 1


def _forms_of(seen: Sequence[_Seen]) -> Forms:
    """Occurrences by stem, each stem shown as the shortest word it stands in."""
    by_stem: dict[str, list[_Seen]] = defaultdict(list)
    for one in seen:
        by_stem[one.stem].append(one)
    return {
        min((one.word for one in group), key=len): [one.place for one in group]
        for group in by_stem.values()
    }


def _stem(word: str, endings: Sequence[str]) -> str:
    for _ in range(MOST_ENDINGS):
        for ending in endings:
            if word.endswith(ending) and len(word) - len(ending) >= SHORTEST_STEM:
                word = word[: -len(ending)]
                break
        else:
            break
    return word


@lru_cache(maxsize=65536)
def _visible(word: str) -> str:
    """A word as it looks: normalised, without joiners."""
    return "".join(c for c in unicodedata.normalize("NFC", word) if c not in _JOINERS)


def _folded(word: str, variants: Sequence[Sequence[str]]) -> str:
    for variant, common in variants:
        word = word.replace(variant, common)
    return word
