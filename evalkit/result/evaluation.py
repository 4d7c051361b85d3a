"""The result of `evaluate`: records, the same as data frames, and the manifest."""

from __future__ import annotations

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from evalkit.back_translation import files
from evalkit.checks.base import PENALTY
from evalkit.document import BackTranslation
from evalkit.energy.record import with_columns
from evalkit.result.evaluation_json import read, written
from evalkit.result.penalties import limits, per_hundred_words, points_and_words, queue
from evalkit.result.records import (
    COUNTED,
    SCHEMA_VERSION,
    BackTranslationRecord,
    ComparisonRecord,
    DecisionRecord,
    FindingRecord,
    Input,
    ParagraphRecord,
    RiskRecord,
    RowRecord,
    ScoreRecord,
    StatisticsRecord,
    SummaryRecord,
    WitnessRecord,
)
from evalkit.result.row_risks import beside
from evalkit.result.side_by_side import attributed, compact, strip, two_by_two
from evalkit.settings import SEED
from evalkit.text.unspaced import words

if TYPE_CHECKING:
    import pandas as pd

    from evalkit.store import Memory

EDITION_DIGITS = 16
SEVERITIES = tuple(sorted(PENALTY, key=PENALTY.__getitem__, reverse=True))


@dataclass(frozen=True)
class Evaluation:
    """One article judged: inputs, rows, scores, findings and how they came about.

    `scores`, `findings`, `paragraphs` and `summary` are pandas data frames with
    the columns of the CSV files; the `*_records` are the same without pandas.
    `metrics` and `checks` name what was run, in order. `statistics_records` are
    the counts behind corpus scores, from which comparisons are computed.
    `dismissed_records` are the findings that reviewers call false alarms: they
    count nowhere. `decision_records` is all that reviewers decided of the
    article, on findings that are no longer there too. `back_translation_records`
    are the files of what a model translated back in the run. `comparison_records`
    hold versions of one language against each other (`evalkit.comparison`).
    """

    article: str
    inputs: tuple[Input, ...]
    rows: tuple[RowRecord, ...]
    metrics: tuple[str, ...]
    checks: tuple[str, ...]
    score_records: tuple[ScoreRecord, ...]
    finding_records: tuple[FindingRecord, ...]
    manifest: Mapping[str, Any]
    statistics_records: tuple[StatisticsRecord, ...] = ()
    risk_records: tuple[RiskRecord, ...] = ()
    dismissed_records: tuple[FindingRecord, ...] = ()
    decision_records: tuple[DecisionRecord, ...] = ()
    back_translation_records: tuple[BackTranslationRecord, ...] = ()
    comparison_records: tuple[ComparisonRecord, ...] = ()

    @cached_property
    def versions(self) -> tuple[Input, ...]:
        return tuple(i for i in self.inputs if i.role == "version")

    @cached_property
    def source(self) -> Input:
        return next(i for i in self.inputs if i.role == "source")

    @cached_property
    def edition(self) -> str:
        """The texts that were judged, whatever their order: 16 hexadecimal digits."""
        texts = sorted((i.role, i.version, i.sha256) for i in self.inputs)
        return hashlib.sha256(json.dumps(texts).encode()).hexdigest()[:EDITION_DIGITS]

    @cached_property
    def back_translations(self) -> Mapping[str, BackTranslation]:
        """By version what a model translated back in the run, as documents."""
        kept = self.back_translation_records
        return {made.version: files.read(made.text, made.language) for made in kept}

    @cached_property
    def listed_records(self) -> tuple[FindingRecord, ...]:
        """The findings and the dismissed ones together, in reading order."""
        return in_order(self)

    @cached_property
    def findings_by_cell(self) -> Mapping[tuple[int, str], tuple[FindingRecord, ...]]:
        """The findings of each (row, version) that has any."""
        cells: dict[tuple[int, str], list[FindingRecord]] = defaultdict(list)
        for finding in self.finding_records:
            cells[finding.row, finding.version].append(finding)
        return {cell: tuple(found) for cell, found in cells.items()}

    @cached_property
    def risks_by_cell(self) -> Mapping[tuple[int, str], RiskRecord]:
        """The risks of each (row, version), beside its findings; none where no check was run."""
        risks = beside(self.risk_records, self.finding_records)
        return {(risk.row, risk.version): risk for risk in risks}

    @cached_property
    def paragraph_records(self) -> tuple[ParagraphRecord, ...]:
        values = {(s.row, s.version, s.metric): s.value for s in self.score_records}
        records = []
        for row in self.rows:
            for version, target in row.targets.items():
                found = self.findings_by_cell.get((row.row, version), ())
                risk = self.risks_by_cell.get((row.row, version))
                points = sum(PENALTY[f.severity] for f in found)
                records.append(
                    ParagraphRecord(
                        article=self.article,
                        row=row.row,
                        version=version,
                        kind=row.kind,
                        alignment=target.alignment,
                        source=row.source,
                        target=target.text,
                        metrics={m: values.get((row.row, version, m)) for m in self.metrics},
                        omission_risk=risk.omission_risk if risk else None,
                        addition_risk=risk.addition_risk if risk else None,
                        findings=len(found) if self.checks else None,
                        worst_severity=worst(f.severity for f in found),
                        penalty=(
                            per_hundred_words(points, words(row.source or target.text))
                            if self.checks
                            else None
                        ),
                    )
                )
        return tuple(records)

    @cached_property
    def queue(self) -> tuple[tuple[int, str], ...]:
        """(row, version), worst first: by penalty, then by risk, then in reading order."""
        return queue(self.paragraph_records)

    @property
    def seed(self) -> int | None:
        """The seed of its limits and tests, None where they are drawn otherwise each time."""
        given = self.manifest.get("seed", SEED)
        usable = given is None or (isinstance(given, int) and given >= 0)
        return given if usable else SEED

    @cached_property
    def summary_records(self) -> tuple[SummaryRecord, ...]:
        values = {(s.row, s.version, s.metric): s.value for s in self.score_records}
        severities = {
            cell: worst(f.severity for f in found) for cell, found in self.findings_by_cell.items()
        }
        two = len(self.versions) == 2
        records = []
        for version in self.versions:
            records.append(
                SummaryRecord(
                    article=self.article,
                    version=version.version,
                    language=version.language,
                    language_name=version.language_name,
                    file=version.name,
                    paragraphs=version.paragraphs,
                    rows=len(self.rows),
                    **self._counted(version.version),
                    strip=strip(self.rows, severities, version.version) if self.checks else "",
                    two_by_two=compact(self.witness_records, version.version) if two else "",
                    metrics={m: values.get((None, version.version, m)) for m in self.metrics},
                    partly_scored=partly_scored(
                        s for s in self.score_records if s.version == version.version
                    ),
                )
            )
        return tuple(records)

    def _counted(self, version: str) -> dict[str, Any]:
        """What a summary counts of a version's findings: nothing where nothing was looked for."""
        if not self.checks:
            return dict.fromkeys((*COUNTED, "penalty", "penalty_low", "penalty_high"))
        found = [f for f in self.finding_records if f.version == version]
        severities, verdicts = Counter[str](f.severity for f in found), attributed(found)
        points = sum(PENALTY[f.severity] for f in found)
        low, high = limits(
            points_and_words(self.rows, self.findings_by_cell, version).values(), self.seed
        )
        return {
            "rows_with_findings": len({f.row for f in found}),
            "findings": len(found),
            **{severity: severities[severity] for severity in SEVERITIES},
            "penalty": per_hundred_words(points, sum(words(row.source) for row in self.rows)),
            "penalty_low": low,
            "penalty_high": high,
            "attributed_version": verdicts["version"],
            "attributed_pipeline": verdicts["source-or-pipeline"],
            "attributed_unclear": verdicts["unclear"],
        }

    @cached_property
    def witness_records(self) -> tuple[WitnessRecord, ...]:
        """Per check and pair of versions, in how many rows it marks both, one, or neither."""
        ids = [version.version for version in self.versions]
        return two_by_two(self.article, self.rows, self.finding_records, ids)

    @cached_property
    def scores(self) -> pd.DataFrame:
        return _frame(self.score_records, ScoreRecord)

    @cached_property
    def findings(self) -> pd.DataFrame:
        return _frame(self.listed_records, FindingRecord)

    @cached_property
    def paragraphs(self) -> pd.DataFrame:
        return _frame(self.paragraph_records, ParagraphRecord, self.metrics)

    @cached_property
    def summary(self) -> pd.DataFrame:
        return with_columns(
            _frame(self.summary_records, SummaryRecord, self.metrics), self.manifest
        )

    @cached_property
    def comparisons(self) -> pd.DataFrame:
        return _frame(self.comparison_records, ComparisonRecord)

    def to_json(self) -> str:
        """All of it, for `from_json`, with the schema's version in front."""
        document = {
            "schema_version": SCHEMA_VERSION,
            "article": self.article,
            "inputs": self.inputs,
            "metrics": self.metrics,
            "checks": self.checks,
            "rows": self.rows,
            "scores": self.score_records,
            "findings": self.finding_records,
            "dismissed": self.dismissed_records,
            "decisions": self.decision_records,
            "summary": self.summary_records,
            "comparisons": self.comparison_records,
            "statistics": self.statistics_records,
            "risks": tuple(self.risks_by_cell.values()),
            "witnesses": self.witness_records,
            "back_translations": self.back_translation_records,
            "manifest": self.manifest,
        }
        return written(document)

    @classmethod
    def from_json(cls, text: str, path: str = "") -> Evaluation:
        """Read what `to_json` wrote; InputError names what does not fit."""
        return cls(**read(text, path))

    def with_manifest(self, **entries: Any) -> Evaluation:
        """The same evaluation with more entries in its manifest."""
        return replace(self, manifest={**self.manifest, **entries})

    def write(
        self,
        directory: str | Path,
        formats: Sequence[str] | None = None,
        memory: Memory | None = None,
    ) -> list[Path]:
        """Write the reports into `directory`; see `evalkit.result.report_formats.write`."""
        from evalkit.result import report_formats

        return report_formats.write(self, Path(directory), formats, memory)


