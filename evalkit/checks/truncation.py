"""Sentences that break off: what their endings, their lengths and their number say together."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from evalkit.alignment.rows import Version
from evalkit.checks.base import PENALTY, Finding, Severity, Span, VersionCheck
from evalkit.checks.breaks import CERTAIN, PROBABLE, Evidence, evidence
from evalkit.checks.length import comparable
from evalkit.checks.links import gaps

# A comma or an open bracket at the very end tells on its own.
LEFT_OPEN = 0.7
# White space and marks between two sentences of a paragraph, in characters.
BETWEEN_SENTENCES = 3
# Shares of the expected length below this are worth telling.
SHORT = 0.88


class TruncatedSentence(VersionCheck):
    """A sentence that breaks off before its source does."""

    id = "truncated-sentence"
    name = "Truncated sentence"
    description = (
        "A sentence breaks off: it ends on a conjunction, a postposition, a comma or an open "
        "bracket, or without the verb that sentences of the language end on; its sentence end is "
        "missing where the document writes one; it, or its paragraph, is much shorter than the "
        "source, or has fewer sentences. No one of these suffices where it is common in good "
        "translations. Where an encoder is at hand, the words of the source that nothing in the "
        "version stands for count too, and are shown. Terse translations and sentences that end "
        "on an afterthought raise false alarms; a cut that leaves a whole clause of nearly full "
        "length is not seen without an encoder."
    )
    category = "Accuracy/Omission"
    severity = "major"
    reads_words = True

    def applies(self, version: Version) -> bool:
        return any(comparable(pair) for pair in version.pairs)

    def find(self, version: Version) -> Iterable[Finding]:
        return _joined(self._single(version))

    def _single(self, version: Version) -> Iterable[Finding]:
        claimed = [(gap.pair.row, gap.place) for gap in gaps(version) if gap.lost]
        for found in _one_a_bead(evidence(version)):
            row = found.pair.row
            if any(row == r and found.target and p.overlaps(found.target) for r, p in claimed):
                continue
            # Words lost with a link already explain why the row is short.
            omitted = found.where == "omitted" and not found.heard
            if omitted and any(row == r for r, _ in claimed):
                continue
            probability = _probability(found)
            if probability >= PROBABLE:
                left_open = _left_open(found) if found.where == "last" else ()
                unsaid = (found.unsaid.symptom,) if found.unsaid else ()
                symptoms = (*unsaid, *left_open, *_symptoms(found))
                yield self._report(found, symptoms, probability)

    def _report(self, found: Evidence, symptoms: tuple[str, ...], probability: float) -> Finding:
        severity: Severity = "major" if probability >= CERTAIN else "minor"
        what = (
            "Part of the source seems to be left out here: "
            if found.where == "omitted"
            else "This sentence seems to break off: "
        )
        return self.finding(
            found.pair,
            what + ", ".join(symptoms) + ".",
            target=found.place,
            source=found.unsaid.span if found.unsaid else found.source,
            severity=severity,
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


def _joined(findings: Iterable[Finding]) -> Iterable[Finding]:
    """A version that stops in mid-sentence, and what it leaves out beside it, told as one.

    Which of the neighbouring source sentences is half there and which is gone
    altogether, lengths alone cannot say: the finding marks them both.
    """
    last: dict[int, Finding] = {}
    for finding in findings:
        before = last.get(finding.row)
        both = (before, finding) if before else ()
        if (
            before
            and before.source
            and finding.source
            and {_nowhere(f) for f in both} == {True, False}
            and _neighbours(before.source, finding.source)
        ):
            broken, omitted = sorted((before, finding), key=_nowhere)
            last[finding.row] = replace(
                broken,
                message=f"{broken.message.rstrip('.')}; {_beside(omitted)}.",
                source=Span(
                    min(before.source.start, finding.source.start),
                    max(before.source.end, finding.source.end),
                ),
                severity=max(broken.severity, omitted.severity, key=PENALTY.__getitem__),
                confidence=max(broken.confidence, omitted.confidence),
                symptoms=tuple(dict.fromkeys(broken.symptoms + omitted.symptoms)),
            )
            continue
        if before:
            yield before
        last[finding.row] = finding
    yield from last.values()


def _beside(omitted: Finding) -> str:
    place = omitted.target
    # Where the words were aligned, the place is a point, and the first symptom quotes them.
    if place is not None and place.start == place.end and omitted.symptoms:
        return f"beside it, {omitted.symptoms[0]}"
    return "a sentence beside it seems left out"


def _nowhere(finding: Finding) -> bool:
    """Whether nothing of the version faces what is left out: at most a point between sentences."""
    return finding.target is None or finding.target.start == finding.target.end


def _neighbours(one: Span, other: Span) -> bool:
    return max(one.start, other.start) - min(one.end, other.end) <= BETWEEN_SENTENCES


def _left_open(found: Evidence) -> tuple[str, ...]:
    """A comma or an open bracket at the very end, where the source ends otherwise."""
    mark = found.closed.open_mark
    if not mark or found.pair.source.rstrip()[-1:] in (mark, ",", ";", ":"):
        return ()
    return (f"it ends on “{mark}”",)


def _symptoms(found: Evidence) -> tuple[str, ...]:
    symptoms = []
    word = found.closed.word.text if found.closed.word else ""
    if found.closed.kind == "open":
        symptoms.append(f"it ends on “{word}”, a word that no complete sentence ends on")
    elif found.ending < 0:
        symptoms.append(f"it ends on “{word}”, without the verb that sentences end on")
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
    if found.heard and not symptoms and not found.unsaid:
        symptoms.append("some words of the source hardly have a counterpart")
    return tuple(symptoms)
