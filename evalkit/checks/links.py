"""Where a hyperlink took its words with it, and the spaces that links leave behind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import regex

from evalkit.alignment.rows import Pair, Version
from evalkit.checks.anchors import Anchors, anchors
from evalkit.checks.base import Finding, Severity, Span, VersionCheck
from evalkit.checks.conventions import CLOSE_MARKS, conventions
from evalkit.checks.coordinators import coordinators
from evalkit.checks.endings import Ending, ending, telling
from evalkit.checks.length import LengthModel, length_model
from evalkit.checks.sentence_beads import Sentences, beads, split
from evalkit.checks.words import Word, words
from evalkit.languages import profile

# Up to this share of spaced places, a space before a mark is a slip and not a habit.
HABIT = 0.35
# From so many slips on, the text was typed loosely, unless at least so many of them stand where
# a link may have stood: behind a name, or where words were lost.
LOOSE, LINKS = 2, 2
# Above this share of spaced places, only a loss that is told this surely is a major one.
OFTEN, SURE = 0.1, 0.9
# A clause this many deviations too short has lost words, where a space stands before its mark.
SHORT_CLAUSE = -2.5
# The same for a sentence that ends without a word that could end it.
SHORT_SENTENCE = -0.5
# How far apart, in shares of the sentence, two commas may stand that face each other.
FARTHEST = 0.45
NEARLY_AS_NEAR = 0.15
COMMAS = ",;:—–،؛、，"
CLAUSE_MARKS = ',;:—–()[]{}“”"«»،؛、，।॥|?!؟'
SENTENCE_MARKS = ".?!।॥|۔؟。"

_SPACED = regex.compile(
    rf"(?<=[\p{{L}}\p{{M}}\p{{N}}\p{{Pf}}\p{{Pe}}\"'])"
    rf"(?P<place>[^\S\n]++(?P<mark>[{regex.escape(CLOSE_MARKS)}]))"
    rf"(?![\p{{L}}\p{{N}}{regex.escape(CLOSE_MARKS)}()/-])"
)
_HYPHEN = regex.compile(r"(?<=[\p{L}\p{M}\p{N}])(?P<place>[-‐‑][^\S\n]++|[^\S\n]++[-‐‑])(?=\p{L})")
_COMMA = regex.compile(f"[{regex.escape(COMMAS)}]")
_CLAUSE_MARK = regex.compile(f"[{regex.escape(CLAUSE_MARKS)}]")


@dataclass(frozen=True, slots=True)
class Loss:
    """What speaks for words lost before a mark: the symptoms, and the source's words."""

    symptoms: tuple[str, ...]
    source: Span | None
    confidence: float


@dataclass(frozen=True, slots=True)
class Gap:
    """A space where the document writes none; `loss` says what else is gone, if anything.

    `place` covers the space and its mark, `quote` also the word before.
    """

    pair: Pair
    place: Span
    quote: Span
    mark: str
    loss: Loss | None


def gaps(version: Version) -> Iterator[Gap]:
    """Every space before a mark, or inside a hyphenation, that is not the document's habit."""
    habits = conventions(version)
    model = length_model(version)
    halves = _hyphenated(version)
    for pair in version.pairs:
        if pair.kind == "code" or not pair.target.strip():
            continue
        places = [
            match
            for match in _SPACED.finditer(pair.target)
            if habits.spaced_share(match["mark"]) <= HABIT
        ]
        facing: tuple[Sentences, ...] = ()
        if places and pair.source.strip():
            facing = beads(
                split(pair.source, pair.source_language),
                split(pair.target, pair.language),
                model,
            )
        for match in places:
            place = Span(*match.span("place"))
            loss = _loss(pair, place, match["mark"], facing, model)
            yield Gap(pair, place, _with_word(pair.target, place), match["mark"], loss)
        yield from _hyphens(pair, halves)


def _hyphenated(version: Version) -> frozenset[str]:
    """The halves of the words this version writes with a hyphen: "ai-", "-এর"."""
    halves: set[str] = set()
    for pair in version.pairs:
        for word in words(pair.target):
            parts = regex.split("[-‐‑]", word.key)
            halves.update(f"{part}-" for part in parts[:-1])
            halves.update(f"-{part}" for part in parts[1:])
    return frozenset(halves)


def _hyphens(pair: Pair, halves: frozenset[str]) -> Iterator[Gap]:
    """Spaces beside a hyphen in words that the document elsewhere writes without.

    So is a hyphen between scripts, where a name in Latin letters has its ending.
    """
    joining = coordinators(pair.language)
    for match in _HYPHEN.finditer(pair.target):
        place = Span(*match.span("place"))
        quote = _with_word(pair.target, place)
        before = words(pair.target[quote.start : place.start])
        after = words(pair.target[place.end : place.end + 40])
        if not before or not after or after[0].key in joining:
            continue
        left, right = before[-1].key, after[0].key
        suffixed = left.isascii() != right.isascii()
        if suffixed or left == right or f"{left}-" in halves or f"-{right}" in halves:
            end = place.end + after[0].span.end
            yield Gap(pair, place, Span(quote.start, end), "-", None)


