"""What an evaluation becomes on disk: a page for the reviewer, tables for the engineer."""

from evalkit.reports.batch_files import FAILED, write_batch, write_failed
from evalkit.result.report_formats import EVALUATION, FORMATS, OUTPUTS, render, write

__all__ = [
    "EVALUATION", "FAILED", "FORMATS", "OUTPUTS", "render", "write", "write_batch", "write_failed",
]  # fmt: skip
