"""Texts longer than a model's window: cut where they face each other, scored piece by piece.

What a model does not see it cannot judge, and a text that is cut off at its
512th token gets a score that looks like any other. So a row that does not fit
is split at sentence ends on all sides into windows that do, and the score says
how many there were and what share of the text they held.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from evalkit.alignment import Pair, align, join
from evalkit.document import Document, Paragraph
from evalkit.encoders.cached_encoder import CachedEncoder
from evalkit.metrics.base import Score, Windows
from evalkit.metrics.cuts import pieces
from evalkit.text import sentences

Place = tuple[int, int]
Count = Callable[[Sequence[str]], Sequence[int]]
"""The number of tokens of every text, special tokens left out."""
Fits = Callable[[Sequence[int]], bool]
"""Whether texts of so many tokens (source, target, and the reference if there is one) fit a
window together. What does not fit must not fit with more tokens either."""


@dataclass(frozen=True, slots=True)
class Window:
    """Places in a row's texts (code points, end exclusive) that a model reads together.

    `sentences` are the numbers, from 1, of the first and the last sentence of
    the source that it holds, whole or in part.
    """

    source: Place
    target: Place
    reference: Place | None
    sentences: tuple[int, int]

    def texts(self, pair: Pair, reference: str | None) -> tuple[str, ...]:
        """What the model reads: source, target, and the reference if there is one."""
        places = (self.source, self.target, self.reference or (0, 0))
        return tuple(
            text[start:end]
            for text, (start, end) in zip(_texts(pair, reference), places, strict=False)
        )


@dataclass(frozen=True, slots=True)
class Windowing:
    """The windows of one row, in order.

    `covered` (0 to 1) is the share of the characters of source and target,
    white space left out, that some window holds. `whole` says that the row fits
    as it is: one window, both texts unchanged.
    """

    windows: tuple[Window, ...]
    covered: float
    whole: bool


@dataclass(frozen=True, slots=True)
class _Unit:
    """Stretches of the texts that face each other, with their tokens; some may be empty."""

    places: tuple[Place, ...]
    sizes: tuple[int, ...]

    @property
    def faced(self) -> bool:
        return all(start < end for start, end in self.places)

    @property
    def length(self) -> int:
        """Characters of source and target."""
        return sum(end - start for start, end in self.places[:2])


def split(
    rows: Sequence[tuple[Pair, str | None]],
    count: Count,
    fits: Fits,
    meaning: CachedEncoder | None = None,
) -> list[Windowing]:
    """The windows of every row, each with its reference or None.

    A row that fits is one window, its texts unchanged. Else its sentences are aligned (by `meaning`
    too, if given), and what faces each other is packed into as few windows as
    hold it, of like size. A sentence is cut only where it does not fit alone,
    at a clause mark or between words at the same share of all sides. Sentences
    that nothing faces go with their neighbours, or are left out where they do
    not fit: `covered` tells. No character is in two windows. The texts of all
    rows are counted in one call, those of the sentences of a long row in another.

    >>> from evalkit.document import Paragraph
    >>> german = "Am Montag kam der Regen. Am Dienstag schien die Sonne."
    >>> english = "Rain came on Monday. On Tuesday the sun shone."
    >>> pair = Pair(1, "de", "de", "en", (Paragraph(english),), (Paragraph(german),))
    >>> def words(texts): return [len(text.split()) for text in texts]
    >>> (windowing,) = split([(pair, None)], words, lambda sizes: max(sizes) <= 6)
    >>> [window.texts(pair, None) for window in windowing.windows]
    [('Rain came on Monday.', 'Am Montag kam der Regen.'), \
('On Tuesday the sun shone.', 'Am Dienstag schien die Sonne.')]
    """
    texts = [_texts(pair, reference) for pair, reference in rows]
    sizes = _counted([text for row in texts for text in row], count)
    return [
        _whole(row)
        if fits([sizes[text] for text in row])
        else _split(pair, row, count, fits, meaning)
        for (pair, _), row in zip(rows, texts, strict=True)
    ]


def aggregate(windowing: Windowing, values: Sequence[float]) -> Score:
    """A row's score from those of its windows: their mean, weighted by their length.

    The length of a window is that of its source and its target, in characters.
    A row that fits keeps the model's own value. Unscored where no window faces
    another text.
    """
    windows = windowing.windows
    if not windows:
        return Score.unscored("too long for the model's window, and its sentences face nothing")
    if windowing.whole:
        return Score(values[0])
    lengths = [w.source[1] - w.source[0] + w.target[1] - w.target[0] for w in windows]
    mean = sum(v * n for v, n in zip(values, lengths, strict=True)) / sum(lengths)
    worst = min(range(len(windows)), key=values.__getitem__)
    return Score(
        mean,
        detail=describe(windowing, values),
        windows=Windows(
            len(windows),
            windowing.covered,
            values[worst],
            windows[worst].source,
            windows[worst].target,
        ),
    )


def describe(windowing: Windowing, values: Sequence[float]) -> str:
    """How a row was scored, in words for its cell; empty where it fits.

    >>> halves = Window((0, 40), (0, 35), None, (1, 3)), Window((41, 80), (36, 70), None, (4, 6))
    >>> describe(Windowing(halves, 1.0, False), [0.8, 0.31])
    '2 windows, all of the text covered; worst 0.31 (sentences 4 to 6)'
    >>> describe(Windowing(halves[:1], 0.48, False), [0.8])
    '1 window, 48 % of the text covered: nothing faces the rest'
    """
    windows = windowing.windows
    if windowing.whole or not windows:
        return ""
    if len(windows) == 1:
        return extent(windowing)
    worst = min(range(len(windows)), key=values.__getitem__)
    return f"{extent(windowing)}; {weakest(windows[worst], values[worst])}"


def extent(windowing: Windowing) -> str:
    """How many windows a row has, and how much of it they hold; empty where it fits."""
    many = len(windowing.windows)
    if windowing.whole or not many:
        return ""
    covered = "all of the text covered"
    if windowing.covered < 1:
        # Rounded down: 99.6 % is not all of it.
        covered = f"{int(100 * windowing.covered)} % of the text covered: nothing faces the rest"
    return f"{many} window{'s' if many > 1 else ''}, {covered}"


def weakest(window: Window, value: float, places: int = 2) -> str:
    """The worst part of a row: its score, and which sentences of the source it holds.

    >>> weakest(Window((0, 9), (0, 9), None, (2, 2)), 31.44, places=0)
    'worst 31 (sentence 2)'
    """
    first, last = window.sentences
    where = f"sentence {first}" if first == last else f"sentences {first} to {last}"
    return f"worst {value:.{places}f} ({where})"


def facing(pair: Pair) -> tuple[Window, ...]:
    """The sentences of a row that face each other, each stretch of them as a window.

    Empty where either side is a single sentence: then nothing is told apart.
    Sentences that nothing faces are in none.

    >>> from evalkit.document import Paragraph
    >>> german = "Am Montag kam der Regen. Am Dienstag schien die Sonne."
    >>> english = "Rain came on Monday. On Tuesday the sun shone."
    >>> pair = Pair(1, "de", "de", "en", (Paragraph(english),), (Paragraph(german),))
    >>> [window.texts(pair, None)[0] for window in facing(pair)]
    ['Rain came on Monday.', 'On Tuesday the sun shone.']
    """
    texts, languages = _texts(pair, None), (pair.source_language, pair.language)
    parts = _sentences(texts, languages)
    if min(map(len, parts)) < 2:
        return ()
    return tuple(
        Window(places[0], places[1], None, _numbers(parts[0], places[0]))
        for places in _aligned(texts, languages, parts, None)
        if all(start < end for start, end in places)
    )


def _texts(pair: Pair, reference: str | None) -> tuple[str, ...]:
    own = (pair.source, pair.target)
    return own if reference is None else (*own, reference)


def _counted(texts: Sequence[str], count: Count) -> dict[str, int]:
    """The tokens of every distinct text, all in one call; nothing has none."""
    distinct = [text for text in dict.fromkeys(texts) if text]
    return {"": 0, **dict(zip(distinct, count(distinct), strict=True))}


def _whole(texts: Sequence[str]) -> Windowing:
    places = [(0, len(text)) for text in texts]
    reference = places[2] if len(places) > 2 else None
    return Windowing((Window(places[0], places[1], reference, (1, 1)),), 1.0, True)


def _split(
    pair: Pair, texts: tuple[str, ...], count: Count, fits: Fits, meaning: CachedEncoder | None
) -> Windowing:
    languages = (pair.source_language, pair.language, pair.language)
    parts = _sentences(texts, languages)
    if not all(parts):
        return Windowing((), 0.0, False)
    aligned = _aligned(texts, languages, parts, meaning)
    windows = _windows(texts, aligned, count, fits)
    if not windows:
        everything = tuple((own[0][0], own[-1][1]) for own in parts)
        windows = _windows(texts, [everything], count, fits)
    found = tuple(
        Window(
            places[0],
            places[1],
            places[2] if len(places) > 2 else None,
            _numbers(parts[0], places[0]),
        )
        for places in windows
    )
    return Windowing(found, _covered(texts, windows), False)


def _sentences(texts: Sequence[str], languages: Sequence[str]) -> list[list[Place]]:
    return [
        [(s.start, s.end) for s in sentences.split(text, language)]
        for text, language in zip(texts, languages, strict=False)
    ]


def _aligned(
    texts: Sequence[str],
    languages: Sequence[str],
    parts: Sequence[Sequence[Place]],
    meaning: CachedEncoder | None,
) -> list[tuple[Place, ...]]:
    """The places of sentences that face each other on all sides; empty where none do."""
    documents = [
        Document(tuple(Paragraph(text[start:end]) for start, end in own), language)
        for text, own, language in zip(texts, parts, languages, strict=False)
    ]
    source, *others = documents
    units = {str(n): align(source, other, meaning) for n, other in enumerate(others)}
    rows = join(source, units)
    places: list[tuple[Place, ...]] = []
    reached = [0] * len(texts)
    for row in rows:
        numbers = (row.source, *(row.targets[name] for name in units))
        unit = []
        for side, own in enumerate(numbers):
            if own:
                unit.append((parts[side][own[0]][0], parts[side][own[-1]][1]))
                reached[side] = unit[-1][1]
            else:
                unit.append((reached[side], reached[side]))
        places.append(tuple(unit))
    return places


def _windows(
    texts: Sequence[str], aligned: Sequence[tuple[Place, ...]], count: Count, fits: Fits
) -> list[tuple[Place, ...]]:
    """As few windows as hold what faces each other, of like size."""
    units = [
        piece
        for unit in _units(texts, aligned, count)
        for piece in (_cut(texts, unit, count, fits) if unit.faced else [unit])
    ]
    joint = 0
    while True:
        windows = [_joined(part) for part in _packed(units, fits, joint)]
        # Tokens may be more together than apart: what was packed too tightly is packed anew.
        if all(fits(unit.sizes) for unit in _units(texts, windows, count)):
            return windows
        joint = 2 * joint + 1


def _units(texts: Sequence[str], places: Sequence[tuple[Place, ...]], count: Count) -> list[_Unit]:
    slices = [
        [text[start:end] for text, (start, end) in zip(texts, unit, strict=True)] for unit in places
    ]
    sizes = _counted([piece for unit in slices for piece in unit], count)
    return [
        _Unit(unit, tuple(sizes[piece] for piece in own))
        for unit, own in zip(places, slices, strict=True)
    ]


def _cut(texts: Sequence[str], unit: _Unit, count: Count, fits: Fits) -> list[_Unit]:
    """A unit as it is if it fits, else in as few pieces as do; whole where none do."""
    number, most = 1, max(end - start for start, end in unit.places)
    while not fits([-(-size // number) for size in unit.sizes]) and number < most:
        number += 1
    while number <= most:
        found = _units(texts, pieces(texts, unit.places, number), count) if number > 1 else [unit]
        if all(fits(piece.sizes) for piece in found):
            return found
        number += 1 + number // 8
    return [unit]


def _packed(units: Sequence[_Unit], fits: Fits, joint: int) -> Iterator[Sequence[_Unit]]:
    """Consecutive units in windows: the least left out, in the fewest windows.

    Of these the windows whose ends are surest, then the most even ones: beside
    a unit that nothing faces, the alignment may be off by one. `joint` tokens
    are reckoned for every joint between two units.
    """
    sides = zip(*(unit.sizes for unit in units), strict=True)
    totals = list(zip(*(accumulate(side, initial=0) for side in sides), strict=True))
    best: list[tuple[int, int, int, int]] = [(0, 0, 0, 0)]
    begins = [-1]
    for end in range(1, len(units) + 1):
        left_out, windows, unsure, uneven = best[end - 1]
        top, begin = (left_out + units[end - 1].length, windows, unsure, uneven), -1
        doubt = end < len(units) and not (units[end - 1].faced and units[end].faced)
        present = [False] * len(totals[0])
        for start in range(end - 1, -1, -1):
            sizes = [
                a - b + joint * (end - start - 1)
                for a, b in zip(totals[end], totals[start], strict=True)
            ]
            if not fits(sizes):
                break
            present = [
                was or s < e for was, (s, e) in zip(present, units[start].places, strict=True)
            ]
            if all(present):
                left_out, windows, unsure, uneven = best[start]
                total = left_out, windows + 1, unsure + doubt, uneven + sum(sizes) ** 2
                if total < top:
                    top, begin = total, start
        best.append(top)
        begins.append(begin)
    found = []
    end = len(units)
    while end:
        if begins[end] < 0:
            end -= 1
        else:
            found.append(units[begins[end] : end])
            end = begins[end]
    yield from reversed(found)


def _joined(units: Sequence[_Unit]) -> tuple[Place, ...]:
    """The places from the first to the last of the units' own."""
    sides = zip(*(unit.places for unit in units), strict=True)
    return tuple(
        (min(p[0] for p in side if p[0] < p[1]), max(p[1] for p in side if p[0] < p[1]))
        for side in sides
    )


def _numbers(parts: Sequence[Place], place: Place) -> tuple[int, int]:
    """The numbers, from 1, of the sentences that a place touches."""
    touched = [n for n, own in enumerate(parts, 1) if own[0] < place[1] and place[0] < own[1]]
    return touched[0], touched[-1]


def _covered(texts: Sequence[str], windows: Sequence[tuple[Place, ...]]) -> float:
    seen = sum(
        _visible(text[slice(*places[side])])
        for side, text in enumerate(texts[:2])
        for places in windows
    )
    return seen / sum(_visible(text) for text in texts[:2])


def _visible(text: str) -> int:
    return len("".join(text.split()))
