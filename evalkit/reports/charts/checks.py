"""How often each check found something, in each version."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable

from evalkit.checks.base import PENALTY
from evalkit.evaluation.evaluation import SEVERITIES, Evaluation
from evalkit.reports.charts.drawing import (
    COLOURS,
    INK,
    LETTERS,
    QUIET,
    WIDTH,
    Chart,
    figure,
    finished,
    short,
)

NAMES, PANEL = 2.1, 2.0  # inches for the checks' names, and at least for each version's bars
BAR = 0.25  # inches per bar
MOST_BARS = 14


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
    width = max(NAMES + PANEL * len(versions), WIDTH)
    panel = (width - NAMES) / len(versions)
    drawn = figure(len(shown) * BAR + 0.3, width)
    for n, version in enumerate(versions):
        axes = drawn.add_axes(
            (
                (NAMES + n * panel) / width,
                0,
                (panel - 0.1) / width,
                1 - 0.25 / drawn.get_figheight(),
            )
        )
        for line, check in enumerate(shown):
            found = counts[check][version.version]
            left = 0
            for severity in SEVERITIES:
                if found[severity]:
                    axes.barh(
                        line, found[severity], left=left, height=0.62, color=COLOURS[severity]
                    )
                left += found[severity]
            words = "  ".join(f"{found[s]} {LETTERS[s]}" for s in SEVERITIES if found[s])
            axes.text(
                left + 0.04 * most, line, words or "–", va="center_baseline",
                color=INK if words else QUIET,
            )  # fmt: skip
            if n == 0:
                axes.text(
                    -0.08 * most, line, short(check_name(check)), ha="right",
                    va="center_baseline", color=INK,
                )  # fmt: skip
        axes.set_xlim(0, most * 1.9 * panel / PANEL)
        axes.set_ylim(len(shown) - 0.5, -0.5)
        axes.axis("off")
        axes.set_title(short(version.version), loc="left", color=QUIET, pad=5)
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
    return finished("Findings by check and version", f"{listed}.{more}", drawn, "by-check")
