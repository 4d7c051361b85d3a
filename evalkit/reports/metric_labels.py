"""How a metric's name and its numbers are written, in tables, charts and the terminal."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence

from evalkit.document import InputError
from evalkit.metrics import MODELS, Metric, load_class

LONGEST = 26  # characters of a label
SMALL_RANGE = 2.0
"""Metrics that span no more than this are written with three places, and so are models named
behind a colon, whose training decides on the scale; the others with one."""
PERCENTILES = frozenset({"similarity"})
"""Metrics whose value is the share of sound translations below it, in percent."""
# What stands on the way to a checkpoint and says nothing about it.
_WAY = re.compile(r"(checkpoints?|snapshots|models?|model\.ckpt|[0-9a-f]{12,64}|\.{0,2})", re.I)


def metric_class(metric: str) -> type[Metric] | None:
    """The class behind a metric's name; None where this evalkit does not have it."""
    try:
        return load_class(metric)
    except (InputError, ImportError, AttributeError):
        return None


def labels(metrics: Iterable[str]) -> dict[str, str]:
    """A short label for each metric, no two of them equal.

    >>> labels(["chrf", "comet:Unbabel/wmt22-comet-da", "comet:/srv/runs/7/model.ckpt"])
    {'chrf': 'chrF', 'comet:Unbabel/wmt22-comet-da': 'wmt22-comet-da', 'comet:/srv/runs/7/model.ckpt': 'COMET 7'}
    >>> sorted(labels(["comet:a/same", "comet:b/same"]).values())
    ['COMET a/same', 'COMET b/same']
    """  # noqa: E501
    names = list(dict.fromkeys(metrics))
    found: dict[str, str] = {}
    for depth in (1, 2, 3):
        waiting = [name for name in names if name not in found]
        made = {name: _label(name, depth) for name in waiting}
        taken = Counter([*found.values(), *made.values()])
        found |= {name: label for name, label in made.items() if taken[label] == 1}
    return {name: found.get(name, name) for name in names}


def columns(metrics: Iterable[str]) -> dict[str, str]:
    """The names as they were asked for, those of models shortened: for the terminal.

    >>> columns(["chrf++", "comet:Unbabel/wmt22-comet-da"])
    {'chrf++': 'chrf++', 'comet:Unbabel/wmt22-comet-da': 'wmt22-comet-da'}
    """
    return {name: label if ":" in name else name for name, label in labels(metrics).items()}


def _label(metric: str, depth: int) -> str:
    known = metric_class(metric)
    family, colon, model = metric.partition(":")
    if known is None:
        return _cut(metric)
    if not (colon and family in MODELS):
        return known.label
    short = _cut(_model(model, depth))
    return short if family in short.lower() else f"{known.label} {short}"


def _model(name: str, depth: int) -> str:
    """What tells a checkpoint from others: the last telling parts of its name or path."""
    hub = re.search(r"models--([^/\\]+)", name)
    parts = re.split(r"--", hub[1]) if hub else re.split(r"[/\\]", name)
    telling = [part for part in parts if not _WAY.fullmatch(part)]
    return ("/".join(telling[-depth:]) or name).removesuffix(".ckpt")


def _cut(name: str) -> str:
    if len(name) <= LONGEST:
        return name
    half = (LONGEST - 1) // 2
    return f"{name[:half]}…{name[-half:]}"


def places(metric: str) -> int:
    """Decimal places of a metric's value on a page; a terminal shows one more.

    >>> places("chrf"), places("ter"), places("comet:Unbabel/wmt22-comet-da")
    (1, 1, 3)
    """
    known = metric_class(metric)
    if known is None:
        return 2
    least, most = known.range
    trained = ":" in metric or math.isinf(least)
    return 3 if trained or most - least <= SMALL_RANGE else 1


def number(metric: str, value: float, more: int = 0) -> str:
    """A metric's value with its places, and `more` of them.

    >>> number("chrf", 41.26), number("chrf", 41.26, more=1)
    ('41.3', '41.26')
    """
    return f"{value:.{places(metric) + more}f}"


def value(metric: str, found: float) -> str:
    """A metric's value in words a reader takes right.

    >>> value("similarity", 61.4), value("similarity", 0.3), value("chrf", 61.4)
    ('61st percentile', 'under the 1st percentile', '61.4')
    """
    return percentile(found) if metric in PERCENTILES else number(metric, found)


def percentile(share: float) -> str:
    """
    >>> percentile(12), percentile(99.7)
    ('12th percentile', 'above the 99th percentile')
    """
    if share < 1:
        return "under the 1st percentile"
    if share > 99:
        return "above the 99th percentile"
    whole = int(share)
    ends = {1: "st", 2: "nd", 3: "rd"} if whole not in (11, 12, 13) else {}
    return f"{whole}{ends.get(whole % 10, 'th')} percentile"


def covered(share: float) -> str:
    """How much of a text was seen; never rounded up to all of it.

    >>> covered(0.999), covered(1.0)
    ('99 % covered', 'all of the text covered')
    """
    return "all of the text covered" if share >= 1 else f"{math.floor(share * 100)} % covered"


def rows(numbers: Sequence[int], most: int = 12) -> str:
    """Row numbers, the first of them where they are many.

    >>> rows([4, 9]), rows(list(range(1, 30)), most=3)
    ('4, 9', '1, 2, 3 and 26 more')
    """
    said = ", ".join(str(n) for n in numbers[:most])
    left = len(numbers) - most
    return f"{said} and {left} more" if left > 0 else said
