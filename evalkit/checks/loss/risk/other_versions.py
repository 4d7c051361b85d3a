"""What other versions say of the words that one version seems to lack."""

from __future__ import annotations

import math
from collections.abc import Sequence

from evalkit.encoders.word_alignment import WordAlignment

WITNESSED = ("odds", "kept_elsewhere")
"""Features where other versions translate the same row.

odds: the risk's log-odds without the other versions. kept_elsewhere: how many words without a
counterpart here some other version has one for, beyond those that none has one for,
read as log(1 + x). What is lost in every version is no evidence against a loss: the
source or the pipeline may have lost it.
"""


def cross_version_features(
    words: WordAlignment, others: Sequence[WordAlignment]
) -> dict[str, float] | None:
    """The features but for `odds`; None where no other version tells of the same words.

    >>> here = WordAlignment(((0, 1), (2, 3)), ((0, 1),), (1.0, 0.0), (1.0,), ())
    >>> there = WordAlignment(((0, 1), (2, 3)), ((0, 1),), (1.0, 1.0), (1.0,), ())
    >>> {name: round(value, 3) for name, value in cross_version_features(here, [there]).items()}
    {'kept_elsewhere': 0.693}
    """
    supports = [other.source_support for other in others if other.source == words.source]
    if not supports:
        return None
    kept = lost = 0.0
    for mine, *theirs in zip(words.source_support, *supports, strict=True):
        kept += (1 - mine) * max(theirs)
        lost += (1 - mine) * (1 - max(theirs))
    return {"kept_elsewhere": math.log1p(max(0.0, kept - lost))}
