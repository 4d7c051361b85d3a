"""Whether a version has the source words that were found missing in another.

It is asked in this order: does it have the row at all; does a finding of its own
say that those very words are lost; does it have the name or figure that stands
there; do its words support the words of the place; and, where no encoder aligned
the words, is there a sentence that faces the place. It may not know: then it says
so. That a sentence lost some of its words says nothing of the others.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from evalkit.alignment.rows import Pair
from evalkit.attribution.cross_version import Says, VersionEvidence, VersionFindings, is_loss
from evalkit.attribution.source_places import common, covered, named, quoted
from evalkit.checks import traits_of
from evalkit.checks.base import PENALTY, Finding, Span
from evalkit.checks.evidence.anchors import Anchors
from evalkit.checks.evidence.length_model import LengthModel
from evalkit.checks.evidence.sentence_pairs import Sentences, aligned_sentences, left_out, split
from evalkit.checks.evidence.word_support import inside, told
from evalkit.encoders.word_alignment import places

# A finding of the other version lies at the place if it covers so much of it.
SAME_PLACE = 0.5
# The share of a place's words to expect lost, up to which it is kept and from which it is lost.
# Chosen on the tuning documents of NTREX, bn and pa (benchmarks.witnesses --tuning).
KEPT, LOST = 0.2, 0.5
# Two versions fare differently with a place if these shares lie so far apart.
APART = 0.3
# A place of fewer words is asked for as a name is: by anchors first.
FEW_WORDS = 3
# A name takes at least this share of the place that is asked about as a name.
ANCHOR_SHARE = 0.5
# Without an encoder, a sentence faces the place if its length is this likely (in deviations).
USUAL_LENGTH = 2.0


@dataclass(frozen=True, slots=True)
class _Question:
    """What a version is asked: about a loss of another, at a place that `what` puts in words.

    `flagged` is the version with the finding, `pair` the row of the one that is asked.
    """

    flagged: VersionFindings
    other_version: VersionFindings
    finding: Finding
    pair: Pair
    place: Span
    what: str

    def answer(self, says: Says, *, marked: bool = False, why: str = "") -> VersionEvidence:
        return VersionEvidence(self.other_version.version.id, says, marked, why)

    @property
    def losses(self) -> list[Finding]:
        found = self.other_version.findings.get(self.pair.row, ())
        return [f for f in found if is_loss(f)]

    @property
    def marked(self) -> list[Finding]:
        return [f for f in self.losses if _the_same(self.finding, f, self.place)]


def of_loss(
    other_version: VersionFindings, finding: Finding, flagged: VersionFindings, what: str
) -> VersionEvidence:
    """Whether a version has the source words that were found missing in another.

    `flagged` is the version with the finding, `what` the place in words, for the
    answer.
    """
    pair = other_version.pairs.get(finding.row)
    if finding.place is None or pair is None:
        return VersionEvidence(other_version.version.id, "unknown", why="has no such row")
    question = _Question(flagged, other_version, finding, pair, finding.place, what)
    answers = (ask(question) for ask in _ASKED)
    return next((said for said in answers if said is not None), _not_known(question))


def _not_known(question: _Question) -> VersionEvidence:
    why = f"cannot be asked about {question.what}: no encoder aligned its words"
    return question.answer("unknown", why=why)


def _the_same(ours: Finding, theirs: Finding, place: Span) -> bool:
    """Whether a loss of another version is the loss at this place, or takes it in.

    Of a place that is partly lost in both, the same part may be lost; of words that
    are lost here, a place that is partly lost there says nothing.
    """
    if theirs.place is None or (theirs.partly and not ours.partly):
        return False
    return covered(place, theirs.place) >= SAME_PLACE


def _around(finding: Finding, place: Span) -> bool:
    """Whether a finding names a whole sentence around a place, of which it need not miss all."""
    span = finding.source
    return (
        traits_of(finding.check).incomplete
        and span is not None
        and place.end - place.start < SAME_PLACE * (span.end - span.start)
    )


def _by_row(question: _Question) -> VersionEvidence | None:
    """Where the version has nothing in the row, everything in it is lost."""
    if question.pair.target.strip():
        return None
    return question.answer("lost", marked=question.pair.row in question.other_version.findings)


def _by_findings(question: _Question) -> VersionEvidence | None:
    if all(_around(f, question.place) for f in question.marked):
        return None
    return _marked(question)


def _marked(question: _Question) -> VersionEvidence:
    """A finding lies at the place: it is the same loss unless the words tell two fates."""
    guessed = all(traits_of(f.check).inferred for f in question.marked)
    if guessed and question.pair.words is None and not _lost_alike(question):
        why = f"may have lost {question.what} too: lengths alone cannot tell which words are gone"
        return question.answer("unknown", why=why)
    if guessed and _told_apart(question):
        why = f"tells words of {question.what} that are lost here, and yet a check marks them"
        return question.answer("unknown", why=why)
    return question.answer("lost", marked=True)


def _told_apart(question: _Question) -> bool:
    """Whether what is lost of the place in the flagged version is in the other.

    Whether, that is, the other has a name or figure of the place that the flagged
    one lost, or a sentence of it is lost in the flagged one by its words, and not
    in the other.
    """
    source, place = question.pair.source, question.place
    if _kept_what_was_lost(question):
        return True
    sentences = split(source, question.pair.source_language)
    parts = [s for s in sentences if covered(s, place) >= SAME_PLACE] or [place]
    own = question.flagged.pairs[question.pair.row]
    for part in parts:
        here, there = _told_lost(own, part), _told_lost(question.pair, part)
        if here is not None and there is not None and here >= LOST and here - there >= APART:
            return True
    return False


def _lost_alike(question: _Question) -> bool:
    """Whether both versions lost one name or figure of the place."""
    row, place = question.pair.row, question.place
    here, there = question.flagged.anchors[row].lost, question.other_version.anchors[row].lost
    return any(common(one, other) and common(one, place) for one in here for other in there)


def _kept_what_was_lost(question: _Question) -> list[Span]:
    """The names and figures of the place that the flagged version lost, and the other has."""
    row, place = question.pair.row, question.place
    lost = [span for span in question.flagged.anchors[row].lost if common(span, place)]
    kept = [span for facing in question.other_version.anchors[row].facing for span in facing.source]
    return [one for one in lost if any(common(one, other) for other in kept)]


def _told_lost(pair: Pair, place: Span) -> float | None:
    found = pair.words and told(pair.words.source, pair.words.source_support, place)
    return found.lost if found else None


def _by_language(question: _Question) -> VersionEvidence | None:
    """A row that is no translation testifies to nothing."""
    whole = Span(0, len(question.pair.target))
    for finding in question.other_version.in_row(question.pair.row):
        if not traits_of(finding.check).untranslated:
            continue
        if finding.target is None or covered(whole, finding.target) >= SAME_PLACE:
            return question.answer("unknown", why="is no translation in this row")
    return None


def _by_anchor(question: _Question) -> VersionEvidence | None:
    """By the name or figure that takes most of the place, if the version's are known."""
    # The support of a name's words says little: an encoder finds some word it may stand for.
    alone = traits_of(question.finding.check).kind == "anchor"
    if not alone and _size(question.pair, question.place) >= FEW_WORDS:
        return None
    held = question.other_version.anchors[question.pair.row]
    if any(_takes(span, question.place) for span in held.lost):
        return question.answer("lost")
    if any(_takes(span, question.place) for facing in held.facing for span in facing.source):
        return question.answer("kept")
    if alone and not question.marked:
        why = f"may say {question.what} in words that cannot be compared"
        return question.answer("unknown", why=why)
    return None


