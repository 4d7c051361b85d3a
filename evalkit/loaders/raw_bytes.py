"""Bytes from a path or from standard input, never more than asked for."""

from __future__ import annotations

import stat
import sys
from pathlib import Path
from typing import BinaryIO

from evalkit.document import InputError

STANDARD_INPUT = "-"
STANDARD_INPUT_NAME = "standard input"
TOO_LARGE = "raise --max-size or split the file"


def read_bytes(path: str, max_size: int, remedy: str = TOO_LARGE) -> bytes:
    """All the bytes of a file, or of standard input for `-`.

    Raises InputError where there is no readable file, or more than `max_size`
    bytes in it (`remedy` is what then helps); at most one byte more than that
    is ever read.
    """
    if path == STANDARD_INPUT:
        return _read_limited(sys.stdin.buffer, STANDARD_INPUT_NAME, max_size, remedy)
    try:
        status = Path(path).stat()
        if stat.S_ISDIR(status.st_mode):
            raise InputError("it is a directory", path=path, remedy="give a file")
        if stat.S_ISREG(status.st_mode) and status.st_size > max_size:
            raise _too_large(path, max_size, remedy)
        with Path(path).open("rb") as stream:
            return _read_limited(stream, path, max_size, remedy)
    except FileNotFoundError:
        raise InputError("there is no such file", path=path, remedy="check the path") from None
    except PermissionError:
        raise InputError("it may not be read", path=path, remedy="change its permissions") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise InputError(
            f"it cannot be read ({reason})", path=ascii(path)[1:-1], remedy="check the path"
        ) from None


def is_stream(path: str) -> bool:
    """Whether the path is standard input, a pipe or the like: no name to tell a format from."""
    if path == STANDARD_INPUT:
        return True
    try:
        mode = Path(path).stat().st_mode
    except (OSError, ValueError):
        return False
    return stat.S_ISFIFO(mode) or stat.S_ISCHR(mode)


def _read_limited(stream: BinaryIO, path: str, max_size: int, remedy: str) -> bytes:
    data = stream.read(max_size + 1)
    if len(data) > max_size:
        raise _too_large(path, max_size, remedy)
    return data


def _too_large(path: str, max_size: int, remedy: str) -> InputError:
    return InputError(
        f"it is larger than {max_size:,} bytes",
        path=path,
        remedy=remedy,
    )
