"""Who has a file open: many at once, or one alone who may move it away."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

if sys.platform != "win32":
    import fcntl

PATIENCE = 10.0
"""Seconds to wait for another process that has the file to itself, or writes into it."""
PAUSE = 0.01


class Presence:
    """A lock on a file beside the one in use; it ends with the process, however that ends.

    SQLite finds a database's write-ahead log by its name. Whoever renames a
    database under another process would make that one write its log beside a
    stranger, so a database is moved only by a process that is alone with it.
    Where there are no such locks (Windows, where an open file cannot be
    renamed anyway; a directory that cannot be written) nothing is locked.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._descriptor: int | None = None

    def share(self) -> None:
        """Be there; waits while another process is alone. TimeoutError when that lasts."""
        if sys.platform == "win32" or not self._opened():
            return
        deadline = time.monotonic() + PATIENCE
        while not self._lock(fcntl.LOCK_SH):
            if time.monotonic() > deadline:
                self.leave()
                raise TimeoutError(f"another process holds {self._path}")
            time.sleep(PAUSE)

    def alone(self) -> bool:
        """Whether nobody else is there; until `leave` nobody else can come then."""
        if sys.platform == "win32":
            return True
        return self._opened() and self._lock(fcntl.LOCK_EX)

    def leave(self) -> None:
        if self._descriptor is not None:
            # Closing gives up the lock, and leaves that of a forked copy alone.
            os.close(self._descriptor)
            self._descriptor = None

    def __del__(self) -> None:
        self.leave()

    def _opened(self) -> bool:
        if self._descriptor is None:
            try:
                self._descriptor = os.open(self._path, os.O_CREAT | os.O_RDWR, 0o600)
            except OSError:
                return False
        return True

    def _lock(self, kind: int) -> bool:
        if sys.platform == "win32" or self._descriptor is None:
            return False
        try:
            fcntl.flock(self._descriptor, kind | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError:
            # No locks on this file system: nobody can be shut out, nobody is alone.
            return kind == fcntl.LOCK_SH
        return True
