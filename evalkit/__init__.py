"""evalkit judges translated documents: it aligns, scores and finds drift.

`evaluate` judges versions of an article, `score` gives the scores of one, `load` reads a file.
`SegmentMetric` and `SegmentCheck` are what a metric and a check of one's own begin with;
`register` makes them known by name.

>>> import evalkit
>>> english = evalkit.Document((evalkit.Paragraph("The model has 7 layers."),), "en", name="en.txt")
>>> bengali = evalkit.Document((evalkit.Paragraph("মডেলটির ৯টি স্তর আছে।"),), "bn", name="bn.txt")
>>> judged = evalkit.evaluate([bengali], [english], metrics=[])
>>> [finding.check for finding in judged.finding_records]
['number-mismatch']
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from evalkit._version import __version__

if TYPE_CHECKING:
    from evalkit.alignment.rows import Segment
    from evalkit.checks.segment_check import Mark, SegmentCheck
    from evalkit.document import Document, InputError, Paragraph, Span
    from evalkit.encoders.resources import Resources
    from evalkit.evaluation import Evaluation, Options, Reading, evaluate, score
    from evalkit.loaders import load
    from evalkit.metrics.segment_metric import SegmentMetric
    from evalkit.plugins import register

__all__ = [
    "Document", "Evaluation", "InputError", "Mark", "Options", "Paragraph", "Reading", "Resources",
    "Segment", "SegmentCheck", "SegmentMetric", "Span", "__version__", "evaluate", "load",
    "register", "score",
]  # fmt: skip

_HOMES = {
    "Document": "evalkit.document",
    "Evaluation": "evalkit.evaluation",
    "InputError": "evalkit.document",
    "Mark": "evalkit.checks.segment_check",
    "Options": "evalkit.evaluation",
    "Paragraph": "evalkit.document",
    "Reading": "evalkit.evaluation",
    "Resources": "evalkit.encoders.resources",
    "Segment": "evalkit.alignment.rows",
    "SegmentCheck": "evalkit.checks.segment_check",
    "SegmentMetric": "evalkit.metrics.segment_metric",
    "Span": "evalkit.document",
    "evaluate": "evalkit.evaluation",
    "load": "evalkit.loaders",
    "register": "evalkit.plugins",
    "score": "evalkit.evaluation",
}


def __getattr__(name: str) -> Any:
    # Imported on use, so that `import evalkit` and `evalkit --help` stay instant.
    if name in _HOMES:
        from importlib import import_module

        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'evalkit' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
