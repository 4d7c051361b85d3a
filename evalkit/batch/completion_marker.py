"""What is kept beside an article's reports: for which inputs they stand, and their digest.

It spares a batch that is resumed from reading every evaluation again. It is written after
all else, and worth nothing where it does not fit: then the evaluation itself is looked at.
"""

from __future__ import annotations

import hashlib
import json
import re
import types
import typing
from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, is_dataclass
from functools import cache
from pathlib import Path
from typing import Any

from evalkit.atomic_files import write_all
from evalkit.comparison.article_summary import Digest
from evalkit.document import InputError
from evalkit.review import Settled

NAME = ".batch.json"
_SECONDS = re.compile(rb'\n  "seconds": \{[^{}]*\}')
_ENERGY = re.compile(rb',\n  "energy": \{[^{}]*\}')


@dataclass(frozen=True, slots=True)
class Seal:
    """`made_for` names the inputs, options and decisions, `content` the evaluation beside it.

    Both are hashes; of times nothing is in them, so that a batch that was killed and resumed
    leaves the same bytes as one that was not.
    """

    made_for: str
    content: str
    digest: Digest
    settled: Settled


def content_of(evaluation: Path) -> str:
    """A hash of an evaluation.json but for how long each step took, and what was used meanwhile."""
    lasting = _SECONDS.sub(b"", evaluation.read_bytes(), count=1)
    return hashlib.sha256(_ENERGY.sub(b"", lasting, count=1)).hexdigest()


def read_seal(directory: Path) -> Seal | None:
    """The seal in a directory, None where there is none or it is damaged."""
    try:
        first, _, rest = (directory / NAME).read_bytes().partition(b"\n")
        if hashlib.sha256(rest).hexdigest().encode() != first:
            return None
        made: Seal = _rebuilt(Seal, json.loads(rest))
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
    return made


def write_seal(seal: Seal, directory: Path) -> None:
    """Write it into the directory. Where it cannot be written there is none."""
    text = json.dumps(asdict(seal), ensure_ascii=True, separators=(",", ":")).encode()
    with suppress(InputError):
        write_all(directory, {NAME: hashlib.sha256(text).hexdigest().encode() + b"\n" + text})


def remove_seal(directory: Path) -> None:
    """What follows is not sealed any more."""
    with suppress(OSError):
        (directory / NAME).unlink(missing_ok=True)


def unclaimed(output: Path, names: Collection[str]) -> list[str]:
    """The folders in `output` that a batch made of articles which are not among `names`."""
    try:
        found = [path.parent.name for path in output.glob(f"*/{NAME}")]
    except OSError:
        return []
    return sorted(set(found).difference(names))


def _rebuilt(hint: Any, value: Any) -> Any:
    """What `asdict` and JSON made of a record, made a record again."""
    if isinstance(hint, type) and is_dataclass(hint):
        return hint(**{name: _rebuilt(kind, value[name]) for name, kind in _fields(hint).items()})
    origin, inner = typing.get_origin(hint), typing.get_args(hint)
    if origin is tuple:
        kinds = [inner[0]] * len(value) if inner[1:] == (...,) else inner
        return tuple(_rebuilt(kind, each) for kind, each in zip(kinds, value, strict=True))
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return {key: _rebuilt(inner[1], each) for key, each in value.items()}
    if origin in (typing.Union, types.UnionType):
        (kind,) = {kind for kind in inner if kind is not type(None)}
        return None if value is None else _rebuilt(kind, value)
    return value


@cache
def _fields(record: type[Any]) -> dict[str, Any]:
    return typing.get_type_hints(record)
