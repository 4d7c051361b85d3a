"""One SQLite file: opened late, shared by processes, set aside when it is damaged."""

from __future__ import annotations

import os
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from evalkit.store.file_lock import PATIENCE, PAUSE, Presence
from evalkit.store.memory import Note

T = TypeVar("T")
Work = Callable[[sqlite3.Connection], T]

COMPANIONS = ("-wal", "-shm", "-journal")
"""Endings of the files that SQLite keeps beside a database."""
ASIDE = ".damaged-"
LOCK = ".lock"
LONGEST_REASON = 120
_ENVIRONMENT = (
    "database is locked", "database table is locked", "locking protocol", "interrupted",
    "attempt to write a readonly database", "access permission denied", "disk I/O error",
    "database or disk is full", "unable to open database file", "out of memory",
)  # fmt: skip
"""What SQLite says when the fault is not the file's content."""
_REFUSALS = ("attempt to write a readonly database", "unable to open database file")
_INHERITED: list[object] = []
"""Connections of a parent process: neither used nor closed in its children."""


@dataclass(frozen=True, slots=True)
class Layout:
    """What a kind of database looks like.

    `steps[n]` are the statements that make version n + 1 of version n, `application`
    marks a file as ours; `pragmas` hold for every connection, `journal` for the
    file. Of files set aside, the newest `damaged_kept` are kept (None: all).
    """

    application: int
    steps: tuple[tuple[str, ...], ...]
    pragmas: tuple[str, ...] = ()
    journal: str = "delete"
    damaged_kept: int | None = None


class UnavailableError(Exception):
    """The database cannot be used now; the message says why, in one line."""