def _after_name(gap: Gap, held: Anchors) -> bool:
    """Whether a name of the source, as the version writes it, stands before the space."""
    return any(span.end == gap.place.start for span in held.written)


def _with_word(text: str, place: Span) -> Span:
    start = place.start
    while start > 0 and not text[start - 1].isspace() and place.start - start < 60:
        start -= 1
    return Span(start, place.end)


def _loss(
    pair: Pair, place: Span, mark: str, facing: Iterable[Sentences], model: LengthModel
) -> Loss | None:
    for bead in facing:
        if not any(s.start <= place.start < s.end for s in bead.target):
            continue
        source = Span(bead.source[0].start, bead.source[-1].end) if bead.source else None
        target = Span(bead.target[0].start, bead.target[-1].end)
        closing = any(place.end - 1 < s.end <= place.end + 2 for s in bead.target)
        if mark in SENTENCE_MARKS and closing:
            return _loss_at_end(pair, place, source, target, model)
        # A colon announces; the words before it are seldom a clause of their own.
        if source is None or mark not in COMMAS.replace(":", ""):
            return None
        return _loss_inside(pair, place, source, target, model)
    return None


def _loss_at_end(
    pair: Pair, place: Span, source: Span | None, target: Span, model: LengthModel
) -> Loss | None:
    known = profile(pair.language)
    closed = ending(pair.target[target.start : place.start], known)
    symptoms = [_spaced("the sentence end")]
    if closed.kind == "open":
        return Loss((*symptoms, _ending_in_words(closed)), source, 0.92)
    if source is None:
        return None
    here = Span(target.start, place.start)
    z = model.z(source.end - source.start, here.end - here.start)
    share = f"the sentence is {_share(source, here, model)}"
    if closed.evidence < 0 and telling(known) and z < SHORT_SENTENCE:
        return Loss((*symptoms, _ending_in_words(closed), share), source, 0.75)
    if not telling(known) and z < SHORT_CLAUSE:
        return Loss((*symptoms, share), source, 0.7)
    return None


def _loss_inside(
    pair: Pair, place: Span, source: Span, target: Span, model: LengthModel
) -> Loss | None:
    mine = _clause(pair.target, target.start, place.start, pair.language)
    best: tuple[float, Span] | None = None
    for at in _facing_marks(pair, place, source, target):
        theirs = _clause(pair.source, source.start, at, pair.source_language)
        for a, b in _facing_clauses(theirs, mine):
            z = model.z(b.end - b.start, a.end - a.start)
            # The likeliest counterpart is the one that nothing was lost from.
            if best is None or abs(z) < abs(best[0]):
                best = z, b
    if best is None or best[0] >= SHORT_CLAUSE:
        return None
    z, clause = best
    symptoms = [_spaced("the mark")]
    lost = _after_shared_word(pair, place, clause)
    if lost is not None:
        symptoms.append(f"nothing stands for “{lost.of(pair.source)}”")
        clause = lost
    else:
        nearest = mine.nearest
        symptoms.append(f"the words before it are {_share(clause, nearest, model)}")
    return Loss(tuple(symptoms), clause, min(0.95, 0.5 + 0.15 * (SHORT_CLAUSE - z)))


def _facing_marks(pair: Pair, place: Span, source: Span, target: Span) -> list[int]:
    """Where in the source the comma may stand that faces the one at `place`."""
    theirs = [m.start() for m in _COMMA.finditer(pair.source, source.start, source.end - 1)]
    mine = [m.start() for m in _COMMA.finditer(pair.target, target.start, target.end - 1)]
    if len(theirs) == len(mine) and place.end - 1 in mine:
        return [theirs[mine.index(place.end - 1)]]
    position = (place.start - target.start) / (target.end - target.start)
    length = source.end - source.start
    apart = {at: abs((at - source.start) / length - position) for at in theirs}
    nearest = min(apart.values(), default=FARTHEST)
    limit = min(FARTHEST, nearest + NEARLY_AS_NEAR)
    return [at for at in theirs if apart[at] <= limit]


@dataclass(frozen=True, slots=True)
class _Clause:
    """What stands before a mark, back to the mark before and back to the last "and"."""

    whole: Span
    joined: Span | None

    @property
    def nearest(self) -> Span:
        return self.joined or self.whole


def _clause(text: str, start: int, at: int, language: str) -> _Clause:
    for match in _CLAUSE_MARK.finditer(text, start, at):
        if text[match.end() : at].strip():
            start = match.end()
    while start < at and text[start].isspace():
        start += 1
    end = at
    while end > start and text[end - 1].isspace():
        end -= 1
    joining = coordinators(language)
    last: Word | None = None
    for word in words(text[start:end]):
        if word.key in joining:
            last = word
    joined = None
    if last is not None:
        begin = start + last.span.end
        while begin < end and text[begin].isspace():
            begin += 1
        if begin < end:
            joined = Span(begin, end)
    return _Clause(Span(start, end), joined)


