"""What is asked of a model, and what comes back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any


def anything(_text: str) -> str:
    return ""


@dataclass(frozen=True, slots=True)
class Question:
    """One call: `system` says what is wanted, `user` holds the texts.

    `schema` is the JSON schema that the answer must fit, None for plain text;
    servers that know no schemas are asked without, so the words must say it
    too. `why_unreadable` says what is wrong with an answer, "" where nothing is:
    an unreadable one is asked for once more.
    """

    system: str
    user: str
    schema: Mapping[str, Any] | None = None
    why_unreadable: Callable[[str], str] = anything


@dataclass(frozen=True, slots=True)
class Answer:
    """The model's words, or why there are none.

    A `failure` that is `passing` says nothing about the question: the budget
    is spent, or the server is gone. It is not to be remembered. `refused` says
    that the server took the question for a wrong one.
    """

    text: str = ""
    failure: str = ""
    passing: bool = False
    refused: bool = False
