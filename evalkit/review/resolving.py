"""Which decision holds where several reviewers, or one reviewer several times, decided."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import astuple, dataclass
from datetime import datetime, timezone

from evalkit.result.records import DecisionRecord

DECISIONS = ("accepted", "dismissed", "fixed")
CONFLICT = "conflict"
EARLIEST = datetime.min.replace(tzinfo=timezone.utc)

Key = tuple[str, str, str]
"""A finding: article ("" for any), version, fingerprint."""

_TIME = re.compile(
    r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,6})\d*)?(Z|[+-]\d\d:\d\d)?", re.ASCII
)


@dataclass(frozen=True, slots=True)
class Resolution:
    """What several entries on one finding come to.

    `decision` is one of `DECISIONS`, `CONFLICT`, or "" where nobody decided;
    `holding` are the entries it rests on, `current` the latest of each reviewer.
    """

    decision: str
    holding: tuple[DecisionRecord, ...]
    current: tuple[DecisionRecord, ...]

    @property
    def reviewer(self) -> str:
        """Who decided, or where nobody did, who wrote something."""
        wrote = (r for r in self.current if r.note or r.correction)
        return ", ".join(r.reviewer for r in self.holding or wrote if r.reviewer)

    @property
    def note(self) -> str:
        """Everybody's note; where several wrote one, a line each with the name before it."""
        noted = [r for r in self.current if r.note]
        if len(noted) == 1:
            return noted[0].note
        return "\n".join(f"{r.reviewer}: {r.note}" if r.reviewer else r.note for r in noted)

    @property
    def correction(self) -> str:
        """The correction of those whose decision holds; different ones a line each."""
        offered = (r.correction for r in self.holding or self.current if r.correction)
        return "\n".join(dict.fromkeys(offered))


def resolved(records: Iterable[DecisionRecord], reviewers: Collection[str] = ()) -> Resolution:
    """What holds of one finding, of which `records` are the entries.

    Of each reviewer the latest entry counts; one without a decision takes an
    earlier one back. Where any of `reviewers` decided, the others have no say.
    Those who have one agree, or it is a conflict.

    >>> def entry(who: str, decision: str, time: str = "") -> DecisionRecord:
    ...     return DecisionRecord("f1", "", "bn", 1, *[""] * 5, decision, "", "", who, time, "")
    >>> both = entry("Asha", "dismissed"), entry("Binta", "accepted")
    >>> resolved(both).decision, resolved(both, ["Binta"]).decision
    ('conflict', 'accepted')
    >>> resolved((*both, entry("Asha", "accepted", "2026-11-25T04:30:00Z"))).reviewer
    'Asha, Binta'
    """
    current = latest(records)
    deciding = tuple(r for r in current if r.decision)
    holding = tuple(r for r in deciding if r.reviewer and r.reviewer in reviewers) or deciding
    said = {r.decision for r in holding}
    decision = CONFLICT if len(said) > 1 else next(iter(said), "")
    return Resolution(decision, holding, current)


def latest(records: Iterable[DecisionRecord]) -> tuple[DecisionRecord, ...]:
    """The latest entry of each reviewer, by the reviewers' names."""
    found: dict[str, DecisionRecord] = {}
    for record in sorted(records, key=_by_time):
        found[record.reviewer] = record
    return tuple(found[name] for name in sorted(found))


def by_finding(records: Iterable[DecisionRecord]) -> Mapping[Key, tuple[DecisionRecord, ...]]:
    """The entries on each finding."""
    groups: dict[Key, list[DecisionRecord]] = defaultdict(list)
    for record in records:
        groups[record.article, record.version, record.fingerprint].append(record)
    return {key: tuple(group) for key, group in groups.items()}


def joined(*groups: Iterable[DecisionRecord]) -> tuple[DecisionRecord, ...]:
    """All entries, each once, by article, version, row and finding."""
    return tuple(sorted({record for group in groups for record in group}, key=_in_order))


def is_time(text: str) -> bool:
    """Whether a text is a date and a time as ISO 8601 writes them.

    >>> is_time("2026-11-25T04:30:00Z"), is_time("2026-11-25T04:30:00.123+05:30"), is_time("now")
    (True, True, False)
    """
    return _instant(text) is not None


def instant(time: str) -> datetime:
    """The moment a time names (UTC where no zone is given); what names none lies before all."""
    return _instant(time) or EARLIEST


def _instant(text: str) -> datetime | None:
    found = _TIME.fullmatch(text)
    if found is None:
        return None
    zone = "+00:00" if found[3] in (None, "Z") else found[3]
    try:
        return datetime.fromisoformat(f"{found[1]}.{(found[2] or '').ljust(6, '0')}{zone}")
    except ValueError:
        return None


def _by_time(record: DecisionRecord) -> tuple[object, ...]:
    # Of entries of one moment the order of the files must not decide.
    return (instant(record.time), *astuple(record))


def _in_order(record: DecisionRecord) -> tuple[object, ...]:
    place = record.article, record.version, record.row, record.fingerprint, record.reviewer
    return (*place, *_by_time(record))
