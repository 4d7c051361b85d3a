"""What both kinds of verdict have in common: whom they ask, and what counts as an answer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from evalkit.llm.calling import SEED
from evalkit.llm.chat import Chat
from evalkit.llm.exchange import Question
from evalkit.metrics.base import Score
from evalkit.metrics.judge import prompts

READING = 1
"""Raised when the same answer is read in another way."""


def signature(name: str, kind: prompts.Kind, chat: Chat) -> str:
    """All that a verdict depends on besides the texts; the model by the name it goes by.

    How long an answer may be is not among it: one that came to its end is the same in more room.
    """
    parts = [
        name,
        f"model:{chat.model}",
        f"prompt:{prompts.edition(kind)}",
        f"temperature:0|seed:{SEED}",
        f"reading:{READING}",
    ]
    return "|".join(parts)


def stands(kept: Score, chat: Chat) -> bool:
    """Whether an answer of an earlier run is still one: a failure until it is asked for again."""
    return kept.value is not None or not chat.server.again


def asked(chat: Chat, questions: Sequence[Question]) -> Iterator[tuple[int, str | Score]]:
    """The answers as they come, or the score of a row that has none; equal questions once."""
    homes: dict[tuple[str, str], list[int]] = {}
    for n, question in enumerate(questions):
        homes.setdefault((question.system, question.user), []).append(n)
    places = list(homes.values())
    for at, answer in chat.ask([questions[own[0]] for own in places]):
        failed = Score(None, "unscored", answer.failure, passing=answer.passing)
        for n in places[at]:
            yield n, failed if answer.failure else answer.text
