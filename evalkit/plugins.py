"""What others bring: metrics, checks, formats of files and of reports, by name."""

from __future__ import annotations

from typing import Any, Literal

from evalkit.checks import CHECKS
from evalkit.document import InputError
from evalkit.loaders import FORMATS
from evalkit.metrics import METRICS
from evalkit.registry import Registry
from evalkit.result.report_formats import OUTPUTS

Kind = Literal["metric", "check", "loader", "report"]
_REGISTRIES: dict[str, Registry] = {
    "metric": METRICS,
    "check": CHECKS,
    "loader": FORMATS,
    "report": OUTPUTS,
}


def register(thing: Any, name: str = "", kind: Kind | None = None) -> str:
    """The name under which a metric, a check, a loader or a report is known from now on.

    A metric and a check, classes or objects, bring their names along and tell their kind. A loader
    is a function of a `Request` that gives a `Content`, its `name` the ending of a file's name; a
    report is one of an `Evaluation` and a `Memory` that gives file names with their bytes. What was
    registered before under the name is replaced; what is built in is not.

    >>> from evalkit.metrics.segment_metric import SegmentMetric
    >>> class Length(SegmentMetric):
    ...     name = label = "length"
    ...     description = "Characters of the hypothesis."
    ...     def segment_score(self, segment):
    ...         return len(segment.hypothesis)
    >>> register(Length)
    'length'
    >>> del METRICS["length"]
    """
    found = kind or next((k for k in ("metric", "check") if _REGISTRIES[k].takes(thing)), None)
    if found is None:
        raise InputError(
            f"{thing!r} is neither a metric nor a check",
            remedy='say what it is with kind="loader" or kind="report", and give it a name',
        )
    return _REGISTRIES[found].register(thing, name)
