"""From files to an evaluation, and what an evaluation is."""

from evalkit.evaluation.reading import Reading
from evalkit.evaluation.run import evaluate, evaluate_part, score
from evalkit.evaluation.run_options import DEFAULT_METRICS, Options
from evalkit.result.evaluation import Evaluation

__all__ = [
    "DEFAULT_METRICS", "Evaluation", "Options", "Reading", "evaluate", "evaluate_part", "score",
]  # fmt: skip
