"""Files to documents: a module per family of formats, found by the suffix."""

from evalkit.loaders.content import Columns
from evalkit.loaders.formats import FORMATS
from evalkit.loaders.language_of_name import (
    decided,
    from_name,
    language_of,
    normalise,
    same_language,
)
from evalkit.loaders.loading import DEFAULT_MAX_SIZE, lines, load
from evalkit.loaders.raw_bytes import STANDARD_INPUT
from evalkit.loaders.specs import parse_spec, version_id

__all__ = [
    "DEFAULT_MAX_SIZE",
    "FORMATS",
    "STANDARD_INPUT",
    "Columns",
    "decided",
    "from_name",
    "language_of",
    "lines",
    "load",
    "normalise",
    "parse_spec",
    "same_language",
    "version_id",
]
