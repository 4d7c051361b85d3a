"""Which scores a run has on what it translates back: those of the metrics it was asked for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from evalkit.metrics import Metric, back_translated_form


def back_translated(scorers: Sequence[Metric]) -> tuple[str, ...]:
    """The ``bt-`` forms of those metrics that read a reference, as far as they are not there.

    >>> from evalkit.metrics import create
    >>> back_translated([create(name) for name in ("chrf", "ter", "bt-chrf", "similarity")])
    ('bt-ter',)
    """
    reading = [scorer.name for scorer in scorers if scorer.reads_reference]
    return missing(reading, [scorer.name for scorer in scorers])


def missing(metrics: Iterable[str], there: Sequence[str]) -> tuple[str, ...]:
    """The ``bt-`` forms of metrics, by their names alone, that are not `there`."""
    forms = (back_translated_form(name) for name in metrics)
    return tuple(dict.fromkeys(form for form in forms if form and form not in there))
