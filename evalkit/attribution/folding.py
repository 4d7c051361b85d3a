"""One cause, one finding: symptoms are folded into what explains them.

A paragraph that is missing also lacks its names and numbers; a sentence that
breaks off also lacks its full stop. Told four times, a reviewer reads it four
times; the finding that explains the others keeps them as its symptoms. What
lies in another sentence is another fault and stays a finding of its own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import regex

from evalkit.attribution.source_places import common, covered
from evalkit.checks.base import PENALTY, Finding, Span

_CONTENT = frozenset(
    {
        "name-missing", "number-mismatch", "length-outlier", "truncated-sentence", "link-text-lost",
        "final-punctuation", "placeholder-mismatch", "url-mismatch", "tag-mismatch", "glossary",
        "list-marker-mismatch", "error-span", "judged-error", "omission", "addition",
        "hallucination",
    }
)  # fmt: skip
_SURFACE = frozenset(
    {
        "foreign-script", "mixed-digits", "doubled-punctuation", "dangling-space",
        "unbalanced-quote", "unbalanced-bracket", "repeated-word",
    }
)  # fmt: skip
_OF_WORDS = frozenset({"inconsistent-name", "inconsistent-spelling"})
_ANCHORS = frozenset({"name-missing", "number-mismatch"})
_LOSSES = frozenset({"link-text-lost", "truncated-sentence", "omission"})
# A model says that something is wrong at a place, these say what. A smaller fault, such as a wrong
# number, need not be all that the model means.
_SAYS_WHAT = (
    "truncated-sentence", "link-text-lost", "omission", "addition", "hallucination",
    "repeated-phrase", "untranslated", "wrong-language", "broken-encoding",
)  # fmt: skip
_MARKED = frozenset({"error-span", "judged-error"})
# Slips of a tool rather than of a sentence: the same one all through a document is one cause.
_OF_A_TOOL = frozenset({"doubled-punctuation", "dangling-space"})
# So many rows with the same slip are one cause.
REPEATED = 3
# A place of which so much is covered by others adds none of its own.
MOSTLY = 0.5
_CLAUSE_END = regex.compile(r"[,;:.!?—–](?=\s|$)")
_TOO_SHORT, _TOO_LONG = "Accuracy/Omission", "Accuracy/Addition"

Reach = Literal["row", "place"]


@dataclass(frozen=True, slots=True)
class Fold:
    """`cause` takes in the `symptoms` of its row that are within its reach.

    The reach is all of the "row", for causes that take all of it; or the cause's
    "place": overlapping or touching it on either side, or in the same clause of
    the source. Symptoms of the category `unless` point the other way and are left
    alone.
    """

    cause: str
    symptoms: frozenset[str]
    reach: Reach
    unless: str = ""


# The order matters: an earlier cause takes its symptoms before a later one can.
FOLDS: tuple[Fold, ...] = (
    Fold("missing-paragraph", _CONTENT | _SURFACE | {"empty"}, "row"),
    Fold("added-paragraph", _CONTENT | _SURFACE | {"wrong-language"}, "row"),
    Fold("empty", _CONTENT | _SURFACE, "row"),
    Fold("duplicate-paragraph", _CONTENT, "row"),
    Fold("hallucination", _CONTENT - {"hallucination"}, "row"),
    Fold("broken-encoding", frozenset({"foreign-script", "invisible-character"}), "place"),
    Fold(
        "link-text-lost",
        frozenset({"dangling-space", "truncated-sentence", "final-punctuation", "omission"})
        | _ANCHORS,
        "place",
    ),
    Fold(
        "truncated-sentence",
        frozenset(
            {
                "final-punctuation",
                "unbalanced-quote",
                "unbalanced-bracket",
                "omission",
                "dangling-space",
            }
        )
        | _ANCHORS,
        "place",
    ),
    # A length is that of the whole row.
    *(
        Fold(cause, frozenset({"length-outlier"}), "row", unless=_TOO_LONG)
        for cause in ("link-text-lost", "truncated-sentence")
    ),
    Fold("omission", _ANCHORS | {"length-outlier", "dangling-space"}, "place", unless=_TOO_LONG),
    Fold(
        "addition",
        _ANCHORS | {"length-outlier", "foreign-script"},
        "place",
        unless=_TOO_SHORT,
    ),
    Fold("repeated-phrase", frozenset({"repeated-word"}), "place"),
    Fold("repeated-phrase", frozenset({"length-outlier"}), "row"),
    Fold("doubled-punctuation", frozenset({"final-punctuation"}), "place"),
    *(Fold(cause, _MARKED, "place") for cause in _SAYS_WHAT),
    # A judge says what is wrong, and why.
    Fold("judged-error", frozenset({"error-span"}), "place"),
)

# Causes that explain a row's other findings only when they mark all of it.
_WHOLE_TEXT: tuple[Fold, ...] = (
    Fold("untranslated", _CONTENT | _SURFACE | _OF_WORDS | {"wrong-language"}, "row"),
    Fold("wrong-language", _CONTENT | _SURFACE | _OF_WORDS, "row"),
)
WHOLE_TEXT_SHARE = 0.8


def fold(
    findings: Iterable[Finding],
    lengths: Mapping[tuple[int, str], int],
    sources: Mapping[int, str] | None = None,
) -> list[Finding]:
    """The findings with symptoms folded away, in the order they came.

    `lengths` gives the target text's length of every (row, version), `sources`
    the source text of every row: without it nothing is known of clauses. Of a
    slip that runs through a version the first one counts; the others stay
    where they are, as neutral findings.
    """
    cells: dict[tuple[int, str], list[Finding]] = defaultdict(list)
    for finding in findings:
        cells[finding.row, finding.version].append(finding)
    texts = sources or {}
    folded = [
        finding
        for cell, found in cells.items()
        for finding in _fold_cell(found, lengths.get(cell, 0), texts.get(cell[0], ""))
    ]
    return _once(folded)


def _fold_cell(findings: list[Finding], length: int, source: str) -> list[Finding]:
    for rule in FOLDS + _WHOLE_TEXT:
        for number in range(len(findings)):
            if number >= len(findings):
                break
            cause = findings[number]
            if cause.check != rule.cause:
                continue
            if rule in _WHOLE_TEXT and not _marks_all(cause, length):
                continue
            within = _REACHES[rule.reach]
            taken = [
                f
                for f in findings
                if f is not cause
                and f.check in rule.symptoms
                and not (rule.cause in _LOSSES and _says_otherwise(f))
                and not (f.check == "length-outlier" and f.category == rule.unless)
                and within(cause, f, source)
            ]
            if taken:
                gone = {id(f) for f in taken}
                whole = _with(cause, taken)
                findings = [whole if f is cause else f for f in findings if id(f) not in gone]
    return findings


def _says_otherwise(finding: Finding) -> bool:
    """Whether a number stands there and is another one: no loss explains that."""
    return finding.check == "number-mismatch" and finding.target is not None


def _with(cause: Finding, taken: Sequence[Finding]) -> Finding:
    """The cause with what it explains: symptoms, further places, what the witnesses said."""
    # What is said of a symptom is told where it is another place, or fared otherwise.
    elsewhere = [
        f
        for f in taken
        if _is_place(f)
        and (
            not _told(f.source, [cause.source])
            or (f.check in _ANCHORS and f.attribution != cause.attribution)
        )
    ]
    said = [cause.attribution_reason, *(f.attribution_reason for f in elsewhere)]
    return replace(
        cause,
        symptoms=(*cause.symptoms, *(s for f in taken for s in (f.message, *f.symptoms))),
        severity=max((cause.severity, *(f.severity for f in taken)), key=PENALTY.__getitem__),
        more_source=_distinct(cause, taken),
        attribution_reason="; ".join(dict.fromkeys(filter(None, said))),
    )


def _is_place(finding: Finding) -> bool:
    return finding.check in _ANCHORS | {"omission"} and finding.source is not None


def _distinct(cause: Finding, taken: Sequence[Finding]) -> tuple[Span, ...]:
    """Places in the source that the symptoms add to the cause's own."""
    found = list(cause.more_source)
    for symptom in taken:
        for span in ([symptom.source] if symptom.source and _is_place(symptom) else []) + list(
            symptom.more_source
        ):
            if not _told(span, [cause.source, *found]):
                found.append(span)
    return tuple(found)


