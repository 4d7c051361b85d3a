"""A long made-up article in several versions: what a book or a site of documents looks like."""

from __future__ import annotations

import hashlib
import random
from dataclasses import replace

from evalkit.checks import CHECKS
from evalkit.checks.base import Attribution, Severity
from evalkit.comparison.versions import with_comparisons
from evalkit.result.evaluation import Evaluation
from evalkit.result.records import FindingRecord, Input, RowRecord, ScoreRecord, Target

LANGUAGES = {"bn": "Bengali", "pa": "Punjabi", "hi": "Hindi", "ta": "Tamil"}
KINDS: tuple[tuple[str, Severity, Attribution], ...] = (
    ("doubled-punctuation", "minor", "version"),
    ("number-mismatch", "major", "version"),
    ("link-text-lost", "major", "source-or-pipeline"),
    ("inconsistent-name", "minor", "unclear"),
    ("truncated-sentence", "critical", "version"),
    ("length-outlier", "neutral", "unclear"),
)
WEIGHTS = (40, 12, 14, 14, 1, 19)


def big(rows: int = 10_000, versions: tuple[str, ...] = ("bn", "pa")) -> Evaluation:
    """An article of `rows` paragraphs: a finding in one of twelve, more in its second fifth."""
    chance = random.Random(rows)
    findings = []
    for row in range(1, rows + 1):
        worse = 3 if rows / 5 < row <= rows / 2.5 else 1
        shared = chance.random() < 0.02 * worse
        for version in versions:
            if shared:
                findings.append(_finding(row, version, *KINDS[2]))
            if chance.random() < 0.06 * worse:
                findings.append(_finding(row, version, *chance.choices(KINDS, WEIGHTS)[0]))
    return Evaluation(
        article="annual-report",
        inputs=(
            _input("source", "en", "English", rows),
            *(_input("version", v, LANGUAGES[v], rows) for v in versions),
        ),
        rows=tuple(_row(n, versions) for n in range(1, rows + 1)),
        metrics=("chrf",),
        checks=tuple(CHECKS),
        score_records=tuple(
            ScoreRecord(
                "annual-report", row, version, "chrf",
                min(100.0, max(0.0, chance.gauss(55, 14))), "scored", "", "chrF2",
            )
            for version in versions
            for row in (None, *range(1, rows + 1))
        ),
        finding_records=tuple(findings),
        manifest={"evalkit": "0.0"},
    )  # fmt: skip


def of_one_language(evaluation: Evaluation) -> Evaluation:
    """The same with all versions in Bengali, as two systems would give them."""
    inputs = tuple(
        replace(i, language="bn", language_name="Bengali") if i.role == "version" else i
        for i in evaluation.inputs
    )
    return with_comparisons(replace(evaluation, inputs=inputs))


def _input(role: str, language: str, name: str, paragraphs: int) -> Input:
    return Input(
        role=role,
        version=language if role == "version" else "",
        language=language,
        language_name=name,
        name=f"{language}.txt",
        path=f"references/annual-report/{language}.txt",
        sha256=hashlib.sha256(language.encode()).hexdigest(),
        format="text",
        paragraphs=paragraphs,
    )


def _row(number: int, versions: tuple[str, ...]) -> RowRecord:
    targets = {
        version: Target(f"{number} ({version})", "1:1", ("paragraph",)) for version in versions
    }
    source = f"Paragraph {number} of the report tells what was done."
    return RowRecord(number, "paragraph", 0, source, f"line {number}", targets)


def _finding(
    row: int, version: str, check: str, severity: Severity, attribution: Attribution
) -> FindingRecord:
    return FindingRecord(
        fingerprint=hashlib.sha256(f"{row} {version} {check}".encode()).hexdigest()[:16],
        article="annual-report",
        row=row,
        version=version,
        check=check,
        category="Accuracy/Mistranslation",
        severity=severity,
        confidence=0.8,
        message="Something differs here.",
        quote="",
        start=None,
        end=None,
        source_quote="",
        source_start=None,
        source_end=None,
        also_in=(),
        attribution=attribution,
    )
