"""Metrics that compare strings, on back-translations: ``bt-bleu``, ``bt-chrf``, ``bt-ter`` …

A version's back-translation is compared with the source, whoever made it. Such
scores judge two translations, the version and the way back, and a model that
translates back mends what it reads: a good score proves little, a bad one has
two authors. They compare versions whose back-translations one model made, and
nothing else.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from evalkit.alignment.rows import Pair
from evalkit.languages import language_name
from evalkit.metrics.base import Score, Scores
from evalkit.metrics.lexical import string_metrics
from evalkit.metrics.lexical.segments import Comparison, against_source, left_as_it_stood
from evalkit.metrics.lexical.string_metrics import LexicalMetric

LABEL = "(back-translation)"
WORTH = (
    "It judges two translations at once, and a model mends what it translates back. Compares only "
    "what one model translated."
)


class BackTranslated(LexicalMetric):
    """What the four have in common: the text and what it is compared with."""

    needs = frozenset({"back-translation"})

    def comparison(self, pairs: Sequence[Pair]) -> Comparison | None:
        found = against_source(pairs)
        return found and replace(found, mark=found.mark + made_by(pairs))

    def why_unscored(self, pair: Pair) -> str:
        return why_none(pair)

    def nothing_to_compare(self, pairs: Sequence[Pair]) -> Scores:
        reasons = [why_none(pair) for pair in pairs]
        (commonest, _), *_ = Counter(reasons).most_common(1)
        rows = tuple(map(Score.unscored, reasons))
        return Scores(rows, Score.unscored(commonest), self.signature())

    def score(self, pairs: Sequence[Pair]) -> Scores:
        found = super().score(pairs)
        rows = tuple(map(told, pairs, found.rows))
        corpus = told(pairs[0], found.corpus) if pairs else found.corpus
        return replace(found, rows=rows, corpus=corpus)


class Bleu(BackTranslated, string_metrics.Bleu):
    """BLEU of a back-translation against the source.

    >>> Bleu().name, Bleu().label
    ('bt-bleu', 'BLEU (back-translation)')
    """

    name = "bt-bleu"
    label = f"BLEU {LABEL}"
    description = f"BLEU of the version's back-translation against the source; 0 to 100. {WORTH}"


class Chrf(BackTranslated, string_metrics.Chrf):
    """chrF of a back-translation against the source."""

    name = "bt-chrf"
    label = f"chrF {LABEL}"
    description = f"chrF of the version's back-translation against the source; 0 to 100. {WORTH}"


class ChrfPlusPlus(BackTranslated, string_metrics.ChrfPlusPlus):
    """chrF++ of a back-translation against the source."""

    name = "bt-chrf++"
    label = f"chrF++ {LABEL}"
    description = f"chrF++ of the version's back-translation against the source; 0 to 100. {WORTH}"


class Ter(BackTranslated, string_metrics.Ter):
    """TER of a back-translation against the source."""

    name = "bt-ter"
    label = f"TER {LABEL}"
    description = (
        "Edits per 100 words that turn the version's back-translation into the source; 0 is best, "
        f"above 100 is possible. {WORTH}"
    )


def why_none(pair: Pair) -> str:
    """The reason for a row whose back-translation cannot be scored, in words."""
    if pair.back_translation is not None and left_as_it_stood(pair):
        return f"left in {language_name(pair.source_language)}"
    if not pair.target.strip():
        return f"missing in {language_name(pair.language)}"
    if not pair.source.strip():
        return "nothing in the source faces it"
    if pair.untranslated:
        return f"not translated back: {pair.untranslated}"
    return "no back-translation"


def made_by(pairs: Sequence[Pair]) -> str:
    """What a signature says of who made a batch's back-translations: "" of a person.

    >>> made_by([Pair(1, "bn", "bn", "en", (), (), back_translated_by="a|b c")])
    '|by:a/b c'
    """
    model = next((pair.back_translated_by for pair in pairs), "")
    return f"|by:{model.replace('|', '/')}" if model else ""


def told(pair: Pair, score: Score) -> Score:
    """The score with what a reader has to know of it: who translated back."""
    if score.state != "scored" or not pair.back_translated_by:
        return score
    detail = f"translated back by {pair.back_translated_by}"
    return replace(score, detail="; ".join(part for part in (score.detail, detail) if part))
