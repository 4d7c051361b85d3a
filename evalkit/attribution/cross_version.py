"""What the other versions have at a finding's place: cross-version evidence.

Words that are lost are asked for in `lost_words`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from evalkit.alignment.rows import Pair, Version
from evalkit.attribution.source_places import common, source_words
from evalkit.checks import traits_of
from evalkit.checks.base import Finding
from evalkit.checks.evidence.anchors import Anchors, anchors
from evalkit.checks.evidence.length_model import LengthModel, length_model
from evalkit.checks.evidence.sentence_pairs import split

Says = Literal["kept", "lost", "unknown"]


@dataclass(frozen=True, slots=True)
class VersionEvidence:
    """What `version` says of a place: it kept it, lost it (errs there too), or does not know.

    `marked` says that a finding of its own tells so. `why` follows the
    version's name where it does not know: "has nothing in this row". `kept` is the
    part of the place, in words, that it keeps for sure; "" for all of it.
    """

    version: str
    says: Says
    marked: bool = False
    why: str = ""
    kept: str = ""


@dataclass(frozen=True)
class VersionFindings:
    """One version with what was found in it, ready to be asked."""

    version: Version
    findings: Mapping[int, tuple[Finding, ...]]

    @classmethod
    def of(cls, version: Version, findings: Iterable[Finding]) -> VersionFindings:
        by_row: dict[int, list[Finding]] = defaultdict(list)
        for finding in findings:
            if finding.version == version.id:
                by_row[finding.row].append(finding)
        return cls(version, {row: tuple(found) for row, found in by_row.items()})

    @cached_property
    def pairs(self) -> Mapping[int, Pair]:
        return {pair.row: pair for pair in self.version.pairs}

    @cached_property
    def anchors(self) -> Mapping[int, Anchors]:
        return dict(zip(self.pairs, anchors(self.version), strict=True))

    @cached_property
    def lengths(self) -> LengthModel:
        return length_model(self.version)

    def in_row(self, row: int) -> tuple[Finding, ...]:
        return tuple(self.findings.get(row, ()))


def is_loss(finding: Finding) -> bool:
    """Whether a finding says that content of the source is lost, and where."""
    return (
        finding.place is not None
        and finding.category != "Accuracy/Addition"
        and (traits_of(finding.check).is_loss or finding.category == "Accuracy/Omission")
    )


def of_fault(other_version: VersionFindings, finding: Finding, pair: Pair) -> VersionEvidence:
    """Whether a version has the fault that was found in another, at the same place.

    `pair` is the row of the version with the finding.
    """
    says = other_version.version.id
    there = other_version.pairs.get(finding.row)
    alike = [f for f in other_version.in_row(finding.row) if f.check == finding.check]
    if any(_at_one_place(finding, pair, f, there) for f in alike):
        return VersionEvidence(says, "lost", marked=True)
    if alike:
        unsure = _is_unplaced(finding) and not _placed(finding, pair)
        where = "it may be at another place" if unsure else "at another place"
        return VersionEvidence(says, "unknown", why=f"has a like fault in this row, {where}")
    if there is None or (pair.source.strip() and not there.target.strip()):
        return VersionEvidence(says, "unknown", why="has nothing in this row")
    return VersionEvidence(says, "kept")


def _is_unplaced(finding: Finding) -> bool:
    """Whether it points at the version's words alone.

    Without word links nobody can say whether another version errs at the same place.
    """
    return traits_of(finding.check).kind == "marked"


def _placed(finding: Finding, pair: Pair) -> bool:
    return finding.source is not None or bool(source_words(finding, pair))


def _at_one_place(ours: Finding, here: Pair, theirs: Finding, there: Pair | None) -> bool:
    """Whether two faults of one check lie at one place of the source, as far as can be told."""
    if ours.source is not None and theirs.source is not None:
        return common(ours.source, theirs.source) > 0
    if traits_of(ours.check).punctuation:
        return _in_one_sentence(ours, here, theirs, there)
    one, other = source_words(ours, here), there and source_words(theirs, there)
    if one and other:
        return not one.isdisjoint(other)
    return not _is_unplaced(ours)


def _in_one_sentence(ours: Finding, here: Pair, theirs: Finding, there: Pair | None) -> bool:
    one, other = _sentences(ours, here), there and _sentences(theirs, there)
    return not (one and other) or not one.isdisjoint(other)


def _sentences(finding: Finding, pair: Pair) -> frozenset[int]:
    """The numbers of the source sentences that a fault lies in, by word links."""
    words = pair.words
    if words is None:
        return frozenset()
    starts = [words.source[n][0] for n in source_words(finding, pair)]
    sentences = split(pair.source, pair.source_language)
    return frozenset(
        n for n, s in enumerate(sentences) if any(s.start <= start < s.end for start in starts)
    )
