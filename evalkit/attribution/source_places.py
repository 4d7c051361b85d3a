"""Where in the source a finding points, and such a place in a reader's words."""

from __future__ import annotations

from collections.abc import Sequence

from evalkit.alignment.rows import Pair
from evalkit.checks.base import Finding, Span
from evalkit.encoders.word_alignment import WordAlignment, places

# A place that takes so large a share of a sentence, or of a paragraph, is called by its name.
WHOLE = 0.8
# Source words quoted of a place that is shorter than a sentence.
QUOTED_WORDS = 6
# Links weaker than this do not tell which word of the source is meant.
LINKED = 0.3
_ORDINALS = (
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth",
)  # fmt: skip


def common(one: Span, other: Span) -> int:
    """How many code points two places share; places that only touch share none.

    >>> common(Span(0, 10), Span(4, 20)), common(Span(0, 4), Span(4, 8))
    (6, 0)
    """
    return max(0, min(one.end, other.end) - max(one.start, other.start))


def covered(place: Span, by: Span) -> float:
    """The share of a place that another covers, 0 to 1.

    >>> covered(Span(0, 10), Span(5, 50))
    0.5
    """
    return common(place, by) / max(1, place.end - place.start)


def source_words(finding: Finding, pair: Pair) -> frozenset[int]:
    """The numbers of the source words that a finding is about, by its places or by word links.

    A finding that marks no word of the version, only a mark or a space, is about
    the word before it. Empty where nothing tells.
    """
    words = pair.words
    if words is None:
        return frozenset()
    if finding.source is not None:
        return frozenset(_at(words.source, finding.source))
    if finding.target is None:
        return frozenset()
    here = _at(words.target, finding.target) or _before(words, finding.target)
    return frozenset(
        link.source for link in words.links if link.target in here and link.strength >= LINKED
    )


def _at(words: Sequence[tuple[int, int]], there: Span) -> list[int]:
    return [n for n, (start, end) in enumerate(words) if start < there.end and there.start < end]


def _before(words: WordAlignment, there: Span) -> list[int]:
    earlier = [n for n, (_, end) in enumerate(words.target) if end <= there.start]
    return earlier[-1:]


def sentence_numbers(place: Span, sentences: Sequence[Span]) -> tuple[int, ...]:
    """The numbers, from 0, of the sentences that a place takes as good as whole."""
    return tuple(n for n, s in enumerate(sentences) if covered(s, place) >= WHOLE)


def named(text: str, place: Span, sentences: Sequence[Span]) -> tuple[str, bool]:
    """A place of the source in words, and whether they are plural.

    >>> text = "It rained. The bridge was closed."
    >>> named(text, Span(11, 33), (Span(0, 10), Span(11, 33)))
    ('the second sentence', False)
    >>> named(text, Span(15, 21), (Span(0, 10), Span(11, 33)))
    ('“bridge”', False)
    """
    numbers = sentence_numbers(place, sentences)
    whole = sum(common(sentences[n], place) for n in numbers)
    if numbers and whole >= WHOLE * (place.end - place.start):
        if len(numbers) == len(sentences):
            return "the paragraph", False
        return _ordinals(numbers)
    return quoted(text, place), False


def _ordinals(numbers: Sequence[int]) -> tuple[str, bool]:
    if len(numbers) == 1:
        n = numbers[0]
        return (
            f"the {_ORDINALS[n]} sentence" if n < len(_ORDINALS) else f"sentence {n + 1}"
        ), False
    if numbers[-1] < len(_ORDINALS) and len(numbers) == 2:
        return f"the {_ORDINALS[numbers[0]]} and {_ORDINALS[numbers[1]]} sentences", True
    return f"sentences {numbers[0] + 1} to {numbers[-1] + 1}", True


def quoted(text: str, place: Span) -> str:
    """The words at a place between quotation marks, the middle left out of a long one.

    >>> quoted("One two three four five six seven eight.", Span(0, 39))
    '“One two three … seven eight”'
    """
    line = " ".join(place.of(text).split())
    found = [line[start:end] for start, end in places(line)]
    if len(found) <= QUOTED_WORDS:
        return f"“{line}”"
    half = QUOTED_WORDS // 2
    return f"“{' '.join(found[:half])} … {' '.join(found[1 - half :])}”"
