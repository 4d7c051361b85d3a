"""Metrics by name, and what a metric is and answers."""

from evalkit.metrics.base import Metric, Score, Scores, Tools
from evalkit.metrics.creation import (
    METRICS,
    MODELS,
    back_translated_form,
    canonical,
    create,
    load_class,
    named,
)

__all__ = [
    "METRICS", "MODELS", "Metric", "Score", "Scores", "Tools", "back_translated_form", "canonical",
    "create", "load_class", "named",
]  # fmt: skip
