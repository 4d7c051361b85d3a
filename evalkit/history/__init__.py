"""The history of runs: what was judged when, and what has changed since."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from evalkit.history.recording import (
    Run,
    VersionScores,
    enabled,
    evaluation,
    history_path,
    record,
    runs,
)
from evalkit.history.trends import trends

if TYPE_CHECKING:
    from evalkit.history.difference import Difference, compare

__all__ = [
    "Difference", "Run", "VersionScores", "compare", "enabled", "evaluation", "history_path",
    "record", "runs", "trends",
]  # fmt: skip


def __getattr__(name: str) -> Any:
    # Imported on use: every run is recorded, few are compared.
    if name in ("Difference", "compare"):
        from evalkit.history import difference

        return getattr(difference, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