class Database:
    """A file that comes into being when it is first used.

    Safe for threads, forks and several processes at once. A file that is
    damaged is renamed, `note` takes a line about it, and a new one begins;
    everything else that prevents the work raises UnavailableError.
    """

    def __init__(self, path: Path, layout: Layout, note: Note) -> None:
        self.path = path
        self._layout, self._note = layout, note
        self._guard = threading.RLock()
        self._presence = Presence(_beside(path, LOCK))
        self._connection: sqlite3.Connection | None = None
        self._process = self._inode = 0

    def read(self, work: Work[T]) -> T:
        """What `work` makes of one consistent state of the file."""
        return self._within("BEGIN", work)

    def write(self, work: Work[T]) -> T:
        """Do `work` as one transaction: all of it survives a kill, or nothing was done."""
        return self._within("BEGIN IMMEDIATE", work)

    def close(self) -> None:
        """Let go of the file; the next use opens it again."""
        with self._guard:
            self._disown()
            if self._connection is not None:
                self._connection.close()
                self._connection = None
            self._presence.leave()

    def _within(self, begin: str, work: Work[T]) -> T:
        with self._guard:
            try:
                try:
                    return self._transaction(begin, work)
                except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
                    if not is_damage(error):
                        raise
                    self._set_aside(_reason(error))
                return self._transaction(begin, work)
            except (sqlite3.DatabaseError, UnicodeDecodeError, OSError) as error:
                if isinstance(error, sqlite3.ProgrammingError):
                    raise
                raise UnavailableError(f"{self.path}: {_reason(error)}") from error

    def _transaction(self, begin: str, work: Work[T]) -> T:
        connection = self._connected()
        try:
            connection.execute(begin)
            result = work(connection)
            connection.execute("COMMIT")
        except BaseException:
            with suppress(sqlite3.Error):
                connection.rollback()
            raise
        return result

    def _connected(self) -> sqlite3.Connection:
        self._disown()
        if self._connection is None:
            self._connection = self._open()
            self._process = os.getpid()
        return self._connection

    def _disown(self) -> None:
        if self._connection is not None and self._process != os.getpid():
            _INHERITED.extend((self._connection, self._presence))
            self._connection, self._presence = None, Presence(_beside(self.path, LOCK))

    def _open(self) -> sqlite3.Connection:
        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._presence.share()
        try:
            try:
                self._make_private()
                return self._furnished(str(self.path), uri=False)
            except (sqlite3.OperationalError, OSError) as error:
                if not self.path.is_file() or not _is_refusal(error):
                    raise
                # A file or directory that only others may write can still be read.
                frozen = f"{self.path.absolute().as_uri()}?mode=ro&immutable=1"
                return self._furnished(frozen, uri=True)
        except BaseException:
            self._inode = _inode(self.path)
            self._presence.leave()
            raise

    def _make_private(self) -> None:
        # Never opened when it exists: to close it again would give up the
        # locks of another connection of this process.
        with suppress(FileExistsError):
            os.close(os.open(self.path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        if self.path.exists() and not self.path.is_file():
            raise sqlite3.DatabaseError("not a file")

    def _furnished(self, place: str, *, uri: bool) -> sqlite3.Connection:
        connection = sqlite3.connect(
            place, timeout=PATIENCE, isolation_level=None, check_same_thread=False, uri=uri
        )
        try:
            # Text that is damaged shall be a wrong value, not an error of its own.
            connection.text_factory = bytes
            for pragma in ("trusted_schema=OFF", "cell_size_check=ON", *self._layout.pragmas):
                connection.execute(f"PRAGMA {pragma}")
            self._furnish(connection)
        except BaseException:
            connection.close()
            raise
        self._inode = _inode(self.path)
        return connection

    def _furnish(self, connection: sqlite3.Connection) -> None:
        """Make or upgrade the tables; several processes may try at once."""
        newest = len(self._layout.steps)
        version = _pragma(connection, "user_version")
        marked = _pragma(connection, "application_id")
        if marked not in (0, self._layout.application) or (version and not marked):
            raise sqlite3.DatabaseError("not a file of this kind")
        if version > newest:
            raise UnavailableError(
                f"{self.path}: made by a newer evalkit; upgrade, or move it away"
            )
        if version == newest:
            return
        for pragma in ("auto_vacuum=INCREMENTAL", f"journal_mode={self._layout.journal}"):
            _patiently(connection, f"PRAGMA {pragma}")
        connection.execute("BEGIN IMMEDIATE")
        for step in self._layout.steps[_pragma(connection, "user_version") :]:
            for statement in step:
                connection.execute(statement)
        connection.execute(f"PRAGMA application_id={self._layout.application}")
        connection.execute(f"PRAGMA user_version={newest}")
        connection.execute("COMMIT")

    def _set_aside(self, reason: str) -> None:
        self.close()
        try:
            deadline = time.monotonic() + PATIENCE / 10
            while not self._presence.alone():
                if time.monotonic() > deadline:
                    raise UnavailableError(
                        f"{self.path}: damaged ({reason}), and in use: it cannot be moved"
                    )
                time.sleep(PAUSE)
            if _inode(self.path) != self._inode:
                # Another process was faster.
                return
            moved = _beside(self.path, f"{ASIDE}{datetime.now():%Y%m%d-%H%M%S-%f}")
            self.path.rename(moved)
            for ending in COMPANIONS:
                with suppress(FileNotFoundError):
                    _beside(self.path, ending).rename(_beside(moved, ending))
        finally:
            self._presence.leave()
        self._note(
            f"{self.path} is damaged ({reason}); set aside as {moved.name}, a new one begins"
        )
        if self._layout.damaged_kept is not None:
            for old in set_aside(self.path)[: -self._layout.damaged_kept or None]:
                if old != moved:
                    remove(old)


def is_damage(error: Exception) -> bool:
    """Whether an error says that the content of the file is wrong.

    >>> is_damage(sqlite3.DatabaseError("file is not a database"))
    True
    >>> is_damage(sqlite3.OperationalError("database or disk is full"))
    False
    """
    if isinstance(error, UnicodeDecodeError):
        # SQLite's message quotes what it found in the file.
        return True
    if isinstance(error, sqlite3.OperationalError):
        # What remains are tables and columns that are not there.
        return not str(error).startswith(_ENVIRONMENT)
    return isinstance(error, sqlite3.DatabaseError) and not isinstance(
        error, sqlite3.ProgrammingError | sqlite3.NotSupportedError
    )


def _reason(error: Exception) -> str:
    """An error in a few printable words, whatever it quotes from the file."""
    if isinstance(error, UnicodeDecodeError):
        return "its tables cannot be read"
    words = (isinstance(error, OSError) and error.strerror) or str(error)
    return "".join(c if c.isprintable() else "?" for c in words)[:LONGEST_REASON]


def _is_refusal(error: Exception) -> bool:
    return isinstance(error, OSError) or str(error).startswith(_REFUSALS)


def set_aside(path: Path) -> list[Path]:
    """The damaged files that once stood at `path`, the oldest first."""
    found = path.parent.glob(f"{path.name}{ASIDE}*")
    return sorted(p for p in found if not p.name.endswith(COMPANIONS))


def remove(path: Path) -> None:
    """Remove a database that nobody uses, and what SQLite keeps beside it."""
    import shutil

    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    for name in beside(path):
        with suppress(OSError):
            name.unlink()


def beside(path: Path) -> tuple[Path, ...]:
    """The files of a database: itself, and what SQLite may keep beside it."""
    return (path, *(_beside(path, ending) for ending in COMPANIONS))


@contextmanager
def standing_alone(path: Path) -> Iterator[bool]:
    """Whether no process has the database open; meanwhile none can come."""
    presence = Presence(_beside(path, LOCK))
    alone = presence.alone()
    try:
        yield alone
    finally:
        presence.leave()


def _beside(path: Path, ending: str) -> Path:
    return path.with_name(path.name + ending)


def _inode(path: Path) -> int:
    try:
        return path.stat().st_ino
    except OSError:
        return 0


def _pragma(connection: sqlite3.Connection, name: str) -> int:
    found: int = connection.execute(f"PRAGMA {name}").fetchone()[0]
    return found


def _patiently(connection: sqlite3.Connection, statement: str) -> None:
    """Execute what SQLite refuses at once, without waiting, while others do the same."""
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            connection.execute(statement).fetchall()
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > deadline:
                raise
            time.sleep(PAUSE)
        else:
            return
