"""Whether an evaluation noticed what was done to a version: damage by damage."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate

from evalkit.checks.base import PENALTY, Span
from evalkit.document import Document
from evalkit.result.evaluation import Evaluation
from evalkit.result.records import FindingRecord
from evalkit.validation.damage import Damage, kinds

GRAVE = PENALTY["major"]
NEARLY_ALL = 0.8
"""A quote of so much of its row marks all of it; its wording is then no place."""
SAME = 0.5
"""Two places of the source that share so much of what they cover are the same."""


@dataclass(frozen=True, slots=True)
class Trial:
    """One damage and what the evaluation said of it.

    `paragraph` is its index (from 0) in the version as it was, `start` and
    `end` the place in its text. `checks` are those that spoke of it, and
    `found` says whether any did, above neutral; `confidence` is that of the
    surest. `placed` says whether a finding named the place in the source, None
    where that place is not known or nothing was found. The risks are how much
    higher the row's risk is than it was, None where none was computed.
    """

    version: str
    damage: str
    paragraph: int
    start: int
    end: int
    found: bool
    major: bool
    checks: tuple[str, ...]
    confidence: float | None
    placed: bool | None
    omission_risk: float | None
    addition_risk: float | None


class Layout:
    """Which row of an evaluation holds which paragraph, on both sides.

    `starts` is where each paragraph of the source begins when all of them are
    joined by line breaks: so places in the source can be compared across runs
    whose rows differ.
    """

    def __init__(self, evaluation: Evaluation, version: str, source: Document) -> None:
        self.sources: dict[int, int] = {}
        self.targets: dict[int, int] = {}
        self._first: dict[int, int] = {}
        self.starts = [0, *accumulate(len(text) + 1 for text in source.texts)]
        for row in evaluation.rows:
            target = row.targets[version]
            self._first[row.row] = len(self.sources)
            for _ in range(int(target.alignment.partition(":")[0])):
                self.sources[len(self.sources)] = row.row
            for _ in target.kinds:
                self.targets[len(self.targets)] = row.row

    def rows(self, targets: Iterable[int], sources: Iterable[int]) -> set[int]:
        """The rows that hold any of these paragraphs."""
        return {self.targets[n] for n in targets} | {self.sources[n] for n in sources}

    def held(self, rows: set[int]) -> list[int]:
        """The paragraphs of the source that these rows hold."""
        return [n for n, row in self.sources.items() if row in rows]

    def in_source(self, finding: FindingRecord) -> Span | None:
        """A finding's place in the whole text of the source."""
        if finding.source_start is None or finding.source_end is None:
            return None
        start = self.starts[self._first[finding.row]]
        return Span(start + finding.source_start, start + finding.source_end)


@dataclass(frozen=True, slots=True)
class Run:
    """An evaluation of one version, with where its rows lie."""

    evaluation: Evaluation
    version: str
    layout: Layout

    @classmethod
    def of(cls, evaluation: Evaluation, version: str, source: Document) -> Run:
        return cls(evaluation, version, Layout(evaluation, version, source))

    def findings(self, rows: Iterable[int]) -> list[FindingRecord]:
        cells = self.evaluation.findings_by_cell
        return [f for row in sorted(rows) for f in cells.get((row, self.version), ())]

    def risks(self, rows: set[int]) -> tuple[float | None, float | None]:
        """The highest risks of an omission and of an addition in these rows."""
        here = [
            p
            for p in self.evaluation.paragraph_records
            if p.version == self.version and p.row in rows
        ]
        omissions = [p.omission_risk for p in here if p.omission_risk is not None]
        additions = [p.addition_risk for p in here if p.addition_risk is not None]
        return max(omissions, default=None), max(additions, default=None)


def trials(sound: Run, damaged: Run, damages: Sequence[Damage]) -> list[Trial]:
    """What the evaluation of a damaged version says of each damage, and did not say before."""
    return [_trial(sound, damaged, damage) for damage in damages]


def _trial(sound: Run, damaged: Run, damage: Damage) -> Trial:
    kind = kinds()[damage.name]
    touched = damaged.layout.rows(damage.now, damage.sources)
    before = sound.layout.rows([damage.paragraph], damage.sources)
    # A row may hold more now: another version's damage may have tied it to the next.
    around = sound.layout.rows([damage.paragraph], damaged.layout.held(touched))
    known: dict[str, list[FindingRecord]] = defaultdict(list)
    for finding in sound.findings(around):
        known[finding.check].append(finding)
    new = [
        f
        for f in damaged.findings(touched)
        if PENALTY[f.severity]
        and kind.speaks(f.check, f.category)
        and not any(_same(sound, old, damaged, f) for old in known[f.check])
    ]
    omission, addition = (
        _rise(was, now)
        for was, now in zip(sound.risks(before), damaged.risks(touched), strict=True)
    )
    return Trial(
        version=damaged.version,
        damage=damage.name,
        paragraph=damage.paragraph,
        start=damage.place.start,
        end=damage.place.end,
        found=bool(new),
        major=any(PENALTY[f.severity] >= GRAVE for f in new),
        checks=tuple(sorted({f.check for f in new})),
        confidence=max((f.confidence for f in new), default=None),
        placed=_placed(damaged.layout, damage, new),
        omission_risk=omission,
        addition_risk=addition,
    )


def _same(sound: Run, old: FindingRecord, damaged: Run, new: FindingRecord) -> bool:
    """Whether a finding stood there before the damage, as grave as now."""
    if PENALTY[old.severity] < PENALTY[new.severity]:
        return False
    was, now = sound.layout.in_source(old), damaged.layout.in_source(new)
    if was is not None and now is not None and not _coincide(was, now):
        return False
    if old.start is None or new.start is None or old.quote == new.quote:
        return True
    return _marks_all(sound, old) and _marks_all(damaged, new)


def _coincide(one: Span, other: Span) -> bool:
    shared = min(one.end, other.end) - max(one.start, other.start)
    both = max(one.end, other.end) - min(one.start, other.start)
    return one == other or shared >= SAME * both


def _marks_all(run: Run, finding: FindingRecord) -> bool:
    text = run.evaluation.rows[finding.row - 1].targets[run.version].text
    return len(finding.quote) >= NEARLY_ALL * len(text)


def _placed(layout: Layout, damage: Damage, new: Sequence[FindingRecord]) -> bool | None:
    if damage.source is None or not new:
        return None
    start = layout.starts[damage.sources[0]]
    place = Span(start + damage.source.start, start + damage.source.end)
    named = (layout.in_source(finding) for finding in new)
    return any(span is not None and span.overlaps(place) for span in named)


def _rise(was: float | None, now: float | None) -> float | None:
    return None if was is None or now is None else now - was
