"""From files to an evaluation, and what an evaluation is."""

from evalkit.evaluation.evaluation import Evaluation
from evalkit.evaluation.inputs import Reading
from evalkit.evaluation.run import DEFAULT_METRICS, evaluate

__all__ = ["DEFAULT_METRICS", "Evaluation", "Reading", "evaluate"]
