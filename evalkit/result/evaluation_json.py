"""Records made again of what JSON kept of them."""

from __future__ import annotations

import math
import types
import typing
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, TypeAlias, TypeVar

from evalkit.result.records import StatisticsRecord

T = TypeVar("T")
Fits: TypeAlias = Callable[[Any], bool]


def record(kind: type[T], table: Mapping[str, Any]) -> T:
    """A record from JSON: lists become tuples again, types are checked.

    What the record has no field for a later evalkit may have written: it is left out.
    """
    values = {}
    # mypy takes a class for unhashable where its objects may be.
    for name, fits in _fields(kind).items():  # type: ignore[arg-type]
        if name not in table:
            continue
        value = table[name]
        made = tuple(value) if isinstance(value, list) else value
        if not fits(made):
            raise TypeError(f"{kind.__name__}.{name} is {value!r}")
        values[name] = made
    return kind(**values)


def statistics(table: Mapping[str, Any]) -> StatisticsRecord:
    """A record of statistics from JSON, its counts checked one by one."""
    found = record(StatisticsRecord, table)
    if not all(map(_is_number, found.counts)):
        raise TypeError(f"StatisticsRecord.counts is {list(found.counts)!r}")
    return found


@cache
def _fields(kind: type[object]) -> Mapping[str, Fits]:
    """What a value of each field has to fit; working out the hints takes longer than the rest."""
    return {name: _fits(hint) for name, hint in typing.get_type_hints(kind).items()}


def _fits(hint: Any) -> Fits:
    """Whether a value that was JSON is of a type."""
    origin = typing.get_origin(hint)
    if origin in (typing.Union, types.UnionType):
        options = [_fits(option) for option in typing.get_args(hint)]
        return lambda value: any(fits(value) for fits in options)
    if origin is typing.Literal:
        return typing.get_args(hint).__contains__
    if hint is float:
        return _is_number
    kind = hint if origin is None else tuple if origin is tuple else Mapping
    return lambda value: isinstance(value, kind)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and math.isfinite(value)
