"""An evaluated article in little: all that is asked of it once its reports are written."""

from __future__ import annotations

import pickle
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, overload

from evalkit.checks.base import PENALTY, Severity
from evalkit.comparison.sufficient_statistics import Tallied, tallied
from evalkit.result.not_looked_for import Unread, unread
from evalkit.result.records import ComparisonRecord, FindingRecord, ScoreRecord, SummaryRecord

if TYPE_CHECKING:
    from evalkit.result.evaluation import Evaluation

WORST = 3
KEPT = (
    "encoder", "without_encoder", "rows_by_encoder", "options", "warnings", "judge",
    "back_translation",
)  # fmt: skip
"""What is asked of the manifest: which encoder helped, whether rows were
aligned by line, what speaks against files, and what a model server was asked."""


@dataclass(frozen=True, slots=True)
class Grave:
    """A finding as a terminal names it."""

    row: int
    version: str
    severity: Severity
    check: str
    message: str
    also_in: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Digest:
    """One article of a batch, in a few kilobytes whatever its length.

    `whole_records` are the scores of its versions as wholes, `worst` its gravest
    findings, `tallied` its documents' sums, `unread` what nobody looked for,
    `manifest` the entries in `KEPT`; the other records are those of the evaluation.
    """

    article: str
    checks: tuple[str, ...]
    summary_records: tuple[SummaryRecord, ...]
    comparison_records: tuple[ComparisonRecord, ...]
    whole_records: tuple[ScoreRecord, ...]
    worst: tuple[Grave, ...]
    tallied: Tallied
    manifest: Mapping[str, Any]
    unread: tuple[Unread, ...] = ()

    @property
    def metrics(self) -> tuple[str, ...]:
        return self.tallied.metrics


class Packed(Sequence[Digest]):
    """Digests of which there may be many: each takes a kilobyte or two until it is asked for.

    >>> kept = Packed()
    >>> kept.append(Digest("flood", (), (), (), (), (), Tallied({}, (), ()), {}))
    >>> len(kept), kept[0].article
    (1, 'flood')
    """

    def __init__(self) -> None:
        self._packed: list[bytes] = []

    def append(self, digest: Digest) -> None:
        self._packed.append(zlib.compress(pickle.dumps(digest), 1))

    def __len__(self) -> int:
        return len(self._packed)

    @overload
    def __getitem__(self, place: int) -> Digest: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Digest]: ...
    def __getitem__(self, place: int | slice) -> Digest | Sequence[Digest]:
        if isinstance(place, slice):
            return [_unpacked(packed) for packed in self._packed[place]]
        return _unpacked(self._packed[place])


def _unpacked(packed: bytes) -> Digest:
    found: Digest = pickle.loads(zlib.decompress(packed))
    return found


def digest(evaluation: Evaluation) -> Digest:
    """What is kept of an evaluation that is not kept."""
    return Digest(
        article=evaluation.article,
        checks=evaluation.checks,
        summary_records=evaluation.summary_records,
        comparison_records=evaluation.comparison_records,
        whole_records=tuple(s for s in evaluation.score_records if s.row is None),
        worst=worst(evaluation),
        tallied=tallied(evaluation, "document"),
        manifest=_kept(evaluation.manifest),
        unread=unread(evaluation),
    )


def worst(evaluation: Evaluation, count: int = WORST) -> tuple[Grave, ...]:
    """The gravest findings, the surest first; a fault that versions share is named once."""
    ranked = sorted(
        (f for f in evaluation.finding_records if PENALTY[f.severity]),
        key=lambda f: (-PENALTY[f.severity], -f.confidence, f.row, f.version),
    )
    named: list[FindingRecord] = []
    for finding in ranked:
        twins = (n for n in named if finding.version in n.also_in)
        if not any((t.row, t.check) == (finding.row, finding.check) for t in twins):
            named.append(finding)
        if len(named) == count:
            break
    return tuple(Grave(f.row, f.version, f.severity, f.check, f.message, f.also_in) for f in named)


def _kept(manifest: Mapping[str, Any]) -> Mapping[str, Any]:
    kept = {name: manifest[name] for name in KEPT if name in manifest}
    options = kept.get("options")
    if isinstance(options, Mapping):
        kept["options"] = {"aligned": options.get("aligned")}
    return kept
