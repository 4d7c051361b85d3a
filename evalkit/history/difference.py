"""What has changed between two runs: paragraphs, scores, findings."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from evalkit.checks.base import PENALTY
from evalkit.document import InputError
from evalkit.energy import Energy, energy_in
from evalkit.evaluation import Evaluation
from evalkit.history.matching import Matching, match_rows
from evalkit.result.evaluation import worst
from evalkit.result.records import FindingRecord, RowRecord, ScoreRecord

Verdict = Literal["better", "worse", "mixed", "changed"]
SAME = 1e-4
"""Scores that differ by less, relative to the greater, are the same: rounding, not quality."""


@dataclass(frozen=True, slots=True)
class ScoreChange:
    """A score that changed; None is unscored. `better` is None where nobody can say."""

    version: str
    metric: str
    old: float | None
    new: float | None
    better: bool | None


@dataclass(frozen=True, slots=True)
class ParagraphChange:
    """A paragraph of one version that changed between the runs.

    `old_row` and `row` are its numbers then and now; `old_worst` and `worst` the
    worst severity of its findings ("" for none), `old_points` and `points` their
    sum in MQM points. `verdict` is better or worse where all that can be
    judged agrees, mixed where it does not, changed where only texts differ.
    """

    version: str
    old_row: int
    row: int
    verdict: Verdict
    scores: tuple[ScoreChange, ...]
    old_worst: str
    worst: str
    old_points: int
    points: int
    source: str
    source_changed: bool
    old_text: str
    text: str

    @property
    def text_changed(self) -> bool:
        return self.old_text != self.text


@dataclass(frozen=True, slots=True)
class Incomparable:
    """Scores that are not compared: their signatures differ."""

    version: str
    metric: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Stayed:
    """A finding of both runs."""

    old: FindingRecord
    new: FindingRecord

    @property
    def risen(self) -> bool:
        return PENALTY[self.new.severity] > PENALTY[self.old.severity]


@dataclass(frozen=True, slots=True)
class Difference:
    """What a later run has that an earlier one had not, and the other way round.

    `versions` are in both runs and alone compared; `old_versions` and
    `new_versions` are in one only, as are `old_metrics`, `new_metrics`,
    `old_checks` and `new_checks`, whose findings count neither as new nor as
    gone. `version_scores` are the scores of whole versions that changed, `added` and
    `removed` the numbers of rows in the run that has them. `same_code` is
    False where another evalkit judged. `old_energy` and `energy` are what the
    runs used, None where it was not measured.
    """

    old_article: str
    article: str
    same_code: bool
    versions: tuple[str, ...]
    old_versions: tuple[str, ...]
    new_versions: tuple[str, ...]
    old_metrics: tuple[str, ...]
    new_metrics: tuple[str, ...]
    old_checks: tuple[str, ...]
    new_checks: tuple[str, ...]
    incomparable: tuple[Incomparable, ...]
    version_scores: tuple[ScoreChange, ...]
    paragraphs: tuple[ParagraphChange, ...]
    added: tuple[int, ...]
    removed: tuple[int, ...]
    new: tuple[FindingRecord, ...]
    gone: tuple[FindingRecord, ...]
    stayed: tuple[Stayed, ...]
    old_energy: Energy | None = None
    energy: Energy | None = None

    def with_verdict(self, *verdicts: Verdict) -> tuple[ParagraphChange, ...]:
        return tuple(p for p in self.paragraphs if p.verdict in verdicts)

    def new_from(self, severity: str) -> list[FindingRecord]:
        """Findings at or above `severity` that are new, or were milder before."""
        risen = [stayed.new for stayed in self.stayed if stayed.risen]
        return [f for f in (*self.new, *risen) if PENALTY[f.severity] >= PENALTY[severity]]


def compare(old: Evaluation, new: Evaluation) -> Difference:
    """What has changed from `old` to `new`, two runs of one article.

    Rows are matched by their source's text (see `match_rows`), findings by
    fingerprint, and where the words around one were edited by check and quote
    within the same row.
    """
    before = [v.version for v in old.versions]
    versions = tuple(v.version for v in new.versions if v.version in before)
    rows = match_rows(old.rows, new.rows)
    checks = _only(old.checks, new.checks), _only(new.checks, old.checks)
    known = {*checks[0], *checks[1]}
    told, tells = _comparable(old, known), _comparable(new, known)
    gone, come, stayed = _findings(told, tells, versions, rows)
    scores = _Scores(old, new, versions)
    return Difference(
        old_article=old.article,
        article=new.article,
        same_code=old.manifest.get("code") == new.manifest.get("code"),
        versions=versions,
        old_versions=_only(before, versions),
        new_versions=_only([v.version for v in new.versions], versions),
        old_metrics=_only(old.metrics, new.metrics),
        new_metrics=_only(new.metrics, old.metrics),
        old_checks=checks[0],
        new_checks=checks[1],
        incomparable=scores.incomparable,
        version_scores=tuple(change for v in versions for change in scores.changes(v, None, None)),
        paragraphs=tuple(_paragraphs(rows, versions, scores, told, tells)),
        added=tuple(row.row for row in rows.added),
        removed=tuple(row.row for row in rows.removed),
        new=come,
        gone=gone,
        stayed=stayed,
        old_energy=energy_in(old.manifest),
        energy=energy_in(new.manifest),
    )


class _Scores:
    """The scores of both runs by place, and which of them may be compared."""

    def __init__(self, old: Evaluation, new: Evaluation, versions: Sequence[str]) -> None:
        self._old, self._new = _by_place(old.score_records), _by_place(new.score_records)
        self._metrics = [m for m in new.metrics if m in old.metrics]
        self._higher = {metric: _higher_is_better(metric) for metric in self._metrics}
        theirs, ours = _signatures(old.score_records), _signatures(new.score_records)
        self.incomparable = tuple(
            Incomparable(version, metric, theirs[version, metric], ours[version, metric])
            for version in versions
            for metric in self._metrics
            if theirs.get((version, metric), "") != ours.get((version, metric), "")
            and (version, metric) in theirs.keys() & ours.keys()
        )
        self._apart = {(i.version, i.metric) for i in self.incomparable}

    def changes(self, version: str, old_row: int | None, row: int | None) -> list[ScoreChange]:
        found = []
        for metric in self._metrics:
            old = self._old.get((version, old_row, metric))
            new = self._new.get((version, row, metric))
            if (version, metric) in self._apart or _same(old, new):
                continue
            better = self._higher[metric]
            if old is None or new is None:
                better = None
            elif better is not None:
                better = (new > old) is better
            found.append(ScoreChange(version, metric, old, new, better))
        return found


def _by_place(
    records: Iterable[ScoreRecord],
) -> dict[tuple[str, int | None, str], float | None]:
    return {(s.version, s.row, s.metric): s.value for s in records}


def _signatures(records: Iterable[ScoreRecord]) -> dict[tuple[str, str], str]:
    """The signature of each version's score by a metric, where there is one."""
    return {
        (s.version, s.metric): s.signature for s in records if s.row is None and s.value is not None
    }


