"""An evaluation.json that is named on the command line."""

from __future__ import annotations

from pathlib import Path

from evalkit.document import InputError
from evalkit.evaluation import Evaluation


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
