"""One cause, one finding: symptoms are folded into what explains them.

A paragraph that is missing also lacks its names and numbers; a sentence that
breaks off also lacks its full stop. Told four times, a reviewer reads it four
times; the finding that explains the others keeps them as its symptoms.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace

from evalkit.checks.base import PENALTY, Finding, Span

_CONTENT = frozenset(
    {
        "name-missing", "number-mismatch", "length-outlier", "truncated-sentence", "link-text-lost",
        "final-punctuation", "placeholder-mismatch", "url-mismatch", "tag-mismatch", "glossary",
        "list-marker-mismatch", "error-span",
    }
)  # fmt: skip
_SURFACE = frozenset(
    {
        "foreign-script", "mixed-digits", "doubled-punctuation", "dangling-space",
        "unbalanced-quote", "unbalanced-bracket", "repeated-word",
    }
)  # fmt: skip


_OF_WORDS = frozenset({"inconsistent-name", "inconsistent-spelling"})
# A model says that something is wrong at a place, these say what. A smaller fault, such as a wrong
# number, need not be all that the model means.
_SAYS_WHAT = (
    "truncated-sentence", "link-text-lost", "repeated-phrase", "untranslated", "wrong-language",
    "broken-encoding",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Fold:
    """`cause` takes in the `symptoms` of its row, or only those at its place."""

    cause: str
    symptoms: frozenset[str]
    whole_row: bool


# The order matters: an earlier cause takes its symptoms before a later one can.
FOLDS: tuple[Fold, ...] = (
    Fold("missing-paragraph", _CONTENT | _SURFACE | {"empty"}, whole_row=True),
    Fold("added-paragraph", _CONTENT | _SURFACE | {"wrong-language"}, whole_row=True),
    Fold("empty", _CONTENT | _SURFACE, whole_row=True),
    Fold("duplicate-paragraph", _CONTENT, whole_row=True),
    Fold("broken-encoding", frozenset({"foreign-script", "invisible-character"}), whole_row=False),
    Fold(
        "link-text-lost",
        frozenset({"dangling-space", "truncated-sentence", "name-missing", "final-punctuation"}),
        whole_row=False,
    ),
    Fold("link-text-lost", frozenset({"length-outlier"}), whole_row=True),
    Fold(
        "truncated-sentence",
        frozenset(
            {"length-outlier", "final-punctuation", "unbalanced-quote", "unbalanced-bracket"}
        ),
        whole_row=True,
    ),
    Fold(
        "truncated-sentence",
        frozenset({"name-missing", "number-mismatch", "dangling-space"}),
        whole_row=False,
    ),
    Fold("repeated-phrase", frozenset({"repeated-word", "length-outlier"}), whole_row=True),
    Fold("doubled-punctuation", frozenset({"final-punctuation"}), whole_row=False),
    *(Fold(cause, frozenset({"error-span"}), whole_row=False) for cause in _SAYS_WHAT),
)

# Causes that explain a row's other findings only when they mark all of it.
_WHOLE_TEXT: tuple[Fold, ...] = (
    Fold("untranslated", _CONTENT | _SURFACE | _OF_WORDS | {"wrong-language"}, whole_row=True),
    Fold("wrong-language", _CONTENT | _SURFACE | _OF_WORDS, whole_row=True),
)
WHOLE_TEXT_SHARE = 0.8


def fold(findings: Iterable[Finding], lengths: dict[tuple[int, str], int]) -> list[Finding]:
    """The findings with symptoms folded away, in the order they came.

    `lengths` gives the target text's length of every (row, version).
    """
    cells: dict[tuple[int, str], list[Finding]] = defaultdict(list)
    for finding in findings:
        cells[finding.row, finding.version].append(finding)
    return [
        finding
        for cell, found in cells.items()
        for finding in _fold_cell(found, lengths.get(cell, 0))
    ]


def _fold_cell(findings: list[Finding], length: int) -> list[Finding]:
    for rule in FOLDS + _WHOLE_TEXT:
        for cause in [f for f in findings if f.check == rule.cause]:
            if rule in _WHOLE_TEXT and not _marks_all(cause, length):
                continue
            taken = [
                f
                for f in findings
                if f.check in rule.symptoms and (rule.whole_row or _same_place(cause, f))
            ]
            if not taken:
                continue
            whole = replace(
                cause,
                symptoms=(*cause.symptoms, *(s for f in taken for s in (f.message, *f.symptoms))),
                severity=max(
                    (cause.severity, *(f.severity for f in taken)), key=PENALTY.__getitem__
                ),
            )
            gone = {id(f) for f in taken}
            findings = [whole if f is cause else f for f in findings if id(f) not in gone]
    return findings


def _marks_all(finding: Finding, length: int) -> bool:
    if finding.target is None:
        return True
    return finding.target.end - finding.target.start >= WHOLE_TEXT_SHARE * length


def _same_place(one: Finding, other: Finding) -> bool:
    return _overlap(one.target, other.target) or _overlap(one.source, other.source)


def _overlap(one: Span | None, other: Span | None) -> bool:
    return one is not None and other is not None and one.overlaps(other)
