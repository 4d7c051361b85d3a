"""How files are read, from the command line's options."""

from __future__ import annotations

from evalkit.evaluation import Reading
from evalkit.loaders import Columns

MEGABYTE = 1_000_000


def reading_from(**given: object) -> Reading:
    """A `Reading` from the options that `evalkit.cli.options.reading` adds."""
    source, target = given.get("source_column"), given.get("target_column")
    return Reading(
        columns=Columns(
            source=str(source) if source else None, target=str(target) if target else None
        ),
        max_size=int(str(given.get("max_size", 50))) * MEGABYTE,
        aligned=bool(given.get("aligned")),
    )
