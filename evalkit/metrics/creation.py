"""Which metrics there are, and a metric made from its name."""

from __future__ import annotations

from collections.abc import Mapping

from evalkit.document import InputError
from evalkit.metrics.base import Metric, Tools
from evalkit.registry import Registry, imported, is_home

METRICS = Registry(
    "metric",
    "evalkit.metrics",
    {
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
    },
    base=Metric,
    named="name",
)
"""Metrics by name; a metric's module is imported when it is asked for."""
MODELS: Mapping[str, str] = {
    "comet": "evalkit.metrics.comet.checkpoint_metric:Comet",
    "bt-comet": "evalkit.metrics.comet.back_translated_comet:Comet",
}
"""Metrics that run a model named behind a colon, as in ``comet:NAME_OR_PATH``."""


def load_class(name: str) -> type[Metric]:
    """The class behind a metric's name.

    >>> load_class("chrf").needs == frozenset({"reference"})
    True
    """
    found = _loaded(name)
    return found if isinstance(found, type) else type(found)


def create(name: str, tools: Tools | None = None) -> Metric:
    """The metric of that name, with what it may work with."""
    found = _loaded(name)
    if isinstance(found, type):
        return found.create(name.partition(":")[2], tools or Tools())
    return found


def _loaded(name: str) -> Metric | type[Metric]:
    """What stands behind a metric's name: mostly a class, or one that is made already."""
    known = canonical(name)
    family, colon, model = known.partition(":")
    if colon and model and family in MODELS:
        of_model: type[Metric] = imported(MODELS[family])
        return of_model
    if is_home(known):
        known = METRICS.import_from(known)
    if known not in METRICS:
        models = ", ".join(f"{family}:NAME_OR_PATH" for family in MODELS)
        raise InputError(
            f"there is no metric called {name!r}",
            remedy=f"choose from {', '.join(METRICS)}, {models} (evalkit metrics describes them)",
        )
    registered: Metric | type[Metric] = METRICS.load(known)
    return registered


def canonical(name: str) -> str:
    """A metric's name as it is listed, however it was written; a model's own name as it is.

    >>> canonical("chrF++"), canonical("COMET:Unbabel/wmt22-comet-da"), canonical("nope")
    ('chrf++', 'comet:Unbabel/wmt22-comet-da', 'nope')
    """
    family, colon, model = name.partition(":")
    if family.lower() in MODELS:
        return f"{family.lower()}{colon}{model}"
    return name if colon or name in METRICS else name.lower()


def back_translated_form(name: str) -> str | None:
    """The name of the metric that does on back-translations what this one does on references.

    >>> back_translated_form("chrf"), back_translated_form("comet:a/b"), back_translated_form("qe")
    ('bt-chrf', 'bt-comet:a/b', None)
    """
    form = f"bt-{name}"
    return form if form in METRICS or form.partition(":")[0] in MODELS else None


def named(metric: str | Metric | type[Metric]) -> str:
    """The name of a metric, which is registered where it is none of evalkit's own.

    >>> named("chrF++")
    'chrf++'
    """
    return canonical(metric) if isinstance(metric, str) else METRICS.register(metric)
