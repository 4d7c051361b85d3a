"""Whether a run understands what it reads: the encoder, if it is wanted and there is one.

Two may want it, for what is theirs: a metric for its scores, a check for its findings. Rows and
findings rest on it where a check reads it, whatever metrics there are: the same files give the same
rows and the same findings under any.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from evalkit import checks as check_registry
from evalkit import metrics as metric_registry
from evalkit.alignment import Article, Version
from evalkit.alignment.rows import Pair
from evalkit.document import InputError
from evalkit.encoders.cached_encoder import CachedEncoder
from evalkit.encoders.resources import NONE, Resources
from evalkit.encoders.word_alignment import WordAlignment
from evalkit.store import Memory


@dataclass(frozen=True, slots=True)
class EncoderChoice:
    """The encoder's knowledge of texts for whoever asks, or why a run goes without.

    `of_findings` is the same for what findings rest on, the alignment of paragraphs
    and of words; None also where only a metric reads the encoder.
    """

    meaning: CachedEncoder | None = None
    missing: str = ""
    of_findings: CachedEncoder | None = None


def choose_encoder(
    metrics: Iterable[str], checks: Iterable[str], resources: Resources, memory: Memory
) -> EncoderChoice:
    """What understands the texts of this run; nothing is loaded before it is asked.

    The built-in encoder is used where a metric or a check reads one. Where it is
    not installed it is missing, with the reason. One that was demanded, by its name
    or as required, is used at any rate; that it cannot be had is an InputError.
    """
    if resources.encoder == NONE:
        return EncoderChoice(missing="no encoder was wanted")
    for_findings = resources.encoder_demanded or bool(check_registry.encoder_readers(checks))
    if not (for_findings or any(_reads(metric) for metric in metrics)):
        return EncoderChoice(missing="no metric or check that was chosen reads one")
    from evalkit.encoders.encoder import Encoder

    try:
        meaning = CachedEncoder(Encoder(resources), memory)
    except InputError as error:
        if resources.encoder_demanded:
            raise
        return EncoderChoice(missing=str(error))
    return EncoderChoice(meaning, of_findings=meaning if for_findings else None)


def _reads(metric: str) -> bool:
    return "encoder" in metric_registry.load_class(metric).needs


def with_words(article: Article, meaning: CachedEncoder) -> Article:
    """The article whose pairs say which words face each other, here and in the other versions."""
    # All at once: what the versions share, their source, is read once.
    asked = {version.id: _whole(version) for version in article.versions}
    texts = [(pair.source, pair.target) for pairs in asked.values() for pair in pairs.values()]
    found = iter(meaning.alignments(texts))
    words = {version: {n: next(found) for n in pairs} for version, pairs in asked.items()}
    versions = tuple(_with_words(version, words[version.id]) for version in article.versions)
    return replace(article, versions=tuple(_with_witnesses(v, versions) for v in versions))


def _with_witnesses(version: Version, versions: tuple[Version, ...]) -> Version:
    others = [other.pairs for other in versions if other.id != version.id]
    pairs = tuple(
        replace(pair, words_elsewhere=tuple(words for p in others if (words := p[n].words)))
        for n, pair in enumerate(version.pairs)
    )
    return replace(version, pairs=pairs)


def _whole(version: Version) -> dict[int, Pair]:
    """The pairs with text on both sides, by their place."""
    return {n: p for n, p in enumerate(version.pairs) if p.source.strip() and p.target.strip()}


def _with_words(version: Version, words: Mapping[int, WordAlignment]) -> Version:
    pairs = tuple(
        replace(pair, words=words[n]) if n in words else pair
        for n, pair in enumerate(version.pairs)
    )
    return replace(version, pairs=pairs)