def in_order(evaluation: Evaluation) -> tuple[FindingRecord, ...]:
    """Its findings with the dismissed ones where they stood: by row, version and place."""
    if not evaluation.dismissed_records:
        return evaluation.finding_records
    versions = {version.version: n for n, version in enumerate(evaluation.versions)}

    def place(finding: FindingRecord) -> tuple[int, int, int, int, str]:
        return (
            finding.row,
            versions.get(finding.version, len(versions)),
            -1 if finding.start is None else finding.start,
            -1 if finding.source_start is None else finding.source_start,
            finding.check,
        )

    return tuple(sorted((*evaluation.finding_records, *evaluation.dismissed_records), key=place))


def partly_scored(scores: Iterable[ScoreRecord]) -> tuple[str, ...]:
    """The metrics that did not score every row of a version, and over how many they are.

    >>> whole = ScoreRecord("", None, "bn", "bleu", 31.0, "scored", "", "")
    >>> partly_scored([whole, replace(whole, rows_scored=4, rows_total=7)])
    ('bleu 4/7',)
    """
    return tuple(
        f"{score.metric} {score.rows_scored}/{score.rows_total}"
        for score in scores
        if score.value is not None and score.rows_scored != score.rows_total
    )


def worst(severities: Iterable[str]) -> str:
    """The worst of some severities, "" for none.

    >>> worst(["minor", "major"]), worst([])
    ('major', '')
    """
    return max(severities, key=PENALTY.__getitem__, default="")


def flat(record: Any, metrics: Sequence[str] = ()) -> dict[str, Any]:
    """A record as a line of its table: metrics as columns of their own, lists joined."""
    line: dict[str, Any] = {}
    for field in fields(record):
        value = getattr(record, field.name)
        if field.name == "metrics":
            line.update({m: value.get(m) for m in metrics})
        elif isinstance(value, tuple):
            line[field.name] = "; ".join(value)
        else:
            line[field.name] = value
    return line


def columns(kind: type[Any], metrics: Sequence[str] = ()) -> list[str]:
    names: list[str] = []
    for field in fields(kind):
        names.extend(metrics if field.name == "metrics" else [field.name])
    return names


def _frame(records: Sequence[Any], kind: type[Any], metrics: Sequence[str] = ()) -> pd.DataFrame:
    import pandas as pd

    return pd.DataFrame([flat(r, metrics) for r in records], columns=columns(kind, metrics))
