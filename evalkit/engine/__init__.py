"""Batches: article folders found, judged and written, fresh ones left alone."""

from evalkit.engine.cluster import mapped_on
from evalkit.engine.folders import ArticleFolder, find_folders, read_folder
from evalkit.engine.judging import fresh_evaluation, judge_folder, run_folder, stamp
from evalkit.engine.running import run, run_on
from evalkit.engine.seal import unclaimed
from evalkit.engine.task import Outcome, Task
from evalkit.engine.workers import Failed, mapped, stop, undisturbed

__all__ = [
    "ArticleFolder", "Failed", "Outcome", "Task", "find_folders", "fresh_evaluation",
    "judge_folder", "mapped", "mapped_on", "read_folder", "run", "run_folder", "run_on", "stamp",
    "stop", "unclaimed", "undisturbed",
]  # fmt: skip
