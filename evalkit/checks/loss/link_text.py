"""Where a hyperlink took its words with it, and the spaces that links leave behind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import regex

from evalkit.alignment.rows import Pair, Version
from evalkit.checks.base import Finding, Severity, Span, VersionCheck
from evalkit.checks.evidence.anchors import Anchors, anchors
from evalkit.checks.evidence.conventions import CLOSE_MARKS, conventions, set_apart
from evalkit.checks.evidence.coordinators import coordinators
from evalkit.checks.evidence.length_model import length_model
from evalkit.checks.evidence.once import once
from evalkit.checks.evidence.sentence_pairs import Sentences, aligned_sentences, split
from evalkit.checks.loss.link_traces import Loss, loss, probabilities
from evalkit.checks.traits import Fold, Traits
from evalkit.text.words import words

# Up to this share of spaced places, a space before a mark is a slip and not a habit.
HABIT = 0.35
# From so many slips on, the text was typed loosely, unless at least this share of them stand
# where a link may have stood: behind a name, or where words seem to be lost.
LOOSE, LINKS = 2, 0.4
# So probable a loss is reported as one, and so probable as a major one.
PROBABLE, CERTAIN = 0.5, 0.75
# The share of spaces that lost words, before a document shows its own, and how many places it
# counts as.
PRIOR, PRIOR_PLACES = 0.4, 3.0

LOST = "Words seem to be lost here, perhaps with a hyperlink"
UNFINISHED = "This sentence is unfinished, its last words perhaps lost with a hyperlink"

_SPACED = regex.compile(
    rf"(?<=[\p{{L}}\p{{M}}\p{{N}}\p{{Pf}}\p{{Pe}}\"'])"
    rf"(?P<place>[^\S\n]++(?P<mark>[{regex.escape(CLOSE_MARKS)}]))"
    rf"(?![\p{{L}}\p{{N}}{regex.escape(CLOSE_MARKS)}()/-])"
)
_HYPHEN = regex.compile(r"(?<=[\p{L}\p{M}\p{N}])(?P<place>[-‐‑][^\S\n]++|[^\S\n]++[-‐‑])(?=\p{L})")


@dataclass(frozen=True, slots=True)
class Gap:
    """A space where the document writes none; `loss` is the evidence that words went with it.

    `place` covers the space and its mark, `quote` also the word before;
    `probability` is that of a loss, 0 where there is nothing to judge it by.
    """

    pair: Pair
    place: Span
    quote: Span
    mark: str
    loss: Loss | None = None
    probability: float = 0.0

    @property
    def lost(self) -> bool:
        """Whether words are more likely missing than not."""
        return self.loss is not None and self.probability >= PROBABLE


@once
def gaps(version: Version) -> tuple[Gap, ...]:
    """Every space before a mark, or inside a hyphenation, that is not the document's habit.

    Computed once for all that read it.
    """
    found = list(_spaced(version))
    judged = [gap.loss.odds() for gap in found if gap.loss is not None]
    probable = iter(probabilities(judged, PRIOR, PRIOR_PLACES))
    halves = _hyphenated(version)
    told = [
        Gap(g.pair, g.place, g.quote, g.mark, g.loss, next(probable) if g.loss else 0.0)
        for g in found
    ]
    told += [gap for pair in version.pairs if _prose(pair) for gap in _hyphens(pair, halves)]
    return tuple(sorted(told, key=lambda gap: (gap.pair.row, gap.mark == "-", gap.place.start)))


def _prose(pair: Pair) -> bool:
    return pair.kind != "code" and bool(pair.target.strip())


def _spaced(version: Version) -> Iterator[Gap]:
    habits = conventions(version)
    apart = set_apart(version.language)
    places = {
        pair.row: [
            match
            for match in _SPACED.finditer(pair.target)
            if match["mark"] not in apart and habits.spaced_share(match["mark"]) <= HABIT
        ]
        for pair in version.pairs
        if _prose(pair)
    }
    if not any(places.values()):
        return
    model = length_model(version)
    for pair, held in zip(version.pairs, anchors(version), strict=True):
        facing: tuple[Sentences, ...] = ()
        if places.get(pair.row) and pair.source.strip():
            facing = aligned_sentences(
                split(pair.source, pair.source_language),
                split(pair.target, pair.language),
                model,
                held,
                pair.words,
            )
        for match in places.get(pair.row, ()):
            place = Span(*match.span("place"))
            lost = loss(pair, place, facing, model, held)
            yield Gap(pair, place, _with_word(pair.target, place), match["mark"], lost)


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
            yield Gap(pair, place, Span(quote.start, end), "-")


def _after_name(gap: Gap, held: Anchors) -> bool:
    """Whether a name of the source, as the version writes it, stands before the space."""
    return any(span.end == gap.place.start for span in held.written)


def _with_word(text: str, place: Span) -> Span:
    start = place.start
    while start > 0 and not text[start - 1].isspace() and place.start - start < 60:
        start -= 1
    return Span(start, place.end)


class LinkTextLost(VersionCheck):
    """The traces of one lost hyperlink, folded into one finding."""

    id = "link-text-lost"
    traits = Traits(
        kind="loss",
        incomplete=True,
        folds=(
            Fold(
                30,
                ("anchor", "omission", "truncated-sentence", "final-punctuation", "dangling-space"),
                "place",
            ),
            Fold(32, ("length-outlier",), "row", unless="Accuracy/Addition"),
            Fold(61, ("marked",), "place"),
        ),
        labels=("omission", "major omission", "agreed omission", "lost word"),
        damages=("link",),
    )
    name = "Text lost with a link"
    description = (
        "A space stands before a punctuation mark where the document otherwise writes none, and "
        "words seem to be missing there: the sentence has lost its verb, the sentence or clause "
        "is shorter than its source, a name of the source is gone. This is what a hyperlink "
        "leaves that was dropped together with its text. Where the text beside such a space is "
        "whole but terse, this is a false alarm; a loss that leaves a sentence of nearly full "
        "length is told as a space only."
    )
    category = "Accuracy/Omission"
    severity = "major"
    needs = "encoder, else text"

    def applies(self, version: Version) -> bool:
        return bool(version.pairs)

    def find(self, version: Version) -> Iterable[Finding]:
        for gap in gaps(version):
            if gap.loss is None or not gap.lost:
                continue
            what = UNFINISHED if gap.loss.unfinished else LOST
            yield self.finding(
                gap.pair,
                f"{what}: {', and '.join(gap.loss.symptoms)}.",
                target=gap.quote,
                source=gap.loss.source,
                within=gap.loss.within,
                severity="major" if gap.probability >= CERTAIN else "minor",
                confidence=gap.probability,
                symptoms=gap.loss.symptoms,
            )


class DanglingSpace(VersionCheck):
    """A space before a mark or inside a hyphenation, nothing else missing."""

    id = "dangling-space"
    traits = Traits(kind="surface", slip=True, punctuation=True, damages=("link",))
    name = "Space before a mark"
    description = (
        "A space stands before a punctuation mark, or inside a hyphenated word, where the "
        "document otherwise writes none; the text itself seems complete. In a document that is "
        "typed loosely, without traces of links, the findings are neutral."
    )
    category = "Fluency"
    severity = "minor"
    # Whether words went with a space is asked of the encoder: those spaces are another check's.
    needs = "encoder, else text"

    def applies(self, version: Version) -> bool:
        return bool(version.pairs)

    def find(self, version: Version) -> Iterable[Finding]:
        habits = conventions(version)
        found = gaps(version)
        # Where words were lost, the space is no habit.
        lost = Counter(gap.mark for gap in found if gap.lost)
        slips = [gap for gap in found if gap.mark != "-"]
        names = anchors(version)
        links = sum(
            1.0 if _after_name(gap, names[gap.pair.row - version.pairs[0].row]) else gap.probability
            for gap in slips
        )
        loose = len(slips) >= LOOSE and links < LINKS * len(slips)
        for gap in found:
            if not gap.lost:
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
