"""Places that a model marks as wrong, told as findings."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

import regex

from evalkit.alignment.rows import ErrorSpan, Pair
from evalkit.checks.base import PENALTY, Finding, PairCheck, Severity, Span
from evalkit.checks.traits import Traits
from evalkit.text.unspaced import character_class
from evalkit.text.words import words

SAME_PLACE = 0.5
"""Two models mean the same place where they share so much of all that they mark there."""

WORST_FIRST: tuple[Severity, ...] = ("critical", "major", "minor", "neutral")

_CHARACTER = regex.compile(r"\X")
_UNSPACED = regex.compile(f"[{character_class()}]")


@dataclass(frozen=True, slots=True)
class _Mark:
    """What one model says of one place."""

    span: Span
    severity: Severity
    confidence: float
    model: str


class MarkedPlace(PairCheck):
    """A model that marks errors marked this place."""

    id = "error-span"
    traits = Traits(kind="marked", unasked=True)
    name = "Marked by a model"
    description = (
        "A model that was trained to mark translation errors, such as XCOMET, marks these words. "
        "It reads source and version, but does not say what is wrong, nor which words of the "
        "source are meant; its severity and its confidence are its own. Such models mark sound "
        "wording too, names and rare words above all, the more so in languages they saw little "
        "of, and they miss what is left out: take a mark as a place to look at. Runs only with "
        "a metric that marks spans."
    )
    category = "Accuracy/Mistranslation"
    severity = "minor"
    needs = "marks"

    def applies(self, pair: Pair) -> bool:
        return bool(pair.error_spans)

    def find(self, pair: Pair) -> Iterable[Finding]:
        for marks in _places(_marks(pair.error_spans, pair.target)):
            yield self.finding(
                pair,
                _message(marks),
                target=_around(mark.span for mark in marks),
                severity=max(marks, key=lambda mark: PENALTY[mark.severity]).severity,
                confidence=max(mark.confidence for mark in marks),
            )


def reader_name(model: str) -> str:
    """A model's name for readers: that of a metric without its family and its folders.

    >>> reader_name("comet:Unbabel/XCOMET-XL"), reader_name("judge")
    ('XCOMET-XL', 'judge')
    >>> reader_name("comet:models/desk-2026/checkpoints/model.ckpt")
    'desk-2026'
    """
    path = PurePosixPath(model.partition(":")[2] or model)
    folders = [part for part in path.parent.parts if part not in ("checkpoints", "/", ".")]
    return folders[-1] if path.suffix == ".ckpt" and folders else path.name or model


def _marks(spans: Sequence[ErrorSpan], text: str) -> list[_Mark]:
    """The spans as readers see words, those of one model and severity that touch made one.

    A word that a model marks several times counts once, by its worst mark.
    """
    units = _characters(text), _words(text)
    found: list[_Mark] = []
    for model in {span.model for span in spans}:
        own: list[_Mark] = []
        for severity in WORST_FIRST:
            alike = [s for s in spans if (s.model, s.severity) == (model, severity)]
            worse = [mark.span for mark in own]
            own += [
                _Mark(place, severity, confidence, model)
                for whole, confidence in _joined(alike, text, units)
                for place in _without(whole, worse, text)
            ]
        found += own
    return sorted(found, key=lambda mark: (mark.span.start, mark.span.end, mark.model))


def _joined(
    spans: Sequence[ErrorSpan], text: str, units: Sequence[Sequence[Span]]
) -> Iterator[tuple[Span, float]]:
    """The places of spans, whole words each, and what the model's confidence in them is."""
    joined: list[tuple[Span, list[ErrorSpan]]] = []
    for span in sorted(spans, key=lambda s: (s.start, s.end)):
        place = _visible(span.start, span.end, text)
        if place is None:
            continue
        place = _around((place, *(unit for own in units for unit in _touched(own, place))))
        if joined and _touch(text[joined[-1][0].end : place.start]):
            before, parts = joined[-1]
            joined[-1] = _around((before, place)), [*parts, span]
        else:
            joined.append((place, [span]))
    return ((place, _confidence(parts)) for place, parts in joined)


