"""Sets with human judgements, recognised by the columns in their header line."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from evalkit.document import InputError
from evalkit.validation.human_judgement import Judged
from evalkit.validation.sets import challenge, direct, esa, google_mqm, indicmt, own, translations
from evalkit.validation.sets.lines import Line, header, lines

__all__ = ["FORMATS", "Found", "find", "read"]

Reader = Callable[[Line], Iterator[Judged]]

# The first whose columns are all there reads the file.
FORMATS: dict[str, tuple[frozenset[str], Reader]] = {
    "WMT24 error span annotations": (esa.COLUMNS, esa.read),
    "IndicMT-Eval": (indicmt.COLUMNS, indicmt.read),
    "direct assessments": (direct.COLUMNS, direct.read),
    "MQM": (google_mqm.COLUMNS, google_mqm.read),
    "hallucinations": (challenge.HALLUCINATIONS, challenge.hallucinations),
    "critical errors": (challenge.CRITICAL, challenge.critical),
    "coverage": (challenge.COVERAGE, challenge.coverage),
    "DEMETR": (challenge.DEMETR, challenge.demetr),
    "NTREX": (translations.NTREX, translations.ntrex),
    "NTREX by tag": (translations.NTREX_BY_TAG, translations.ntrex),
    "guides": (translations.GUIDES, translations.guides),
    "interface strings": (translations.STRINGS, translations.strings),
    "UDHR": (translations.UDHR, translations.udhr),
    "a table of your own": (own.COLUMNS, own.read),
}
REMEDY = (
    "give a tab-separated table that names langpair, source, target and score or label:KIND, "
    "or a set that evalkit validate -h lists"
)


@dataclass(frozen=True, slots=True)
class Found:
    """The files of a folder that are sets, and those that are none."""

    sets: tuple[Path, ...]
    others: tuple[Path, ...]


def find(given: Path) -> Found:
    """The sets at a path: the file itself, or all below a folder, in order of their names.

    Raises InputError where there is none.
    """
    if not given.exists():
        raise InputError("there is no such file", path=str(given), remedy=REMEDY)
    folder = given.is_dir()
    paths = sorted(p for p in given.rglob("*") if p.is_file()) if folder else [given]
    sets = tuple(path for path in paths if _reader(path))
    if not sets:
        what = "no file in it is a set with human judgements" if folder else _why_not(given)
        raise InputError(what, path=str(given), remedy=REMEDY)
    return Found(sets, tuple(path for path in paths if path not in sets))


def read(path: Path) -> Iterator[Judged]:
    """The judged segments of a set; InputError names the line where one is malformed."""
    reader = _reader(path)
    if reader is None:
        raise InputError(_why_not(path), path=str(path), remedy=REMEDY)
    for line in lines(path):
        yield from reader(line)


def _reader(path: Path) -> Reader | None:
    columns = frozenset(header(path))
    return next((reader for needed, reader in FORMATS.values() if needed <= columns), None)


def _why_not(path: Path) -> str:
    if len(header(path)) < 2:
        return "no table with a header line, so no human judgement in it"
    return "its header line is that of no set with human judgements"
