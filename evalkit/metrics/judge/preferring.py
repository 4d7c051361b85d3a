"""Which of two versions in one language a language model prefers: ``-m judge-preference``."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from evalkit.alignment.rows import Pair
from evalkit.languages import language_name
from evalkit.metrics.base import Score
from evalkit.metrics.judge import judge_answer, prompts
from evalkit.metrics.judge.asking import Asking, asked

ORDERS = ("first", "second")
"""Where the version stands when it is held against another: each comparison is made both ways."""
UNDECIDED = "the preference depends on which of the two comes first"


class Preference(Asking):
    """How often a language model prefers a row to the same row of another version.

    It is asked in both orders: models favour what they read first, or last. 1
    where it prefers the row both times, 0 where it prefers the other both
    times, a half where it does not, or takes sides by the order; the mean where
    there are several others. A version's value is the mean of its rows.
    """

    name = "judge-preference"
    kind = "prefer"
    label = "Judge's preference"
    description = (
        "Of two versions in one language, which one the language model behind --judge-url prefers, "
        "row by row, asked in both orders: 1 this one, 0 the other, 0.5 neither or now this, now "
        "that. Comes along with judge where there are two."
    )
    range = (0.0, 1.0)

    def unscored(self, pair: Pair) -> Score | None:
        if nothing := super().unscored(pair):
            return nothing
        if pair.rivals and not any(rival.strip() for rival in pair.rivals):
            return Score(1.0, detail="no other version has it")
        if not pair.rivals:
            return Score.unscored(f"no other version in {language_name(pair.language)}")
        if all(rival == pair.target for rival in pair.rivals):
            return Score(0.5, detail="the versions are alike here")
        return None

    def texts(self, pair: Pair) -> tuple[str, ...]:
        """The texts that are read, and the languages that are named."""
        languages = (pair.source_language, pair.language)
        return (*languages, pair.source, pair.target, *pair.rivals)

    def rows(self, pairs: Sequence[Pair]) -> Iterator[tuple[int, Score]]:
        homes: list[tuple[int, str]] = []
        questions = []
        for n, pair in enumerate(pairs):
            for rival in pair.rivals:
                if not rival.strip() or rival == pair.target:
                    continue
                for order in ORDERS:
                    texts = (pair.target, rival) if order == "first" else (rival, pair.target)
                    shown = {"source": pair.source, "first": texts[0], "second": texts[1]}
                    asking = prompts.question(self.kind, pair, shown, judge_answer.why_undecided)
                    questions.append(asking)
                    homes.append((n, order))
        expected = Counter(n for n, _ in homes)
        found: dict[int, list[tuple[int, str | Score]]] = defaultdict(list)
        for at, answer in asked(self._chat, questions):
            n, _ = homes[at]
            found[n].append((at, answer))
            if len(found[n]) == expected[n]:
                told = [(homes[place][1], said) for place, said in sorted(found.pop(n), key=_at)]
                yield n, _score(told)


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
    votes = [(order, judge_answer.preferred(str(said))) for order, said in told]
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
