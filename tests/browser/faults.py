"""Findings for the generated document: drawn, but with the ids, forms and quotes of real ones."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from random import Random

from evalkit.checks import load_class
from evalkit.checks.base import Attribution, Severity
from evalkit.result.records import FindingRecord, RowRecord

SEVERITIES: tuple[Severity, ...] = ("critical", "major", "minor", "neutral")
VERDICTS: tuple[tuple[Attribution, str], ...] = (
    ("version", "{other} kept “{source}”"),
    ("source-or-pipeline", "{other} lost “{source}” too"),
    ("unclear", "{other} neither kept nor lost “{source}” for sure"),
)
Place = tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class Fault:
    """What a check would say: its message may name the marked `{target}` and `{source}`."""

    check: str
    message: str
    target: bool = True
    source: bool = False
    suggestion: bool = False


FAULTS = (
    Fault("length-outlier", "Rather short for its source, with nothing to point at.", False),
    Fault("truncated-sentence", "The sentence breaks off; nothing stands for “{source}”.", source=True),
    Fault("omission", "Nothing in the version stands for “{source}”.", False, source=True),
    Fault("addition", "Nothing in the source stands for “{target}”."),
    Fault("hallucination", "“{target}” has nothing to do with the source."),
    Fault("link-text-lost", "A name was lost with its link: {source}.", source=True),
    Fault("dangling-space", "A space stands before a comma."),
    Fault("untranslated", "“{target}” was left as in the source.", source=True),
    Fault("wrong-language", "“{target}” is in another language."),
    Fault("doubled-punctuation", "Two sentence ends in a row.", suggestion=True),
    Fault("final-punctuation", "The last sentence has no end.", suggestion=True),
    Fault("unbalanced-quote", "A quotation opens and does not close."),
    Fault("repeated-word", "“{target}” stands twice.", suggestion=True),
    Fault("repeated-phrase", "The phrase “{target}” goes round in a loop."),
    Fault("number-mismatch", "The source says {source}; here it is {target}.", source=True, suggestion=True),
    Fault("mixed-digits", "Digits of two scripts in one number.", suggestion=True),
    Fault("name-missing", "The name “{source}” cannot be found.", False, source=True),
    Fault("inconsistent-name", "“{source}” is written in two ways, here {target}.", source=True),
    Fault("inconsistent-spelling", "“{target}” is spelt otherwise elsewhere.", suggestion=True),
    Fault("foreign-script", "“{target}” mixes letters of two scripts."),
    Fault("placeholder-mismatch", "A placeholder of the source is not there.", source=True),
    Fault("url-mismatch", "The address is another than the source's.", source=True),
    Fault("error-span", "A model marks “{target}” as an error."),
)  # fmt: skip
MISSING = Fault("missing-paragraph", "Nothing in the version faces this paragraph.", False, True)
ADDED = Fault("added-paragraph", "Nothing in the source faces this paragraph.")
EMPTY = Fault("empty", "The paragraph is empty.", False, True)
SYMPTOMS = (
    "The text is shorter than its source would make one expect.",
    "A space stands before a comma.",
    "The sentence has no end.",
)


class Findings:
    """The findings of one row, drawn by that row's own chance.

    `share` of the rows have findings besides those whose shape is one, `several` of them.
    """

    def __init__(
        self,
        article: str,
        row: RowRecord,
        names: Mapping[str, str],
        chance: Random,
        share: float,
        several: Sequence[int],
    ):
        self.article, self.row, self.names, self.chance = article, row, names, chance
        self.share, self.several = share, several

    def drawn(self) -> Iterator[FindingRecord]:
        """In the order of the versions; none for most rows."""
        written = [version for version, target in self.row.targets.items() if target.text]
        several = 0
        if self.row.source and written and self.chance.random() < self.share:
            (several,) = self.chance.choices(self.several)
        drawn = [self.chance.choice(written) for _ in range(several)]
        for version, target in self.row.targets.items():
            faults = [self.chance.choice(FAULTS) for _ in range(drawn.count(version))]
            if self.row.source and not target.text:
                faults = [EMPTY if target.kinds else MISSING]
            elif not self.row.source and target.text:
                faults = [ADDED]
            for number, fault in enumerate(faults):
                yield self._finding(version, fault, number)

    def _finding(self, version: str, fault: Fault, number: int) -> FindingRecord:
        chance = self.chance
        source, target = self.row.source, self.row.targets[version].text
        whole = fault in (MISSING, ADDED, EMPTY)
        here = self._place(target, whole) if fault.target else None
        there = self._place(source, whole) if fault.source else None
        quote, source_quote = _cut(target, here), _cut(source, there)
        category, severity = _usual(fault.check)
        if chance.random() < 0.3:
            (severity,) = chance.choices(SEVERITIES, (1, 3, 4, 2))
        others = [v for v, t in self.row.targets.items() if v != version and t.text]
        verdict, reason = chance.choice(VERDICTS) if others else ("unclear", "nothing to compare")
        identity = f"{self.row.row} {version} {fault.check} {number}"
        return FindingRecord(
            fingerprint=hashlib.sha256(identity.encode()).hexdigest()[:16],
            article=self.article,
            row=self.row.row,
            version=version,
            check=fault.check,
            category=category,
            severity=severity,
            confidence=round(chance.uniform(0.3, 1), 2),
            message=fault.message.format(source=source_quote, target=quote),
            quote=quote,
            start=here and here[0],
            end=here and here[1],
            source_quote=source_quote,
            source_start=there and there[0],
            source_end=there and there[1],
            also_in=tuple(others) if verdict == "source-or-pipeline" else (),
            attribution=verdict,
            attribution_reason=reason.format(
                source=source_quote or "this place",
                other=" and ".join(self.names[v] for v in others),
            ),
            symptoms=tuple(SYMPTOMS[: chance.randint(1, 3)]) if chance.random() < 0.25 else (),
            suggestion=quote[:-1] if fault.suggestion else "",
            more_source=self._elsewhere(source) if there and chance.random() < 0.1 else (),
        )

    def _place(self, text: str, whole: bool) -> Place:
        """One to six words, or all of the text."""
        words = [match.span() for match in re.finditer(r"\S+", text)]
        if whole or not words:
            return 0, len(text)
        first = self.chance.randrange(len(words))
        last = min(first + self.chance.randrange(6), len(words) - 1)
        return words[first][0], words[last][1]

    def _elsewhere(self, source: str) -> tuple[str, ...]:
        place = self._place(source, whole=False)
        return (f"{place[0]}-{place[1]}",) if place else ()


@cache
def _usual(check: str) -> tuple[str, Severity]:
    """The category and severity that the check itself names."""
    kind = load_class(check)
    return kind.category, kind.severity


def _cut(text: str, place: Place) -> str:
    return text[place[0] : place[1]] if place else ""
