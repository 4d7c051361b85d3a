"""How an article is to be judged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from evalkit.checks.base import Check
from evalkit.encoders.resources import Resources
from evalkit.evaluation.reading import Reading
from evalkit.metrics.base import Form, Metric

DEFAULT_METRICS = ("bleu", "chrf", "chrf++", "ter", "similarity", "qe")


@dataclass(frozen=True, slots=True)
class Options:
    """What is scored and checked, and with what.

    `metrics` names what to score (None: `DEFAULT_METRICS`), `checks` chooses as ``--checks`` does
    (None: all). `back_translate` has versions translated back that nobody gave a back-translation
    of. `normalise` brings texts to a Unicode form before strings are compared. `resources` says
    what models may use.
    """

    metrics: Sequence[str | Metric | type[Metric]] | None = None
    checks: Sequence[str | Check | type[Check]] | None = None
    article: str = ""
    back_translate: bool = False
    glossary: str | Path | None = None
    normalise: Form | None = None
    reading: Reading = field(default_factory=Reading)
    resources: Resources = field(default_factory=Resources)
