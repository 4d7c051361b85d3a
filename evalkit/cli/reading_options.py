"""How files are read, from the command line's options."""

from __future__ import annotations

from pathlib import Path

from evalkit.document import InputError
from evalkit.evaluation import Evaluation, Reading
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


def read_evaluation(given: str) -> Evaluation:
    """The evaluation in a file; InputError where it cannot be read or is none."""
    remedy = "name the evaluation.json that evalkit compare wrote"
    try:
        text = Path(given).read_text(encoding="utf-8")
    except OSError as error:
        raise InputError(f"cannot be read ({error.strerror})", path=given, remedy=remedy) from None
    except UnicodeDecodeError as error:
        raise InputError(f"not UTF-8 at byte {error.start}", path=given, remedy=remedy) from None
    return Evaluation.from_json(text, given)
