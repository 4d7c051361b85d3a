"""Rows from documents: which paragraphs of the versions face which of the source."""

from evalkit.alignment.align import align
from evalkit.alignment.rows import Article, Bead, Pair, Version

__all__ = ["Article", "Bead", "Pair", "Version", "align"]
