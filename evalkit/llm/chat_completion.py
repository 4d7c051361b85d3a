"""What a chat completion's bytes say: in one piece, or as the stream some servers insist on."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

DATA = "data:"
DONE = "[DONE]"


class NoAnswerError(ValueError):
    """Bytes that hold no answer; its `kind` is for counting, its text says why."""

    def __init__(self, kind: str, words: str) -> None:
        super().__init__(words)
        self.kind = kind


@dataclass(frozen=True, slots=True)
class Completion:
    """A model's answer. `cut` says that it was as long as it may be; tokens are None where the
    server does not count them."""

    text: str
    cut: bool
    prompt_tokens: int | None
    answer_tokens: int | None


def completion(body: bytes) -> Completion:
    """The answer in a response's body; NoAnswerError where there is none.

    >>> completion(b'{"choices": [{"message": {"content": "Yes"}, "finish_reason": "stop"}]}').text
    'Yes'
    """
    text = body.decode("utf-8", "replace").lstrip("\ufeff \r\n")
    if text.startswith((DATA, ":", "event:", "id:", "retry:")):
        return _streamed(text)
    answer = _json(text)
    choice = _first(answer)
    said = _mapping(choice.get("message")).get("content")
    if not isinstance(said, str):
        raise NoAnswerError("no answer", "the model server's reply holds no answer")
    return _made(said, choice.get("finish_reason"), answer.get("usage"))


def _streamed(text: str) -> Completion:
    """The pieces of a stream of events put together, if it came to its end."""
    parts: list[str] = []
    finish: object = None
    usage: object = None
    for event in _events(text):
        usage = event.get("usage") or usage
        if not event.get("choices"):
            continue
        choice = _first(event)
        finish = choice.get("finish_reason") or finish
        said = _mapping(choice.get("delta")).get("content")
        parts.append(said if isinstance(said, str) else "")
    if finish is None:
        raise NoAnswerError("no answer", "the model server's reply breaks off")
    return _made("".join(parts), finish, usage)


def _events(text: str) -> Iterator[dict[str, Any]]:
    for line in text.splitlines():
        if line.startswith(DATA) and (data := line[len(DATA) :].strip()) and data != DONE:
            yield _json(data)


def _json(text: str) -> dict[str, Any]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise NoAnswerError("no JSON", "what the model server answers is no JSON")
    return found


def _first(answer: Mapping[str, Any]) -> Mapping[str, Any]:
    choices = answer.get("choices")
    return _mapping(choices[0]) if isinstance(choices, list) and choices else {}


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _made(text: str, finish: object, usage: object) -> Completion:
    counts = _mapping(usage)
    prompt, answer = (_tokens(counts.get(n)) for n in ("prompt_tokens", "completion_tokens"))
    return Completion(text, finish == "length", prompt, answer)


def _tokens(count: object) -> int | None:
    return count if isinstance(count, int) and count >= 0 else None
