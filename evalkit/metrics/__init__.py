"""Metrics by name; a metric's module is imported when it is asked for."""

from __future__ import annotations

from importlib import import_module

from evalkit.document import InputError
from evalkit.metrics.base import Metric, Score, Scores

__all__ = ["METRICS", "Metric", "Score", "Scores", "create"]

METRICS: dict[str, str] = {
    "bleu": "evalkit.metrics.lexical:Bleu",
    "chrf": "evalkit.metrics.lexical:Chrf",
    "chrf++": "evalkit.metrics.lexical:ChrfPlusPlus",
    "ter": "evalkit.metrics.lexical:Ter",
}


def load_class(name: str) -> type[Metric]:
    """The class behind a metric's name.

    >>> load_class("chrf").needs == frozenset({"reference"})
    True
    """
    if name not in METRICS:
        raise InputError(
            f"there is no metric called {name!r}",
            remedy=f"choose from {', '.join(METRICS)} (evalkit metrics describes them)",
        )
    module, _, attribute = METRICS[name].partition(":")
    loaded: type[Metric] = getattr(import_module(module), attribute)
    return loaded


def create(name: str) -> Metric:
    return load_class(name)()
