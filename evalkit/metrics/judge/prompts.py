"""What a judge is asked, and the form its answer must have."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, Literal

from evalkit.alignment.rows import Pair
from evalkit.languages import language_name
from evalkit.llm.exchange import Question
from evalkit.metrics.judge.categories import CATEGORIES
from evalkit.package_data import table

Kind = Literal["mark", "prefer"]
MOST_ERRORS = 30
"""Errors that one row may have: a model that marks more goes round in circles."""
LONGEST = 400
"""Characters of a quote or a reason, where a server can hold a model to them."""
TEXT: Mapping[str, Any] = {"type": "string", "maxLength": LONGEST}


def _object(**properties: Mapping[str, Any]) -> Mapping[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


SCHEMAS: Mapping[Kind, Mapping[str, Any]] = {
    "mark": _object(
        errors={
            "type": "array",
            "maxItems": MOST_ERRORS,
            "items": _object(
                category={"type": "string", "enum": list(CATEGORIES)},
                severity={"type": "string", "enum": ["minor", "major", "critical"]},
                source_quote=TEXT,
                translation_quote=TEXT,
                reason=TEXT,
            ),
        }
    ),
    "prefer": _object(
        better={"type": "string", "enum": ["first", "second", "neither"]}, reason=TEXT
    ),
}


@cache
def edition(kind: Kind) -> str:
    """A hash of all that is asked but the texts: another prompt or form is another edition."""
    asked = json.dumps([_system(kind), SCHEMAS[kind]], sort_keys=True)
    return hashlib.sha256(asked.encode()).hexdigest()[:12]


def question(
    kind: Kind, pair: Pair, texts: Mapping[str, str], why_unreadable: Callable[[str], str]
) -> Question:
    """What is asked about a row: its texts go in as JSON, which no text can end."""
    system = _system(kind).format(
        source_language=language_name(pair.source_language),
        language=language_name(pair.language),
        categories=", ".join(f'"{name}"' for name in CATEGORIES),
    )
    user = json.dumps(texts, ensure_ascii=False, indent=1)
    # A lone surrogate has no UTF-8.
    user = user.encode("utf-8", "replace").decode("utf-8")
    return Question(system, user, SCHEMAS[kind], why_unreadable)


def _system(kind: Kind) -> str:
    return str(table("evalkit.metrics.judge", "judge.toml")[kind]["system"]).strip()
