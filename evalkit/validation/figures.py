"""Figures: how verdicts agree with what people said, each with its interval."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from evalkit.checks import traits_of
from evalkit.checks.base import PENALTY
from evalkit.settings import seed
from evalkit.statistics import correlation, detection
from evalkit.statistics.intervals import Limits, of_drawn, wilson
from evalkit.validation import system_level
from evalkit.validation.labels import KINDS_OF_RISK
from evalkit.validation.predictions import RISKS, Verdict

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Subject = Literal["metric", "risk", "check"]
HUMAN, SOUND = "human score", "nothing wrong"
ANY_FINDING, ANY_MAJOR, ANY_ABOUT = "any finding", "any major finding", "any check about it"
# Of two systems any two rankings agree or do not: no correlation.
FEWEST_SYSTEMS = 3


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured number.

    `name` is the metric, risk or check; `against` the human score, a kind of
    fault, or sound translations; `measure` what was computed. `value` is None
    where it is not defined on this set. `low` and `high` are the 95 % interval,
    None where there is none. `part` of `whole` is what a share counts; for any
    other measure `whole` is how many segments, items or systems it rests on.
    """

    set: str
    languages: str
    subject: Subject
    name: str
    against: str
    measure: str
    value: float | None
    low: float | None
    high: float | None
    part: int | None
    whole: int


@dataclass(frozen=True, slots=True)
class Signed:
    """A metric and which way it points: 1 where higher is better, -1 where lower is."""

    name: str
    sign: int


def measure(
    verdicts: Sequence[Verdict],
    metrics: Sequence[Signed],
    checks: Sequence[str],
    labels: Sequence[str] | None = None,
) -> Iterator[Figure]:
    """Every figure of one set and language pair.

    Metrics are measured against the human score, and as signals of the labels;
    risks and checks against the labels they are about, and all checks on sound
    translations. `labels` restricts the kinds of fault.

    Intervals of shares are Wilson's; all others come from a bootstrap that
    draws whole documents (see `evalkit.statistics.intervals`).
    """
    if not verdicts:
        return
    known = dict.fromkeys(kind for v in verdicts for kind in v.judged.labels)
    kinds = [kind for kind in known if labels is None or kind in labels]
    for metric in metrics:
        yield from _against_people(verdicts, metric)
        for kind in kinds:
            yield from _signal(verdicts, "metric", metric.name, -metric.sign, kind)
    for risk in RISKS:
        for kind in (kind for kind in KINDS_OF_RISK[risk] if kind in kinds):
            yield from _signal(verdicts, "risk", risk, 1, kind)
    for check in checks:
        for kind in (kind for kind in traits_of(check).labels if kind in kinds):
            yield from _detected(verdicts, check, kind, (check,))
    for kind in kinds:
        about = [check for check in checks if kind in traits_of(check).labels]
        if len(about) > 1:
            yield from _detected(verdicts, ANY_ABOUT, kind, about)
    if checks and labels is None:
        yield from _on_sound(verdicts, checks)


def _against_people(verdicts: Sequence[Verdict], metric: Signed) -> Iterator[Figure]:
    import numpy as np

    scored = [
        v for v in verdicts if v.judged.score is not None and v.metrics.get(metric.name) is not None
    ]
    if len(scored) < 2:
        return
    people = np.array([v.judged.score for v in scored], float)
    machine = metric.sign * np.array([v.metrics[metric.name] for v in scored], float)
    clusters = [v.judged.cluster for v in scored]
    for name, function in CORRELATIONS.items():
        interval = _limits(_of_drawn(function, machine, people), clusters)
        yield _figure(
            scored, "metric", metric.name, HUMAN, name, function(machine, people), interval,
            len(scored),
        )  # fmt: skip
    yield from _by_item(scored, metric.name, people.tolist(), machine.tolist())
    yield from _systems(scored, metric.name, people.tolist(), machine.tolist())


def _by_item(
    scored: Sequence[Verdict], metric: str, people: Sequence[float], machine: Sequence[float]
) -> Iterator[Figure]:
    import numpy as np

    items = [v.judged.item for v in scored]
    grouped = correlation.by_item(correlation.kendall, machine, people, items)
    if not grouped:
        return
    clusters = {v.judged.item: v.judged.cluster for v in scored}
    values = np.array([value for _, value in grouped])

    def mean(drawn: NDArray[np.int64]) -> float:
        return float(values[drawn].mean())

    yield _figure(
        scored, "metric", metric, HUMAN, "kendall by item", float(values.mean()),
        _limits(mean, [clusters[item] for item, _ in grouped]), len(grouped),
    )  # fmt: skip


def _systems(
    scored: Sequence[Verdict], metric: str, people: Sequence[float], machine: Sequence[float]
) -> Iterator[Figure]:
    """Agreement on systems' means; soft pairwise accuracy has its test inside, and no interval."""
    names = [v.judged.system for v in scored]
    items = [v.judged.item for v in scored]
    listed, human = system_level.table(names, items, people)
    if len(listed) < FEWEST_SYSTEMS:
        return
    _, judged = system_level.table(names, items, machine)
    clusters = {v.judged.item: v.judged.cluster for v in scored}
    columns = [clusters[item] for item in dict.fromkeys(items)]
    for name, function in CORRELATIONS.items():
        yield _figure(
            scored, "metric", metric, HUMAN, f"system {name}",
            function(system_level.means(judged), system_level.means(human)),
            _limits(_of_means(function, judged, human), columns), len(listed),
        )  # fmt: skip
    yield _figure(
        scored, "metric", metric, HUMAN, "soft pairwise accuracy",
        system_level.soft_pairwise_accuracy(human, judged, seed()), None, len(listed),
    )  # fmt: skip