def _by_findings_around(question: _Question) -> VersionEvidence | None:
    """By a finding that names the sentence around the place, or one that names part of it."""
    if question.marked:
        return _marked(question)
    place, source = question.place, question.pair.source
    for finding in question.losses:
        span = None if finding.partly else finding.source
        if span is not None and PENALTY[finding.severity] and common(place, span):
            within = Span(max(place.start, span.start), min(place.end, span.end))
            part, _ = named(source, within, split(source, question.pair.source_language))
            why = f"keeps only part of {question.what}: {part} is lost there"
            return question.answer("unknown", why=why)
    return None


def _by_words(question: _Question) -> VersionEvidence | None:
    lost = _told_lost(question.pair, question.place)
    if lost is None:
        return None
    if lost <= KEPT:
        return question.answer("kept")
    kept = _kept_what_was_lost(question)
    if lost >= LOST and not kept:
        return question.answer("lost")
    if lost < LOST and kept:
        names = " and ".join(quoted(question.pair.source, span) for span in kept)
        return replace(question.answer("kept"), kept=names)
    return question.answer("unknown", why=f"tells only some words of {question.what} for sure")


def _by_unfinished(question: _Question) -> VersionEvidence | None:
    """Where its sentence is unfinished, nothing tells whether these words are among the lost."""
    if not any(f.partly and f.place and common(question.place, f.place) for f in question.losses):
        return None
    why = f"may have lost {question.what} too: nothing tells which words of its sentence are gone"
    return question.answer("unknown", why=why)


def _by_sentences(question: _Question) -> VersionEvidence | None:
    """Without an encoder: by what faces the sentences of the place, and by names and figures."""
    other_version, pair, place = question.other_version, question.pair, question.place
    held = other_version.anchors[pair.row]
    lost = any(common(place, span) for span in held.lost)
    kept = any(common(place, span) for facing in held.facing for span in facing.source)
    sources = split(pair.source, pair.source_language)
    targets = split(pair.target, pair.language)
    facing = [
        unit
        for unit in aligned_sentences(sources, targets, other_version.lengths, held)
        if any(covered(sentence, place) >= SAME_PLACE for sentence in unit.source)
    ]
    if facing and all(_left_out(unit, place, other_version.lengths, held) for unit in facing):
        return None if kept else question.answer("lost")
    if lost or not (facing or kept):
        return None
    usual = all(
        len(unit.source) == 1 and _deviation(unit, other_version.lengths) >= -USUAL_LENGTH
        for unit in facing
    )
    return question.answer("kept") if usual else None


def _left_out(unit: Sentences, place: Span, lengths: LengthModel, held: Anchors) -> bool:
    """Whether the sentences of a unit at the place are those that nothing faces."""
    gone = left_out(unit, lengths, held)
    asked = [s for s in unit.source if covered(s, place) >= SAME_PLACE]
    short = _deviation(unit, lengths) < -USUAL_LENGTH
    return short and len(unit.source) > len(unit.target) and all(s in gone for s in asked)


def _deviation(unit: Sentences, lengths: LengthModel) -> float:
    """How many deviations the unit's counterpart is too long; far too short where there is none."""
    if not unit.target:
        return float("-inf")
    length = unit.target[-1].end - unit.target[0].start
    return lengths.z(unit.source[-1].end - unit.source[0].start, length)


_ASKED: tuple[Callable[[_Question], VersionEvidence | None], ...] = (
    _by_row,
    _by_findings,
    _by_language,
    _by_anchor,
    _by_findings_around,
    _by_words,
    _by_unfinished,
    _by_sentences,
)


def _size(pair: Pair, place: Span) -> int:
    words = pair.words.source if pair.words else places(pair.source)
    return len(inside(words, place))


def _takes(anchor: Span, place: Span) -> bool:
    return covered(place, anchor) >= ANCHOR_SHARE
