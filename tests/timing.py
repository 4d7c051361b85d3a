"""Time in tests: how patient they are, and quiet for those that measure it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PATIENCE = float(os.environ.get("EVALKIT_PATIENCE", "1"))
"""Times the limits that tests hold: more on a machine that is slow, or busy with other work."""


@contextmanager
def turn(place: Path, *, quiet: bool) -> Iterator[None]:
    """A test's turn among the workers that know the folder `place`.

    A quiet one waits until no other test runs, and no other begins while it does.
    Where the system has no `flock`, all run as they come.
    """
    try:
        import fcntl
    except ImportError:
        yield
        return
    with (place / "turnstile").open("w") as turnstile, (place / "floor").open("w") as floor:
        # Who waits for quiet stands in the turnstile, or others would keep the floor for ever.
        fcntl.flock(turnstile, fcntl.LOCK_EX)
        fcntl.flock(floor, fcntl.LOCK_EX if quiet else fcntl.LOCK_SH)
        fcntl.flock(turnstile, fcntl.LOCK_UN)
        yield
