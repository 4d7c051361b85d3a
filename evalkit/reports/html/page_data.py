"""An evaluation as the page's script reads it: each text once, in as few bytes as it takes.

Absent keys stand for the usual case, names that repeat for their place in a
list. `desk/data.js` is the other side of this module and says what is what.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from evalkit.checks.base import PENALTY
from evalkit.reports import metric_labels, phrases, scorecard
from evalkit.reports.html.latin import letters
from evalkit.reports.html.overview import sentences
from evalkit.reports.html.text_setting import writing
from evalkit.reports.safe_text import visible
from evalkit.result.evaluation import SEVERITIES, Evaluation
from evalkit.result.records import FindingRecord, Input, RiskRecord, RowRecord, ScoreRecord, Target
from evalkit.text.unspaced import words as source_words

LATIN_SCRIPTS = frozenset({"Latn", ""})
TELLING = 0.1
"""Risks under this are in paragraphs.csv, not on the page."""
KIND_WORDS = {
    "heading": "heading",
    "list-item": "list item",
    "table-cell": "table cell",
    "code": "code",
    "quote": "quotation",
}
NOTHING = Target("", "0:0", ())


def to_json(evaluation: Evaluation, card: Sequence[scorecard.Measure]) -> str:
    """The data as JSON that can stand in a script element and stays data there."""
    text = json.dumps(
        data(evaluation, card), ensure_ascii=False, separators=(",", ":"), allow_nan=False
    )
    # No "</script>" and no "<!--" can close the element or open a comment in it.
    return text.replace("<", "\\u003c")


def data(evaluation: Evaluation, card: Sequence[scorecard.Measure]) -> dict[str, Any]:
    """Everything the desk shows of single paragraphs and findings."""
    places = {record.row: n for n, record in enumerate(evaluation.rows)}
    versions = {v.version: n for n, v in enumerate(evaluation.versions)}
    findings = [f for f in evaluation.listed_records if f.version in versions and f.row in places]
    checks = sorted({f.check for f in findings}, key=phrases.check_name)
    categories = sorted({f.category for f in findings})
    scores = _Scores(evaluation, card)
    rows = [_row(record, evaluation, scores) for record in evaluation.rows]
    order = {cell: n for n, cell in enumerate(evaluation.queue)}
    for record, row in zip(evaluation.rows, rows, strict=True):
        row["o"] = min(order.get((record.row, version), len(order)) for version in versions)
    return {
        "article": evaluation.article,
        "edition": evaluation.edition,
        "source": _writing(evaluation.source),
        "versions": [_writing(v) for v in evaluation.versions],
        "checked": bool(evaluation.checks),
        "severities": SEVERITIES,
        "verdict": {
            "sentences": sentences(),
            "penalties": [PENALTY[severity] for severity in SEVERITIES],
            "words": sum(source_words(row.source) for row in evaluation.rows),
        },
        "metrics": scores.metrics,
        "reasons": scores.reasons,
        "checks": [[c, phrases.check_name(c), phrases.check_description(c)] for c in checks],
        "categories": [visible(category) for category in categories],
        "latin": _latin(evaluation),
        "telling": TELLING,
        "rows": rows,
        "findings": [
            _finding(f, places, versions, checks, categories)
            for f in sorted(findings, key=lambda f: (places.get(f.row, 0), versions[f.version]))
        ],
        "decisions": [asdict(d) for d in evaluation.decision_records],
    }


def _writing(entry: Input) -> dict[str, str]:
    set_in = writing(entry)
    label = entry.language_name
    if entry.version not in ("", entry.language):
        label = f"{label} ({entry.version})"
    return {
        "id": entry.version,
        "label": visible(label),
        "name": visible(set_in.name),
        "lang": set_in.language,
        "dir": set_in.direction,
        "script": set_in.script,
    }


def _latin(evaluation: Evaluation) -> dict[str, Any] | None:
    """How to write the versions in Latin letters; None where they are."""
    foreign = {v.version for v in evaluation.versions if writing(v).script not in LATIN_SCRIPTS}
    texts = (t.text for row in evaluation.rows for v, t in row.targets.items() if v in foreign)
    found = letters(texts)
    return {**asdict(found), "versions": sorted(foreign)} if found.sounds else None


def _row(record: RowRecord, evaluation: Evaluation, scores: _Scores) -> dict[str, Any]:
    row: dict[str, Any] = {"n": record.row, "s": record.source}
    if record.kind in KIND_WORDS:
        row["k"] = KIND_WORDS[record.kind]
    if record.place and record.place != f"line {record.row}":
        row["p"] = visible(record.place)
    cells = []
    for version in evaluation.versions:
        target = record.targets.get(version.version, NOTHING)
        cell: dict[str, Any] = {"t": target.text}
        if target.alignment != "1:1":
            cell["a"] = target.alignment
        if target.references:
            cell["f"] = list(target.references)
        if target.back_translation is not None:
            cell["b"] = target.back_translation
            if target.back_translated_by:
                cell["by"] = target.back_translated_by
        cell |= scores.of(record.row, version.version)
        cell |= _risk(evaluation.risks_by_cell.get((record.row, version.version)))
        cells.append(cell)
    row["c"] = cells
    return row


def _risk(risk: RiskRecord | None) -> dict[str, Any]:
    if risk is None:
        return {}
    found: dict[str, Any] = {"r": [round(risk.omission_risk, 3), round(risk.addition_risk, 3)]}
    told = [
        list(evidence) if value >= TELLING else []
        for value, evidence in (
            (risk.omission_risk, risk.omission_evidence),
            (risk.addition_risk, risk.addition_evidence),
        )
    ]
    if any(told):
        found["e"] = told
    return found


def _finding(
    finding: FindingRecord,
    places: Mapping[int, int],
    versions: Mapping[str, int],
    checks: Sequence[str],
    categories: Sequence[str],
) -> dict[str, Any]:
    found: dict[str, Any] = {
        "f": finding.fingerprint,
        "r": places[finding.row],
        "v": versions[finding.version],
        "c": checks.index(finding.check),
        "g": categories.index(finding.category),
        "s": SEVERITIES.index(finding.severity),
        "p": finding.confidence,
        "m": finding.message,
        "a": finding.attribution,
    }
    if finding.start is not None and finding.end is not None:
        found["t"] = [finding.start, finding.end]
    if finding.source_start is not None and finding.source_end is not None:
        found["o"] = [finding.source_start, finding.source_end]
    if finding.more_source:
        found["x"] = [[int(end) for end in place.split("-")] for place in finding.more_source]
    if finding.also_in:
        found["l"] = [versions[v] for v in finding.also_in if v in versions]
    if finding.attribution_reason:
        found["w"] = finding.attribution_reason
    if finding.symptoms:
        found["y"] = list(finding.symptoms)
    if finding.decision == "dismissed":
        found["q"] = 1
    if finding.suggestion:
        found["u"] = finding.suggestion
    return found


class _Scores:
    """The scores by cell, of the metrics that scored anything."""

    def __init__(self, evaluation: Evaluation, card: Sequence[scorecard.Measure]) -> None:
        scored = {(m.version, m.metric): (n, m) for n, m in enumerate(card) if m.scored}
        labels = metric_labels.labels(evaluation.metrics)
        names = [m for m in evaluation.metrics if any(metric == m for _, metric in scored)]
        versions = [v.version for v in evaluation.versions]
        self._measures = {key: measure for key, (_, measure) in scored.items()}
        self._places = {name: n for n, name in enumerate(names)}
        self._digits = {name: metric_labels.places(name) + 1 for name in names}
        classes = {name: metric_labels.metric_class(name) for name in names}
        self._usual = {name: made.usual if made else frozenset() for name, made in classes.items()}
        self.reasons: list[str] = []
        self._reasons: dict[str, int] = {}
        self.metrics = [
            {
                "id": name,
                "label": visible(labels[name]),
                "places": metric_labels.places(name),
                "percentile": name in metric_labels.PERCENTILES,
                "higher": _higher(name),
                # By version: the anchor of what holds for all its scores, null where it has none.
                "versions": [_anchor(scored.get((v, name))) for v in versions],
            }
            for name in names
        ]
        self._cells: dict[tuple[int, str], list[ScoreRecord]] = {}
        for score in evaluation.score_records:
            if score.row is not None and (score.version, score.metric) in self._measures:
                self._cells.setdefault((score.row, score.version), []).append(score)

    def of(self, row: int, version: str) -> dict[str, Any]:
        """Values by metric, why one is missing, what is to know of one."""
        found = self._cells.get((row, version), [])
        if not found:
            return {}
        values: list[float | None] = [None] * len(self._places)
        why: dict[int, int] = {}
        told: dict[int, dict[str, Any]] = {}
        for score in found:
            place = self._places[score.metric]
            if score.value is None:
                why[place] = self._reason(score.reason)
                continue
            values[place] = round(score.value, self._digits[score.metric])
            known = self._told(score)
            if known:
                told[place] = known
        cell: dict[str, Any] = {"m": values}
        if why:
            cell["u"] = why
        if told:
            cell["d"] = told
        return cell

    def _told(self, score: ScoreRecord) -> dict[str, Any]:
        general = self._measures[score.version, score.metric].general
        known: dict[str, Any] = {}
        usual = self._usual[score.metric]
        remarks = [r for r in scorecard.remarks(score) if r not in general]
        if unusual := [r for r in remarks if r not in usual]:
            known["r"] = unusual
        if ordinary := [r for r in remarks if r in usual]:
            known["n"] = ordinary
        if score.low is not None and score.high is not None:
            digits = self._digits[score.metric]
            known["l"] = [round(score.low, digits), round(score.high, digits)]
        summary = scorecard.windows(score)
        if summary:
            known["w"] = summary
            # One window is the whole row, unless a part of it was judged on its own.
            if score.windows != 1 or score.worst != score.value:
                known["t"] = _span(score.worst_start, score.worst_end)
                known["o"] = _span(score.worst_source_start, score.worst_source_end)
        return known

    def _reason(self, reason: str) -> int:
        if reason not in self._reasons:
            self._reasons[reason] = len(self.reasons)
            self.reasons.append(reason)
        return self._reasons[reason]


def _span(start: int | None, end: int | None) -> list[int] | None:
    return None if start is None or end is None or start >= end else [start, end]


def _anchor(entry: tuple[int, scorecard.Measure] | None) -> str | None:
    if entry is None:
        return None
    number, measure = entry
    return phrases.note_anchor(number) if measure.general else ""


def _higher(metric: str) -> bool | None:
    known = metric_labels.metric_class(metric)
    return known.higher_is_better if known else None
