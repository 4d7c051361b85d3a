"""Names of the source that the version has lost."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from evalkit.alignment.rows import Version
from evalkit.checks.base import Finding, Severity, VersionCheck
from evalkit.checks.evidence.name_mentions import (
    Mention,
    NameMentions,
    has_exonym_somewhere,
    letters,
    name_mentions,
    suits,
)
from evalkit.checks.traits import Traits
from evalkit.text.names import is_latin, resemblance, skeletons

# A word of the version that is nearer to the name than this may be the name, misspelt.
TOO_NEAR_IF_WRITTEN_ELSEWHERE = 0.58
TOO_NEAR_IF_NOWHERE_WRITTEN = 0.55
# Names whose skeleton is shorter are found by chance too easily, and missed too easily.
SHORTEST_SKELETON = 2
# A name written in so many other rows, and in this share of them, is one the version writes.
ROWS_FOR_A_HABIT = 2
SHARE_FOR_A_HABIT = 0.8
# Written in a smaller share of the other rows, its absence is the rule.
SHARE_FOR_A_MINOR = 0.5
# Longer names that are nowhere written are often titles, and translated.
WORDS_OF_A_FULL_NAME = 2
# One or two names that are nowhere written stand out; where there are more, and more than this
# share of all names, it is rather the comparison across scripts that fails in this document.
FEW_NOWHERE_WRITTEN, SHARE_NOWHERE_WRITTEN = 2, 0.1
# Where one of so many rows before has the name too, a pronoun may stand for it.
ROWS_A_PRONOUN_REACHES = 3
# Acronyms as short as this are often written out: only a firm habit makes their absence odd.
SHORT_ACRONYM = 2
ROWS_FOR_A_SHORT_ACRONYM = 4
# A place that sounds like a name is trusted if its letters are as near to the name's. Scripts
# that write no inherent vowel come less near; there so many letters alike in two rows will do.
ALIKE_IN_LATIN, ALIKE_IN_NATIVE = 0.85, 0.4
SAME_BEGINNING = 3


@dataclass(frozen=True, slots=True)
class _Verdict:
    severity: Severity
    confidence: float
    because: str


class NameMissing(VersionCheck):
    id = "name-missing"
    traits = Traits(kind="anchor", keeps_place=True, labels=("name",), damages=("name",))
    name = "Name missing"
    description = (
        "A name of the source (a person, place, product or acronym) is not in the version's row: "
        "neither as it stands, nor transliterated, nor spelled letter by letter, nor as the "
        "language's own word for it. A name the version writes elsewhere weighs most. False "
        "alarms: a pronoun in place of the name, a brand or institution that was translated, an "
        "unusual transliteration. Names of one or two sounds are passed over."
    )
    category = "Accuracy/Omission"
    severity: Severity = "minor"  # type: ignore[misc]

    def applies(self, version: Version) -> bool:
        return suits(version)

    def find(self, version: Version) -> Iterable[Finding]:
        known = name_mentions(version)
        for row, pair in zip(known.rows, version.pairs, strict=True):
            if not (pair.source.strip() and pair.target.strip()):
                continue
            for mention in row:
                verdict = _verdict(mention, known)
                if verdict is None:
                    continue
                yield self.finding(
                    pair,
                    f"The name “{mention.name.text}” of the source is not in the version, "
                    f"as it stands or transliterated{verdict.because}",
                    source=mention.name.span,
                    severity=verdict.severity,
                    confidence=verdict.confidence,
                )


def _verdict(mention: Mention, known: NameMentions) -> _Verdict | None:
    name = mention.name
    if mention.written or name.bracketed:
        return None
    sounds = max((min(map(len, skeletons(word))) for word in name.words), default=0)
    if name.shape != "acronym" and sounds < SHORTEST_SKELETON:
        return None
    others = [m for m in known.names[name.key] if m.row != mention.row]
    kept = [m for m in others if m.written and _trusted(m, others)]
    if kept:
        return _lost_here(mention, others, kept, known)
    return _never_written(mention, others, known)


def _trusted(mention: Mention, others: Sequence[Mention]) -> bool:
    """Whether a place surely writes the name, and does not sound like it by chance.

    It is spelled like the name, vowels and all, or another row writes it alike.
    """
    place = mention.written[0]
    if place.how != "transliterated":
        return True
    form = letters(place.form)
    enough = ALIKE_IN_LATIN if is_latin(place.form) else ALIKE_IN_NATIVE
    if resemblance(letters("".join(mention.name.words)), form) >= enough:
        return True
    return not is_latin(place.form) and any(
        letters(written.form)[:SAME_BEGINNING] == form[:SAME_BEGINNING]
        for other in others
        if other.row != mention.row
        for written in other.written
    )


def _pronoun_reaches(mention: Mention, known: NameMentions) -> bool:
    """Whether a row shortly before names it too, or a longer name it is part of."""
    words = {word.casefold() for word in mention.name.words}
    before = known.rows[max(0, mention.row - ROWS_A_PRONOUN_REACHES) : mention.row]
    return any(
        words <= {word.casefold() for word in m.name.words} or m.name.key == mention.name.key
        for row in before
        for m in row
    )


def _lost_here(
    mention: Mention, others: Sequence[Mention], kept: Sequence[Mention], known: NameMentions
) -> _Verdict | None:
    name = mention.name
    if mention.likeness >= TOO_NEAR_IF_WRITTEN_ELSEWHERE and name.shape != "acronym":
        return None
    because = f"; row {known.first + kept[0].row} writes it “{kept[0].written[0].form}”"
    habit = len(kept) >= ROWS_FOR_A_HABIT and len(kept) >= SHARE_FOR_A_HABIT * len(others)
    if name.shape == "acronym" and len(name.words[0]) <= SHORT_ACRONYM:
        habit = habit and len(kept) >= ROWS_FOR_A_SHORT_ACRONYM
        return _Verdict("minor" if habit else "neutral", 0.5, because)
    pronoun = _pronoun_reaches(mention, known)
    if not habit:
        weak = pronoun or len(kept) < SHARE_FOR_A_MINOR * len(others)
        return _Verdict("neutral" if weak else "minor", 0.6, because)
    # The reader meets the name in the other rows: its loss here is no major one.
    return _Verdict("minor", 0.7 if pronoun else 0.8, because)


def _stands_out(known: NameMentions) -> bool:
    """Whether names that are nowhere written are rare in this version."""
    nowhere = sum(
        not any(m.written or m.likeness >= TOO_NEAR_IF_NOWHERE_WRITTEN for m in mentions)
        and any(m.name.alone for m in mentions)
        for mentions in known.names.values()
    )
    return nowhere <= max(FEW_NOWHERE_WRITTEN, SHARE_NOWHERE_WRITTEN * len(known.names))


def _never_written(
    mention: Mention, others: Sequence[Mention], known: NameMentions
) -> _Verdict | None:
    name = mention.name
    if others or not name.alone or has_exonym_somewhere(name.key):
        return None
    if name.shape == "acronym":
        return _Verdict("neutral", 0.5, "") if len(name.words[0]) > SHORT_ACRONYM else None
    if mention.likeness >= TOO_NEAR_IF_NOWHERE_WRITTEN:
        return None
    if name.shape == "coined":
        return _Verdict("major" if _stands_out(known) else "minor", 0.7, "")
    if len(name.words) == WORDS_OF_A_FULL_NAME:
        # Likely lost, but words may have been translated: not sure enough for a major finding.
        return _Verdict("minor", 0.7, "")
    return _Verdict("minor" if len(name.words) == 1 else "neutral", 0.5, "")
