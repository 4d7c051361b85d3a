"""Runs in one SQLite file: recorded, listed, read again."""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
import zlib
from collections.abc import Mapping
from contextlib import closing
from dataclasses import asdict, dataclass
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

from evalkit._version import __version__
from evalkit.directories import state_directory
from evalkit.document import InputError
from evalkit.energy import ENTRY, Energy, energy_in
from evalkit.evaluation import Evaluation
from evalkit.store import Note, say
from evalkit.store.database import Database, Layout, UnavailableError

SWITCH = "EVALKIT_HISTORY"
"""The environment variable that turns recording off when it is "off"."""
PER_ARTICLE = 200
"""Runs that are kept of one article; the oldest go first."""
LARGEST = 500_000_000
"""Bytes that all runs together may take, compressed; the oldest go first."""
STEPS = (
    (
        "CREATE TABLE IF NOT EXISTS runs (id INTEGER PRIMARY KEY AUTOINCREMENT,"
        " digest BLOB UNIQUE NOT NULL, article TEXT NOT NULL, time TEXT NOT NULL,"
        " evalkit TEXT NOT NULL, path TEXT NOT NULL, wholes TEXT NOT NULL,"
        " size INTEGER NOT NULL, evaluation BLOB NOT NULL)",
        "CREATE INDEX IF NOT EXISTS runs_by_article ON runs (article)",
    ),
    # Every run adds all sizes up: a batch of thousands must not read thousands of runs for it.
    ("CREATE INDEX IF NOT EXISTS sizes ON runs (id, size)",),
    # What a run used, as its manifest tells it; NULL where it was not measured.
    ("ALTER TABLE runs ADD COLUMN energy TEXT",),
)
LAYOUT = Layout(
    application=0x65766B68,
    steps=STEPS,
    # What cannot be made again outlives a power cut too; and without a
    # write-ahead log it is one file, safe in a home on a network.
    pragmas=("synchronous=FULL",),
    journal="delete",
)
GREATEST = 2**63
"""SQLite numbers no row higher."""
REMEDY = "evalkit history lists the runs"


@dataclass(frozen=True, slots=True)
class VersionScores:
    """One version of a run as a whole: findings by severity, scores by metric.

    Counts and penalty are None where the run looked for nothing.
    """

    version: str
    language_name: str
    critical: int | None
    major: int | None
    minor: int | None
    neutral: int | None
    penalty: float | None
    metrics: Mapping[str, float | None]


@dataclass(frozen=True, slots=True)
class Run:
    """A run in the history. `time` is UTC (ISO 8601), `path` where its reports were written.

    `energy` is what it used, None where that was not measured.
    """

    id: int
    article: str
    time: str
    evalkit: str
    path: str
    versions: tuple[VersionScores, ...]
    energy: Energy | None = None


def history_path() -> Path:
    """Where the history lies."""
    return state_directory() / "history.sqlite"


def enabled() -> bool:
    """Whether runs are recorded: EVALKIT_HISTORY=off turns it off."""
    return os.environ.get(SWITCH, "").strip().lower() != "off"


def record(judged: Evaluation, path: str | Path | None = None, note: Note = say) -> int | None:
    """Keep a run; its number, by which `evaluation` finds it again.

    `path` is where its reports were written, for the list. An evaluation that
    is recorded already keeps its number. What prevents the recording is one
    line for `note`, and None; with EVALKIT_HISTORY=off nothing is recorded.
    """
    if not enabled():
        return None
    text = judged.to_json().encode("utf-8", "surrogatepass")
    packed = zlib.compress(text)
    if len(packed) > LARGEST:
        note(f"{judged.article}: an evaluation of this size is not kept in the history")
        return None
    values = (
        hashlib.sha256(text).digest(),
        _coded(judged.article),
        datetime.now(timezone.utc).isoformat(timespec="seconds"),
        str(judged.manifest.get("evalkit", __version__)),
        _coded(str(Path(path).absolute()) if path is not None else ""),
        json.dumps([asdict(whole) for whole in _version_scores(judged)]),
        json.dumps(energy.told()) if (energy := energy_in(judged.manifest)) else None,
        packed,
    )
    try:
        with closing(_database(note)) as database:
            return database.write(lambda c: _insert(c, values))
    except UnavailableError as trouble:
        note(f"{trouble}; this run is not in the history")
        return None


