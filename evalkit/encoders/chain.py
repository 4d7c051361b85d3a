"""Missing content comes in runs: a word's evidence is read with its neighbours'.

A chain of two hidden states, kept and lost, along the words of a text (Rabiner
1989, forward and backward). A run of lost words ends more easily at a comma than
inside a clause, most easily where a sentence ends.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from evalkit.encoders.word_alignment import Place

SENTENCE_MARKS = frozenset(".?!।॥|۔؟。！？\n")
INNER_MARKS = frozenset(',;:—–()[]{}"“”„«»،؛、，；：（）')


@dataclass(frozen=True, slots=True)
class Chain:
    """How often a run of lost words ends after a word, at a mark, at a sentence's end.

    `prior` is the share of lost words before anything is known. A word's
    log-odds are multiplied by `trust` and held within ±`limit`.
    """

    prior: float
    trust: float
    limit: float
    inside: float
    mark: float
    sentence: float

    def kept(self, evidence: Sequence[float], borders: Sequence[float]) -> list[float]:
        """The probability that each word is kept, between 0 and 1.

        `evidence` is a word's log-odds of being kept against an even prior,
        `borders[i]` how easily a run ends between word i - 1 and word i
        (`borders[0]` is not read).

        >>> chain = Chain(0.1, 1.0, 6.0, 0.05, 0.2, 0.4)
        >>> lone = chain.kept([3, 3, -1, 3, 3], [0.05] * 5)
        >>> run = chain.kept([3, -2, -2, -2, -2, -2, 3], [0.05] * 7)
        >>> round(lone[2], 1), max(run[1:6]) < 0.5
        (1.0, True)
        """
        weights = [
            math.exp(max(-self.limit, min(self.limit, self.trust * odds))) for odds in evidence
        ]
        forward = self._pass(weights, borders)
        return [
            kept * after / (kept * after + (1 - kept) * (1 - after))
            for kept, after in zip(forward, self._back(weights, borders), strict=True)
        ]

    def _moves(self, border: float) -> tuple[float, float]:
        """The probabilities of lost to kept, and of kept to lost."""
        return border, border * self.prior / (1 - self.prior)

    def _pass(self, weights: Sequence[float], borders: Sequence[float]) -> list[float]:
        """The probability of kept, given the words up to each."""
        states = []
        kept = 1 - self.prior
        for n, weight in enumerate(weights):
            if n:
                returns, leaves = self._moves(borders[n])
                kept = kept * (1 - leaves) + (1 - kept) * returns
            kept = kept * weight / (kept * weight + 1 - kept)
            states.append(kept)
        return states

    def _back(self, weights: Sequence[float], borders: Sequence[float]) -> list[float]:
        """What the words after each say of it: likelihoods of kept and lost that add up to 1."""
        states = [0.5] * len(weights)
        for n in range(len(weights) - 2, -1, -1):
            returns, leaves = self._moves(borders[n + 1])
            kept, lost = states[n + 1] * weights[n + 1], 1 - states[n + 1]
            if_kept = (1 - leaves) * kept + leaves * lost
            if_lost = returns * kept + (1 - returns) * lost
            states[n] = if_kept / (if_kept + if_lost)
        return states

    def borders(self, text: str, words: Sequence[Place]) -> list[float]:
        """How easily a run ends before each word: by the marks in front of it."""
        before = [0, *(end for _, end in words)]
        return [
            self._border(text[left:start]) for left, (start, _) in zip(before, words, strict=False)
        ]

    def _border(self, between: str) -> float:
        if not SENTENCE_MARKS.isdisjoint(between):
            return self.sentence
        return self.inside if INNER_MARKS.isdisjoint(between) else self.mark
