"""Numbers: what the source counts, the version must count the same."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from typing import ClassVar

import regex
from rapidfuzz.distance import Levenshtein

from evalkit.alignment.rows import Pair, Version
from evalkit.checks.base import Finding, PairCheck, Severity, Span, VersionCheck
from evalkit.checks.numbers.misspelt import misspelt_as
from evalkit.checks.numbers.units import Conversion, converts, implied, units_of
from evalkit.checks.traits import Traits
from evalkit.languages import profile
from evalkit.package_data import table
from evalkit.text.numbers import Number, exact, numbers


@dataclass(frozen=True, slots=True)
class Settings:
    """The word lists and thresholds of this family: `data/numbers.toml`."""

    small: Fraction
    idioms: tuple[str, ...]
    beside: int
    convention: float
    enough: int
    outlier: Severity


@cache
def settings() -> Settings:
    data = table("evalkit.checks.numbers", "numbers.toml")
    return Settings(
        small=exact(data["small"]),
        idioms=tuple(data["idioms"]),
        beside=data["beside"],
        convention=data["digits"]["convention"],
        enough=data["digits"]["enough"],
        outlier=data["digits"]["outlier"],
    )


class NumberMismatch(PairCheck):
    id = "number-mismatch"
    traits = Traits(
        kind="anchor", keeps_place=True, labels=("number", "critical"), damages=("number",)
    )
    name = "Number lost or changed"
    description = (
        "A number of the source is nowhere in the version, by value: ৩.০ is 3.0, 25 লাখ is "
        "2.5 million, ত্রিশ is thirty, 3:30 p.m. is 15:30. If the version has a number the source "
        "lacks, the two are shown facing each other. Numbers that only the version has are no "
        "fault. False alarms: rounding, dates of another calendar, and scores or ages said in a "
        "way no table of number words knows."
    )
    category = "Accuracy/Mistranslation"
    severity: ClassVar[Severity] = "major"

    def applies(self, pair: Pair) -> bool:
        return bool(pair.source.strip() and pair.target.strip())

    def find(self, pair: Pair) -> Iterable[Finding]:
        wanted = [n for n in numbers(pair.source, pair.source_language) if n.kind != "marker"]
        there = [n for n in numbers(pair.target, pair.language) if n.kind != "marker"]
        lost, spare = _compare(wanted, there)
        unsure = [(n, misspelt_as(n, pair.target, pair.language)) for n in lost]
        for number, alike in unsure:
            if alike is not None:
                yield self._spoken(pair, number, alike)
        lost = [number for number, alike in unsure if alike is None]
        for number, facing in _face(pair.source, lost, spare):
            yield self._describe(pair, number, facing, (wanted, there))

    def _spoken(self, pair: Pair, number: Number, alike: Span) -> Finding:
        said = pair.source[number.start : number.end]
        return self.finding(
            pair,
            f"{said} in the source: perhaps “{alike.of(pair.target)}” in the version",
            target=alike,
            source=Span(number.start, number.end),
            severity="neutral",
            confidence=0.3,
        )

    def _describe(
        self,
        pair: Pair,
        number: Number,
        facing: Number | None,
        both: tuple[Sequence[Number], Sequence[Number]],
    ) -> Finding:
        said = pair.source[number.start : number.end]
        units = units_of(pair.source, number)
        sure = 0.8 if number.written == "digits" else 0.5
        severity = _weight(pair.source, number, facing)
        if severity == "major" and not _both_known(pair):
            # It may stand there in words, or in a way of writing, that nobody told evalkit of.
            severity, sure = "minor", 0.5
        if facing is not None:
            message = f"{said} in the source, {plain(facing)} in the version"
            if converts(number, [facing], units + implied(pair.target, facing)):
                message, severity, sure = f"{message}: converted to another unit?", "neutral", 0.3
            else:
                sure += 0.1
        else:
            message = f"The number {said} of the source is missing in the version"
            wanted, there = both
            if converts(number, _beside(number, wanted), units):
                message = f"{message}; the source says the same in another unit"
                severity, sure = "neutral", 0.3
            elif converts(number, [n for n in there if n.value != 1], units):
                message = f"{message}, unless it is said in another unit"
                severity, sure = "neutral", 0.3
        return self.finding(
            pair,
            message,
            target=Span(facing.start, facing.end) if facing else None,
            source=Span(number.start, number.end),
            severity=severity,
            confidence=sure,
        )


def _both_known(pair: Pair) -> bool:
    """Whether the number words of both languages are known."""
    return all(profile(tag).numbers.words for tag in (pair.language, pair.source_language))


def _beside(number: Number, others: Iterable[Number]) -> list[Number]:
    reach = settings().beside
    return [
        other
        for other in others
        if 0 < number.start - other.end <= reach or 0 < other.start - number.end <= reach
    ]


# A capital inside a sentence makes a number word a name: the Four Corners.
_NAME = regex.compile(r"[\p{Ll}\p{Nd},] $")
# A capital after an ordinal too: 125th Street, the 9th Circuit.
_NAMED = regex.compile(r"(?:st|nd|rd|th) \p{Lu}\p{Ll}")


def _weight(source: str, number: Number, facing: Number | None) -> Severity:
    """How heavily a lost or changed number weighs: digits are evidence, words much less.

    A language says a number in more ways than any table of words knows, so only
    digits that are gone, or that face other digits, are surely wrong.
    """
    capital = number.written == "words" and source[number.start].isupper()
    if capital and _NAME.search(source[max(0, number.start - 2) : number.start]):
        return "neutral"
    if _idiomatic(source, number):
        return "neutral"
    if number.kind == "name" or _NAMED.match(source, number.end):
        return "minor"
    digits = number.written == "digits" and (facing is None or facing.written == "digits")
    return "major" if digits else "minor"


def _idiomatic(source: str, number: Number) -> bool:
    """Whether a number is part of a phrase that counts nothing: 24/7."""
    folded = source.casefold()
    for idiom in settings().idioms:
        place = folded.find(idiom, max(0, number.start - len(idiom)), number.end + len(idiom))
        if 0 <= place <= number.start and number.end <= place + len(idiom):
            return True
    return False


def plain(number: Number) -> str:
    """A number's value as people write it in English.

    >>> plain(numbers("২৫ লাখ", "bn")[0]), plain(numbers("৩.৫", "bn")[0])
    ('2,500,000', '3.5')
    """
    if number.kind == "time":
        hours, rest = divmod(number.value, 1)
        return f"{int(hours)}:{int(rest * 60):02}"
    if number.value.denominator == 1:
        whole = int(number.value)
        return f"{whole:,}" if whole >= 10_000 else str(whole)
    return f"{float(number.value):,.6g}"


def _compare(
    wanted: Sequence[Number], there: Sequence[Number]
) -> tuple[list[Number], list[Number]]:
    """Numbers of the source that the version lacks, and those only the version has."""
    known, asked = _values(there), _values(wanted)
    pieces = _values(part for n in there for part in n.parts)
    lost = [n for n in wanted if _required(n) and not _kept(n, known, pieces)]
    spare = [n for n in there if _telling(n) and not _kept(n, asked, frozenset())]
    unfaced = sum(n.written == "digits" for n in spare) - len(lost)
    lost += _doubtful(wanted, there)[: max(unfaced, 0)]
    return sorted(lost, key=lambda n: n.start), spare


def _values(found: Iterable[Number]) -> frozenset[Fraction]:
    return frozenset(value for number in found for value in number.readings)


def _required(number: Number) -> bool:
    """Whether the version owes this number: not "first", "one" or "thousands of"."""
    return number.written == "digits" or _telling(number)


def _telling(number: Number) -> bool:
    """Whether the number counts something, and is no article or idiom."""
    if number.written == "digits":
        return True
    return number.kind not in ("ordinal", "month", "vague") and number.value > 1


def _kept(number: Number, known: frozenset[Fraction], pieces: frozenset[Fraction]) -> bool:
    if number.readings & (known if number.kind == "time" else known | pieces):
        return True
    return bool(number.parts) and all(part.readings & known for part in number.parts)


def _doubtful(wanted: Sequence[Number], there: Sequence[Number]) -> list[Number]:
    """Digits of the source found too seldom, or only as the article-like word for one.

    They count as lost only as long as unknown digits of the version face them.
    """
    left = [n.readings for n in there if _telling(n)]
    left += [part.readings for n in there for part in n.parts]
    known = _values(there)
    seen: Counter[Fraction] = Counter()
    doubtful = []
    for number in wanted:
        if number.written != "digits" or number.parts or not number.readings & known:
            continue
        seen[number.value] += 1
        if seen[number.value] > sum(bool(number.readings & readings) for readings in left):
            doubtful.append(number)
    return doubtful


# A text that lost more numbers than this is another text: whom they face says little.
_CANDIDATES = 40


def _face(
    source: str, lost: Sequence[Number], spare: Sequence[Number]
) -> Iterator[tuple[Number, Number | None]]:
    """Each lost number with the number only the version has that is most like it."""
    free = list(spare)
    for number in lost:
        units = units_of(source, number)
        near = [other for other in free[:_CANDIDATES] if _comparable(number, other)]
        best = min(near, key=lambda other: _unlike(number, other, units), default=None)
        if best is not None:
            free.remove(best)
        yield number, best


def _comparable(number: Number, other: Number) -> bool:
    """Digits are not taken for a small number word, which is anyone's."""
    return number.written == "words" or other.written == "digits" or other.value > settings().small


