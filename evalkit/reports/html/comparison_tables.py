"""Versions compared, arranged for the pages: a table for every two of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from evalkit.comparison.wording import SELDOM
from evalkit.reports import metric_labels
from evalkit.result.records import ComparisonRecord, SummaryRecord
from evalkit.statistics.intervals import FEWEST
from evalkit.statistics.resampling import RESAMPLES

PENALTY = "penalty"


@dataclass(frozen=True, slots=True)
class Line:
    """One measure of a comparison, numbers as they are written; "" where there is none."""

    metric: str
    label: str
    against: str
    value: str
    difference: str
    limits: str
    p_randomisation: str
    p_adjusted: str
    p_bootstrap: str
    clear: bool
    words: str


@dataclass(frozen=True, slots=True)
class Compared:
    """Two versions held against each other."""

    language: str
    version: str
    against: str
    lines: tuple[Line, ...]


def compared(
    records: Sequence[ComparisonRecord], language_names: Mapping[str, str]
) -> list[Compared]:
    """A table for every two versions, in the order of the records."""
    labels = metric_labels.labels(r.metric for r in records if r.metric != PENALTY)
    pairs = dict.fromkeys((r.version, r.against) for r in records)
    return [
        Compared(
            language=language_names.get(version, ""),
            version=version,
            against=against,
            lines=tuple(
                _line(r, labels.get(r.metric, "Penalty"))
                for r in records
                if (r.version, r.against) == (version, against)
            ),
        )
        for version, against in pairs
    ]


def _line(record: ComparisonRecord, label: str) -> Line:
    def written(value: float | None) -> str:
        return "" if value is None else metric_labels.number(record.metric, value)

    limits = ""
    if record.low is not None and record.high is not None:
        limits = f"[{_signed(record.metric, record.low)}, {_signed(record.metric, record.high)}]"
    p = record.p_adjusted
    return Line(
        metric=record.metric,
        label=label,
        against=written(record.against_value),
        value=written(record.value),
        difference="" if record.difference is None else _signed(record.metric, record.difference),
        limits=limits,
        p_randomisation=chance(record.p_randomisation),
        p_adjusted=chance(p) if p != record.p_randomisation else "",
        p_bootstrap=chance(record.p_bootstrap),
        clear=p is not None and p < SELDOM,
        words=record.words,
    )


def _signed(metric: str, value: float) -> str:
    """A difference with its sign, the minus a real one.

    >>> _signed("chrf", -1.26), _signed("chrf", 1.26), _signed("chrf", -0.01)
    ('−1.3', '+1.3', '0.0')
    """
    shown = metric_labels.number(metric, abs(value))
    if not float(shown):
        return shown
    return f"{'−' if value < 0 else '+'}{shown}"


def chance(p: float | None) -> str:
    """A p as it is written.

    >>> chance(0.0001), chance(0.0421), chance(None)
    ('< 0.001', '0.042', '')
    """
    if p is None:
        return ""
    return "< 0.001" if p < 0.001 else f"{p:.3f}"


def penalty_limits(line: SummaryRecord) -> str:
    """The limits of a version's penalty in brackets, "" where there are none."""
    if line.penalty_low is None or line.penalty_high is None:
        return ""
    return f"[{line.penalty_low:.1f}, {line.penalty_high:.1f}]"


def about_limits(lines: Sequence[SummaryRecord], unit: str) -> str:
    """What the limits of the penalties are, or why some version has none.

    >>> about_limits([], "paragraph")
    ''
    """
    said = []
    if any(penalty_limits(line) for line in lines):
        said.append(f"In brackets its 95 % limits, resampled by {unit}.")
    if any(line.findings and not penalty_limits(line) for line in lines):
        said.append(f"Fewer than {FEWEST} {unit}s, or all alike, give no limits.")
    return " ".join(said)


def about_tests(records: Sequence[ComparisonRecord]) -> str:
    """How the differences were tested, "" where there are none."""
    if not records:
        return ""
    unit = records[0].unit
    said = (
        f"In brackets 95 % limits of the difference, {RESAMPLES:,} times resampled by {unit}. p by "
        f"swapping: how often the two differ as much when their {unit}s are swapped at random; "
        "p by resampling: how often the order turns (twice the rarer side). Both are two-sided."
    )
    if any(r.p_adjusted != r.p_randomisation for r in records):
        said += (
            " Below a p by swapping: what it counts as among all pairs that the measure compares "
            "(Holm), and by that the words go: where all are equal, a measure calls any two "
            "different in 1 of 20 reports."
        )
    measures = len({r.metric for r in records if r.p_randomisation is not None})
    if measures > 1:
        said += (
            f" The {measures} measures are not corrected for one another: of so many on equal "
            "versions, 1 in 20 looks clear by chance alone."
        )
    return said
