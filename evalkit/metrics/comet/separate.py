"""Regression and referenceless checkpoints: every text encoded by itself, then compared."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from evalkit.encoders.batching import batches
from evalkit.metrics.comet.runtime import Runtime, readable
from evalkit.metrics.comet.samples import Sample, Verdict
from evalkit.metrics.comet.silence import silence

ENDS = 2
"""Tokens that a tokenizer puts around a text, and those that unbabel-comet leaves free besides."""
BATCHES_AT_ONCE = 8
"""Batches' worth of samples that are scored together: enough that texts find others of their
length, few enough that a killed process loses seconds."""


class Separate:
    """A checkpoint that compares the vectors of texts.

    A text has one vector however many samples it is in: the source of several
    versions is encoded once. A vector is kept while samples with it remain.
    """

    def __init__(self, runtime: Runtime, referenced: bool) -> None:
        self._runtime, self._referenced = runtime, referenced

    def count(self, texts: Sequence[str]) -> list[int]:
        return self._runtime.count([readable(text) for text in texts])

    def fits(self, sizes: Sequence[int]) -> bool:
        read = sizes if self._referenced else sizes[:2]
        positions: int = self._runtime.model.encoder.max_positions
        return max(read) + 2 * ENDS <= positions

    def score(self, samples: Sequence[Sample]) -> Iterator[list[tuple[int, Verdict]]]:
        sides = [self._sides(sample) for sample in samples]
        left = Counter(text for own in sides for text in own)
        distinct = list(left)
        sizes = dict(zip(distinct, self._runtime.count(distinct), strict=True))
        plan = list(self._plan(sides, sizes))
        inputs = (self._inputs(texts) for _, encoded in plan for texts in encoded)
        made = self._runtime.through(self._vectors, inputs)
        vectors: dict[str, Any] = {}
        for chunk, encoded in plan:
            for texts in encoded:
                vectors.update(zip(texts, next(made), strict=True))
            asked = [sides[n] for n in chunk]
            with silence():
                values = self._runtime.infer(lambda own: self._compared(own, vectors), asked)
            yield [(n, Verdict(value)) for n, value in zip(chunk, values, strict=True)]
            used = [text for own in asked for text in own]
            left.subtract(used)
            for text in used:
                if not left[text]:
                    vectors.pop(text, None)

    def _sides(self, sample: Sample) -> tuple[str, ...]:
        own = [sample.source, sample.target]
        if self._referenced:
            own.append(sample.reference or "")
        return tuple(readable(text) for text in own)

    def _plan(
        self, sides: Sequence[tuple[str, ...]], sizes: Mapping[str, int]
    ) -> Iterator[tuple[list[int], list[list[str]]]]:
        """Samples that are scored together, and batches of those of their texts that are new."""
        known: set[str] = set()
        for chunk in self._chunks(sides, sizes):
            used = dict.fromkeys(text for n in chunk for text in sides[n])
            new = [text for text in used if text not in known]
            known.update(new)
            lengths = [sizes[text] + ENDS for text in new]
            yield (
                chunk,
                [[new[n] for n in batch] for batch in batches(lengths, self._runtime.budget)],
            )

    def _chunks(
        self, sides: Sequence[tuple[str, ...]], sizes: Mapping[str, int]
    ) -> Iterator[list[int]]:
        """Samples that are scored together: those of a source, then those of like length."""
        longest: dict[str, int] = {}
        for own in sides:
            length = max(sizes[text] for text in own)
            longest[own[0]] = max(length, longest.get(own[0], 0))
        order = sorted(range(len(sides)), key=lambda n: (-longest[sides[n][0]], sides[n][0]))
        room, chunk = BATCHES_AT_ONCE * self._runtime.budget, list[int]()
        for _source, group in groupby(order, key=lambda n: sides[n][0]):
            members = list(group)
            tokens = sum(sizes[t] for t in dict.fromkeys(t for n in members for t in sides[n]))
            if chunk and tokens > room:
                yield chunk
                room, chunk = BATCHES_AT_ONCE * self._runtime.budget, []
            room -= tokens
            chunk += members
        if chunk:
            yield chunk

    def _inputs(self, texts: Sequence[str]) -> Mapping[str, Any]:
        return self._runtime.placed(self._runtime.model.encoder.prepare_sample(list(texts)))

    def _vectors(self, inputs: Mapping[str, Any]) -> Any:
        """The sentence vectors of tokenized texts; (texts, width), float32."""
        model = self._runtime.model
        made = model.compute_sentence_embedding(inputs["input_ids"], inputs["attention_mask"])
        return made.float()

    def _compared(
        self, sides: Sequence[tuple[str, ...]], vectors: Mapping[str, Any]
    ) -> list[float]:
        """The scores of samples whose texts' vectors are known.

        How vectors are combined is the model's own business: its `forward` gets
        them in the place of tokens.
        """
        import torch

        model = self._runtime.model
        names = ("src", "mt", "ref")
        given = {
            f"{name}_input_ids": torch.stack([vectors[own[side]] for own in sides])
            for side, name in zip(range(len(sides[0])), names, strict=False)
        }
        masks = {name.replace("input_ids", "attention_mask"): None for name in given}
        encode = model.get_sentence_embedding
        model.get_sentence_embedding = lambda vectors, *_, **__: vectors
        try:
            made: list[float] = model(**given, **masks).score.float().tolist()
        finally:
            model.get_sentence_embedding = encode
        return made
