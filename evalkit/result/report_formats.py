"""An evaluation on disk: the files of each format, written all together or not at all."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from evalkit.atomic_files import write_all
from evalkit.back_translation.files import demand_replaceable, file_name
from evalkit.document import InputError
from evalkit.registry import Registry

if TYPE_CHECKING:
    from evalkit.result.records import BackTranslationRecord
    from evalkit.store import Memory

EVALUATION = "evaluation.json"
COMPARISONS = "comparisons.csv"

FORMATS = ("html", "csv", "json", "md", "junit", "xlsx")
OUTPUTS = Registry(
    "report format",
    "evalkit.reports",
    {name: f"evalkit.reports.report_files:{name}" for name in FORMATS},
)
"""Formats by name; `FORMATS` are those that are built in.

Each is a function of an `Evaluation` and a `Memory` or None, which may know drawings of an earlier
run, and gives the files of the format: name to content.
"""


class Reported(Protocol):
    """An `Evaluation`, as far as its files are concerned."""

    @property
    def back_translation_records(self) -> Sequence[BackTranslationRecord]: ...


def write(
    evaluation: Reported,
    directory: Path,
    formats: Sequence[str] | None = None,
    memory: Memory | None = None,
) -> list[Path]:
    """Write an evaluation's reports into `directory`, all of them or none.

    `formats` are names of `OUTPUTS`; None writes those of `FORMATS`. Files that stood there before
    are replaced. `memory` may know drawings from an earlier run over the same numbers. Raises
    InputError for a format that is unknown, for a directory that cannot be written, and where
    a back-translation would take the place of one that evalkit did not make.
    """
    contents = render(evaluation, formats, memory)
    demand_replaceable(directory, contents)
    outdated = "csv" in (FORMATS if formats is None else formats) and COMPARISONS not in contents
    return write_all(
        directory,
        contents,
        seal=EVALUATION if EVALUATION in contents else "",
        without=(COMPARISONS,) if outdated else (),
    )


def render(
    evaluation: Reported, formats: Sequence[str] | None = None, memory: Memory | None = None
) -> dict[str, bytes]:
    """The files that `write` would write: name to content.

    What was translated back in the run is among them whatever the formats.
    """
    contents: dict[str, bytes] = {}
    for name in _in_order(FORMATS if formats is None else formats):
        contents |= OUTPUTS.load(name)(evaluation, memory)
    made = evaluation.back_translation_records
    return contents | {file_name(each.version): each.text.encode() for each in made}


def _in_order(formats: Sequence[str]) -> list[str]:
    for name in formats:
        if name not in OUTPUTS:
            raise InputError(
                f"there is no report format called {name!r}",
                remedy=f"choose from {', '.join(OUTPUTS)}",
            )
    return [name for name in dict.fromkeys((*FORMATS, *formats)) if name in formats]
