"""Decisions as reviewers take them, for the tests."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from evalkit.result.records import DecisionRecord, FindingRecord

MORNING, NOON = "2026-11-25T04:30:00Z", "2026-11-25T12:00:00Z"


def entry(decision: str, reviewer: str = "Asha", **more: Any) -> DecisionRecord:
    """An entry on finding f1 of the Bengali version, or as `more` says."""
    given: dict[str, Any] = {
        "fingerprint": "f1",
        "article": "river",
        "version": "bn",
        "row": 1,
        "check": "number-mismatch",
        "severity": "major",
        "message": "The source says 3; Bengali has 5 instead.",
        "quote": "৫",
        "source_quote": "3",
        "note": "",
        "correction": "",
        "time": MORNING,
        "edition": "",
    }
    return DecisionRecord(**{**given, "decision": decision, "reviewer": reviewer, **more})


def about(
    finding: FindingRecord, decision: str, reviewer: str = "Asha", **more: Any
) -> DecisionRecord:
    """An entry on a finding."""
    names = ("fingerprint", "article", "version", "row", "check", "severity", "message")
    place = {name: getattr(finding, name) for name in (*names, "quote", "source_quote")}
    return entry(decision, reviewer, **{**place, **more})


def document(*records: DecisionRecord, reviewer: str = "", **more: Any) -> dict[str, Any]:
    """What stands in a JSON file."""
    return {
        "format": "evalkit-decisions",
        "format_version": 1,
        "evalkit": "0.1.0",
        "reviewer": reviewer,
        "exported": NOON,
        "decisions": [asdict(record) for record in records],
        **more,
    }


def write(path: Path, *records: DecisionRecord, reviewer: str = "") -> Path:
    text = json.dumps(document(*records, reviewer=reviewer), ensure_ascii=False)
    path.write_text(text, encoding="utf-8")
    return path
