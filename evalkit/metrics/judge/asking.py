"""What both kinds of verdict have in common: whom they ask, and what counts as an answer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import ClassVar

from evalkit.alignment.rows import Pair
from evalkit.encoders.resources import Resources
from evalkit.languages import primary
from evalkit.llm.calling import SEED
from evalkit.llm.chat import Chat
from evalkit.llm.exchange import Question
from evalkit.metrics.base import (
    Metric,
    RowMetric,
    Score,
    Scores,
    Tools,
    coverage,
    nothing_scored,
    omitted,
    sourceless,
)
from evalkit.metrics.judge import prompts

READING = 1
"""Raised when the same answer is read in another way."""


class Asking(RowMetric):
    """A verdict of a language model on a row, by the question of its `kind`."""

    kind: ClassVar[prompts.Kind]
    needs = frozenset({"source", "server"})

    def __init__(self, chat: Chat) -> None:
        self._chat = chat

    @classmethod
    def create(cls, model: str, tools: Tools) -> Metric:  # noqa: ARG003
        return cls(tools.chat or Chat(Resources().server))

    def signature(self) -> str:
        """All that a verdict depends on besides the texts; the model by the name it goes by.

        How long an answer may be is not among it: one that came to its end is the same in more
        room.
        """
        parts = [
            self.name,
            f"model:{self._chat.model}",
            f"prompt:{prompts.edition(self.kind)}",
            f"temperature:0|seed:{SEED}",
            f"reading:{READING}",
        ]
        return "|".join(parts)

    def unscored(self, pair: Pair) -> Score | None:
        if nothing := sourceless(pair):
            return nothing
        if primary(pair.language) == primary(pair.source_language):
            return Score.unscored("in the language of its source: no translation")
        return omitted(pair)

    def stands(self, kept: Score) -> bool:
        """Whether an answer of an earlier run is still one: a failure until it is asked again."""
        return kept.value is not None or not self._chat.server.again

    def finish(self, pairs: Sequence[Pair], rows: Sequence[Score]) -> Scores:
        if any(self.unscored(pair) is None for pair in pairs):
            return super().finish(pairs, rows)
        # Nobody was asked, so nobody need be there: not even to say which model it would have been.
        values = [row.value for row in rows if row.value is not None]
        corpus = nothing_scored(rows) or Score(sum(values) / len(values), reason=coverage(rows))
        return Scores(tuple(rows), corpus, self.name)


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
