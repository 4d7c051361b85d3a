"""Judged segments of the measuring data, and which of them the quality estimate never saw.

The official development sets of 2023 are measured whole. Every other set is split by its
documents (or its segments, where it knows no documents) as `evalkit.validation.split` says.
"""

from __future__ import annotations

from collections.abc import Iterator

from evalkit.validation.human_judgement import Judged
from evalkit.validation.sets import read
from lab.data import SHARED, held_out, table

DIRECT = tuple(f"qe_da/qe_en-{language}.tsv" for language in ("gu", "hi", "ta", "te", "mr"))
POST_EDITED = tuple(
    f"qe_da/mlqe_{pair}.tsv" for pair in ("ne-en", "si-en", "en-de", "ro-en", "et-en")
)
INDIC = tuple(
    f"indicmt_eval/indicmt_en-{language}.tsv" for language in ("gu", "hi", "ml", "mr", "ta")
)
ESA = ("esa_wmt24/wmt24_esa_enhi.tsv", "esa_wmt24/wmt24_esa_encs.tsv")
MQM = (
    "mqm_ende/wmt21_news_ende.tsv",
    "mqm_ende/wmt21_ted_ende.tsv",
    "mqm_zhen/wmt21_ted_zhen.tsv",
)
FILES = (*DIRECT, *POST_EDITED, *INDIC, *ESA, *MQM)
OFFICIAL_TRAIN, OFFICIAL_DEV = "2023-train:", "2023-dev:"


def segments(path: str) -> Iterator[Judged]:
    """The segments of a set that have a human score and text on both sides."""
    if not (SHARED / "data" / path).is_file():
        next(table(path), None)  # says what is missing, and ends the program
    for segment in read(SHARED / "data" / path):
        if segment.score is not None and segment.source.strip() and segment.target.strip():
            yield segment


def measured(segment: Judged) -> bool:
    """Whether figures are reported on a segment; what is not may be trained on."""
    if segment.segment.startswith((OFFICIAL_TRAIN, OFFICIAL_DEV)):
        return segment.segment.startswith(OFFICIAL_DEV)
    return held_out(segment.cluster)
