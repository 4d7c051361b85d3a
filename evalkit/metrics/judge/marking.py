"""Errors that a language model marks: ``-m judge``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from evalkit.alignment.rows import Pair
from evalkit.metrics.base import Score
from evalkit.metrics.judge import judge_answer, prompts
from evalkit.metrics.judge.asking import Asking, asked


class Judge(Asking):
    """MQM errors as a language model marks them (GEMBA-MQM, Kocmi and Federmann 2023).

    The model answers behind an OpenAI-compatible address, at temperature 0 and
    with a seed, one row a call: no row's text is there when another is judged.
    A row's value is what its errors cost: minor 1, major 5, critical 25, at
    most 25, as a negative number; a version's is the mean. The errors
    themselves are findings of the check ``judged-error``.
    """

    name = "judge"
    kind = "mark"
    label = "Judge"
    description = (
        "A language model of your own choice, behind an OpenAI-compatible address (--judge-url), "
        "marks the errors of each row: 0 where it finds none, down to -25. What it marks are "
        "findings (judged-error). Not comparable between models or languages."
    )
    range = (-judge_answer.WORST, 0.0)

    def texts(self, pair: Pair) -> tuple[str, ...]:
        """The texts that are read, and the languages that are named."""
        return (pair.source_language, pair.language, pair.source, pair.target)

    def rows(self, pairs: Sequence[Pair]) -> Iterator[tuple[int, Score]]:
        questions = [
            prompts.question(
                self.kind,
                pair,
                {"source": pair.source, "translation": pair.target},
                judge_answer.why_unmarked,
            )
            for pair in pairs
        ]
        for n, answer in asked(self._chat, questions):
            if isinstance(answer, Score):
                yield n, answer
            else:
                yield n, judge_answer.score(answer, pairs[n], self.name)
