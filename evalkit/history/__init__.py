"""The history of runs: what was judged when, and what has changed since."""

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
