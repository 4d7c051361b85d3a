"""Machine translations in which people marked what is missing and what was added, as versions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice

from evalkit.alignment.rows import Pair, Version
from evalkit.document import Document, Paragraph
from evalkit.validation.human_judgement import Judged
from evalkit.validation.sets import read
from lab.data import SHARED

FILES = (
    "esa_wmt24/wmt24_esa_enhi.tsv",
    "esa_wmt24/wmt24_esa_encs.tsv",
    "indicmt_eval/indicmt_en-gu.tsv",
    "indicmt_eval/indicmt_en-hi.tsv",
    "indicmt_eval/indicmt_en-ml.tsv",
    "indicmt_eval/indicmt_en-mr.tsv",
    "indicmt_eval/indicmt_en-ta.tsv",
    "mqm_zhen/wmt21_ted_zhen.tsv",
    "challenge/coverage_newstest2020_mqm.tsv",
    "challenge/hallucinations_deen.tsv",
)
OMITS = ("omission",)
ADDS = ("addition", "hallucination")
LARGEST = 200
"""Rows of one version: sets that do not know their documents are taken in slices."""


@dataclass(frozen=True, slots=True)
class JudgedVersion:
    """One system's translation of one document; `segments[n]` is what people said of row n + 1."""

    collection: str
    document: str
    version: Version
    segments: tuple[Judged, ...]


def judged(path: str, keep: Callable[[str], bool]) -> Iterator[JudgedVersion]:
    """The versions of one set whose documents (or sources, where it knows none) are kept."""
    groups: dict[tuple[str, str, str], list[Judged]] = defaultdict(list)
    for segment in read(SHARED / "data" / path):
        if keep(name(segment)) and segment.source.strip() and segment.target.strip():
            groups[segment.languages, segment.system, segment.document].append(segment)
    for (languages, _, document), segments in groups.items():
        rest = iter(segments)
        while some := tuple(islice(rest, LARGEST)):
            yield JudgedVersion(
                f"{some[0].set} {languages}", document or some[0].segment, _version(some), some
            )


def name(segment: Judged) -> str:
    """What decides in which part of the split a segment falls: the same source, the same part."""
    return segment.document or segment.source


def _version(segments: tuple[Judged, ...]) -> Version:
    language = segments[0].target_language
    pairs = tuple(
        Pair(
            n, language, language, segment.source_language,
            (Paragraph(segment.source),), (Paragraph(segment.target),),
        )
        for n, segment in enumerate(segments, 1)
    )  # fmt: skip
    paragraphs = tuple(Paragraph(segment.target) for segment in segments)
    return Version(language, Document(paragraphs, language), pairs)