def _same(old: float | None, new: float | None) -> bool:
    if old is None or new is None:
        return old is new
    return math.isclose(old, new, rel_tol=SAME, abs_tol=SAME * SAME)


def _higher_is_better(metric: str) -> bool | None:
    from evalkit.metrics import load_class

    try:
        return load_class(metric).higher_is_better
    except InputError:
        # Of another evalkit's metric nobody here knows which way is up.
        return None


def _only(these: Iterable[str], others: Iterable[str]) -> tuple[str, ...]:
    without = set(others)
    return tuple(name for name in these if name not in without)


def _comparable(evaluation: Evaluation, unequal: set[str]) -> list[FindingRecord]:
    return [f for f in evaluation.finding_records if f.check not in unequal]


def _findings(
    old: Sequence[FindingRecord],
    new: Sequence[FindingRecord],
    versions: Sequence[str],
    rows: Matching,
) -> tuple[tuple[FindingRecord, ...], tuple[FindingRecord, ...], tuple[Stayed, ...]]:
    """Findings that are gone, that are new, and that stayed."""
    now = {before.row: after.row for before, after in rows.pairs}
    marks = {(f.version, f.fingerprint): f for f in new}
    partner: dict[int, FindingRecord] = {}
    for finding in old:
        twin = marks.pop((finding.version, finding.fingerprint), None)
        if twin is not None:
            partner[id(finding)] = twin
    quotes: dict[tuple[object, ...], list[FindingRecord]] = defaultdict(list)
    for finding in marks.values():
        quotes[_words(finding, finding.row)].append(finding)
    for finding in old:
        twins = quotes[_words(finding, now.get(finding.row))]
        if id(finding) not in partner and twins:
            partner[id(finding)] = twins.pop(0)
    kept = {id(f) for f in partner.values()}
    return (
        tuple(f for f in old if f.version in versions and id(f) not in partner),
        tuple(f for f in new if f.version in versions and id(f) not in kept),
        tuple(Stayed(f, partner[id(f)]) for f in old if f.version in versions and id(f) in partner),
    )


def _words(finding: FindingRecord, row: int | None) -> tuple[object, ...]:
    return finding.version, row, finding.check, finding.quote, finding.source_quote


def _paragraphs(
    rows: Matching,
    versions: Sequence[str],
    scores: _Scores,
    old: Sequence[FindingRecord],
    new: Sequence[FindingRecord],
) -> Iterable[ParagraphChange]:
    theirs, ours = _cells(old), _cells(new)
    for before, after in rows.pairs:
        for version in versions:
            change = _paragraph(
                before,
                after,
                version,
                tuple(scores.changes(version, before.row, after.row)),
                theirs.get((before.row, version), []),
                ours.get((after.row, version), []),
            )
            if change is not None:
                yield change


def _cells(findings: Iterable[FindingRecord]) -> Mapping[tuple[int, str], list[FindingRecord]]:
    cells: dict[tuple[int, str], list[FindingRecord]] = defaultdict(list)
    for finding in findings:
        cells[finding.row, finding.version].append(finding)
    return cells


def _paragraph(
    before: RowRecord,
    after: RowRecord,
    version: str,
    scores: tuple[ScoreChange, ...],
    old: Sequence[FindingRecord],
    new: Sequence[FindingRecord],
) -> ParagraphChange | None:
    """What changed in one version of one row; None where nothing did."""
    old_points = sum(PENALTY[f.severity] for f in old)
    points = sum(PENALTY[f.severity] for f in new)
    old_text, text = before.targets[version].text, after.targets[version].text
    signs = {s.better for s in scores if s.better is not None}
    if points != old_points:
        signs.add(points < old_points)
    if not (signs or scores or old_text != text or before.source != after.source):
        return None
    return ParagraphChange(
        version=version,
        old_row=before.row,
        row=after.row,
        verdict=_verdict(signs),
        scores=scores,
        old_worst=worst(f.severity for f in old),
        worst=worst(f.severity for f in new),
        old_points=old_points,
        points=points,
        source=after.source,
        source_changed=before.source != after.source,
        old_text=old_text,
        text=text,
    )


def _verdict(signs: set[bool]) -> Verdict:
    if len(signs) == 2:
        return "mixed"
    if not signs:
        return "changed"
    return "better" if True in signs else "worse"
