"""evaluation.json: written, and read again with every value checked."""

from __future__ import annotations

import json
import math
import types
import typing
from collections.abc import Callable, Mapping
from dataclasses import fields
from functools import cache
from typing import Any, TypeAlias, TypeVar

from evalkit.document import InputError
from evalkit.result.records import (
    SCHEMA_VERSION,
    BackTranslationRecord,
    ComparisonRecord,
    DecisionRecord,
    FindingRecord,
    Input,
    RiskRecord,
    RowRecord,
    ScoreRecord,
    StatisticsRecord,
    Target,
)

T = TypeVar("T")
Fits: TypeAlias = Callable[[Any], bool]
REMEDY = "give the evaluation.json that evalkit compare wrote, or compare again"
OPTIONAL: Mapping[str, tuple[str, type[Any]]] = {
    "risks": ("risk_records", RiskRecord),
    "dismissed": ("dismissed_records", FindingRecord),
    "decisions": ("decision_records", DecisionRecord),
    "back_translations": ("back_translation_records", BackTranslationRecord),
    "comparisons": ("comparison_records", ComparisonRecord),
}
"""What the file of an earlier run may be without, and the evaluation's field that holds it."""


def written(document: Mapping[str, Any]) -> str:
    """An evaluation as JSON: records as objects, one value a line."""
    text = json.dumps(document, ensure_ascii=False, indent=1, allow_nan=False, default=_plain)
    return f"{text}\n"


def read(text: str, path: str = "") -> dict[str, Any]:
    """The fields of the evaluation that `written` made a text of.

    What a later minor version adds is left out. Raises InputError, naming `path` and what does
    not fit.
    """
    try:
        table = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise InputError(f"not JSON ({error})", path=path, remedy=REMEDY) from None
    version = table.get("schema_version") if isinstance(table, dict) else None
    if str(version).partition(".")[0] != str(SCHEMA_VERSION):
        raise InputError(
            f"schema version {version!r} is not {SCHEMA_VERSION}", path=path, remedy=REMEDY
        )
    try:
        return {
            "article": table["article"],
            "inputs": tuple(record(Input, i) for i in table["inputs"]),
            "rows": tuple(_row(r) for r in table["rows"]),
            "metrics": tuple(table["metrics"]),
            "checks": tuple(table["checks"]),
            "score_records": tuple(record(ScoreRecord, s) for s in table["scores"]),
            "finding_records": tuple(record(FindingRecord, f) for f in table["findings"]),
            "manifest": table["manifest"],
            "statistics_records": tuple(statistics(s) for s in table.get("statistics", ())),
            **{
                field: tuple(record(kind, each) for each in table.get(name, ()))
                for name, (field, kind) in OPTIONAL.items()
            },
        }
    except (KeyError, TypeError, AttributeError, OverflowError) as error:
        raise InputError(
            f"not an evaluation ({type(error).__name__}: {error})", path=path, remedy=REMEDY
        ) from None


def _row(table: Mapping[str, Any]) -> RowRecord:
    targets = {version: record(Target, t) for version, t in table["targets"].items()}
    return record(RowRecord, {**table, "targets": targets})


def _plain(kept: Any) -> dict[str, Any]:
    # dataclasses.asdict copies every value in depth first: half of the time that writing took.
    return {field.name: getattr(kept, field.name) for field in fields(kept)}


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
