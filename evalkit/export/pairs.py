"""Source and translation of each row as reviewers left them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from evalkit.document import InputError
from evalkit.evaluation import Evaluation
from evalkit.export.locating import Correction
from evalkit.export.offers import Offer, offers
from evalkit.export.placing import place
from evalkit.result.records import FindingRecord, Input, RowRecord
from evalkit.review.applying import DISMISSED
from evalkit.review.resolving import instant

GAP = "Accuracy/Omission"
REPLACEMENT = "\ufffd"
"""What stands for a character that a format cannot hold."""


@dataclass(frozen=True, slots=True)
class ExportedPair:
    """One row of one version as reviewers left it.

    `version` is the version's BCP 47 tag, with its private part if it has one,
    `language` the tag without. `target` is the text that was judged, `corrected` the
    same with the reviewers' corrections in their places, of findings of the `checks`
    and by the `reviewers`. `notes` are the reviewers' remarks on the row, `changed` is
    when the latest correction was written (ISO 8601, "" where that is not known).
    """

    article: str
    row: int
    version: str
    language: str
    source_language: str
    source: str
    target: str
    corrected: str
    checks: tuple[str, ...]
    reviewers: tuple[str, ...]
    notes: tuple[str, ...]
    changed: str

    @property
    def is_corrected(self) -> bool:
        """Whether reviewers changed it."""
        return self.corrected != self.target


@dataclass(frozen=True, slots=True)
class Unplaced:
    """A correction that stands in no pair, and the `reason`."""

    article: str
    row: int
    version: str
    check: str
    correction: str
    reason: str


@dataclass(frozen=True, slots=True)
class ReviewedRow:
    """A row of a version, and what is still wrong with it.

    `pair` is None where the source or the version has no text in the row. `open` are
    the findings that were neither dismissed nor corrected; `awaits` says that one of
    them has a correction which is not in its place.
    """

    pair: ExportedPair | None
    open: tuple[FindingRecord, ...]
    awaits: bool
    unplaced: tuple[Unplaced, ...]


def exported_pairs(
    evaluation: Evaluation,
) -> tuple[tuple[ExportedPair, ...], tuple[Unplaced, ...]]:
    """Every row of every version with text on both sides, and the corrections in none of them.

    Decisions must have been applied (`evalkit.review.applied`). Rows that are not
    fit for a translation memory are among them: see `evalkit.export.selected`.
    """
    rows = reviewed_rows(evaluation)
    pairs = tuple(row.pair for row in rows if row.pair is not None)
    return pairs, tuple(lost for row in rows for lost in row.unplaced)


def source_language(pairs: Sequence[ExportedPair]) -> str:
    """The language of all sources; InputError where they are in several, "und" of no pairs."""
    found = sorted({pair.source_language for pair in pairs})
    if len(found) > 1:
        raise InputError(
            f"the sources are in several languages ({', '.join(found)})",
            remedy="export the articles of each by themselves",
        )
    return found[0] if found else "und"


def altered(
    pairs: Iterable[ExportedPair], writable: Callable[[str], str]
) -> tuple[ExportedPair, ...]:
    """The pairs of which a format, by its `writable`, cannot hold source or correction as it is."""
    return tuple(p for p in pairs if writable(p.source + p.corrected) != p.source + p.corrected)


def reviewed_rows(
    evaluation: Evaluation, versions: Collection[str] | None = None
) -> tuple[ReviewedRow, ...]:
    """Every row of every version, or of those named, version by version."""
    cells: dict[tuple[int, str], list[Offer]] = defaultdict(list)
    for offer in offers(evaluation):
        cells[offer.finding.row, offer.finding.version].append(offer)
    return tuple(
        _reviewed(evaluation, version, row, cells)
        for version in evaluation.versions
        if versions is None or version.version in versions
        for row in evaluation.rows
        if version.version in row.targets
    )


def _reviewed(
    evaluation: Evaluation,
    version: Input,
    row: RowRecord,
    cells: Mapping[tuple[int, str], Sequence[Offer]],
) -> ReviewedRow:
    found = cells.get((row.row, version.version), ())
    target = row.targets[version.version].text
    wanted = [offer for offer in found if offer.correction]
    lost = [(offer, offer.reason) for offer in found if offer.reason]
    corrected = target
    placed: list[Offer] = []
    if row.source.strip() and target.strip():
        done = place(target, version.language, [_correction(offer) for offer in wanted])
        corrected = done.text
        placed = [o for o, reason in zip(wanted, done.reasons, strict=True) if not reason]
        lost += [(o, reason) for o, reason in zip(wanted, done.reasons, strict=True) if reason]
        pair = _pair(evaluation, version, row, corrected, found, placed)
    else:
        lost += [(offer, "the row has no text on one side") for offer in wanted]
        pair = None
    return ReviewedRow(
        pair=pair,
        open=tuple(
            offer.finding
            for offer in found
            if offer.finding.decision != DISMISSED and offer not in placed
        ),
        awaits=any(offer.finding.decision != DISMISSED for offer, _ in lost),
        unplaced=tuple(_unplaced(evaluation.article, offer, reason) for offer, reason in lost),
    )


def _pair(
    evaluation: Evaluation,
    version: Input,
    row: RowRecord,
    corrected: str,
    found: Sequence[Offer],
    placed: Sequence[Offer],
) -> ExportedPair:
    backing = [entry for offer in placed for entry in offer.backing]
    notes = [
        entry.note
        for offer in found
        if offer.finding.decision != DISMISSED
        for entry in offer.entries
        if entry.note.strip()
    ]
    return ExportedPair(
        article=evaluation.article,
        row=row.row,
        version=version.version,
        language=version.language,
        source_language=evaluation.source.language,
        source=row.source,
        target=row.targets[version.version].text,
        corrected=corrected,
        checks=_once(offer.finding.check for offer in placed),
        reviewers=_once(entry.reviewer for entry in backing if entry.reviewer),
        notes=_once(notes),
        changed=max((entry.time for entry in backing), key=instant, default=""),
    )


def _correction(offer: Offer) -> Correction:
    finding = offer.finding
    return Correction(offer.correction, finding.start, finding.end, finding.category == GAP)


def _unplaced(article: str, offer: Offer, reason: str) -> Unplaced:
    written = [entry.correction for entry in offer.entries if entry.correction.strip()]
    finding = offer.finding
    return Unplaced(
        article, finding.row, finding.version, finding.check, "\n".join(_once(written)), reason
    )


def _once(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(words))
