"""Where evalkit keeps things: what can be made again, and what cannot."""

from __future__ import annotations

import os
from pathlib import Path

VARIABLE = "EVALKIT_CACHE"
SHARED = "EVALKIT_ENCODERS"
"""The environment variable that names a folder of encoders that many use and nobody writes."""


def cache_directory() -> Path:
    """The user's cache directory for evalkit; the environment variable EVALKIT_CACHE moves it.

    Scores that were computed and weights that were unpacked: what can be made
    again. It need not exist yet.
    """
    given = _given()
    if given is not None:
        return given
    from platformdirs import user_cache_path

    return user_cache_path("evalkit", appauthor=False)


def state_directory() -> Path:
    """Where the history of runs lies, which cannot be made again.

    Not below the cache directory, which people and machines empty at will. But
    EVALKIT_CACHE moves it too: one variable, and nothing is kept elsewhere.
    """
    given = _given()
    if given is not None:
        return given
    from platformdirs import user_state_path

    return user_state_path("evalkit", appauthor=False)


def shared_encoders() -> Path | None:
    """A folder in which encoders lie unpacked already, as in a container's image; None: none."""
    given = os.environ.get(SHARED, "").strip()
    return Path(given).expanduser().absolute() if given else None


def _given() -> Path | None:
    given = os.environ.get(VARIABLE, "").strip()
    return Path(given).expanduser().absolute() if given else None
