"""What other versions say of the words that one version seems to lack."""

from __future__ import annotations

import math
from collections.abc import Sequence

from evalkit.neural.words import WordAlignment

WITNESSED = ("odds", "kept_elsewhere", "lost_elsewhere")
"""Features where other versions translate the same row.

odds: the risk's log-odds without witnesses. kept_elsewhere: words without a
counterpart here that some other version has one for; lost_elsewhere: those that none
has one for. Both count words to expect, read as log(1 + x).
"""


def testimony(words: WordAlignment, others: Sequence[WordAlignment]) -> dict[str, float] | None:
    """The features but for `odds`; None where no other version tells of the same words.

    >>> here = WordAlignment(((0, 1), (2, 3)), ((0, 1),), (1.0, 0.0), (1.0,), ())
    >>> there = WordAlignment(((0, 1), (2, 3)), ((0, 1),), (1.0, 1.0), (1.0,), ())
    >>> found = testimony(here, [there])
    >>> round(found["kept_elsewhere"], 3), found["lost_elsewhere"]
    (0.693, 0.0)
    """
    heard = [other.source_support for other in others if other.source == words.source]
    if not heard:
        return None
    kept = lost = 0.0
    for mine, *theirs in zip(words.source_support, *heard, strict=True):
        kept += (1 - mine) * max(theirs)
        lost += (1 - mine) * (1 - max(theirs))
    return {"kept_elsewhere": math.log1p(kept), "lost_elsewhere": math.log1p(lost)}
