"""Metrics by name; a metric's module is imported when it is asked for."""

from __future__ import annotations

from importlib import import_module

from evalkit.document import InputError
from evalkit.metrics.base import Metric, Score, Scores, Tools

__all__ = [
    "METRICS", "MODELS", "Metric", "Score", "Scores", "Tools", "back_translated_form", "canonical",
    "create", "load_class",
]  # fmt: skip

METRICS: dict[str, str] = {
    "bleu": "evalkit.metrics.lexical.string_metrics:Bleu",
    "chrf": "evalkit.metrics.lexical.string_metrics:Chrf",
    "chrf++": "evalkit.metrics.lexical.string_metrics:ChrfPlusPlus",
    "ter": "evalkit.metrics.lexical.string_metrics:Ter",
    "similarity": "evalkit.metrics.similarity.percentile:Similarity",
    "qe": "evalkit.metrics.quality_estimate.estimate:Estimate",
    "bt-bleu": "evalkit.metrics.lexical.back_translated:Bleu",
    "bt-chrf": "evalkit.metrics.lexical.back_translated:Chrf",
    "bt-chrf++": "evalkit.metrics.lexical.back_translated:ChrfPlusPlus",
    "bt-ter": "evalkit.metrics.lexical.back_translated:Ter",
    "judge": "evalkit.metrics.judge.marking:Judge",
    "judge-preference": "evalkit.metrics.judge.preferring:Preference",
}


MODELS: dict[str, str] = {
    "comet": "evalkit.metrics.comet.checkpoint_metric:Comet",
    "bt-comet": "evalkit.metrics.comet.back_translated_comet:Comet",
}
"""Metrics that run a model named behind a colon, as in ``comet:NAME_OR_PATH``."""


def load_class(name: str) -> type[Metric]:
    """The class behind a metric's name.

    >>> load_class("chrf").needs == frozenset({"reference"})
    True
    """
    known = canonical(name)
    family, colon, model = known.partition(":")
    if colon and model and family in MODELS:
        return _imported(MODELS[family])
    if known not in METRICS:
        models = ", ".join(f"{family}:NAME_OR_PATH" for family in MODELS)
        raise InputError(
            f"there is no metric called {name!r}",
            remedy=f"choose from {', '.join(METRICS)}, {models} (evalkit metrics describes them)",
        )
    return _imported(METRICS[known])


def canonical(name: str) -> str:
    """A metric's name as it is listed, however it was written; a model's own name as it is.

    >>> canonical("chrF++"), canonical("COMET:Unbabel/wmt22-comet-da"), canonical("nope")
    ('chrf++', 'comet:Unbabel/wmt22-comet-da', 'nope')
    """
    family, colon, model = name.partition(":")
    return f"{family.lower()}{colon}{model}"


def back_translated_form(name: str) -> str | None:
    """The name of the metric that does on back-translations what this one does on references.

    >>> back_translated_form("chrf"), back_translated_form("comet:a/b"), back_translated_form("qe")
    ('bt-chrf', 'bt-comet:a/b', None)
    """
    form = f"bt-{name}"
    return form if form in METRICS or form.partition(":")[0] in MODELS else None


def _imported(home: str) -> type[Metric]:
    module, _, attribute = home.partition(":")
    loaded: type[Metric] = getattr(import_module(module), attribute)
    return loaded


def create(name: str, tools: Tools | None = None) -> Metric:
    """The metric of that name, with what it may work with."""
    return load_class(name).create(name.partition(":")[2], tools or Tools())
