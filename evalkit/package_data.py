"""Data that ships with evalkit as text, kept parsed as Python keeps modules compiled.

Two dozen TOML files take longer to parse than an article to judge. What came of a file lies in
the `__pycache__` beside it (or where `PYTHONPYCACHEPREFIX` says; nowhere with
`PYTHONDONTWRITEBYTECODE`, or where that cannot be written) and holds for as long as the file's
content is the same.
"""

from __future__ import annotations

import hashlib
import marshal
import os
import sys
from contextlib import suppress
from importlib.util import MAGIC_NUMBER, cache_from_source
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent
PARSED = "parsed TOML"


def text(package: str, name: str) -> str:
    """A text file of one of evalkit's packages; `name` may lead through folders.

    >>> text("evalkit.languages", "bn.toml").startswith("name = ")
    True
    """
    return _file(package, name).read_text(encoding="utf-8")


def names(package: str, ending: str) -> list[str]:
    """The files of one of evalkit's packages whose names end so, in alphabetical order.

    >>> "bn.toml" in names("evalkit.languages", ".toml")
    True
    """
    return sorted(f.name for f in _file(package, "").iterdir() if f.name.endswith(ending))


def table(package: str, name: str) -> dict[str, Any]:
    """A TOML file of one of evalkit's packages; each call gives a table of its own.

    >>> table("evalkit.languages", "bn.toml")["script"]
    'Beng'
    """
    file = _file(package, name)
    source = file.read_bytes()
    parsed = kept(file, PARSED, source)
    if not isinstance(parsed, dict):
        parsed = parse(source.decode("utf-8"))
        keep(file, PARSED, source, parsed)
    return parsed


def parse(toml: str) -> dict[str, Any]:
    """The table a TOML text writes down; ValueError, saying where, for what is none.

    >>> parse('a = [1, "b"]')
    {'a': [1, 'b']}
    """
    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib
    return tomllib.loads(toml)


def kept(file: Path, how: str, source: bytes) -> object:
    """What was made of a file with this content, in the way that `how` names; None if unknown."""
    with suppress(OSError, ValueError, EOFError, TypeError):
        found = _beside(file).read_bytes()
        mark = _mark(how, source)
        if found.startswith(mark):
            return marshal.loads(found[len(mark) :])
    return None


def keep(file: Path, how: str, source: bytes, made: Any) -> bool:
    """Keep what was made of a file, if that can be: plain values, or code; say whether it was."""
    if sys.dont_write_bytecode:
        return False
    place = _beside(file)
    own = place.with_name(f"{place.name}.{os.getpid()}")
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        own.write_bytes(_mark(how, source) + marshal.dumps(made))
        own.replace(place)
    except (OSError, ValueError):
        # A date, for one, cannot be marshalled.
        with suppress(OSError):
            own.unlink()
        return False
    return True


def _file(package: str, name: str) -> Path:
    return ROOT.joinpath(*package.split(".")[1:], name)


def _beside(file: Path) -> Path:
    # With its whole name: a template and a module may differ by the suffix alone.
    return Path(cache_from_source(f"{file}.py"))


def _mark(how: str, source: bytes) -> bytes:
    return hashlib.sha256(MAGIC_NUMBER + how.encode() + b"\0" + source).digest()
