"""What the cache directory holds, and how to empty it."""

from __future__ import annotations

import datetime
import shutil
import sqlite3
import tempfile
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from evalkit.directories import cache_directory
from evalkit.store.database import (
    Database,
    UnavailableError,
    beside,
    remove,
    set_aside,
    standing_alone,
)
from evalkit.store.entries import LAYOUT, in_use, shrink, store_path, today
from evalkit.store.memory import Note, say
from evalkit.store.sizes import limit_from_environment

ENCODERS = "encoders"


@dataclass(frozen=True, slots=True)
class Kind:
    """The entries under one signature: how many, and the bytes of their values."""

    signature: str
    entries: int
    size: int


@dataclass(frozen=True, slots=True)
class Contents:
    """What lies in the cache directory; sizes in bytes.

    `oldest` and `newest` are the days (YYYY-MM-DD, UTC) between which entries
    were last used, "" where there are none. `damaged` were set aside, `others`
    are stores of another version of evalkit.
    """

    path: Path
    size: int
    limit: int
    kinds: tuple[Kind, ...]
    oldest: str
    newest: str
    damaged: tuple[Path, ...]
    others: tuple[Path, ...]
    encoders: tuple[tuple[Path, int], ...]

    @property
    def entries(self) -> int:
        return sum(kind.entries for kind in self.kinds)


def contents(note: Note = say) -> Contents:
    """What is kept; nothing is made that is not there. Raises UnavailableError."""
    path = store_path()
    kinds: tuple[Kind, ...] = ()
    days = ("", "")
    if path.exists():
        with closing(Database(path, LAYOUT, note)) as database:
            kinds, days = database.read(_counted)
    home = cache_directory() / ENCODERS
    return Contents(
        path=path,
        size=size(path),
        limit=limit_from_environment(),
        kinds=kinds,
        oldest=days[0],
        newest=days[1],
        damaged=tuple(set_aside(path)),
        others=tuple(_others(path)),
        encoders=tuple((folder, size(folder)) for folder in _within(home)),
    )


def clear(older_than: int | None = None, note: Note = say) -> tuple[int, int]:
    """Forget all entries, or those not used for `older_than` days.

    Answers how many went, and how many bytes that gave back. Without
    `older_than` damaged files go too, and the stores of other versions that
    nobody has open. Raises UnavailableError.
    """
    path = store_path()
    before = size(path)
    gone = 0
    if path.exists():
        last = None if older_than is None else today() - older_than
        try:
            with closing(Database(path, LAYOUT, note)) as database:
                gone = database.write(lambda c: _delete(c, last))
        except UnavailableError:
            # All shall go: then it need not be opened either.
            if older_than is not None or not _removed(path):
                raise
    freed = before - size(path)
    if older_than is None:
        others = _others(path)
        for damaged in (d for store in (path, *others) for d in set_aside(store)):
            freed += size(damaged)
            remove(damaged)
        freed += sum(_removed(other) for other in others)
    return gone, max(freed, 0)


def clear_encoders() -> int:
    """Remove the unpacked encoders; the bytes that gave back. They are made again when needed."""
    home = cache_directory() / ENCODERS
    if not home.exists():
        return 0
    freed = size(home)
    # Out of the way first: half an encoder is never found in its place.
    doomed = Path(tempfile.mkdtemp(prefix=".removing-", dir=home.parent))
    home.rename(doomed / ENCODERS)
    shutil.rmtree(doomed, ignore_errors=True)
    return freed


def size(path: Path) -> int:
    """Bytes of a folder, or of a database with what SQLite keeps beside it."""
    if path.is_dir():
        return sum(p.stat().st_size for p in path.rglob("*") if p.is_file())
    return sum(p.stat().st_size for p in beside(path) if p.is_file())


def _counted(connection: sqlite3.Connection) -> tuple[tuple[Kind, ...], tuple[str, str]]:
    query = (
        "SELECT text, count(*), sum(length(value)), min(used), max(used) FROM entries"
        " LEFT JOIN signatures ON signatures.id = signature GROUP BY signature ORDER BY 3 DESC"
    )
    rows = connection.execute(query).fetchall()
    kinds = tuple(Kind((text or b"").decode("utf-8", "replace"), n, b) for text, n, b, *_ in rows)
    days = [day for row in rows for day in row[3:] if isinstance(day, int)]
    return kinds, (_day(min(days)), _day(max(days))) if days else ("", "")


def _removed(path: Path) -> int:
    """Remove a store that nobody has open; its bytes, 0 where it stays."""
    with standing_alone(path) as alone:
        count = size(path) if alone else 0
        if alone:
            remove(path)
    return count


def _delete(connection: sqlite3.Connection, last: int | None) -> int:
    gone: int = connection.execute("SELECT count(*) FROM entries").fetchone()[0]
    if last is None:
        connection.execute("DELETE FROM entries")
    else:
        gone = connection.execute("DELETE FROM entries WHERE used <= ?", (last,)).rowcount
    connection.execute("DELETE FROM signatures WHERE id NOT IN (SELECT signature FROM entries)")
    shrink(connection, in_use(connection))
    return gone


def _day(number: int) -> str:
    try:
        return datetime.date.fromordinal(number + datetime.date(1970, 1, 1).toordinal()).isoformat()
    except (ValueError, OverflowError):
        return "?"


def _others(path: Path) -> list[Path]:
    return [other for other in sorted(path.parent.glob("store-*.sqlite")) if other != path]


def _within(folder: Path) -> list[Path]:
    return sorted(folder.iterdir()) if folder.is_dir() else []
