"""Sizes in bytes as people write them."""

from __future__ import annotations

import os
import re

from evalkit.document import InputError

VARIABLE = "EVALKIT_CACHE_SIZE"
DEFAULT_LIMIT = 1_000_000_000
SMALLEST_LIMIT = 1_000_000
"""Below this the tables' own pages would be a fair part of it."""
_UNITS = {"": 1, "k": 10**3, "m": 10**6, "g": 10**9, "t": 10**12}
_SIZE = re.compile(r"(\d+(?:\.\d+)?)\s*([kmgt]?)b?", re.IGNORECASE)


def limit_from_environment() -> int:
    """How large the store may grow, in bytes: EVALKIT_CACHE_SIZE, or 1 GB."""
    given = os.environ.get(VARIABLE, "").strip()
    if not given:
        return DEFAULT_LIMIT
    try:
        return max(parse_size(given), SMALLEST_LIMIT)
    except ValueError:
        raise InputError(
            f"{VARIABLE}={given} is not a size", remedy="write it as 500MB or 2GB"
        ) from None


def parse_size(text: str) -> int:
    """Bytes from words; ValueError for what is no size.

    >>> parse_size("500MB"), parse_size("1.5 g"), parse_size("4096")
    (500000000, 1500000000, 4096)
    """
    match = _SIZE.fullmatch(text.strip())
    if match is None:
        raise ValueError(text)
    return int(float(match[1]) * _UNITS[match[2].lower()])


def show_size(count: int) -> str:
    """Bytes in words.

    >>> show_size(999), show_size(1_234_567), show_size(2_000_000_000)
    ('999 B', '1.2 MB', '2.0 GB')
    """
    for unit, size in (("GB", 10**9), ("MB", 10**6), ("kB", 10**3)):
        if count >= size:
            return f"{count / size:.1f} {unit}"
    return f"{count} B"