def runs(article: str | None = None, note: Note = say) -> list[Run]:
    """The runs that are recorded, of one article or of all, the newest first."""
    where, values = ("", ()) if article is None else ("WHERE article=?", (_coded(article),))
    columns = "id, article, time, evalkit, path, wholes, energy"
    query = f"SELECT {columns} FROM runs {where} ORDER BY id DESC"
    return [_run(row) for row in _read(query, values, note)]


def evaluation(run: int, note: Note = say) -> Evaluation:
    """The evaluation of a run; InputError where there is none of that number."""
    query = "SELECT digest, evaluation FROM runs WHERE id=?"
    found = _read(query, (run,), note) if run < GREATEST else []
    if not found:
        raise InputError(f"there is no run {run}", remedy=REMEDY)
    digest, packed = found[0]
    try:
        text = zlib.decompress(packed)
    except (zlib.error, TypeError):
        text = b""
    if hashlib.sha256(text).digest() != digest:
        raise InputError(f"run {run} is damaged", path=str(history_path()), remedy=REMEDY)
    return Evaluation.from_json(text.decode("utf-8", "surrogatepass"), f"run {run}")


def _database(note: Note) -> Database:
    return Database(history_path(), LAYOUT, note)


def _read(query: str, values: tuple[object, ...], note: Note) -> list[tuple[Any, ...]]:
    if not history_path().exists():
        return []
    try:
        with closing(_database(note)) as database:
            return database.read(lambda c: c.execute(query, values).fetchall())
    except UnavailableError as trouble:
        raise InputError(
            f"the history cannot be read ({trouble})", remedy="check the disk and the permissions"
        ) from None


def _insert(connection: sqlite3.Connection, values: tuple[Any, ...]) -> int:
    digest, article, *_, packed = values
    known = connection.execute("SELECT id FROM runs WHERE digest=?", (digest,)).fetchone()
    if known is not None:
        number: int = known[0]
        return number
    made = connection.execute(
        "INSERT INTO runs (digest, article, time, evalkit, path, wholes, energy, evaluation, size)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (*values, len(packed)),
    ).lastrowid
    assert made is not None
    _forget_oldest(connection, article)
    return made


def _forget_oldest(connection: sqlite3.Connection, article: str) -> None:
    query = "SELECT id FROM runs WHERE article=? ORDER BY id DESC LIMIT -1 OFFSET ?"
    doomed = [row[0] for row in connection.execute(query, (article, PER_ARTICLE))]
    total = 0
    for number, size in connection.execute("SELECT id, size FROM runs ORDER BY id DESC"):
        total += size
        if total > LARGEST:
            doomed.append(number)
    connection.executemany("DELETE FROM runs WHERE id=?", [(number,) for number in doomed])


def _version_scores(judged: Evaluation) -> list[VersionScores]:
    return [
        VersionScores(
            version=s.version,
            language_name=s.language_name,
            critical=s.critical,
            major=s.major,
            minor=s.minor,
            neutral=s.neutral,
            penalty=s.penalty,
            metrics=dict(s.metrics),
        )
        for s in judged.summary_records
    ]


def _run(row: tuple[Any, ...]) -> Run:
    number, article, time, evalkit, path, version_scores, energy = row
    try:
        versions = tuple(VersionScores(**whole) for whole in json.loads(_text(version_scores)))
    except (ValueError, TypeError):
        # A damaged line still says that there was a run.
        versions = ()
    return Run(
        number,
        _text(article),
        _text(time),
        _text(evalkit),
        _text(path),
        versions,
        _energy(energy),
    )


def _energy(kept: object) -> Energy | None:
    try:
        return energy_in({ENTRY: json.loads(_text(kept))})
    except ValueError:
        return None


def _text(kept: object) -> str:
    return kept.decode("utf-8", "replace") if isinstance(kept, bytes) else ""


def _coded(text: str) -> str:
    """Text that SQLite takes: a lone surrogate (from a file's name) has no UTF-8."""
    return text.encode("utf-8", "backslashreplace").decode()
