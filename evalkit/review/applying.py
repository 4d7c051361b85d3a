"""An evaluation with its reviewers' decisions: false alarms set aside, the rest marked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

from evalkit.comparison.versions import with_comparisons
from evalkit.result.evaluation import Evaluation
from evalkit.result.records import DecisionRecord, FindingRecord
from evalkit.review.resolving import Resolution, joined, latest, resolved

DISMISSED, FIXED = "dismissed", "fixed"


def applied(
    evaluation: Evaluation, decisions: Iterable[DecisionRecord], reviewers: Collection[str] = ()
) -> Evaluation:
    """The evaluation with what `decisions` say of its article, joined to what it had already.

    A decision holds for the finding of its version and fingerprint. Dismissed
    findings move to `dismissed_records` and count no longer; where a later entry
    takes the dismissal back, the finding is back. `reviewers` are those whose
    word goes before that of others (see `evalkit.review.resolving.resolved`).
    Applying the same again changes nothing.
    """
    here = (d for d in decisions if d.article in ("", evaluation.article))
    kept = joined(evaluation.decision_records, here)
    found = {mark: resolved(entries, reviewers) for mark, entries in _by_mark(kept).items()}
    marked = [_marked(f, found.get(_mark(f))) for f in evaluation.listed_records]
    decided = replace(
        evaluation,
        finding_records=tuple(f for f in marked if f.decision != DISMISSED),
        dismissed_records=tuple(f for f in marked if f.decision == DISMISSED),
        decision_records=kept,
    )
    # The parts of a table are compared together, at the end.
    return with_comparisons(decided) if evaluation.comparison_records else decided


def undecided(evaluation: Evaluation) -> Evaluation:
    """The evaluation as it was before anybody decided anything."""
    return applied(replace(evaluation, decision_records=()), ())


def still_there(evaluation: Evaluation) -> tuple[FindingRecord, ...]:
    """The findings that were marked as fixed on other texts than these, and are found in these."""
    entries = _by_mark(evaluation.decision_records)
    return tuple(
        finding
        for finding in evaluation.finding_records
        if finding.decision == FIXED
        and not any(
            entry.decision == FIXED and entry.edition == evaluation.edition
            for entry in latest(entries.get(_mark(finding), ()))
        )
    )


def _marked(finding: FindingRecord, resolution: Resolution | None) -> FindingRecord:
    if resolution is None:
        return replace(finding, decision="", note="", correction="", reviewer="")
    return replace(
        finding,
        decision=resolution.decision,
        note=resolution.note,
        correction=resolution.correction,
        reviewer=resolution.reviewer,
    )


def _by_mark(
    records: Iterable[DecisionRecord],
) -> Mapping[tuple[str, str], tuple[DecisionRecord, ...]]:
    """The entries on each finding of one article, whether they name the article or not."""
    groups: dict[tuple[str, str], list[DecisionRecord]] = defaultdict(list)
    for record in records:
        groups[_mark(record)].append(record)
    return {mark: tuple(group) for mark, group in groups.items()}


def _mark(record: FindingRecord | DecisionRecord) -> tuple[str, str]:
    return record.version, record.fingerprint
