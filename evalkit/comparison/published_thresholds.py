"""What a difference between two systems' scores meant to people, where that was published."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from functools import cache

from evalkit import package_data

COIN = 0.5
"""Agreement that says nothing: the order of two systems tossed with a coin."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """How often people ordered two systems as a metric did (Kocmi et al. 2024).

    Of whole systems over whole test sets, never of single paragraphs. `scale`
    turns differences of evalkit's values into those of the paper.

    >>> published = agreement("bleu")
    >>> round(published.share(1.0), 5), round(published.difference(0.8), 2)
    (0.63989, 2.34)
    """

    ceiling: float
    steepness: float
    scale: float
    metric: str = ""
    models: tuple[str, ...] = ()

    def share(self, difference: float) -> float:
        """The share (0 to 1) of system pairs so far apart that people ordered alike."""
        apart = abs(difference) * self.scale
        return self.ceiling / 100 / (1 + math.exp(-self.steepness * apart))

    def difference(self, share: float) -> float | None:
        """The least difference with such a share, None where no difference has it.

        >>> round(agreement("chrf").difference(0.63989), 3)
        0.71
        """
        if not 0 < share < self.ceiling / 100:
            return None
        apart = -math.log(self.ceiling / (100 * share) - 1) / self.steepness
        return max(0.0, apart) / self.scale


@cache
def published() -> dict[str, Agreement]:
    """All that was published, by the paper's name of the metric."""
    return {
        name: Agreement(**{**table, "models": tuple(table.get("models", ()))})
        for name, table in package_data.table(
            "evalkit.comparison", "published_thresholds.toml"
        ).items()
    }


def agreement(metric: str) -> Agreement | None:
    """What was published of a metric, by the name that ``-m`` takes; None where nothing was.

    >>> agreement("comet:Unbabel/wmt22-comet-da").scale, agreement("chrf++")
    (100, None)
    """
    family, _, model = metric.partition(":")
    parts = set(re.split(r"[/\\]|--", model.lower()))
    for known in published().values():
        if metric == known.metric or (family == "comet" and parts & set(known.models)):
            return known
    return None


def in_words(metric: str, label: str, difference: float) -> str:
    """What people made of such a difference between systems; "" where nothing was published.

    >>> in_words("chrf", "chrF", -1.3)
    'a difference of 1.3 chrF: people agreed with the order in about 75 of 100 such system pairs \
(measured on other systems, over whole test sets: a guide)'
    >>> in_words("chrf", "chrF", 0.05)
    'a difference of 0.05 chrF: of such system pairs people confirmed the order no more often than \
a coin would (measured on other systems, over whole test sets: a guide)'
    """
    known = agreement(metric)
    if known is None:
        return ""
    share = known.share(difference)
    if share <= COIN:
        said = "of such system pairs people confirmed the order no more often than a coin would"
    else:
        said = f"people agreed with the order in about {100 * share:.0f} of 100 such system pairs"
    apart = f"{abs(difference):.3g}"
    guide = "measured on other systems, over whole test sets: a guide"
    return f"a difference of {apart} {label}: {said} ({guide})"
