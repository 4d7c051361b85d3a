"""What is said of words that a version lost: sentences that break off, and what is left out.

Where an encoder aligned a row's words, its omission risk decides whether anything is
said, and the words without a counterpart say where. Elsewhere endings, lengths and
numbers of sentences must do (`breaks`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from evalkit.alignment.rows import Pair, Version
from evalkit.checks.base import PENALTY, Finding, Severity, Span, VersionCheck
from evalkit.checks.evidence.endings import Ending
from evalkit.checks.evidence.length_model import comparable
from evalkit.checks.evidence.once import once
from evalkit.checks.evidence.word_support import shown
from evalkit.checks.loss.link_text import gaps
from evalkit.checks.loss.risk.risks import LENGTH, LINK
from evalkit.checks.loss.with_encoder import Missing, missing
from evalkit.checks.loss.without_encoder import CERTAIN, PROBABLE, Evidence, evidence
from evalkit.checks.names.name_missing import NameMissing

# A comma or an open bracket at the very end tells on its own.
LEFT_OPEN = 0.7
# White space and marks between two sentences of a paragraph, in characters.
BETWEEN_SENTENCES = 3
# Shares of the expected length below this are worth telling.
SHORT = 0.88
# From this omission risk on a loss is major, with so many words lost, or with fewer.
GRAVE, GRAVE_WORDS, GRAVE_UNNAMED = 0.5, 2.5, 0.8

# A missing name this sure proves that the words around it are lost.
SURE_NAME = 0.7

UNFINISHED = "This sentence seems unfinished: "
_WHAT = {
    "tail": "This sentence seems to break off at its end: ",
    "head": "This sentence seems to lack its beginning: ",
    "words": "Words of the source seem to be left out here: ",
    "sentence": "Part of the source seems to be left out here: ",
    "cut": "This sentence seems to break off: ",
}


@dataclass(frozen=True, slots=True)
class Verdict:
    """One loss, as a reader is told of it.

    `omits` tells words that are not there from a sentence that breaks off. `target` is
    the sentence that breaks off or the point where the words should stand, `source`
    what is missing, `within` the sentence that it is part of where nothing tells what.
    """

    pair: Pair
    omits: bool
    message: str
    target: Span | None
    source: Span | None
    severity: Severity
    confidence: float
    symptoms: tuple[str, ...]
    within: Span | None = None

    @property
    def place(self) -> Span | None:
        return self.source or self.within


class LossCheck(VersionCheck):
    """A check that tells one sort of loss: those whose `Verdict.omits` is its own."""

    omits: ClassVar[bool]
    category = "Accuracy/Omission"
    severity = "major"
    needs = "encoder, else text"

    def applies(self, version: Version) -> bool:
        return any(comparable(pair) for pair in version.pairs)

    def find(self, version: Version) -> Iterable[Finding]:
        for found in verdicts(version):
            if found.omits == self.omits:
                yield self.finding(
                    found.pair,
                    found.message,
                    target=found.target,
                    source=found.source,
                    severity=found.severity,
                    confidence=found.confidence,
                    symptoms=found.symptoms,
                    within=found.within,
                )


@once
def verdicts(version: Version) -> tuple[Verdict, ...]:
    """Every loss of a version but those that went with a link, which are told as such."""
    told = [gap for gap in gaps(version) if gap.lost]
    claimed = [(gap.pair.row, gap.place) for gap in told]
    # Words lost with a link already explain why their clause or sentence lacks some.
    explained = [(gap.pair.row, gap.loss.within) for gap in told if gap.loss]
    names = _names(version)
    judged = [
        _verdict_on(m, names[m.pair.row])
        for m in missing(version)
        if m.kind != "words" or not _claimed(m.pair.row, m.source, explained)
    ]
    found = [v for v in judged if not _claimed(v.pair.row, v.target, claimed)]
    found += _joined(_by_evidence(version, claimed))
    return tuple(sorted(found, key=lambda v: (v.pair.row, v.target.start if v.target else -1)))


def _claimed(row: int, place: Span | None, claimed: Iterable[tuple[int, Span]]) -> bool:
    return any(row == r and place is not None and p.overlaps(place) for r, p in claimed)


def _names(version: Version) -> Mapping[int, list[Finding]]:
    """The names of each row that the version has lost, as sure as names can be."""
    names = NameMissing()
    by_row: dict[int, list[Finding]] = defaultdict(list)
    for finding in names.find(version) if names.applies(version) else ():
        if PENALTY[finding.severity] and finding.confidence >= SURE_NAME:
            by_row[finding.row].append(finding)
    return by_row


def _verdict_on(found: Missing, names: Sequence[Finding]) -> Verdict:
    text, source = found.pair.source, found.source
    symptoms = [shown(text, source).symptom] if found.words else []
    # A name that is lost with the words proves the loss.
    lost = [n for n in names if found.words and n.source and n.source.overlaps(source)]
    sure = max([found.risk.omission, *(name.confidence for name in lost)])
    if found.beside:
        symptoms.append(f"beside it, {shown(text, found.beside).symptom}")
        source = Span(min(source.start, found.beside.start), max(source.end, found.beside.end))
    if found.kind == "tail" and found.closed:
        symptoms += _ending_in_words(found.closed, found.closed.evidence)
    told = [*symptoms, *(said for said in found.risk.omitted if said.startswith(LENGTH))]
    symptoms += (said for said in found.risk.omitted if said != LINK)
    # Where no words can be named, the end and the length must be the surer.
    grave = sure >= (GRAVE if found.words >= GRAVE_WORDS else GRAVE_UNNAMED)
    return Verdict(
        pair=found.pair,
        omits=found.kind in ("words", "sentence"),
        message=(_WHAT[found.kind] if found.words else UNFINISHED) + ", ".join(told) + ".",
        target=found.place,
        source=source if found.words else None,
        within=None if found.words else source,
        severity="major" if grave else "minor",
        confidence=sure,
        symptoms=tuple(symptoms),
    )


def _by_evidence(version: Version, claimed: list[tuple[int, Span]]) -> Iterator[Verdict]:
    short = {row for row, _ in claimed}
    for found in _one_a_bead(evidence(version)):
        row = found.pair.row
        if _claimed(row, found.target, claimed):
            continue
        # Lengths know no words: what went with a link is why the row is short.
        if found.where == "omitted" and row in short:
            continue
        probability = _probability(found)
        if probability >= PROBABLE:
            left_open = _left_open(found) if found.where == "last" else ()
            yield _reported(found, (*left_open, *_symptoms(found)), probability)


def _reported(found: Evidence, symptoms: tuple[str, ...], probability: float) -> Verdict:
    omits = found.where == "omitted"
    whole = found.share >= SHORT and found.ending < 0
    what = _WHAT["sentence"] if omits else UNFINISHED if whole else _WHAT["cut"]
    # Where a sentence breaks off, nothing tells which words of its own are lost.
    return Verdict(
        pair=found.pair,
        omits=omits,
        message=what + ", ".join(symptoms) + ".",
        target=found.place,
        source=found.source if omits else found.gone,
        within=None if omits else found.source,
        severity="major" if probability >= CERTAIN else "minor",
        confidence=probability,
        symptoms=symptoms,
    )


def _probability(found: Evidence) -> float:
    probability = found.probability()
    left_open = found.where == "last" and _left_open(found)
    return max(probability, LEFT_OPEN) if left_open else probability


def _one_a_bead(found: Iterable[Evidence]) -> Iterable[Evidence]:
    """The evidence without the weaker explanation where one sentence faces several.

    Such a sentence either breaks off or leaves the others out: it breaks off
    where its end says so, else the sentences that nothing tells are the loss.
    """
    before: Evidence | None = None
    for here in found:
        if here.where != "omitted" or here.target is None or before is None:
            if before:
                yield before
            before = here
            continue
        broken = before.ending < 0 or before.mark > 0 or bool(_left_open(before))
        if broken and _probability(before) >= PROBABLE:
            continue
        before = here if _probability(here) >= PROBABLE else before
    if before:
        yield before


def _joined(found: Iterable[Verdict]) -> Iterator[Verdict]:
    """A version that stops in mid-sentence, and what it leaves out beside it, told as one.

    Which of the neighbouring source sentences is half there and which is gone
    altogether, lengths alone cannot say: the verdict marks the likelier one, within both.
    """
    last: dict[int, Verdict] = {}
    for verdict in found:
        before = last.get(verdict.pair.row)
        both = (before, verdict) if before else ()
        if (
            before
            and before.place
            and verdict.place
            and {_nowhere(v) for v in both} == {True, False}
            and _neighbours(before.place, verdict.place)
        ):
            broken, omitted = sorted((before, verdict), key=_nowhere)
            start = min(before.place.start, verdict.place.start)
            end = max(before.place.end, verdict.place.end)
            last[verdict.pair.row] = replace(
                broken,
                message=f"{broken.message.rstrip('.')}; a sentence beside it seems left out.",
                source=omitted.source,
                within=Span(start, end),
                severity=max(broken.severity, omitted.severity, key=PENALTY.__getitem__),
                confidence=max(broken.confidence, omitted.confidence),
                symptoms=tuple(dict.fromkeys(broken.symptoms + omitted.symptoms)),
            )
            continue
        if before:
            yield before
        last[verdict.pair.row] = verdict
    yield from last.values()


def _nowhere(found: Verdict) -> bool:
    """Whether nothing of the version faces what is left out: at most a point between sentences."""
    return found.target is None or found.target.start == found.target.end


def _neighbours(one: Span, other: Span) -> bool:
    return max(one.start, other.start) - min(one.end, other.end) <= BETWEEN_SENTENCES


def _left_open(found: Evidence) -> tuple[str, ...]:
    """A comma or an open bracket at the very end, where the source ends otherwise."""
    mark = found.closed.left_open(found.pair.source)
    return (f"it ends on “{mark}”",) if mark else ()


def _ending_in_words(closed: Ending, evidence_: float) -> tuple[str, ...]:
    word = closed.word.text if closed.word else ""
    if closed.kind == "open":
        return (f"it ends on “{word}”, a word that no complete sentence ends on",)
    if evidence_ < 0:
        return (f"it ends on “{word}”, without the verb that sentences end on",)
    return ()


def _symptoms(found: Evidence) -> tuple[str, ...]:
    symptoms = [*_ending_in_words(found.closed, found.ending)]
    if found.mark > 0:
        symptoms.append("its sentence end is missing, which this document seldom leaves out")
    if found.fewer:
        plural = "s of the source have" if found.fewer > 1 else " of the source has"
        symptoms.append(f"{found.fewer} sentence{plural} no counterpart")
    if found.share < SHORT and found.where != "omitted":
        symptoms.append(
            f"it is {found.share * 100:.0f} % of the length its source leads one to expect"
        )
    if found.row_share < SHORT and abs(found.row_share - found.share) > 0.02:
        symptoms.append(f"the paragraph is {found.row_share * 100:.0f} % of the length expected")
    if found.lost:
        plural = "s or figures" if found.lost > 1 else " or figure"
        symptoms.append(f"{found.lost} name{plural} of the source cannot be found")
    return tuple(symptoms)
