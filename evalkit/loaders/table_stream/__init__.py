"""Tables too long to be held: read record by record, each line's faults its own."""

from evalkit.loaders.table_stream.column_roles import Roles, Wanted, choose
from evalkit.loaders.table_stream.record_stream import (
    SUFFIXES,
    Broken,
    Record,
    Stream,
    is_table,
    opened,
)

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
