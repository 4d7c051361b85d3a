"""Unified and XCOMET checkpoints: a translation read together with what it is compared with."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from evalkit.encoders.batching import batches
from evalkit.metrics.comet.runtime import Runtime, readable
from evalkit.metrics.comet.samples import Mark, Sample, Verdict

ENDS = 2
"""Tokens that a tokenizer puts around a text, and those that unbabel-comet leaves free besides."""


class Joint:
    """A checkpoint that reads texts one behind the other, so that none can be shared.

    Equal samples are scored once. `segments` says which texts it reads:
    "mt" and "src", "ref" or both.
    """

    def __init__(self, runtime: Runtime, segments: Sequence[str]) -> None:
        self._runtime, self._segments = runtime, tuple(segments)

    def count(self, texts: Sequence[str]) -> list[int]:
        return self._runtime.count([self._readable(text) for text in texts])

    def fits(self, sizes: Sequence[int]) -> bool:
        encoder = self._runtime.model.encoder
        read = [
            size
            for size, segment in zip(sizes, ("src", "mt", "ref"), strict=False)
            if segment in self._segments
        ]
        separators = 1 + len(read) * encoder.size_separator
        positions: int = encoder.max_positions
        return max(read) + 2 * ENDS <= positions and sum(read) + separators <= positions

    def score(self, samples: Sequence[Sample]) -> Iterator[list[tuple[int, Verdict]]]:
        asked: dict[Sample, list[int]] = {}
        for n, sample in enumerate(samples):
            asked.setdefault(self._read(sample), []).append(n)
        for referenced in (True, False):
            alike = [s for s in asked if (s.reference is not None) == referenced]
            chosen = [
                [alike[n] for n in batch]
                for batch in batches(self._lengths(alike), self._runtime.budget)
            ]
            # Marks are put into words by the tokenizer, which meanwhile must not be asked for more.
            marking = bool(self._runtime.model.word_level)
            inputs = (self._inputs(some) for some in chosen)
            made = self._runtime.through(self._predicted, inputs, alone=marking)
            for some, verdicts in zip(chosen, made, strict=True):
                yield [
                    (n, verdict)
                    for sample, verdict in zip(some, verdicts, strict=True)
                    for n in asked[sample]
                ]

    def _read(self, sample: Sample) -> Sample:
        """What the checkpoint reads of a sample."""
        reference = sample.reference if "ref" in self._segments else None
        return Sample(
            self._readable(sample.source) if "src" in self._segments else "",
            self._readable(sample.target),
            None if reference is None else self._readable(reference),
        )

    def _readable(self, text: str) -> str:
        # unbabel-comet drops padding before it joins texts, and then loses count of the tokens.
        pad = self._runtime.model.encoder.tokenizer.pad_token
        return readable(text).replace(pad, pad.translate({ord("<"): "(", ord("["): "("}))

    def _lengths(self, samples: Sequence[Sample]) -> list[int]:
        texts = [(s.source, s.target, s.reference or "") for s in samples]
        distinct = list(dict.fromkeys(text for own in texts for text in own))
        sizes = dict(zip(distinct, self._runtime.count(distinct), strict=True))
        return [sum(sizes[text] + ENDS for text in own) for own in texts]

    def _inputs(self, samples: Sequence[Sample]) -> tuple[Sequence[Sample], tuple[Any, ...]]:
        rows = [self._row(sample) for sample in samples]
        prepared = self._runtime.model.prepare_sample(rows, stage="predict")
        return samples, tuple(self._runtime.placed(inputs) for inputs in prepared)

    def _predicted(self, asked: tuple[Sequence[Sample], tuple[Any, ...]]) -> list[Verdict]:
        model = self._runtime.model
        samples, inputs = asked
        made = model.predict_step(inputs)
        values = made["scores"].float().tolist()
        spans = made["metadata"]["error_spans"] if model.word_level else [()] * len(values)
        first = model.encoder.tokenizer.cls_token
        return [
            Verdict(value, tuple(_marks(sample.target, own, first)))
            for sample, value, own in zip(samples, values, spans, strict=True)
        ]

    def _row(self, sample: Sample) -> dict[str, str]:
        row = {"src": sample.source, "mt": sample.target}
        return row if sample.reference is None else {**row, "ref": sample.reference}


def _marks(target: str, spans: Sequence[Mapping[str, Any]], start_token: str) -> Iterator[Mark]:
    """Spans as the model decoded them, without the white space that belongs to a token.

    Their places are the tokenizer's: code points of the text as given, whatever
    it normalised. The text's own start token, and the mere beginning of a word,
    leave no mark: the tokenizer gives the latter the place of the letter behind it.
    """
    for span in spans:
        start, end = span["start"], span["end"]
        text = target[start:end]
        marked = text.strip()
        words = span["text"].removeprefix(start_token).strip()
        if marked and (words or marked == span["text"].strip()):
            start += len(text) - len(text.lstrip())
            severity, confidence = span["severity"], float(span["confidence"])
            yield Mark(start, start + len(marked), severity, confidence)
