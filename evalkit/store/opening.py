"""The store of this machine, opened when it is first asked."""

from __future__ import annotations

import atexit
from functools import cache
from pathlib import Path

from evalkit.store.memory import Memory, NoMemory, Note, say


def open_memory(cached: bool = True, note: Note = say) -> Memory:
    """The user's store, or with ``--no-cache`` a memory that forgets.

    Nothing is opened before it is first asked. `note` takes a line when the
    store is damaged or cannot be written; the run then goes on without.
    Raises InputError where EVALKIT_CACHE_SIZE is no size.
    """
    if not cached:
        return NoMemory()
    from evalkit.store.entries import store_path
    from evalkit.store.sizes import limit_from_environment

    return _store(store_path(), limit_from_environment(), note)


@cache
def _store(path: Path, limit: int, note: Note) -> Memory:
    # One for a process: a batch opens the memory for every article, and what
    # it has to say about the disk is said once.
    from evalkit.store.entries import Store

    store = Store(path, limit, note)
    atexit.register(store.close)
    return store