def _facing_clauses(source: _Clause, target: _Clause) -> Iterator[tuple[Span, Span]]:
    """(target, source) clauses that may face each other."""
    if target.joined is not None and source.joined is not None:
        yield target.joined, source.joined
        return
    yield target.whole, source.whole
    if source.joined is not None:
        yield target.whole, source.joined


def _after_shared_word(pair: Pair, place: Span, clause: Span) -> Span | None:
    """The source's words after the very word that stands before the place, to the clause's end."""
    before = words(pair.target[max(0, place.start - 60) : place.start])
    if not before:
        return None
    shared = before[-1].text
    at = pair.source.find(shared, clause.start, clause.end)
    if at < 0:
        return None
    rest = words(pair.source[: clause.end], at + len(shared))
    return Span(rest[0].span.start, rest[-1].span.end) if rest else None


def _spaced(what: str) -> str:
    return f"a space before {what}"


def _share(source: Span, target: Span, model: LengthModel) -> str:
    percent = 100 * (target.end - target.start) / model.expected(source.end - source.start)
    return f"{percent:.0f} % of the length the source leads one to expect"


def _ending_in_words(closed: Ending) -> str:
    word = closed.word.text if closed.word else ""
    if closed.kind == "open":
        return f"the sentence ends on “{word}”, a word that no complete sentence ends on"
    return f"the sentence ends on “{word}”, without the verb that sentences end on"


class LinkTextLost(VersionCheck):
    """The traces of one lost hyperlink, folded into one finding."""

    id = "link-text-lost"
    name = "Text lost with a link"
    description = (
        "A space stands before a punctuation mark where the document otherwise writes none, and "
        "words are missing there: the sentence has lost its verb, or the clause is much shorter "
        "than its source. This is what a hyperlink leaves that was dropped together with its "
        "text. A loosely typed text with short clauses raises false alarms."
    )
    category = "Accuracy/Omission"
    severity = "major"

    def applies(self, version: Version) -> bool:
        return bool(version.pairs)

    def find(self, version: Version) -> Iterable[Finding]:
        habits = conventions(version)
        found = list(gaps(version))
        lost = Counter(gap.mark for gap in found if gap.loss is not None)
        for gap in found:
            if gap.loss is None:
                continue
            # Where spaces come often without a loss, a short clause may be just that.
            often = habits.spaced_share(gap.mark, lost) > OFTEN
            sure = gap.loss.confidence >= SURE or not often
            yield self.finding(
                gap.pair,
                "Words seem to be lost here, perhaps with a hyperlink: "
                + ", and ".join(gap.loss.symptoms)
                + ".",
                target=gap.quote,
                source=gap.loss.source,
                severity="major" if sure else "minor",
                confidence=gap.loss.confidence,
                symptoms=gap.loss.symptoms,
            )


class DanglingSpace(VersionCheck):
    """A space before a mark or inside a hyphenation, nothing else missing."""

    id = "dangling-space"
    name = "Space before a mark"
    description = (
        "A space stands before a punctuation mark, or inside a hyphenated word, where the "
        "document otherwise writes none; the text itself seems complete. In a document that is "
        "typed loosely, without traces of links, the findings are neutral."
    )
    category = "Fluency"
    severity = "minor"

    def applies(self, version: Version) -> bool:
        return bool(version.pairs)

    def find(self, version: Version) -> Iterable[Finding]:
        habits = conventions(version)
        found = list(gaps(version))
        # Where words were lost, the space is no habit.
        lost = Counter(gap.mark for gap in found if gap.loss is not None)
        slips = sum(gap.mark != "-" for gap in found)
        names = anchors(version)
        links = sum(lost.values()) + sum(_after_name(gap, names[gap.pair.row - 1]) for gap in found)
        loose = slips >= LOOSE and links < LINKS
        for gap in found:
            if gap.loss is None:
                yield self._report(gap, habits.spaced_share(gap.mark, lost), loose=loose)

    def _report(self, gap: Gap, share: float, *, loose: bool) -> Finding:
        if gap.mark == "-":
            return self.finding(
                gap.pair,
                "A space stands inside a hyphenated word.",
                target=gap.quote,
                confidence=0.8,
                suggestion=gap.quote.of(gap.pair.target).replace(" ", ""),
            )
        severity: Severity = "neutral" if loose else "minor"
        quote = gap.quote.of(gap.pair.target)
        return self.finding(
            gap.pair,
            f"A space stands before “{gap.mark}”; this document writes none in "
            f"{100 * (1 - share):.0f} % of such places.",
            target=gap.quote,
            severity=severity,
            confidence=1 - share,
            suggestion="".join(quote[:-1].split()) + gap.mark,
        )
