"""How often each check found something, in each version."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable

from evalkit.checks.base import PENALTY
from evalkit.reports.charts.drawing import (
    COLOURS,
    INK,
    LETTERS,
    POINTS,
    QUIET,
    WIDTH,
    Chart,
    short,
)
from evalkit.reports.charts.number_axis import MIDDLE
from evalkit.reports.charts.shapes import boxes, chart, text
from evalkit.result.evaluation import SEVERITIES, Evaluation

# Points: for the checks' names, at least for a version's bars, for its id, for a bar and its room.
NAMES, PANEL, HEAD, LINE, BAR = 2.1 * POINTS, 2.0 * POINTS, 18.0, 18.0, 11.2
BEFORE, AFTER, ABOVE = 5.8, 3.0, 13.0  # points from a bar to its check, to its numbers; to the id
MOST_BARS = 14
ROOM = 2.0
"""How wide a panel is, in the longest of all bars: its numbers stand behind it."""


def by_check(evaluation: Evaluation, check_name: Callable[[str], str]) -> Chart:
    """A line per check, the one with the most points first; a panel per version."""
    versions = evaluation.versions
    counts: dict[str, dict[str, Counter[str]]] = defaultdict(lambda: defaultdict(Counter))
    for finding in evaluation.finding_records:
        counts[finding.check][finding.version][finding.severity] += 1
    weight = {
        check: sum(PENALTY[s] * n for found in by.values() for s, n in found.items())
        for check, by in counts.items()
    }
    checks = sorted(counts, key=lambda c: (-weight[c], c))
    shown = checks[:MOST_BARS]
    most = max(found.total() for by in counts.values() for found in by.values())
    width = max(NAMES + PANEL * len(versions), WIDTH * POINTS)
    panel = (width - NAMES) / len(versions)
    unit = PANEL / ROOM / most
    shapes = []
    for n, version in enumerate(versions):
        edge = NAMES + n * panel
        shapes.append(text(edge, ABOVE, short(version.version)))
        for line, check in enumerate(shown):
            found, right = counts[check][version.version], edge
            top = HEAD + line * LINE
            for severity in SEVERITIES:
                if found[severity]:
                    bar = (right, top + (LINE - BAR) / 2, found[severity] * unit, BAR)
                    shapes.append(boxes([bar], COLOURS[severity]))
                right += found[severity] * unit
            words = "  ".join(f"{found[s]} {LETTERS[s]}" for s in SEVERITIES if found[s])
            foot = top + LINE / 2 + MIDDLE
            shapes.append(text(right + AFTER, foot, words or "–", INK if words else QUIET))
            if n == 0:
                named = short(check_name(check))
                shapes.append(text(edge - BEFORE, foot, named, INK, anchor="end"))
    left_out = len(checks) - len(shown)
    more = f" The {left_out} checks with the fewest points are not drawn." if left_out else ""
    listed = "; ".join(
        f"{check_name(check)}: "
        + " and ".join(
            ", ".join(f"{by[v.version][s]} {s}" for s in SEVERITIES if by[v.version][s])
            + f" in {v.language_name}"
            for v in versions
            if by[v.version]
        )
        for check, by in ((c, counts[c]) for c in checks)
    )
    return chart(
        "Findings by check and version",
        f"{listed}.{more}",
        "by-check",
        (width, HEAD + LINE * len(shown)),
        shapes,
    )
