"""COMET checkpoints as metrics. To be filled in."""

from __future__ import annotations

from evalkit.metrics.base import RowMetric


class Comet(RowMetric):
    """A checkpoint of unbabel-comet."""

    name = "comet"
    label = "COMET"
    description = "A trained metric."
    needs = frozenset({"source"})
