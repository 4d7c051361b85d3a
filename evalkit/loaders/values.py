"""What stands in a cell of JSON lines or Parquet: a text, nothing, or what is no text."""

from __future__ import annotations

import math
from collections.abc import Mapping

KINDS: Mapping[type, str] = {
    bool: "true or false",
    int: "a number",
    float: "a number",
    list: "a list",
    dict: "an object",
}
JSON_LIST = "write one object a line: jq -c '.[]' FILE.json > FILE.jsonl"
"""What to do with a file of JSON that is one list."""


def kind(value: object) -> str:
    """What a value that is no text is, in words; "" for a text and where there is none.

    Nothing is what null says, and NaN, which pandas writes for it.

    >>> kind(42), kind(True), kind({"en": "Water"}), kind(["a"]), kind("42"), kind(float("nan"))
    ('a number', 'true or false', "an object of 'en'", 'a list', '', '')
    """
    if isinstance(value, str) or value is None or (isinstance(value, float) and math.isnan(value)):
        return ""
    if isinstance(value, Mapping) and value:
        return f"an object of {', '.join(repr(str(name)[:40]) for name in list(value)[:4])}"
    return KINDS.get(type(value), f"a {type(value).__name__}")


def texts(value: object) -> tuple[str, ...] | None:
    """The texts in a list of nothing else; None where it is none.

    >>> texts(["one", "two"]), texts(["one", 2])
    (('one', 'two'), None)
    """
    if isinstance(value, list) and value and all(isinstance(item, str) for item in value):
        return tuple(value)
    return None
