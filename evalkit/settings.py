"""TOML files that people write: read, or refused with one line that says where."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from evalkit.document import InputError
from evalkit.shipped import parse


def read_settings(path: Path) -> dict[str, Any]:
    """The table in a TOML file; InputError names the file and what is wrong in it."""
    remedy = 'write lines such as  name = "value"'
    try:
        return parse(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise InputError(
            f"cannot be read ({error.strerror})", path=str(path), remedy="name a TOML file"
        ) from None
    except UnicodeDecodeError as error:
        raise InputError(
            f"not UTF-8 at byte {error.start}", path=str(path), remedy="save it as UTF-8"
        ) from None
    except (ValueError, RecursionError) as error:
        raise InputError(f"not TOML: {error}", path=str(path), remedy=remedy) from None
