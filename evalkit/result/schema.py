"""The JSON schema of evaluation.json, from the types of its records."""

from __future__ import annotations

import types
import typing
from collections.abc import Mapping
from dataclasses import MISSING, fields
from typing import Any

from evalkit.result import records

DRAFT = "https://json-schema.org/draft/2020-12/schema"
LISTS: Mapping[str, type[Any]] = {
    "inputs": records.Input,
    "rows": records.RowRecord,
    "scores": records.ScoreRecord,
    "findings": records.FindingRecord,
    "dismissed": records.FindingRecord,
    "decisions": records.DecisionRecord,
    "summary": records.SummaryRecord,
    "comparisons": records.ComparisonRecord,
    "statistics": records.StatisticsRecord,
    "risks": records.RiskRecord,
    "witnesses": records.WitnessRecord,
    "back_translations": records.BackTranslationRecord,
}
"""The lists of the file, and what each holds."""
_SCALARS: Mapping[Any, str] = {str: "string", int: "integer", float: "number", type(None): "null"}


def schema() -> dict[str, Any]:
    """The schema (JSON Schema, draft 2020-12); a later minor version may add fields.

    >>> schema()["$defs"]["StatisticsRecord"]["properties"]["counts"]
    {'type': 'array', 'items': {'type': 'number'}}
    """
    kinds = dict.fromkeys((*LISTS.values(), records.Target))
    properties: dict[str, Any] = {
        "schema_version": {"const": records.SCHEMA_VERSION},
        "article": {"type": "string"},
        "metrics": {"type": "array", "items": {"type": "string"}},
        "checks": {"type": "array", "items": {"type": "string"}},
        **{name: {"type": "array", "items": _reference(kind)} for name, kind in LISTS.items()},
        "manifest": {"type": "object"},
    }
    return {
        "$schema": DRAFT,
        "title": "evaluation.json",
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
        "$defs": {kind.__name__: _record(kind) for kind in kinds},
    }


def _reference(kind: type[Any]) -> dict[str, str]:
    return {"$ref": f"#/$defs/{kind.__name__}"}


def _record(kind: type[Any]) -> dict[str, Any]:
    hints = typing.get_type_hints(kind)
    return {
        "type": "object",
        "properties": {field.name: _value(hints[field.name]) for field in fields(kind)},
        "required": [
            field.name
            for field in fields(kind)
            if field.default is MISSING and field.default_factory is MISSING
        ],
        "additionalProperties": False,
    }


def _value(hint: Any) -> dict[str, Any]:
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin in (typing.Union, types.UnionType):
        return {"anyOf": [_value(argument) for argument in arguments]}
    if origin is typing.Literal:
        return {"enum": list(arguments)}
    if origin is tuple:
        return {"type": "array", "items": _value(arguments[0])}
    if hint in _SCALARS:
        return {"type": _SCALARS[hint]}
    if hint is records.Target:
        return _reference(hint)
    return {"type": "object", "additionalProperties": _value(arguments[1]) if arguments else True}
