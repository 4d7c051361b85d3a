"""Charts as inline SVG, coloured by the page.

What counts a paragraph once and shows it is drawn by hand (`shapes`, `scale`). Where a document
is too long for that, its distributions and stretches are matplotlib's (`plotted`): half a second
to load it is little beside the minutes that such a run takes, and more than all else together
beside a short one's.
"""

from __future__ import annotations

from collections.abc import Callable

from evalkit.reports.charts.along import along
from evalkit.reports.charts.checks import by_check
from evalkit.reports.charts.drawing import Chart
from evalkit.reports.charts.spread import primary, spreads
from evalkit.reports.charts.whose_fault import whose_fault
from evalkit.result.evaluation import Evaluation
from evalkit.store import Memory

__all__ = ["Chart", "charts", "primary"]


def charts(
    evaluation: Evaluation, check_name: Callable[[str], str], memory: Memory | None = None
) -> tuple[Chart, ...]:
    """The charts this evaluation has something to draw for, none for nothing.

    `memory` may have those of matplotlib from an earlier run.
    """
    drawn: list[Chart] = []
    if evaluation.finding_records:
        drawn.append(by_check(evaluation, check_name))
        fault = whose_fault(evaluation)
        drawn += [fault] if fault else []
        drawn.append(along(evaluation, memory))
    drawn.extend(spreads(evaluation, memory))
    return tuple(drawn)
