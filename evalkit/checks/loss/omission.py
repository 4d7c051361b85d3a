"""Words of the source that a version leaves out."""

from __future__ import annotations

from evalkit.checks.loss.verdicts import LossCheck
from evalkit.checks.traits import Fold, Traits


class Omission(LossCheck):
    """Words, clauses or whole sentences of the source that are not in the version."""

    id = "omission"
    traits = Traits(
        kind="loss",
        inferred=True,
        keeps_place=True,
        folds=(
            Fold(
                40,
                ("anchor", "length-outlier", "dangling-space"),
                "place",
                unless="Accuracy/Addition",
            ),
            Fold(62, ("marked",), "place"),
        ),
        labels=("omission", "major omission", "agreed omission", "lost word"),
        damages=("cut-closed", "cut-short", "middle-sentence", "clause"),
    )
    name = "Words left out"
    description = (
        "Words of the source are left out: a clause inside a sentence, or whole sentences of a "
        "paragraph. The missing English words are marked, and in the version the point where they "
        "should stand. Where an encoder is at hand, the words that nothing in the version stands "
        "for tell, together with length, number of sentences, names and figures; without one only "
        "missing sentences are seen. Terse translations, and repetitions that a translator rightly "
        "spares the reader, raise false alarms; clauses of a few words often stay unseen."
    )
    omits = True