def _unlike(
    number: Number, other: Number, units: Sequence[Conversion]
) -> tuple[bool, bool, float, int]:
    distance = Levenshtein.normalized_distance(plain(number), plain(other))
    return (
        not converts(number, [other], units),
        number.written != other.written,
        distance,
        other.start,
    )


class MixedDigits(VersionCheck):
    id = "mixed-digits"
    traits = Traits(kind="habit", group="surface", own_habit=True, tells_of=("number",))
    name = "Digits of two scripts"
    description = (
        "A number is written in other digits than the document's numbers usually are (2018 among "
        "২০১৮), or in two sets of digits at once. What a document does is read from the document; "
        "names, addresses and codes are left out. False alarms: quotations and product numbers "
        "kept as they stood, without a Latin name beside them."
    )
    category = "Locale conventions"
    severity: ClassVar[Severity] = "minor"

    def applies(self, version: Version) -> bool:
        return any(pair.target.strip() for pair in version.pairs)

    def find(self, version: Version) -> Iterable[Finding]:
        places = [
            (pair, number, _scripts(pair.target, number))
            for pair in version.pairs
            if pair.kind != "code"
            for number in numbers(pair.target, version.language)
            if number.written == "digits"
        ]
        usual = _convention(
            next(iter(scripts))
            for pair, number, scripts in places
            if len(scripts) == 1 and not _named(pair.target, number)
        )
        for pair, number, scripts in places:
            span = Span(number.start, number.end)
            if len(scripts) > 1:
                both = " and ".join(sorted(scripts))
                yield self.finding(
                    pair, f"One number is written in {both} digits at once", target=span
                )
            elif usual and usual not in scripts and not _named(pair.target, number):
                yield self.finding(
                    pair,
                    f"{plain(number)} is written in {next(iter(scripts))} digits; "
                    f"this version usually writes {usual} ones",
                    target=span,
                    severity=settings().outlier,
                    confidence=0.7,
                )


