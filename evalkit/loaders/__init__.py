"""Files to documents: a module per family of formats, found by the suffix."""

from evalkit.loaders.content import Columns
from evalkit.loaders.loading import DEFAULT_MAX_SIZE, FORMATS, lines, load
from evalkit.loaders.naming import (
    from_name,
    language_of,
    normalise,
    parse_spec,
    same_language,
)
from evalkit.loaders.reading import STANDARD_INPUT

__all__ = [
    "DEFAULT_MAX_SIZE",
    "FORMATS",
    "STANDARD_INPUT",
    "Columns",
    "from_name",
    "language_of",
    "lines",
    "load",
    "normalise",
    "parse_spec",
    "same_language",
]
