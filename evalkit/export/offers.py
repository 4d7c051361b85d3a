"""Which corrections count: what reviewers want to stand instead of a finding's words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from evalkit.evaluation import Evaluation
from evalkit.result.records import DecisionRecord, FindingRecord
from evalkit.review.applying import DISMISSED
from evalkit.review.resolving import CONFLICT, latest


@dataclass(frozen=True, slots=True)
class Offer:
    """The latest entries on a finding, and the correction in them that counts.

    `correction` is "" where there is none; where there are some and none counts,
    `reason` says why. `entries` are all that reviewers say of the finding,
    `backing` those with the correction.
    """

    finding: FindingRecord
    entries: tuple[DecisionRecord, ...] = ()
    correction: str = ""
    backing: tuple[DecisionRecord, ...] = ()
    reason: str = ""


def offers(evaluation: Evaluation) -> tuple[Offer, ...]:
    """An offer for each finding, dismissed ones too, in reading order.

    A correction counts where its finding was accepted or marked as fixed, and also
    where nobody gave a verdict: who writes better words has said enough. It does
    not count where the finding was dismissed, where one reviewer calls it a fault
    and another a false alarm, or where reviewers word it differently.
    """
    said: dict[tuple[str, str], list[DecisionRecord]] = defaultdict(list)
    for record in evaluation.decision_records:
        said[record.version, record.fingerprint].append(record)
    current: Mapping[tuple[str, str], tuple[DecisionRecord, ...]] = {
        mark: latest(group) for mark, group in said.items()
    }
    return tuple(
        _offer(finding, current.get((finding.version, finding.fingerprint), ()))
        for finding in evaluation.listed_records
    )


def _offer(finding: FindingRecord, entries: tuple[DecisionRecord, ...]) -> Offer:
    corrected = tuple(entry for entry in entries if entry.correction.strip())
    if not corrected:
        return Offer(finding, entries)
    if finding.decision == DISMISSED:
        return Offer(finding, entries, reason="the finding was dismissed as a false alarm")
    backing = _backing(finding, corrected)
    if not backing or _disputed(finding, entries):
        return Offer(finding, entries, reason="reviewers disagree on whether it is a fault")
    wordings = {entry.correction for entry in backing}
    # Where a reviewer's word goes before that of others, the finding holds theirs alone.
    chosen = finding.correction if finding.correction in wordings else backing[0].correction
    if len(wordings) > 1 and chosen != finding.correction:
        return Offer(finding, entries, reason="reviewers word the correction differently")
    agreeing = tuple(entry for entry in backing if entry.correction == chosen)
    return Offer(finding, entries, chosen, agreeing)


def _backing(
    finding: FindingRecord, corrected: Sequence[DecisionRecord]
) -> tuple[DecisionRecord, ...]:
    """The entries whose correction may hold: those of the verdict that holds, else any real one."""
    of_the_verdict = tuple(entry for entry in corrected if entry.decision == finding.decision)
    return of_the_verdict or tuple(entry for entry in corrected if entry.decision != DISMISSED)


def _disputed(finding: FindingRecord, entries: Sequence[DecisionRecord]) -> bool:
    # One who accepts a finding and one who marks it as fixed both call it a fault.
    return finding.decision == CONFLICT and any(entry.decision == DISMISSED for entry in entries)
