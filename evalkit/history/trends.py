"""How a version's penalty went over the recorded runs of its article."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from evalkit.history.recording import Run
from evalkit.result.records import Trend

MOST_RUNS = 20


def trends(runs: Iterable[Run], most: int = MOST_RUNS) -> Mapping[tuple[str, str], Trend]:
    """A trend for every (article, version) of the runs, over its last `most` of them.

    A run that looked for nothing has no penalty, and is left out.

    `runs` come the newest first, as `evalkit.history.runs` gives them.
    """
    found: dict[tuple[str, str], list[tuple[float, str]]] = defaultdict(list)
    for run in runs:
        for whole in run.versions:
            kept = found[run.article, whole.version]
            if whole.penalty is not None and len(kept) < most:
                kept.append((whole.penalty, run.time))
    return {
        (article, version): Trend(
            article, version, tuple(penalty for penalty, _ in reversed(kept)), kept[0][1]
        )
        for (article, version), kept in found.items()
        if kept
    }
