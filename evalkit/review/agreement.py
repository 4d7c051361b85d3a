"""How far reviewers agree, and how often a check is right by their word."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from evalkit.result.records import DecisionRecord
from evalkit.review.resolving import CONFLICT, Key, by_finding, latest, resolved
from evalkit.statistics.intervals import wilson

REAL: Mapping[str, str] = {"accepted": "real", "fixed": "real", "dismissed": "false alarm"}
"""What a decision says of a finding."""

Rating = tuple[str, Key, str]
"""Reviewer, finding, what the reviewer says of it."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """Krippendorff's alpha, nominal, over `shared` findings that two or more judged.

    1 is perfect agreement, 0 what chance would give, less is worse than chance.
    None where it is not defined or cannot be computed: `reason` says why.
    """

    alpha: float | None
    shared: int
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Precision:
    """Of the `judged` findings of a check as many as `confirmed` are real; 95 % Wilson limits.

    Findings of which some say that they are real and others that they are false
    alarms are `conflicts` and not among the judged.
    """

    check: str
    confirmed: int
    judged: int
    low: float
    high: float
    conflicts: int


@dataclass(frozen=True, slots=True)
class Conflict:
    """A finding on which reviewers do not agree; `said` maps each to a decision."""

    about: DecisionRecord
    said: Mapping[str, str]


def ratings(records: Iterable[DecisionRecord]) -> tuple[Rating, ...]:
    """Each reviewer's latest decision on each finding."""
    return tuple(
        (entry.reviewer, key, entry.decision)
        for key, group in by_finding(records).items()
        for entry in latest(group)
        if entry.decision
    )


def real(given: Iterable[Rating]) -> tuple[Rating, ...]:
    """The same ratings as "real" or "false alarm".

    >>> real([("Asha", ("a", "bn", "f1"), "fixed")])
    (('Asha', ('a', 'bn', 'f1'), 'real'),)
    """
    return tuple((reviewer, key, REAL[decision]) for reviewer, key, decision in given)


def agreement(given: Iterable[Rating]) -> Agreement:
    """Krippendorff's alpha of ratings, whoever left out whichever findings.

    Needs nltk, from the extra `review`. Where all say the same of all, alpha
    is not defined.
    """
    known = tuple(given)
    counts = Counter(key for _, key, _ in known)
    pairable = [rating for rating in known if counts[rating[1]] > 1]
    shared = sum(count > 1 for count in counts.values())
    reason = ""
    if len({reviewer for reviewer, *_ in known}) < 2:
        reason = "not computed: fewer than two reviewers decided"
    elif not pairable:
        reason = "not computed: no finding was judged by two reviewers"
    elif len({label for *_, label in pairable}) == 1:
        reason = "all judged alike"
    if reason:
        return Agreement(None, shared, reason)
    try:
        from nltk.metrics.agreement import AnnotationTask
    except ImportError:
        return Agreement(
            None, shared, "not computed: nltk is missing; pip install 'evalkit[review]'"
        )
    return Agreement(float(AnnotationTask(data=pairable).alpha()), shared)


def conflicts(records: Iterable[DecisionRecord]) -> tuple[Conflict, ...]:
    """The findings on which the latest decisions differ."""
    found = []
    for _, group in sorted(by_finding(records).items()):
        resolution = resolved(group)
        if resolution.decision == CONFLICT:
            said = {entry.reviewer: entry.decision for entry in resolution.holding}
            found.append(Conflict(resolution.holding[0], said))
    return tuple(found)


def precisions(records: Iterable[DecisionRecord]) -> tuple[Precision, ...]:
    """What the reviewers' decisions say of each check, by the checks' names."""
    verdicts: dict[str, Counter[str]] = defaultdict(Counter)
    for group in by_finding(records).values():
        holding = resolved(group).holding
        said = {REAL[entry.decision] for entry in holding}
        if said:
            check = next((entry.check for entry in holding if entry.check), "")
            verdicts[check]["both" if len(said) > 1 else said.pop()] += 1
    return tuple(
        Precision(
            check,
            seen["real"],
            seen["real"] + seen["false alarm"],
            *wilson(seen["real"], seen["real"] + seen["false alarm"]),
            seen["both"],
        )
        for check, seen in sorted(verdicts.items())
    )
