"""Where evalkit keeps what can be made again: scores it computed, weights it unpacked."""

from __future__ import annotations

import os
from pathlib import Path

VARIABLE = "EVALKIT_CACHE"


def cache_directory() -> Path:
    """The user's cache directory for evalkit; the environment variable EVALKIT_CACHE moves it.

    It need not exist yet.
    """
    given = os.environ.get(VARIABLE, "").strip()
    if given:
        return Path(given).expanduser().absolute()
    from platformdirs import user_cache_path

    return user_cache_path("evalkit", appauthor=False)
