"""The scores of a version in a row, as the page's cells show them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from evalkit.evaluation.evaluation import Evaluation
from evalkit.evaluation.records import ScoreRecord
from evalkit.reports import naming, scorecard
from evalkit.reports.html.marks import Stretch
from evalkit.reports.html.words import listed, title


@dataclass(frozen=True, slots=True)
class Worst:
    """How a text was scored in windows, and where the worst of them lies on each side.

    `name` ties the words to the stretches marked in the texts; a stretch is
    None, its quote "", where there is no place to point at.
    """

    name: str
    summary: str
    source: Stretch | None = None
    target: Stretch | None = None
    source_quote: str = ""
    target_quote: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """One metric's verdict on a cell, in words.

    `value` is "" where it is unscored, for the `reason`. `remarks` are what is
    particular to this row; `note` is the anchor of what holds for every row of
    the version, "" where nothing does.
    """

    metric: str
    label: str
    value: str
    reason: str
    remarks: tuple[str, ...]
    note: str
    worst: Worst | None


Cells = Mapping[tuple[int, str], tuple[Reading, ...]]


def readings(evaluation: Evaluation, card: Sequence[scorecard.Measure]) -> Cells:
    """By row and version, the verdicts of the metrics that scored the version at all.

    A metric that scored nothing of a version is named once, above the rows.
    """
    measures = {(m.version, m.metric): (m, n) for n, m in enumerate(card) if m.scored}
    texts = {(r.row, v): (r.source, t.text) for r in evaluation.rows for v, t in r.targets.items()}
    order = {metric: n for n, metric in enumerate(evaluation.metrics)}
    cells: dict[tuple[int, str], list[Reading]] = {}
    for score in sorted(evaluation.score_records, key=lambda s: order.get(s.metric, len(order))):
        if score.row is None or (score.version, score.metric) not in measures:
            continue
        measure, number = measures[score.version, score.metric]
        cell = (score.row, score.version)
        name = f"{number}-{score.row}"
        cells.setdefault(cell, []).append(
            Reading(
                metric=score.metric,
                label=measure.label,
                value="" if score.value is None else naming.value(score.metric, score.value),
                reason=score.reason if score.value is None else "",
                remarks=tuple(r for r in scorecard.remarks(score) if r not in measure.general),
                note=note_anchor(number) if measure.general and score.value is not None else "",
                worst=_worst(score, name, *texts.get(cell, ("", ""))),
            )
        )
    return {cell: _gathered(found) for cell, found in cells.items()}


def _gathered(found: Sequence[Reading]) -> tuple[Reading, ...]:
    """The readings with a value, then the unscored ones, those of one reason as one."""
    absent: dict[str, list[Reading]] = {}
    for reading in found:
        if not reading.value:
            absent.setdefault(reading.reason, []).append(reading)
    return (
        *(reading for reading in found if reading.value),
        *(replace(same[0], label=listed([r.label for r in same])) for same in absent.values()),
    )


def note_anchor(measure: int) -> str:
    """The id under which the page says what holds for all scores of a measure of the card."""
    return f"score-{measure}"


def _worst(score: ScoreRecord, name: str, source: str, target: str) -> Worst | None:
    summary = scorecard.windows(score)
    if not summary:
        return None
    if score.windows == 1:
        return Worst(name, summary)
    ours = _stretch(name, score.worst_source_start, score.worst_source_end)
    theirs = _stretch(name, score.worst_start, score.worst_end)
    return Worst(name, summary, ours, theirs, _quote(source, ours), _quote(target, theirs))


def _stretch(name: str, start: int | None, end: int | None) -> Stretch | None:
    return None if start is None or end is None or start >= end else Stretch(name, start, end)


def _quote(text: str, stretch: Stretch | None) -> str:
    """The first words of the stretch."""
    return title(text[stretch.start : stretch.end]) if stretch else ""
