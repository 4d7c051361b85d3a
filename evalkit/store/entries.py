"""The store: what was computed once, kept under what it depends on."""

from __future__ import annotations

import hashlib
import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path

from evalkit.directories import cache_directory
from evalkit.store.database import Database, Layout, UnavailableError
from evalkit.store.memory import Note, say
from evalkit.store.sizes import DEFAULT_LIMIT

STEPS = (
    (
        "CREATE TABLE IF NOT EXISTS signatures (id INTEGER PRIMARY KEY, text TEXT UNIQUE NOT NULL)",
        "CREATE TABLE IF NOT EXISTS entries (id INTEGER PRIMARY KEY, key BLOB UNIQUE NOT NULL,"
        " signature INTEGER NOT NULL, used INTEGER NOT NULL, value BLOB NOT NULL)",
        "CREATE INDEX IF NOT EXISTS entries_by_use ON entries (used)",
    ),
)
LAYOUT = Layout(
    application=0x65766B73,
    steps=STEPS,
    # A kill of the process loses nothing that was committed; a power cut may
    # lose the last scores, and they can be made again.
    pragmas=("synchronous=NORMAL", "journal_size_limit=16000000"),
    journal="wal",
    damaged_kept=1,
)
SEAL = 16
"""Bytes of the checksum in front of every value."""
ASKED_AT_ONCE = 500
DROPPED_AT_ONCE = 100
ROOM = 0.05
"""The share of the limit that is freed when it is reached."""
SECONDS_PER_DAY = 86_400
Row = tuple[bytes, str, bytes]
Today = Callable[[], int]


def store_path() -> Path:
    """Where the store lies.

    The name holds the schema's version: an older or newer evalkit on the same
    machine keeps a store of its own, and neither harms the other's.
    """
    return cache_directory() / f"store-{len(STEPS)}.sqlite"


