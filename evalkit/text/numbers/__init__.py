"""The numbers of a text, by value, however they are written.

Digits of any script, grouped the western or the Indian way, decimals, times,
multipliers (2.5 million, ২৫ লাখ), number words and their compounds, ordinals
and names of months. What a language adds to this stands in its profile.
"""

from __future__ import annotations

from functools import lru_cache

from evalkit.text.numbers.compounds import assemble, continued, dated
from evalkit.text.numbers.number import Kind, Number, Written
from evalkit.text.numbers.number_tokens import hide, items_of
from evalkit.text.numbers.number_words import exact, fold, lexicon_of

__all__ = ["Kind", "Number", "Written", "exact", "fold", "lexicon_of", "numbers"]


# Several checks read the same row, and a self-test the same rows again and again.
@lru_cache(maxsize=4096)
def numbers(text: str, language: str) -> tuple[Number, ...]:
    """The numbers of a text in that language, in reading order.

    Web addresses, tags and placeholders are passed over.

    >>> [float(n.value) for n in numbers("৩.০ থেকে ২৫ লাখ", "bn")]
    [3.0, 2500000.0]
    >>> [float(n.value) for n in numbers("Thirty million, or 3,5", "en")]
    [30000000.0, 3.0, 5.0]
    >>> [float(n.value) for n in numbers("1.234,5 Punkte", "de")]
    [1234.5]
    """
    lexicon = lexicon_of(language)
    items = tuple(items_of(hide(text), lexicon))
    whole = tuple(assemble(text, items, lexicon))
    return tuple(dated(text, tuple(continued(text, whole))))
