"""Batches: article folders found, judged and written, fresh ones left alone."""

from evalkit.batch.article import fresh_evaluation, judge_folder, run_folder, stamp
from evalkit.batch.article_folders import ArticleFolder, find_folders, read_folder
from evalkit.batch.article_task import Outcome, Task
from evalkit.batch.articles import run, run_on
from evalkit.batch.completion_marker import unclaimed
from evalkit.batch.dask_cluster import mapped_on
from evalkit.batch.workers import Failed, mapped, stop, undisturbed

__all__ = [
    "ArticleFolder", "Failed", "Outcome", "Task", "find_folders", "fresh_evaluation",
    "judge_folder", "mapped", "mapped_on", "read_folder", "run", "run_folder", "run_on", "stamp",
    "stop", "unclaimed", "undisturbed",
]  # fmt: skip
