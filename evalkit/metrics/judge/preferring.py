"""Which of two versions in one language a language model prefers: ``-m judge-preference``."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from evalkit.alignment.rows import Pair
from evalkit.languages import language_name, primary
from evalkit.llm.chat import Chat
from evalkit.metrics.base import Metric, RowMetric, Score, Scores, Tools, empty
from evalkit.metrics.judge import prompts, verdict
from evalkit.metrics.judge.asking import asked, signature, stands
from evalkit.neural.resources import Resources

ORDERS = ("first", "second")
"""Where the version stands when it is held against another: each comparison is made both ways."""
UNDECIDED = "the preference depends on which of the two comes first"


class Preference(RowMetric):
    """How often a language model prefers a row to the same row of another version.

    It is asked in both orders: models favour what they read first, or last. 1
    where it prefers the row both times, 0 where it prefers the other both
    times, a half where it does not, or takes sides by the order; the mean where
    there are several others. A version's value is the mean of its rows.
    """

    name = "judge-preference"
    label = "Judge's preference"
    description = (
        "Of two versions in one language, which one the language model behind --judge-url prefers, "
        "row by row, asked in both orders: 1 this one, 0 the other, 0.5 neither or now this, now "
        "that. Comes along with judge where there are two."
    )
    needs = frozenset({"source", "server"})
    range = (0.0, 1.0)

    def __init__(self, chat: Chat) -> None:
        self._chat = chat

    @classmethod
    def create(cls, model: str, tools: Tools) -> Metric:  # noqa: ARG003
        return cls(tools.chat or Chat(Resources().server))

    def signature(self) -> str:
        return signature(self.name, "prefer", self._chat)

    def unscored(self, pair: Pair) -> Score | None:
        if nothing := empty(pair):
            return nothing
        if primary(pair.language) == primary(pair.source_language):
            return Score.unscored("in the language of its source: no translation")
        if not any(rival.strip() for rival in pair.rivals):
            return Score.unscored(f"no other version in {language_name(pair.language)}")
        if all(rival == pair.target for rival in pair.rivals):
            return Score(0.5, detail="the versions are alike here")
        return None

    def texts(self, pair: Pair) -> tuple[str, ...]:
        """The texts that are read, and the languages that are named."""
        languages = (pair.source_language, pair.language)
        return (*languages, pair.source, pair.target, *pair.rivals)

    def stands(self, kept: Score) -> bool:
        return stands(kept, self._chat)

    def rows(self, pairs: Sequence[Pair]) -> Iterator[tuple[int, Score]]:
        homes: list[tuple[int, str]] = []
        questions = []
        for n, pair in enumerate(pairs):
            for rival in pair.rivals:
                if not rival.strip() or rival == pair.target:
                    continue
                for order in ORDERS:
                    texts = dict(zip(_sides(order), (pair.target, rival), strict=True))
                    shown = {"source": pair.source, **{side: texts[side] for side in ORDERS}}
                    asking = prompts.question("prefer", pair, shown, verdict.why_undecided)
                    questions.append(asking)
                    homes.append((n, order))
        expected = [sum(n == home for home, _ in homes) for n in range(len(pairs))]
        found: dict[int, list[tuple[int, str | Score]]] = defaultdict(list)
        for at, answer in asked(self._chat, questions):
            n, _ = homes[at]
            found[n].append((at, answer))
            if len(found[n]) == expected[n]:
                told = [(homes[place][1], said) for place, said in sorted(found.pop(n), key=_at)]
                yield n, _score(told)

    def finish(self, pairs: Sequence[Pair], rows: Sequence[Score]) -> Scores:
        if all(self.unscored(pair) for pair in pairs):
            # Nobody was asked, so nobody need be there.
            values = [row for row in rows if row.value is not None]
            reason = rows[0].reason if rows else "no rows"
            corpus = Score(0.5) if values else Score.unscored(reason)
            return Scores(tuple(rows), corpus, self.name)
        return super().finish(pairs, rows)


def _sides(order: str) -> tuple[str, str]:
    """Where the version and the other stand."""
    return ("first", "second") if order == "first" else ("second", "first")


def _at(item: tuple[int, object]) -> int:
    return item[0]


def _score(told: Sequence[tuple[str, str | Score]]) -> Score:
    """The row's score from what was said in both orders, against each other version in turn.

    >>> _score([("first", '{"better": "first"}'), ("second", '{"better": "second"}')]).value
    1.0
    >>> score = _score([("first", '{"better": "first"}'), ("second", '{"better": "first"}')])
    >>> score.value, score.detail == UNDECIDED
    (0.5, True)
    """
    for _, said in told:
        if isinstance(said, Score):
            return said
    votes = [(order, verdict.preferred(str(said))) for order, said in told]
    values = []
    undecided = False
    for one, other in zip(votes[::2], votes[1::2], strict=True):
        points = [_points(*one), _points(*other)]
        undecided |= set(points) == {0.0, 1.0}
        values.append(points[0] if points[0] == points[1] else 0.5)
    return Score(sum(values) / len(values), detail=UNDECIDED if undecided else "")


def _points(order: str, better: str) -> float:
    if better == "neither":
        return 0.5
    return 1.0 if better == order else 0.0