def _told(place: Span | None, others: Sequence[Span | None]) -> bool:
    """Whether most of a place is already pointed at."""
    return place is not None and any(o and covered(place, o) >= MOSTLY for o in others)


def _marks_all(finding: Finding, length: int) -> bool:
    if finding.target is None:
        return True
    return finding.target.end - finding.target.start >= WHOLE_TEXT_SHARE * length


def _in_row(_cause: Finding, _symptom: Finding, _source: str) -> bool:
    return True


def _at_place(cause: Finding, symptom: Finding, source: str) -> bool:
    if _touch(cause.target, symptom.target):
        return True
    ours, theirs = cause.place, symptom.place
    if not source or ours is None or theirs is None or common(ours, theirs):
        return _touch(ours, theirs)
    # From the last character of the first: a sentence takes its full stop along.
    between = source[max(0, min(ours.end, theirs.end) - 1) : max(ours.start, theirs.start)]
    return not _CLAUSE_END.search(between)


def _touch(one: Span | None, other: Span | None) -> bool:
    return one is not None and other is not None and one.overlaps(other)


_REACHES: Mapping[Reach, Callable[[Finding, Finding, str], bool]] = {
    "row": _in_row,
    "place": _at_place,
}


def _once(findings: Sequence[Finding]) -> list[Finding]:
    """The findings, of a slip that runs through a version only the first one weighed."""
    runs: dict[tuple[str, str, str], list[Finding]] = defaultdict(list)
    for finding in findings:
        if finding.check in _OF_A_TOOL:
            runs[finding.version, finding.check, finding.message].append(finding)
    changed: dict[int, Finding] = {}
    for run in runs.values():
        rows = sorted({finding.row for finding in run})
        if len(rows) < REPEATED:
            continue
        first = min(run, key=lambda f: f.row)
        for finding in run:
            if finding is first:
                listed = f"{', '.join(map(str, rows[1:-1]))} and {rows[-1]}"
                symptom = f"The same slip stands in rows {listed}; it is counted once, here."
                changed[id(finding)] = replace(finding, symptoms=(*finding.symptoms, symptom))
            else:
                symptom = f"One cause with the same slip in row {first.row}, where it is counted."
                changed[id(finding)] = replace(
                    finding, severity="neutral", symptoms=(*finding.symptoms, symptom)
                )
    return [changed.get(id(finding), finding) for finding in findings]
