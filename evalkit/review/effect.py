"""What decisions did to evaluations, in numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from evalkit.evaluation.evaluation import Evaluation
from evalkit.evaluation.records import DecisionRecord
from evalkit.review.applying import FIXED, still_there
from evalkit.review.resolving import CONFLICT, Key, by_finding, resolved


@dataclass(frozen=True, slots=True)
class Effect:
    """How many findings were decided how.

    `fixed` counts those that are gone or were marked on these very texts,
    `still_there` those marked on other texts and found in these. `unmatched`
    were accepted or dismissed, or are in conflict, and are found no longer;
    `elsewhere` belong to other `articles`.
    """

    dismissed: int
    accepted: int
    fixed: int
    still_there: int
    conflicts: int
    unmatched: int
    elsewhere: int
    articles: tuple[str, ...]


def effect(
    evaluations: Sequence[Evaluation],
    given: Iterable[DecisionRecord],
    reviewers: Collection[str] = (),
) -> Effect:
    """What decisions came to in `evaluations`, to which they have been applied.

    `given` are the entries of the files, `reviewers` those whose word goes first.
    """
    counts = Counter(f.decision for e in evaluations for f in e.listed_records)
    back = sum(len(still_there(e)) for e in evaluations)
    gone = Counter(resolved(group, reviewers).decision for group in _gone(evaluations))
    here = {"", *(e.article for e in evaluations)}
    others = by_finding(r for r in given if r.article not in here)
    return Effect(
        dismissed=counts["dismissed"],
        accepted=counts["accepted"],
        fixed=counts[FIXED] - back + gone[FIXED],
        still_there=back,
        conflicts=counts[CONFLICT],
        unmatched=gone["accepted"] + gone["dismissed"] + gone[CONFLICT],
        elsewhere=len(others),
        articles=tuple(sorted({article for article, *_ in others})),
    )


def _gone(evaluations: Sequence[Evaluation]) -> Iterable[tuple[DecisionRecord, ...]]:
    """The entries on each finding that none of the evaluations has any more."""
    gone: dict[Key, tuple[DecisionRecord, ...]] = {}
    there: set[Key] = set()
    for evaluation in evaluations:
        found = {(f.version, f.fingerprint) for f in evaluation.listed_records}
        for key, group in by_finding(evaluation.decision_records).items():
            if key[1:] in found:
                there.add(key)
            else:
                gone[key] = group
    return [group for key, group in gone.items() if key not in there]
