"""Words of a version that its source does not have, and rows that say something else."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence

from evalkit.alignment.rows import Pair, Version
from evalkit.checks.base import Finding, Severity, Span, VersionCheck
from evalkit.checks.evidence.length_model import comparable
from evalkit.checks.evidence.sentence_pairs import split
from evalkit.checks.evidence.word_support import inside, longest
from evalkit.checks.loss.risk import Risk, risks
from evalkit.checks.traits import CONTENT, Fold, Traits
from evalkit.encoders.word_alignment import WordAlignment

# From this addition risk on a row is told of, and from this on as a major fault.
PROBABLE, GRAVE = 0.3, 0.5
# So many words to expect without a counterpart are worth telling, and so many are a major fault.
FEWEST, GRAVE_WORDS = 2.5, 4.0
# A sentence of which this share of words is alien is an addition as a whole.
WHOLE = 0.75
# Both texts say something else where so large a share of either's words has no counterpart, and
# there are so many words.
DETACHED, WORDS = 0.7, 4


def detached(pair: Pair) -> bool:
    """Whether nearly nothing of either side stands for anything of the other."""
    words = pair.words
    if words is None or pair.source.strip() == pair.target.strip():
        return False
    sides = (words.source_support, words.target_support)
    return all(len(side) >= WORDS and _alien(side) >= DETACHED for side in sides)


def _alien(support: Sequence[float]) -> float:
    return math.fsum(1 - value for value in support) / len(support)


class Addition(VersionCheck):
    """Words or sentences of the version that nothing in the source stands behind."""

    id = "addition"
    traits = Traits(
        kind="addition",
        folds=(
            Fold(
                41,
                ("anchor", "length-outlier", "foreign-script"),
                "place",
                unless="Accuracy/Omission",
            ),
            Fold(63, ("marked",), "place"),
        ),
        labels=("addition", "agreed addition", "hallucination", "full hallucination"),
        damages=("added", "doubled", "looped"),
    )
    name = "Words added"
    description = (
        "The version says something that its source does not: words, a clause or a whole "
        "sentence without a counterpart. Needs an encoder. An explanation that readers of the "
        "language need, or a freer wording, raises false alarms."
    )
    category = "Accuracy/Addition"
    severity = "major"
    needs = "encoder"

    def applies(self, version: Version) -> bool:
        return any(pair.words for pair in version.pairs)

    def find(self, version: Version) -> Iterable[Finding]:
        for pair, risk in zip(version.pairs, risks(version), strict=True):
            if pair.words and comparable(pair) and risk.addition >= PROBABLE and not detached(pair):
                yield from self._added(pair, pair.words, risk)

    def _added(self, pair: Pair, words: WordAlignment, risk: Risk) -> Iterator[Finding]:
        run = longest(words.target, words.target_support, Span(0, len(pair.target)))
        if run is None or run.words < FEWEST:
            return
        place = _rounded(pair, words, run.span)
        many = len(inside(words.target, place))
        grave = risk.addition >= GRAVE and run.words >= GRAVE_WORDS
        severity: Severity = "major" if grave else "minor"
        here = f"Nothing in the source stands for {many} words here"
        yield self.finding(
            pair,
            f"{here}: {', '.join(risk.added)}." if risk.added else f"{here}.",
            target=place,
            severity=severity,
            confidence=risk.addition,
            symptoms=risk.added,
        )


def _rounded(pair: Pair, words: WordAlignment, run: Span) -> Span:
    """The sentences that are added as a whole, else the run itself."""
    sentences = split(pair.target, pair.language)
    whole = [
        s
        for s in sentences
        if s.overlaps(run)
        and _alien([words.target_support[n] for n in inside(words.target, s)] or [0.0]) >= WHOLE
    ]
    return Span(whole[0].start, whole[-1].end) if whole and len(whole) < len(sentences) else run


class Hallucination(VersionCheck):
    """A row that is well-formed and has nothing to do with its source."""

    id = "hallucination"
    traits = Traits(
        kind="addition",
        untranslated=True,
        folds=(Fold(14, CONTENT, "row"), Fold(64, ("marked",), "place")),
        labels=("hallucination", "full hallucination", "addition"),
        damages=("detached", "swapped"),
    )
    name = "Says something else"
    description = (
        "Hardly a word of the paragraph stands for anything in its source, nor the other way "
        "round: it was translated from something else, or made up. Needs an encoder. A very free "
        "heading or a proverb rendered by another one is a false alarm."
    )
    category = "Accuracy/Addition"
    severity = "major"
    needs = "encoder"

    def applies(self, version: Version) -> bool:
        return any(pair.words for pair in version.pairs)

    def find(self, version: Version) -> Iterable[Finding]:
        for pair in version.pairs:
            words = pair.words
            if words and comparable(pair) and detached(pair):
                share = min(_alien(words.source_support), _alien(words.target_support))
                yield self.finding(
                    pair,
                    "This paragraph has nothing to do with its source: of "
                    f"{len(words.source)} words of the source about "
                    f"{round(math.fsum(words.source_support))} have a counterpart, of its own "
                    f"{len(words.target)} about {round(math.fsum(words.target_support))}.",
                    target=Span(0, len(pair.target)),
                    source=Span(0, len(pair.source)),
                    confidence=share,
                )
