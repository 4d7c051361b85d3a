"""A metric, a check, a loader and a report of one's own, as an installed package brings them."""

from __future__ import annotations

import re
from collections.abc import Iterator

import evalkit
from evalkit.loaders.content import Content, Request
from evalkit.result.evaluation import Evaluation
from evalkit.store import Memory


class LengthRatio(evalkit.SegmentMetric):
    name = "length-ratio"
    label = "length ratio"
    description = "Characters of the hypothesis per 100 of the source."
    range = (0.0, float("inf"))

    def segment_score(self, segment: evalkit.Segment) -> float:
        return 100 * len(segment.hypothesis) / len(segment.source)


class Shouting(evalkit.SegmentCheck):
    id, name = "shouting", "Shouting"
    description = "Words in capitals that the source has not; abbreviations raise false alarms."
    category, severity = "Style", "minor"

    def marks(self, segment: evalkit.Segment) -> Iterator[evalkit.Mark]:
        for word in re.finditer(r"\b[A-Z]{4,}\b", segment.hypothesis):
            if word[0] not in segment.source:
                yield evalkit.Mark("This word is in capitals.", evalkit.Span(*word.span()))


def subtitles(request: Request) -> Content:
    blocks = request.data.decode("utf-8").strip().split("\n\n")
    texts = (" ".join(block.split("\n")[2:]) for block in blocks)
    paragraphs = tuple(evalkit.Paragraph(text) for text in texts if text)
    return Content("srt", paragraphs)


def one_line(evaluation: Evaluation, _memory: Memory | None) -> dict[str, bytes]:
    return {"findings.txt": f"{len(evaluation.finding_records)} findings\n".encode()}
