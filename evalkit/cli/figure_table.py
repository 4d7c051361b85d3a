"""How measured figures are printed: a table for people, CSV and JSON for programs."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, fields
from itertools import groupby

from evalkit._version import __version__
from evalkit.cli.console import table
from evalkit.validation.figures import HUMAN, SOUND, Figure

NONE = "-"
SCHEMA_VERSION = 1


def as_table(figures: Sequence[Figure]) -> str:
    """A block per set and language pair: metrics against scores, signals, checks, alarms."""
    blocks = []
    for (name, languages), group in groupby(figures, key=lambda f: (f.set, f.languages)):
        found = list(group)
        blocks.append(f"{name} {languages}")
        for title, wanted in KINDS:
            chosen = [figure for figure in found if wanted(figure)]
            if chosen:
                blocks.append(_block(title, chosen))
    return "\n\n".join([*blocks, LEGEND]) + "\n" if blocks else "nothing to measure\n"


def _block(title: str, figures: Sequence[Figure]) -> str:
    measures = list(dict.fromkeys(figure.measure for figure in figures))
    lines = []
    for (name, against), group in groupby(figures, key=lambda f: (f.name, f.against)):
        cells = {figure.measure: _cell(figure) for figure in group}
        lines.append([f"{name}: {against}", *(cells.get(m, NONE) for m in measures)])
    return table([title, *measures], lines)


def _cell(figure: Figure) -> str:
    if figure.value is None:
        return NONE
    if figure.part is not None:
        said = f"{figure.value:.1%}"
        limits = (figure.low, figure.high)
        ends = [f"{100 * limit:.1f}" for limit in limits if limit is not None]
        return f"{said} [{', '.join(ends)}] {figure.part}/{figure.whole}"
    said = f"{figure.value:.3f}"
    if figure.low is not None and figure.high is not None:
        said += f" [{figure.low:.2f}, {figure.high:.2f}]"
    return f"{said} ({figure.whole})"


def as_csv(figures: Sequence[Figure]) -> str:
    """One line per figure, columns as `Figure` names them."""
    stream = io.StringIO()
    writer = csv.DictWriter(stream, [f.name for f in fields(Figure)], lineterminator="\n")
    writer.writeheader()
    writer.writerows(asdict(figure) for figure in figures)
    return stream.getvalue()


def as_json(figures: Sequence[Figure]) -> str:
    document = {
        "schema_version": SCHEMA_VERSION,
        "evalkit": __version__,
        "figures": [asdict(figure) for figure in figures],
    }
    return json.dumps(document, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


FORMATS: Mapping[str, Callable[[Sequence[Figure]], str]] = {
    "table": as_table,
    "csv": as_csv,
    "json": as_json,
}
KINDS: Sequence[tuple[str, Callable[[Figure], bool]]] = (
    (
        "metric, segments",
        lambda f: f.against == HUMAN and not _of_systems(f),
    ),
    ("metric, systems", lambda f: f.against == HUMAN and _of_systems(f)),
    ("signal of a fault", lambda f: f.subject != "check" and f.against != HUMAN),
    ("check", lambda f: f.subject == "check" and f.against != SOUND),
    ("check on sound translations", lambda f: f.against == SOUND),
)
LEGEND = (
    "[ ] 95 % intervals: Wilson's for shares, else a bootstrap that draws whole documents.\n"
    "( ) what a figure rests on: segments, items or systems; for AUC and recall at 1 % the "
    "faulty segments.\n"
    "by item: the mean over source segments of the correlation between their systems.\n"
    "recall at 1 %: of the faulty segments, above a threshold that 1 % of the others exceed."
)


def _of_systems(figure: Figure) -> bool:
    return figure.measure.startswith("system ") or figure.measure.startswith("soft ")
