"""Files to documents: a module per family of formats, found by the suffix."""

from evalkit.loaders.content import Columns
from evalkit.loaders.loading import FORMATS, lines, load
from evalkit.loaders.naming import language_of, parse_spec

__all__ = ["FORMATS", "Columns", "language_of", "lines", "load", "parse_spec"]
