"""Charts as inline SVG, drawn by matplotlib and coloured by the page."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import astuple

from evalkit.evaluation.evaluation import Evaluation
from evalkit.reports.charts.along import along
from evalkit.reports.charts.blame import blame
from evalkit.reports.charts.checks import by_check
from evalkit.reports.charts.drawing import Chart
from evalkit.reports.charts.spread import primary, spreads
from evalkit.reports.kept import kept
from evalkit.store import Forgetful, Memory

__all__ = ["Chart", "charts", "primary"]


def charts(
    evaluation: Evaluation, check_name: Callable[[str], str], memory: Memory | None = None
) -> tuple[Chart, ...]:
    """The charts this evaluation has something to draw for, none for nothing.

    `memory` may have them from an earlier run: matplotlib takes longer to load
    than all else of a report to write.
    """

    def drawn() -> bytes:
        return json.dumps([astuple(chart) for chart in _drawn(evaluation, check_name)]).encode()

    # All that the drawings look at.
    seen = (
        [
            (f.row, f.version, f.check, f.severity, f.attribution)
            for f in evaluation.finding_records
        ],
        [(s.row, s.version, s.metric, s.value) for s in evaluation.score_records],
        [(v.version, v.language, v.language_name) for v in evaluation.versions],
        {f.check: check_name(f.check) for f in evaluation.finding_records},
        evaluation.metrics,
        len(evaluation.rows),
    )
    made = kept(memory or Forgetful(), "matplotlib", "charts", seen, drawn)
    return tuple(Chart(*texts) for texts in json.loads(made))


def _drawn(evaluation: Evaluation, check_name: Callable[[str], str]) -> list[Chart]:
    drawn: list[Chart] = []
    if evaluation.finding_records:
        drawn.append(by_check(evaluation, check_name))
        fault = blame(evaluation)
        drawn += [fault] if fault else []
        drawn.append(along(evaluation))
    drawn.extend(spreads(evaluation))
    return drawn
