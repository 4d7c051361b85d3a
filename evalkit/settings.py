"""What people set: TOML files that they write, and the seed of all that is drawn.

Read, or refused with one line that says where.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from evalkit.document import InputError
from evalkit.package_data import parse

SEED_VARIABLE = "SACREBLEU_SEED"
SEED = 12345
"""sacrebleu's own, so that the same resamples are drawn."""


def seed() -> int | None:
    """The seed of all limits and tests: SACREBLEU_SEED as sacrebleu takes it, else 12345.

    None where it is "none", in whatever case: then they are drawn otherwise each
    time. InputError for anything else that is no whole number from 0 on.
    """
    given = os.environ.get(SEED_VARIABLE, str(SEED))
    if given.lower() == "none":
        return None
    try:
        found = int(given)
    except ValueError:
        found = -1
    if found < 0:
        raise InputError(
            f"{given!r} is no seed" if given else "it is empty",
            path=SEED_VARIABLE,
            remedy='set a whole number from 0 on or "none", or unset it',
        )
    return found


@contextmanager
def seeded(drawn_from: int | None) -> Iterator[None]:
    """A while in which `seed` is this one, whatever the environment says.

    >>> with seeded(7):
    ...     seed()
    7
    """
    before = os.environ.get(SEED_VARIABLE)
    os.environ[SEED_VARIABLE] = str(drawn_from).lower()
    try:
        yield
    finally:
        del os.environ[SEED_VARIABLE]
        if before is not None:
            os.environ[SEED_VARIABLE] = before


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
