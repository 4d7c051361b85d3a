"""The history of runs: what was judged when, and what has changed since."""

from evalkit.history.difference import Difference, compare
from evalkit.history.recording import Run, Whole, evaluation, history_path, record, runs

__all__ = [
    "Difference", "Run", "Whole", "compare", "evaluation", "history_path", "record", "runs",
]  # fmt: skip
