"""The JSON in a model's answer, whatever it wrapped it in."""

from __future__ import annotations

import json
import re
from typing import Any

THOUGHT = re.compile(r"<(think|thinking)>.*?</\1>", re.DOTALL)
"""What models that reason say to themselves before they answer."""
OPENED = re.compile(r"</?(?:think|thinking)>")
OBJECT = re.compile(r"\{\s*[\"}]")
"""A brace that begins an object rather than words in braces."""
TRIES = 64
"""Braces at which an object is looked for."""
DECODER = json.JSONDecoder()


class UnreadableError(ValueError):
    """An answer that holds no such object; its text says why."""


def without_thoughts(text: str) -> str:
    """An answer without what the model said to itself.

    >>> without_thoughts("<think>Is it?</think>\\nYes.")
    'Yes.'
    >>> without_thoughts("It is.</think> No.")
    'No.'
    """
    kept = THOUGHT.sub("", text)
    # Some servers swallow the opening mark.
    return OPENED.split(kept)[-1].strip()


def object_in(text: str) -> dict[str, Any]:
    """The JSON object in an answer.

    Servers that know no schema let models talk: fences, words before and after.
    Half an object is none: what was cut off might be the errors. Nor are two
    different ones: one of them may be a paragraph's own words.

    >>> object_in('Here {it} is:\\n```json\\n{"errors": []}\\n``` Anything else?')
    {'errors': []}
    >>> object_in('{"errors": [{"quote": "a"')
    Traceback (most recent call last):
    ...
    evalkit.llm.json_answer.UnreadableError: it breaks off in the middle of its JSON
    """
    said = without_thoughts(text)
    found: list[dict[str, Any]] = []
    place = said.find("{")
    for _ in range(TRIES):
        if place < 0:
            break
        try:
            value, end = DECODER.raw_decode(said, place)
        except (ValueError, RecursionError):
            if OBJECT.match(said, place):
                # What follows may be a part of this one.
                raise UnreadableError(_broken(said[place:])) from None
            place = said.find("{", place + 1)
            continue
        if isinstance(value, dict) and value not in found:
            found.append(value)
        place = said.find("{", end)
    if len(found) == 1:
        return found[0]
    if found:
        raise UnreadableError("it holds several JSON objects")
    raise UnreadableError("it is no JSON" if said else "it is empty")


def _broken(said: str) -> str:
    opened = any(said.count(left) > said.count(right) for left, right in ("{}", "[]"))
    return "it breaks off in the middle of its JSON" if opened else "its JSON is broken"