def _without(place: Span, taken: Iterable[Span], text: str) -> Iterator[Span]:
    """What is left of a place without others; of words nothing is left but whole ones."""
    start = place.start
    for other in sorted(taken, key=lambda span: span.start):
        if other.start < place.end and other.end > start:
            yield from _told(start, other.start, text)
            start = max(start, other.end)
    if start == place.start:
        yield place
    else:
        yield from _told(start, place.end, text)


def _told(start: int, end: int, text: str) -> Iterator[Span]:
    rest = _visible(start, end, text)
    if rest is not None and any(c.isalnum() for c in text[rest.start : rest.end]):
        yield rest


def _touch(between: str) -> bool:
    """Whether nothing but spaces of one paragraph lies between two marks."""
    return not between.strip() and "\n" not in between


def _confidence(spans: Sequence[ErrorSpan]) -> float:
    """The spans' mean confidence, by their length."""
    lengths = [span.end - span.start for span in spans]
    mean = sum(s.confidence * n for s, n in zip(spans, lengths, strict=True)) / sum(lengths)
    return min(1.0, max(0.0, mean))


def _visible(start: int, end: int, text: str) -> Span | None:
    """A place without the white space at its ends; None where nothing is left."""
    start, end = max(0, start), min(end, len(text))
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return Span(start, end) if start < end else None


def _characters(text: str) -> list[Span]:
    """What readers take for one character each; white space has no letter to keep whole."""
    found = (Span(*match.span()) for match in _CHARACTER.finditer(text))
    return [span for span in found if not text[span.end - 1].isspace()]


def _words(text: str) -> list[Span]:
    """The words, in scripts that write them apart."""
    return [word.span for word in words(text) if not _UNSPACED.search(word.text)]


def _touched(units: Sequence[Span], place: Span) -> Sequence[Span]:
    """Those of the units, which lie in order, that share a character with a place."""
    first = bisect_right(units, place.start, key=lambda unit: unit.end)
    return units[first : bisect_left(units, place.end, key=lambda unit: unit.start)]


def _places(marks: Iterable[_Mark]) -> Iterator[list[_Mark]]:
    """Marks of different models at the same place together; marks come in order."""
    groups: list[list[_Mark]] = []
    near: list[list[_Mark]] = []
    for mark in marks:
        near = [group for group in near if group[0].span.end > mark.span.start]
        for group in near:
            if all(other.model != mark.model for other in group) and _same(group[0], mark):
                group.append(mark)
                break
        else:
            near.append([mark])
            groups.append(near[-1])
    yield from groups


def _same(one: _Mark, other: _Mark) -> bool:
    shared = min(one.span.end, other.span.end) - max(one.span.start, other.span.start)
    both = _around((one.span, other.span))
    return shared >= SAME_PLACE * (both.end - both.start)


def _around(spans: Iterable[Span]) -> Span:
    found = list(spans)
    return Span(min(span.start for span in found), max(span.end for span in found))


def _message(marks: Sequence[_Mark]) -> str:
    """What the models say, in one sentence.

    >>> one = _Mark(Span(0, 3), "major", 0.83, "comet:Unbabel/XCOMET-XL")
    >>> _message([one])
    'XCOMET-XL marks this as a major error (confidence 0.83).'
    >>> _message([one, _Mark(Span(0, 4), "minor", 0.6, "judge")])
    'XCOMET-XL marks this as a major error (confidence 0.83), judge as a minor one (0.60).'
    """
    first, *others = sorted(marks, key=lambda mark: (-PENALTY[mark.severity], mark.model))
    said = [
        f"{reader_name(first.model)} marks this as a {first.severity} error "
        f"(confidence {first.confidence:.2f})",
        *(f"{reader_name(m.model)} as a {m.severity} one ({m.confidence:.2f})" for m in others),
    ]
    return ", ".join(said) + "."
