"""``--fail-under METRIC=VALUE``: what is demanded of scores, and what fails it."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence

from evalkit.document import InputError
from evalkit.metrics import canonical, load_class
from evalkit.registry import is_home
from evalkit.reports import metric_labels
from evalkit.result.records import ScoreRecord

MOST_PLACES = 12
"""Decimal places beyond which two numbers are told apart no more."""
WIDE = 10.0
"""A scale that goes so far is in percent, or points: a fraction on it is a slip."""
_NEXT = re.compile(r",(?=[^,=]+=)")


def demanded(values: Sequence[str]) -> dict[str, float]:
    """METRIC=VALUE arguments as a mapping, several in one joined by commas.

    Raises InputError for what is no number, stands twice, or is off the metric's scale: it
    would pass whatever is scored, or nothing.

    >>> demanded(["chrF++=40", "bleu=30,ter=60"])
    {'chrf++': 40.0, 'bleu': 30.0, 'ter': 60.0}
    """
    found: dict[str, float] = {}
    for value in (part for given in values for part in _NEXT.split(given)):
        written, equals, number = value.rpartition("=")
        limit = _number(number)
        if not (equals and written) or not math.isfinite(limit):
            raise InputError(
                f"--fail-under {value}: no number", remedy="write METRIC=VALUE, as in chrf++=40"
            )
        name = canonical(written)
        if name in found:
            raise InputError(
                f"--fail-under {name} is given twice: {found[name]:g} and {limit:g}",
                remedy="leave one out",
            )
        _demand_on_scale(name, limit)
        found[name] = limit
    return found


def demand_scored(limits: Mapping[str, float], chosen: Sequence[str] | None) -> None:
    """Refuse a --fail-under on a metric that is not computed, or scores no whole version.

    None computes the usual ones.
    """
    from evalkit.evaluation import DEFAULT_METRICS

    computed = DEFAULT_METRICS if chosen is None else chosen
    for name in limits:
        if name not in computed:
            raise InputError(
                f"--fail-under {name}: not among the metrics computed",
                remedy=f"choose from {', '.join(computed) or 'none'}, or add -m {name}",
            )
        if reason := load_class(name).no_whole:
            raise InputError(
                f"--fail-under {name}: {reason}", remedy="name another metric, or use --fail-on"
            )


def computed_metrics(chosen: Sequence[str] | None, back_translate: bool) -> tuple[str, ...]:
    """The metrics of a run by name; None computes the usual ones.

    >>> computed_metrics(["chrf", "judge"], True)
    ('chrf', 'judge', 'bt-chrf')
    """
    from evalkit.evaluation import DEFAULT_METRICS

    found = tuple(
        load_class(name).name if is_home(name) else name
        for name in (DEFAULT_METRICS if chosen is None else chosen)
    )
    if not back_translate:
        return found
    from evalkit.metrics.back_translated_forms import missing

    return (*found, *missing(found, found))


def failures(records: Iterable[ScoreRecord], limits: Mapping[str, float]) -> list[str]:
    """What fails, a line each: the scores of whole versions on the wrong side, or unscored.

    >>> record = ScoreRecord("", None, "de", "comet:x", 0.74939, "scored", "", "")
    >>> failures([record], {"comet:x": 0.7494})
    ['de: comet:x 0.74939 is under 0.7494']
    """
    failed = []
    for record in records:
        if record.metric not in limits:
            continue
        limit = limits[record.metric]
        better = load_class(record.metric).higher_is_better
        if record.value is None:
            failed.append(f"{record.version}: {record.metric} is unscored: {record.reason}")
        elif (record.value < limit) if better else (record.value > limit):
            side = "under" if better else "over"
            value = apart(record.metric, record.value, limit)
            over = "" if record.rows_scored == record.rows_total else f"; {record.reason}"
            failed.append(f"{record.version}: {record.metric} {value} is {side} {limit:.12g}{over}")
    return failed


def apart(metric: str, value: float, limit: float) -> str:
    """A score in as many places as tell it from a limit.

    >>> apart("bleu", 29.99996, 30), apart("bleu", 12.5, 30)
    ('29.99996', '12.50')
    """
    for places in range(metric_labels.places(metric) + 1, MOST_PLACES):
        if float(said := f"{value:.{places}f}") != limit:
            return said
    return repr(value)


def _demand_on_scale(name: str, limit: float) -> None:
    metric = load_class(name)
    least, greatest = metric.range
    if least == 0 and greatest >= WIDE and 0 < limit < 1:
        ends = "0 upwards" if math.isinf(greatest) else f"0 to {greatest:g}"
        raise InputError(
            f"--fail-under {name}={limit:g}: a fraction, and {metric.label} goes from {ends}",
            remedy=f"write {name}={100 * limit:g}",
        )
    if not least <= limit <= greatest:
        raise InputError(
            f"--fail-under {name}={limit:g}: {metric.label} goes from {least:g} to {greatest:g}",
            remedy="name a value on that scale",
        )


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return math.nan
