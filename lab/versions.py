"""Versions made of aligned segments, read as a run would read them, and what it finds in them."""

from __future__ import annotations

from collections.abc import Callable

from evalkit.alignment.rows import Article, Pair, Version
from evalkit.attribution.folding import fold
from evalkit.checks import load_class
from evalkit.checks.base import Check, Finding
from evalkit.document import Document, Paragraph
from evalkit.encoders.cached_encoder import CachedEncoder
from evalkit.encoders.encoder import Encoder
from evalkit.encoders.resources import NONE, Resources
from evalkit.evaluation.checking import run_checks
from evalkit.evaluation.encoder_choice import with_words
from evalkit.store import open_memory
from lab.data import Segments

Reading = Callable[[Version], Version]


def as_version(segments: Segments) -> Version:
    """A document of aligned segments as a version with a row per segment."""
    pairs = tuple(
        Pair(n, segments.language, segments.language, "en", (Paragraph(s),), (Paragraph(t),))
        for n, (s, t) in enumerate(zip(segments.source, segments.target, strict=True), 1)
    )
    paragraphs = tuple(Paragraph(text) for text in segments.target)
    return Version(segments.language, Document(paragraphs, segments.language), pairs)


def unread(version: Version) -> Version:
    """A version as it stands, nothing known of its words."""
    return version


def reading(encoder: str) -> Reading:
    """What fills in the words of a version's rows: an encoder, or nothing."""
    if encoder == NONE:
        return unread
    meaning = CachedEncoder(Encoder(Resources(encoder)), open_memory())

    def with_meaning(version: Version) -> Version:
        article = Article("", Document((), "en"), (version,))
        return with_words(article, meaning).versions[0]

    return with_meaning


def available(ids: list[str]) -> list[Check]:
    checks = []
    for check in ids:
        try:
            checks.append(load_class(check)())
        except ModuleNotFoundError:
            print(f"  ({check} is not built yet)")
    return checks


def seen(checks: list[Check], segments: Segments, read: Reading = unread) -> list[Finding]:
    """The findings that a report on the document would show."""
    version = read(as_version(segments))
    source = Document(tuple(Paragraph(text) for text in segments.source), "en")
    lengths = {(pair.row, version.id): len(pair.target) for pair in version.pairs}
    return fold(run_checks(checks, Article(segments.name, source, (version,))), lengths)
