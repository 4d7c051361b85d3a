"""Rows from documents: which paragraphs of the versions face which of the source."""

from evalkit.alignment.align import align
from evalkit.alignment.build import build, build_aligned, source_from
from evalkit.alignment.join import Row, join
from evalkit.alignment.rows import AlignmentUnit, Article, Pair, Version

__all__ = [
    "AlignmentUnit",
    "Article",
    "Pair",
    "Row",
    "Version",
    "align",
    "build",
    "build_aligned",
    "join",
    "source_from",
]