def _signal(
    verdicts: Sequence[Verdict], subject: Subject, name: str, sign: int, kind: str
) -> Iterator[Figure]:
    """How well a number tells segments with this fault from those without."""
    import numpy as np

    there = [v for v in verdicts if kind in v.judged.labels and v.metrics.get(name) is not None]
    signal = sign * np.array([v.metrics[name] for v in there], float)
    faulty = np.array([v.judged.labels[kind] for v in there], bool)
    if not faulty.any() or faulty.all():
        return
    clusters = [v.judged.cluster for v in there]
    for label, function in SIGNALS.items():
        yield _figure(
            there, subject, name, kind, label, function(signal, faulty),
            _limits(_of_drawn(function, signal, faulty), clusters), int(faulty.sum()),
        )  # fmt: skip


def _detected(
    verdicts: Sequence[Verdict], name: str, kind: str, checks: Sequence[str]
) -> Iterator[Figure]:
    """How much of this fault the checks find, how often they are right, how often they cry wolf.

    The AUC is that of the greatest confidence of a finding, 0 where there is none.
    """
    import numpy as np

    there = [v for v in verdicts if kind in v.judged.labels]
    signal = np.array([max(v.fired.get(check, 0.0) for check in checks) for v in there], float)
    fired = np.array([any(check in v.fired for check in checks) for v in there], bool)
    faulty = np.array([v.judged.labels[kind] for v in there], bool)
    found = detection.counts(fired, faulty)
    yield _share(there, name, kind, "recall", found.hits, found.faulty)
    yield _share(there, name, kind, "precision", found.hits, found.fired)
    yield _share(there, name, kind, "false alarms", found.false_alarms, found.sound)
    clusters = [v.judged.cluster for v in there]
    yield _figure(
        there, "check", name, kind, "AUC", detection.auc(signal, faulty),
        _limits(_of_drawn(detection.auc, signal, faulty), clusters), found.faulty,
    )  # fmt: skip


def _on_sound(verdicts: Sequence[Verdict], checks: Sequence[str]) -> Iterator[Figure]:
    sound = [v for v in verdicts if v.judged.sound]
    if not sound:
        return
    for check in checks:
        fired = sum(check in v.fired for v in sound)
        yield _share(sound, check, SOUND, "false alarms", fired, len(sound))
    any_fired = sum(bool(v.fired) for v in sound)
    yield _share(sound, ANY_FINDING, SOUND, "false alarms", any_fired, len(sound))
    grave = sum(PENALTY.get(v.worst, 0) >= PENALTY["major"] for v in sound)
    yield _share(sound, ANY_MAJOR, SOUND, "false alarms", grave, len(sound))


def _share(
    verdicts: Sequence[Verdict], name: str, against: str, measured: str, part: int, whole: int
) -> Figure:
    value = part / whole if whole else None
    interval = wilson(part, whole)
    return _figure(verdicts, "check", name, against, measured, value, interval, whole, part)


def _figure(
    verdicts: Sequence[Verdict],
    subject: Subject,
    name: str,
    against: str,
    measured: str,
    value: float | None,
    interval: Limits | None,
    whole: int,
    part: int | None = None,
) -> Figure:
    low, high = interval if interval and value is not None else (None, None)
    first = verdicts[0].judged
    return Figure(
        set=first.set,
        languages=first.languages,
        subject=subject,
        name=name,
        against=against,
        measure=measured,
        value=value,
        low=low,
        high=high,
        part=part,
        whole=whole,
    )


def _limits(
    statistic: Callable[[NDArray[np.int64]], float | None], clusters: Sequence[str]
) -> Limits | None:
    return of_drawn(statistic, clusters, seed())


def _of_drawn(
    function: Callable[..., float | None], *columns: NDArray[Any]
) -> Callable[[NDArray[np.int64]], float | None]:
    return lambda drawn: function(*(column[drawn] for column in columns))


def _of_means(
    function: Callable[..., float | None], *matrices: NDArray[np.float64]
) -> Callable[[NDArray[np.int64]], float | None]:
    """The function of systems' means over the items drawn, None where a system has none of them."""

    def of(drawn: NDArray[np.int64]) -> float | None:
        import numpy as np

        kept = [matrix[:, drawn] for matrix in matrices]
        if any(np.isnan(matrix).all(axis=1).any() for matrix in kept):
            return None
        return function(*(system_level.means(matrix) for matrix in kept))

    return of


CORRELATIONS: Mapping[str, Callable[..., float | None]] = {
    "kendall": correlation.kendall,
    "pearson": correlation.pearson,
    "spearman": correlation.spearman,
}
SIGNALS: Mapping[str, Callable[..., float | None]] = {
    "AUC": detection.auc,
    "recall at 1 % false alarms": detection.recall_at,
}
