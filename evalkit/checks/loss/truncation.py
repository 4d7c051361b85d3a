"""Sentences that break off."""

from __future__ import annotations

from evalkit.checks.loss.verdicts import LossCheck
from evalkit.checks.traits import Fold, Traits


class TruncatedSentence(LossCheck):
    """A sentence that breaks off before its source does, or lacks its beginning."""

    id = "truncated-sentence"
    traits = Traits(
        kind="loss",
        incomplete=True,
        inferred=True,
        folds=(
            Fold(
                31,
                (
                    "anchor",
                    "omission",
                    "final-punctuation",
                    "unbalanced-quote",
                    "unbalanced-bracket",
                    "dangling-space",
                ),
                "place",
            ),
            Fold(33, ("length-outlier",), "row", unless="Accuracy/Addition"),
            Fold(60, ("marked",), "place"),
        ),
        labels=("omission", "major omission", "agreed omission", "lost word"),
        damages=("cut", "cut-closed", "cut-short", "verb"),
    )
    name = "Truncated sentence"
    description = (
        "A sentence breaks off: it ends on a conjunction, a postposition, a comma or an open "
        "bracket, or without the verb that sentences of the language end on; its sentence end is "
        "missing where the document writes one; it, or its paragraph, is much shorter than the "
        "source, or has fewer sentences. No one of these suffices where it is common in good "
        "translations. Where an encoder is at hand, the words of the source that nothing in the "
        "version stands for count most, and are shown. Terse translations and sentences that end "
        "on an afterthought raise false alarms; a cut that leaves a whole clause of nearly full "
        "length is not seen without an encoder."
    )
    omits = False
