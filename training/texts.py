"""Sound translations to train on: sentence pairs of the measuring data's tuning documents.

Human translations, post-edited output, and machine output that people judged well.
What is held out for measuring (`benchmarks.data.held_out`) is never read.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from evalkit.encoders.word_alignment import places
from lab.damage import rebuilt
from lab.data import NTREX_COLUMNS, ntrex, table, tuning

WELL_JUDGED = 0.3
"""z-scored direct assessment from which a system's output counts as a sound translation."""
SHORTEST, LONGEST = 3, 160
"""Words of a text worth training on."""
JUDGED = {"gu": 1500, "hi": 1500, "ta": 1500, "te": 1500, "mr": 500}
POST_EDITED = {"en-de": 800, "ne-en": 1500, "si-en": 1500, "ro-en": 700, "et-en": 700}
REFERENCES = {"gu": 450, "hi": 450, "ml": 450, "mr": 450, "ta": 450}
GUIDES, STRINGS, TALKS, PARAGRAPHS = 900, 500, 500, 400
"""How many pairs are drawn from each collection at most."""


@dataclass(frozen=True, slots=True)
class Sound:
    """A text and its translation; `language` is that of the translation or a pair of both."""

    collection: str
    language: str
    document: str
    source: str
    target: str


def sound(seed: int) -> list[Sound]:
    """Every pair to train on, in an order of its own for each seed's draw."""
    drawn = random.Random(seed)
    return [pair for pair in _all(drawn) if _worth(pair)]


def _worth(pair: Sound) -> bool:
    many = [len(places(text)) for text in (pair.source, pair.target)]
    return all(SHORTEST <= n <= LONGEST for n in many)


def _some(rows: Iterable[Sound], most: int, drawn: random.Random) -> list[Sound]:
    found = sorted(set(rows), key=lambda pair: (pair.source, pair.target))
    return drawn.sample(found, min(most, len(found)))


def _all(drawn: random.Random) -> Iterator[Sound]:
    for language in NTREX_COLUMNS:
        if language == "en":
            continue
        for document in ntrex(language, tuning):
            for size in (1, 3):
                units = rebuilt(document, size)
                for source, target in zip(units.source, units.target, strict=True):
                    yield Sound("ntrex", language, document.name, source, target)
    for language, most in JUDGED.items():
        yield from _some(_judged(language), most, drawn)
    for pair, most in POST_EDITED.items():
        yield from _some(_post_edited(pair), most, drawn)
    for language, most in REFERENCES.items():
        yield from _some(_references(language), most, drawn)
    yield from _some(_guides(), GUIDES, drawn)
    for language in ("bn", "pa"):
        yield from _some(_strings(language), STRINGS, drawn)
    yield from _some(_talks(), TALKS, drawn)
    for language in ("hi", "cs"):
        yield from _some(_paragraphs(language), PARAGRAPHS, drawn)


def _judged(language: str) -> Iterator[Sound]:
    for line in table(f"qe_da/qe_en-{language}.tsv"):
        if float(line["da_z_mean"]) >= WELL_JUDGED:
            yield Sound("qe_da", language, "", line["source"], line["hypothesis"])


def _post_edited(pair: str) -> Iterator[Sound]:
    for line in table(f"qe_da/mlqe_{pair}.tsv"):
        yield Sound("mlqe", pair, "", line["source"], line["post_edit"])


def _references(language: str) -> Iterator[Sound]:
    for line in table(f"indicmt_eval/indicmt_en-{language}.tsv"):
        if line["ref_suspect"] != "1" and tuning(line["source"]):
            yield Sound("indicmt", language, "", line["source"], line["reference"])


def _guides() -> Iterator[Sound]:
    for line in table("docs/paragraphs.tsv"):
        if line["untranslated"] != "1" and tuning(line["doc"]):
            yield Sound("guides", line["lang"], line["doc"], line["en"], line["translation"])


def _strings(language: str) -> Iterator[Sound]:
    for line in table(f"ui_strings/ui_en-{language}.tsv"):
        yield Sound("strings", language, "", line["en"], line[language])


def _talks() -> Iterator[Sound]:
    for line in table("mqm_zhen/wmt21_ted_zhen.tsv"):
        if tuning(line["doc_id"]):
            yield Sound("talks", "zh-en", line["doc_id"], line["source"], line["reference"])


def _paragraphs(language: str) -> Iterator[Sound]:
    for line in table(f"esa_wmt24/wmt24_esa_en{language}.tsv"):
        if tuning(line["doc_id"]) and line["reference"]:
            yield Sound("wmt24", language, line["doc_id"], line["source"], line["reference"])
