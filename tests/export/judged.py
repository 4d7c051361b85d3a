"""A small article as it was judged, and what reviewers made of it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from evalkit.evaluation import Evaluation
from evalkit.export import ExportedPair
from evalkit.result.records import DecisionRecord, FindingRecord, Input, RowRecord, Target
from evalkit.review import applied
from tests.review.entries import about

Texts = tuple[str, Mapping[str, str]]


def judged(
    *rows: Texts, findings: Sequence[FindingRecord] = (), article: str = "river", **more: Any
) -> Evaluation:
    """The article, a row for each (source, texts by version); no text is no paragraph."""
    versions = list(dict.fromkeys(version for _, texts in rows for version in texts))
    return Evaluation(
        article=article,
        inputs=(
            _input("source", "", more.get("source_language", "en")),
            *(_input("version", version, version.partition("-x-")[0]) for version in versions),
        ),
        rows=tuple(
            RowRecord(
                n, "paragraph", 0, source, "", {v: _target(source, t) for v, t in texts.items()}
            )
            for n, (source, texts) in enumerate(rows, 1)
        ),
        metrics=(),
        checks=(),
        score_records=(),
        finding_records=tuple(findings),
        manifest={},
    )


def finding(
    quote: str,
    text: str,
    *,
    row: int = 1,
    version: str = "bn",
    severity: Any = "major",
    **more: Any,
) -> FindingRecord:
    """A finding on the first place of a quote in a text; on no place where the quote is empty."""
    start = text.index(quote) if quote else None
    given: dict[str, Any] = {
        "fingerprint": hashlib.sha256(f"{row}{version}{quote}{more}".encode()).hexdigest()[:16],
        "article": "river",
        "check": "number-mismatch",
        "category": "Accuracy/Mistranslation",
        "confidence": 0.9,
        "message": "",
        "source_quote": "",
        "source_start": None,
        "source_end": None,
        "also_in": (),
        "attribution": "version",
        **more,
    }
    return FindingRecord(
        row=row,
        version=version,
        severity=severity,
        quote=quote,
        start=start,
        end=None if start is None else start + len(quote),
        **given,
    )


def corrected(
    found: FindingRecord,
    correction: str,
    decision: str = "accepted",
    who: str = "Asha",
    **more: Any,
) -> DecisionRecord:
    return about(found, decision, who, correction=correction, **more)


def reviewed(
    evaluation: Evaluation, *entries: DecisionRecord, reviewers: Sequence[str] = ()
) -> Evaluation:
    return applied(evaluation, entries, reviewers)


def pair(source: str = "Three came.", target: str = "তিনজন এলেন।", **more: Any) -> ExportedPair:
    """A pair that nobody changed, or as `more` says."""
    given: dict[str, Any] = {
        "article": "river",
        "row": 1,
        "version": "bn",
        "language": "bn",
        "source_language": "en",
        "corrected": target,
        "checks": (),
        "reviewers": (),
        "notes": (),
        "changed": "",
        **more,
    }
    return ExportedPair(source=source, target=target, **given)


def _input(role: str, version: str, language: str) -> Input:
    return Input(role, version, language, language, f"{language}.txt", "", "", "txt", 1)


def _target(source: str, text: str) -> Target:
    shape = f"{bool(source):d}:{bool(text):d}"
    return Target(text, shape, ("paragraph",) if text else ())
