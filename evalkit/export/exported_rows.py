"""Which pairs go out: a translation memory repeats whatever is wrong in it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from evalkit.document import InputError
from evalkit.evaluation import Evaluation
from evalkit.export.pairs import ExportedPair, ReviewedRow, Unplaced, reviewed_rows
from evalkit.loaders.language_of_name import language_of
from evalkit.mqm import PENALTY

FAULTY = PENALTY["major"]
"""Points of a finding that keeps its row out while it is open."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which pairs are asked for.

    `versions` are version ids or languages, none of them all; `faulty` takes also
    rows in which a fault is open, `only_corrected` none but those that reviewers changed.
    """

    versions: tuple[str, ...] = ()
    faulty: bool = False
    only_corrected: bool = False


@dataclass(frozen=True, slots=True)
class Selection:
    """The pairs that go out, the corrections that stand in none, and how many rows stay behind.

    `without_text` rows face nothing or hold nothing on one side; in `faulty` ones a
    finding at or above major is open, in `awaiting` ones a correction is not in its
    place; `untouched` ones are as they were judged and only corrected ones are wanted.
    A row is counted once, by the first of these that it meets.
    """

    pairs: tuple[ExportedPair, ...]
    unplaced: tuple[Unplaced, ...]
    without_text: int = 0
    faulty: int = 0
    awaiting: int = 0
    untouched: int = 0


def selected(evaluations: Sequence[Evaluation], wanted: Wanted) -> Selection:
    """The pairs of some articles that are fit to be repeated, or as `wanted` says.

    Raises InputError where a version is wanted that none of them has, and where two
    evaluations are of one article: their rows could not be told apart.
    """
    _demand_different(evaluations)
    chosen = _versions(evaluations, wanted.versions)
    rows = [row for evaluation in evaluations for row in reviewed_rows(evaluation, chosen)]
    places = [_place(row, wanted) for row in rows]
    return Selection(
        pairs=tuple(
            row.pair
            for row, place in zip(rows, places, strict=True)
            if row.pair is not None and not place
        ),
        unplaced=tuple(lost for row in rows for lost in row.unplaced),
        without_text=places.count("without text"),
        faulty=places.count("faulty"),
        awaiting=places.count("awaiting"),
        untouched=places.count("untouched"),
    )


def _place(row: ReviewedRow, wanted: Wanted) -> str:
    """Where a row stays behind, "" where it goes out."""
    if row.pair is None:
        return "without text"
    if not wanted.faulty and any(PENALTY[finding.severity] >= FAULTY for finding in row.open):
        return "faulty"
    if not wanted.faulty and row.awaits:
        return "awaiting"
    if wanted.only_corrected and not row.pair.is_corrected:
        return "untouched"
    return ""


def _versions(evaluations: Sequence[Evaluation], wanted: Sequence[str]) -> Collection[str] | None:
    """The ids that are meant: those named, else those of the language named; None for all."""
    if not wanted:
        return None
    there = dict.fromkeys(v.version for evaluation in evaluations for v in evaluation.versions)
    found: set[str] = set()
    for name in wanted:
        meant = [v for v in there if v == name] or [v for v in there if language_of(v) == name]
        if not meant:
            raise InputError(
                f"there is no version {name}", remedy=f"choose from {', '.join(there)}"
            )
        found.update(meant)
    return found


def _demand_different(evaluations: Sequence[Evaluation]) -> None:
    names = [evaluation.article for evaluation in evaluations]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise InputError(
            f"two evaluations are of the article {twice}",
            remedy="export them one by one, or judge one again with another --article",
        )