def today() -> int:
    """Days since 1970-01-01, UTC."""
    return int(time.time() // SECONDS_PER_DAY)


class Store:
    """A `Memory` in one SQLite file of at most `limit` bytes.

    A value comes back only with a checksum that fits it and its key. What was
    not used for longest goes first when the limit is reached; the day of the
    last use is noted, so that reading writes once a day at most. Where the
    file cannot be read the store knows nothing, where it cannot be written it
    keeps nothing; `note` then takes one line. The file stays under the limit
    but for one `put` and the write-ahead log (16 MB).
    """

    def __init__(
        self, path: Path, limit: int = DEFAULT_LIMIT, note: Note = say, today: Today = today
    ) -> None:
        self._database = Database(path, LAYOUT, note)
        self._limit, self._note, self._today = limit, note, today
        self._readable = self._writable = True

    def get(self, keys: Iterable[bytes]) -> dict[bytes, bytes]:
        if not self._readable:
            return {}
        wanted = [key for key in keys if key]
        day = self._today()
        try:
            kept = self._database.read(lambda c: list(_select(c, wanted))) if wanted else []
        except UnavailableError as trouble:
            self._give_up(f"{trouble}; this run goes on without remembered scores")
            return {}
        opened = {key: unsealed(key, value) for key, value, _ in kept}
        found = {key: value for key, value in opened.items() if value is not None}
        late = [key for key, _, used in kept if key in found and used != day]
        if late:
            self._write(lambda c: _touch(c, late, day))
        return found

    def put(self, items: Mapping[bytes, bytes]) -> None:
        day = self._today()
        rows = [
            (bytes(key), getattr(key, "signature", ""), sealed(key, value))
            for key, value in items.items()
            if len(value) < self._limit
        ]
        if not rows:
            return
        if self._write(lambda c: _insert(c, rows, day) > self._limit):
            aim = self._limit * (1 - ROOM)
            while self._write(lambda c: _drop_oldest(c, self._limit) > aim):
                pass

    def close(self) -> None:
        """Let go of the file; the next use opens it again."""
        self._database.close()

    def _write(self, work: Callable[[sqlite3.Connection], bool]) -> bool:
        if not self._writable:
            return False
        try:
            return self._database.write(work)
        except UnavailableError as trouble:
            self._note(f"{trouble}; the scores of this run are not kept")
            self._writable = False
            return False

    def _give_up(self, line: str) -> None:
        self._note(line)
        self._readable = self._writable = False


def sealed(key: bytes, value: bytes) -> bytes:
    """The value with a checksum over key and value in front.

    >>> unsealed(b"key", sealed(b"key", b"value")), unsealed(b"yek", sealed(b"key", b"value"))
    (b'value', None)
    """
    return _checksum(key, value) + value


def unsealed(key: bytes, kept: object) -> bytes | None:
    """The value, or None where it is not what was kept under that key."""
    if not isinstance(kept, bytes):
        return None
    value = kept[SEAL:]
    return value if _checksum(key, value) == kept[:SEAL] else None


def _checksum(key: bytes, value: bytes) -> bytes:
    return hashlib.blake2b(value, digest_size=SEAL, key=bytes(key)).digest()


def _select(
    connection: sqlite3.Connection, keys: Sequence[bytes]
) -> Iterator[tuple[bytes, object, object]]:
    asked = {bytes(key): key for key in keys}
    rest = iter(asked)
    while part := list(islice(rest, ASKED_AT_ONCE)):
        marks = ",".join("?" * len(part))
        query = f"SELECT key, value, used FROM entries WHERE key IN ({marks})"
        for key, value, used in connection.execute(query, part):
            if key in asked:
                yield asked[key], value, used


def _insert(connection: sqlite3.Connection, rows: Sequence[Row], day: int) -> int:
    """Keep rows; the bytes that are in use then."""
    numbers = {text: _signature(connection, text) for text in {text for _, text, _ in rows}}
    connection.executemany(
        "INSERT INTO entries (key, signature, used, value) VALUES (?, ?, ?, ?) ON CONFLICT (key)"
        " DO UPDATE SET signature=excluded.signature, used=excluded.used, value=excluded.value",
        [(key, numbers[text], day, value) for key, text, value in rows],
    )
    return in_use(connection)


def _signature(connection: sqlite3.Connection, text: str) -> int:
    coded = text.encode("utf-8", "replace").decode()
    known = connection.execute("SELECT id FROM signatures WHERE text=?", (coded,)).fetchone()
    if known is not None:
        number: int = known[0]
        return number
    made = connection.execute("INSERT INTO signatures (text) VALUES (?)", (coded,)).lastrowid
    return made or 0


def _touch(connection: sqlite3.Connection, keys: Sequence[bytes], day: int) -> bool:
    connection.executemany(
        "UPDATE entries SET used=? WHERE key=?", [(day, bytes(key)) for key in keys]
    )
    return True


def _drop_oldest(connection: sqlite3.Connection, limit: int) -> int:
    """Drop some of what was not used for longest; the bytes that are in use then."""
    dropped = connection.execute(
        "DELETE FROM entries WHERE id IN (SELECT id FROM entries ORDER BY used, id LIMIT ?)",
        (DROPPED_AT_ONCE,),
    ).rowcount
    shrink(connection, limit)
    return in_use(connection) if dropped else 0


def in_use(connection: sqlite3.Connection) -> int:
    """Bytes of the file that hold something."""
    return _pages(connection, "page_count", -_count(connection, "freelist_count"))


def shrink(connection: sqlite3.Connection, limit: int) -> None:
    """Give free pages beyond `limit` bytes back to the disk."""
    over = _pages(connection, "page_count") - limit
    free = _count(connection, "freelist_count")
    for _ in range(min(free, -(-over // _count(connection, "page_size")))):
        # Asked for several, Python's module stops after the first.
        connection.execute("PRAGMA incremental_vacuum(1)")


def _pages(connection: sqlite3.Connection, name: str, more: int = 0) -> int:
    return (_count(connection, name) + more) * _count(connection, "page_size")


def _count(connection: sqlite3.Connection, name: str) -> int:
    found: int = connection.execute(f"PRAGMA {name}").fetchone()[0]
    return found
