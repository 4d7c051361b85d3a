"""Records made again of what JSON kept of them."""

from __future__ import annotations

import math
import types
import typing
from collections.abc import Mapping
from typing import Any, TypeVar

from evalkit.evaluation.records import StatisticsRecord

T = TypeVar("T")


def record(kind: type[T], table: Mapping[str, Any]) -> T:
    """A record from JSON: lists become tuples again, types are checked."""
    hints = typing.get_type_hints(kind)
    values = {}
    for name, value in table.items():
        made = tuple(value) if isinstance(value, list) else value
        if not _fits(made, hints[name]):
            raise TypeError(f"{kind.__name__}.{name} is {value!r}")
        values[name] = made
    return kind(**values)


def statistics(table: Mapping[str, Any]) -> StatisticsRecord:
    found = record(StatisticsRecord, table)
    if not all(_fits(count, float) for count in found.counts):
        raise TypeError(f"StatisticsRecord.counts is {list(found.counts)!r}")
    return found


def _fits(value: Any, hint: Any) -> bool:
    origin = typing.get_origin(hint)
    if origin in (typing.Union, types.UnionType):
        return any(_fits(value, option) for option in typing.get_args(hint))
    if origin is typing.Literal:
        return value in typing.get_args(hint)
    if hint is float:
        return isinstance(value, int | float) and math.isfinite(value)
    if origin is tuple:
        return isinstance(value, tuple)
    if origin is not None:
        return isinstance(value, Mapping)
    return isinstance(value, hint)
