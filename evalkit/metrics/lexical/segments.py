"""What strings are compared with: a batch's hypotheses, each with its references.

A version is compared with the references in its own language where there are
any; otherwise its back-translation is compared with the source, where a person
made it. A row that the version leaves out is compared as an empty text.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal
from unicodedata import is_normalized, normalize

from evalkit.alignment.rows import Pair
from evalkit.languages import language_name
from evalkit.metrics.base import Form, missing, no_reference
from evalkit.text.unspaced import Unspaced, unspaced

# From this likeness (0 to 1) on, a version's text counts as the source's own words.
LEFT_AS_IT_STOOD = 0.85

BACK_TRANSLATION_MARK = "|input:back-translation"
NAMES: Mapping[Form, Literal["NFC"]] = {"nfc": "NFC"}
"""The normalisation forms as unicodedata calls them."""


@dataclass(frozen=True, slots=True)
class Segment:
    """A hypothesis and what it is compared with; `index` is its place in the batch."""

    index: int
    hypothesis: str
    references: tuple[str, ...]

    @property
    def is_empty(self) -> bool:
        return not self.hypothesis.strip() and not any(r.strip() for r in self.references)

    @property
    def is_omitted(self) -> bool:
        return not self.hypothesis.strip() and not self.is_empty

    def altered(self, change: Callable[[str], str]) -> Segment:
        """The segment with all its texts changed in one way."""
        return Segment(self.index, change(self.hypothesis), tuple(map(change, self.references)))

    def normalised(self, form: Form) -> Segment:
        """The segment in a Unicode normalisation form; itself where it is in it."""
        name = NAMES[form]
        if all(is_normalized(name, text) for text in (self.hypothesis, *self.references)):
            return self
        return self.altered(lambda text: normalize(name, text))


@dataclass(frozen=True, slots=True)
class Comparison:
    """What a batch is compared with: one kind of text, in one language, throughout.

    `script` is how it is written where that is without spaces, `mark` what the
    signature says about the hypotheses.
    """

    language: str
    segments: tuple[Segment, ...]
    script: Unspaced | None
    mark: str = ""

    def normalised(self, form: Form) -> Comparison:
        """The same in a Unicode normalisation form, which the signature names."""
        segments = tuple(segment.normalised(form) for segment in self.segments)
        return replace(self, segments=segments, mark=f"{self.mark}|unicode:{form}")


def compare(pairs: Sequence[Pair]) -> Comparison | None:
    """The texts to compare in a batch; None where there is nothing to compare with.

    References win over back-translations for the batch as a whole: a corpus
    score over both would add up two languages. Each row is compared with the
    references that it has, however many.
    """
    referenced = tuple(
        Segment(i, pair.target, pair.references) for i, pair in enumerate(pairs) if pair.references
    )
    if referenced:
        return _comparison(pairs[0].language, referenced)
    if any(pair.back_translated_by for pair in pairs):
        return None
    return against_source(pairs)


def against_source(pairs: Sequence[Pair]) -> Comparison | None:
    """A batch's back-translations, each to be compared with its source; None for none."""
    if all(pair.back_translation is None or left_as_it_stood(pair) for pair in pairs):
        return None
    translated_back = tuple(
        Segment(i, pair.back_translation or "", (pair.source,))
        for i, pair in enumerate(pairs)
        if _has_a_way_back(pair)
    )
    return _comparison(pairs[0].source_language, translated_back, BACK_TRANSLATION_MARK)


def left_as_it_stood(pair: Pair) -> bool:
    """Whether the version's text is the source's, untranslated.

    Translated back it stays what it is, and a comparison with the source would
    praise the one paragraph that nobody translated.
    """
    from rapidfuzz.fuzz import ratio

    return ratio(pair.source, pair.target) / 100 >= LEFT_AS_IT_STOOD


def why_unscored(pair: Pair) -> str:
    """The reason for a row that has nothing to be compared with, in words."""
    if pair.back_translation is not None and left_as_it_stood(pair):
        return f"left in {language_name(pair.source_language)}"
    if pair.source_paragraphs and not pair.target_paragraphs:
        return missing(pair)
    if pair.target_paragraphs and not pair.source_paragraphs:
        return "nothing in the source faces it"
    return no_reference(pair)


def _has_a_way_back(pair: Pair) -> bool:
    """Whether a row has a back-translation, be it the empty one of a row that is left out."""
    if not pair.target.strip():
        return bool(pair.source.strip())
    return pair.back_translation is not None and not left_as_it_stood(pair)


def _comparison(language: str, segments: tuple[Segment, ...], mark: str = "") -> Comparison:
    script = unspaced(language, (text for segment in segments for text in segment.references))
    return Comparison(language, segments, script, mark)
