"""The base test every check's test fills in.

A check's test names the check and gives sound texts that must stay quiet and
faulty ones with the quote that must be marked. What every check owes its
readers (a description, offsets that fit, a message in one sentence, text taken
as text) is asserted here once.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

import pytest

from evalkit.alignment.rows import Version
from evalkit.checks import CHECKS, PENALTY, load_class
from evalkit.checks.base import Check, Finding, PairCheck, VersionCheck
from evalkit.encoders.word_alignment import WordAlignment
from tests.builders import pair, version
from tests.checks.aligned import with_words

CATEGORIES = (
    "Accuracy/Omission",
    "Accuracy/Addition",
    "Accuracy/Untranslated",
    "Accuracy/Mistranslation",
    "Terminology",
    "Fluency",
    "Locale conventions",
    "Markup",
)


@dataclass(frozen=True)
class Sound:
    """A pair of texts, or a list of them (a whole version), that must stay quiet."""

    rows: Sequence[tuple[str, str]]
    language: str = "bn"
    why: str = ""


@dataclass(frozen=True)
class Faulty:
    """A version in which the check must fire once per entry of `expected`.

    An entry is (row, quote in the version or None, quote in the source or None). Where
    the check reads what an encoder says, `aligned` gives the words of some rows
    ("row6"); those of the others are told in full.
    """

    rows: Sequence[tuple[str, str]]
    expected: Sequence[tuple[int, str | None, str | None]]
    language: str = "bn"
    severity: str | None = None
    why: str = ""
    aligned: Mapping[str, WordAlignment] | None = None

    def version(self) -> Version:
        made = version(self.rows, self.language)
        return made if self.aligned is None else with_words(made, **self.aligned)


def run(check: Check, subject: Version) -> list[Finding]:
    """All findings of a check in a version, whatever the check's scope."""
    if isinstance(check, PairCheck):
        return [f for p in subject.pairs if check.applies(p) for f in check.find(p)]
    if isinstance(check, VersionCheck):
        return list(check.find(subject)) if check.applies(subject) else []
    raise TypeError(f"{check.id} looks at whole articles: call it in its own test")


def quotes(
    findings: Iterable[Finding], subject: Version
) -> list[tuple[int, str | None, str | None]]:
    return [
        (
            f.row,
            f.target.of(subject.pairs[f.row - 1].target) if f.target else None,
            f.source.of(subject.pairs[f.row - 1].source) if f.source else None,
        )
        for f in findings
    ]


class CheckCase:
    """Fill in `check`, `sound` and `faulty`; add tests of what is special below them."""

    check: ClassVar[str]
    sound: ClassVar[Sequence[Sound]] = ()
    faulty: ClassVar[Sequence[Faulty]] = ()

    def make(self) -> Check:
        return load_class(self.check)()

    def test_is_registered_and_described(self) -> None:
        check = load_class(self.check)
        assert check.id == self.check
        assert check.id in CHECKS
        assert check.name
        assert len(check.description) > 40
        assert check.category in CATEGORIES
        assert check.severity in PENALTY
        assert issubclass(check, PairCheck | VersionCheck)

    def test_has_cases(self) -> None:
        assert self.sound, "what must stay quiet?"
        assert self.faulty, "what must be found?"

    def test_sound_texts_stay_quiet(self) -> None:
        for case in self.sound:
            subject = version(case.rows, case.language)
            found = run(self.make(), subject)
            assert not found, f"{case.why}: {quotes(found, subject)} {[f.message for f in found]}"

    def test_faults_are_found_in_their_place(self) -> None:
        for case in self.faulty:
            subject = case.version()
            found = run(self.make(), subject)
            assert quotes(found, subject) == list(case.expected), case.why
            if case.severity:
                assert {f.severity for f in found} == {case.severity}, case.why

    def test_findings_are_whole(self) -> None:
        for case in self.faulty:
            subject = case.version()
            for finding in run(self.make(), subject):
                facing = subject.pairs[finding.row - 1]
                assert finding.check == self.check
                assert finding.version == subject.id
                assert 0.0 <= finding.confidence <= 1.0
                assert finding.target is None or finding.target.end <= len(facing.target)
                assert finding.source is None or finding.source.end <= len(facing.source)
                assert finding.message
                assert "\n" not in finding.message
                own_words = re.sub("“[^”]*”", "", finding.message)
                assert not re.search(r"\{\w*\}", own_words), "an unfilled template"

    @pytest.mark.parametrize(
        ("source", "target"),
        [
            ("", ""),
            ("A line.", ""),
            ("", "একটি লাইন।"),
            ("<script>alert(1)</script>", "</script>{{7*7}}\u202eabc"),
            ("x" * 5000, "।" * 5000),
            ("🙂🙃", "\u0000\ufffd"),
        ],
    )
    def test_odd_texts_do_not_break_it(self, source: str, target: str) -> None:
        check = self.make()
        subject = version([(source, target)])
        for finding in run(check, subject):
            assert finding.target is None or finding.target.end <= len(target)


__all__ = ["CheckCase", "Faulty", "Sound", "pair", "quotes", "run"]
