"""From files to an evaluation, and what an evaluation is."""

from evalkit.evaluation.reading import Reading
from evalkit.evaluation.run import DEFAULT_METRICS, evaluate
from evalkit.result.evaluation import Evaluation

__all__ = ["DEFAULT_METRICS", "Evaluation", "Reading", "evaluate"]
