"""The history of runs: what was judged when, and what has changed since."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from evalkit.history.difference import Difference, compare
    from evalkit.history.recording import (
        Run,
        Whole,
        enabled,
        evaluation,
        history_path,
        record,
        runs,
    )
    from evalkit.history.trends import Trend, trends

__all__ = [
    "Difference", "Run", "Trend", "Whole", "compare", "enabled", "evaluation", "history_path",
    "record", "runs", "trends",
]  # fmt: skip

_HOMES = {
    "Difference": "difference", "Trend": "trends", "compare": "difference", "trends": "trends",
}  # fmt: skip


def __getattr__(name: str) -> Any:
    # Imported on use: a run is recorded far more often than it is compared.
    if name in __all__:
        from importlib import import_module

        return getattr(import_module(f"{__name__}.{_HOMES.get(name, 'recording')}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
