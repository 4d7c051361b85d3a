"""The check on terminology: what the glossary says, said the glossary's way."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterator, Sequence

import regex

from evalkit.alignment.rows import Pair
from evalkit.checks.base import Finding, PairCheck, Span
from evalkit.checks.terms.glossary_file import SOURCE, Term, read_glossary, rules
from evalkit.checks.traits import Traits
from evalkit.languages import primary

__all__ = ["Glossary", "Term", "read_glossary"]

Word = tuple[str, Span]


class Glossary(PairCheck):
    """Terms of the glossary that the version says another way, or a forbidden one.

    >>> from evalkit.alignment.rows import Pair
    >>> from evalkit.document import Paragraph
    >>> terms = [Term({"en": ("bank",), "bn": ("ব্যাংক",)})]
    >>> source, target = (Paragraph("Two banks."),), (Paragraph("দুটি প্রতিষ্ঠান।"),)
    >>> [f.message for f in Glossary(terms).find(Pair(1, "bn", "bn", "en", source, target))]
    ['The glossary says “ব্যাংক” for “banks”']
    """

    id = "glossary"
    traits = Traits(kind="markup", unasked=True)
    name = "Glossary term not used"
    description = (
        "Terms of the glossary (--glossary FILE) that stand in the source and whose required form "
        "is not in the version, and forms the glossary forbids. Endings are tolerated by comparing "
        "the beginnings of words; a term that changes its beginning when inflected, or that is "
        "rightly said with a pronoun, is a false alarm."
    )
    category = "Terminology"
    severity = "major"
    needs = "glossary"

    def __init__(self, terms: Sequence[Term] = ()) -> None:
        self.terms = tuple(terms)

    def applies(self, pair: Pair) -> bool:
        return bool(self.terms and pair.source and pair.target)

    def find(self, pair: Pair) -> Iterator[Finding]:
        source, target = pair.source, pair.target
        said = words(target)
        demanded = list(_in_source(self.terms, pair, source))
        for term, place in demanded:
            accepted = term.of(pair.language)
            used = [s for form in accepted for s in occurrences(form, said)]
            for form in term.forbidden_in(pair.language):
                for span in occurrences(form, said, inflected=form not in accepted):
                    if any(other.start <= span.start < other.end for other in used):
                        continue
                    yield self.finding(
                        pair,
                        f"The glossary forbids “{span.of(target)}” for “{place.of(source)}”",
                        source=place,
                        target=span,
                        suggestion=accepted[0] if accepted else "",
                    )
                    used.append(span)
            if accepted and not used:
                wanted = " or ".join(f"“{form}”" for form in accepted)
                yield self.finding(
                    pair,
                    f"The glossary says {wanted} for “{place.of(source)}”",
                    source=place,
                    severity="minor",
                    confidence=0.8,
                )


def _in_source(terms: Sequence[Term], pair: Pair, source: str) -> Iterator[tuple[Term, Span]]:
    """The terms a source holds, each once; in "machine learning" there is no "machine"."""
    there = words(source)
    candidates = [
        (form, term)
        for term in terms
        for form in term.of(pair.source_language, SOURCE)
        if term.of(pair.language) or term.forbidden_in(pair.language)
    ]
    candidates.sort(key=lambda found: -len(found[0]))
    taken: list[Span] = []
    seen: set[int] = set()
    for form, term in candidates:
        places = [
            span
            for span in source_occurrences(form, there, pair.source_language)
            if not any(span.start < other.end and other.start < span.end for other in taken)
        ]
        taken += places
        if places and id(term) not in seen:
            seen.add(id(term))
            yield term, places[0]


_WORD = regex.compile(r"[\p{L}\p{N}][\p{L}\p{M}\p{N}\u200c\u200d]*(?:['’]\p{L}+)?")


def words(text: str) -> list[Word]:
    """The words of a text with their places.

    >>> [word for word, _ in words("InstructLab-এর model's")]
    ['InstructLab', 'এর', "model's"]
    """
    return [(m[0], Span(*m.span())) for m in _WORD.finditer(text)]


def _plain(word: str) -> str:
    """A word for comparison: composed alike, without case or joiners."""
    bare = word.replace("\u200c", "").replace("\u200d", "").replace("’", "'")
    return unicodedata.normalize("NFC", bare).casefold()


def _sequences(form: str, said: list[Word]) -> Iterator[tuple[list[str], list[str], Span]]:
    """Every stretch of as many words as a form has: the form's words, those, the place."""
    wanted = [word for word, _ in words(form)]
    for start in range(len(said) - len(wanted) + 1 if wanted else 0):
        stretch = said[start : start + len(wanted)]
        yield wanted, [w for w, _ in stretch], Span(stretch[0][1].start, stretch[-1][1].end)


def occurrences(form: str, said: list[Word], *, inflected: bool = True) -> Iterator[Span]:
    """Where a version says a form, endings tolerated.

    >>> [span.start for span in occurrences("ব্যাংক", words("দুটি ব্যাংকের কাছে"))]
    [5]
    """
    same = _is_inflected if inflected else _is_equal
    for wanted, there, span in _sequences(form, said):
        if all(map(same, wanted, there)):
            yield span


def _is_equal(form: str, word: str) -> bool:
    return _plain(form) == _plain(word)


def _is_inflected(form: str, word: str) -> bool:
    form, word = _plain(form), _plain(word)
    known = rules()
    kept = max(known["least_stem"], math.ceil(len(form) * known["stem_share"]))
    return word.startswith(form[:kept]) and len(word) <= len(form) + known["longest_ending"]


def source_occurrences(form: str, there: list[Word], language: str) -> Iterator[Span]:
    """Where a source has a term: its last word may have an ending of its language.

    A term in capitals ("AI", "US") is not found in small letters.

    >>> [span.start for span in source_occurrences("bank", words("A banker, two banks"), "en")]
    [14]
    """
    for wanted, found, span in _sequences(form, there):
        exact = all(map(_is_equal, wanted[:-1], found[:-1]))
        if exact and _has_source_ending(wanted[-1], found[-1], language):
            if len(form) > 1 and form.isupper() and not found[0][: len(wanted[0])].isupper():
                continue
            yield span


def _has_source_ending(form: str, word: str, language: str) -> bool:
    form, word = _plain(form), _plain(word)
    endings = rules()["source_endings"].get(primary(language))
    if endings is None:
        return word.startswith(form) and len(word) <= len(form) + rules()["longest_source_ending"]
    return word == form or any(word == form + _plain(ending) for ending in endings)