def _scripts(text: str, number: Number) -> frozenset[str]:
    """The names of the scripts whose digits the number is written in."""
    return frozenset(
        _script(c) for c in text[number.start : number.end] if unicodedata.category(c) == "Nd"
    )


def _script(digit: str) -> str:
    """The script of a digit in English.

    >>> _script("৩"), _script("3"), _script("۳")
    ('Bengali', 'Latin', 'Extended Arabic-Indic')
    """
    if digit.isascii():
        return "Latin"
    return unicodedata.name(digit, "").partition(" DIGIT")[0].title() or "other"


def _convention(scripts: Iterable[str]) -> str:
    """The digits a document keeps to; empty where it keeps to none."""
    counted = Counter(scripts)
    total = sum(counted.values())
    if total < settings().enough:
        return ""
    usual, times = counted.most_common(1)[0]
    return usual if times >= settings().convention * total else ""


def _named(text: str, number: Number) -> bool:
    """Whether the number belongs to a name or a code in Latin letters."""
    if number.kind == "name":
        return True
    before = text[max(0, number.start - 12) : number.start]
    after = text[number.end : number.end + 12]
    return bool(
        regex.search(r"[A-Za-z][)\-‑]?\s?$|[#_/]$", before) or regex.match(r"\s?[A-Za-z_/]", after)
    )
