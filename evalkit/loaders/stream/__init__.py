"""Tables too long to be held: read record by record, each line's faults its own."""

from evalkit.loaders.stream.records import SUFFIXES, Broken, Record, Stream, is_table, opened
from evalkit.loaders.stream.roles import Roles, Wanted, choose

__all__ = [
    "SUFFIXES",
    "Broken",
    "Record",
    "Roles",
    "Stream",
    "Wanted",
    "choose",
    "is_table",
    "opened",
]
