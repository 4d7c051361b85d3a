"""Where in a text a model's quote stands, if it stands there at all."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Sequence

Place = tuple[int, int]
PLAIN = {
    **dict.fromkeys("‘’‚′", "'"),
    **dict.fromkeys("“”„«»″", '"'),
    **dict.fromkeys("–—‑", "-"),
}
INVISIBLE = frozenset("\u200b\u200c\u200d\u2060\ufeff\u00ad\u200e\u200f")
AROUND = " \t\r\n\"'“”‘’«»…"


def place_of(quote: str, text: str, taken: Sequence[Place] = ()) -> Place | None:
    """The place (code points) of a quote in a text, None where it is not there.

    As it is written, else with letters composed or not, white space, quotation
    marks, dashes and characters that cannot be seen taken for the same, else
    whatever the case. Of several places the first that is not `taken`; a letter
    and the marks upon it stay together.

    >>> place_of("7  layers", "It has 7 layers.")
    (7, 15)
    >>> place_of("ড়", "বাড়ি"), place_of("gone", "It is here.")
    ((2, 5), None)
    """
    if not quote.strip():
        return None
    if exact := _first(_exact(quote, text), taken):
        return _whole(exact, text)
    for fold in (_composed, _uncased):
        for said in dict.fromkeys((quote, quote.strip(AROUND))):
            if found := _first(_folded(said, text, fold), taken):
                return found
    return None


def _first(places: Iterator[Place], taken: Sequence[Place]) -> Place | None:
    found = next(places, None)
    place = found
    while place is not None and any(s < place[1] and place[0] < e for s, e in taken):
        place = next(places, None)
    return place or found


def _whole(place: Place, text: str) -> Place:
    start, end = place
    while start > 0 and _is_mark(text[start]):
        start -= 1
    while end < len(text) and _is_mark(text[end]):
        end += 1
    return start, end


def _is_mark(character: str) -> bool:
    return unicodedata.category(character).startswith("M")


def _exact(quote: str, text: str) -> Iterator[Place]:
    start = text.find(quote)
    while start >= 0:
        yield start, start + len(quote)
        start = text.find(quote, start + 1)


def _folded(quote: str, text: str, fold: Callable[[str], str]) -> Iterator[Place]:
    letters, places = _letters(text, fold)
    wanted = _letters(quote, fold)[0].strip()
    if not wanted:
        return
    for start, end in _exact(wanted, letters):
        yield places[start][0], places[end - 1][1]


def _letters(text: str, fold: Callable[[str], str]) -> tuple[str, list[Place]]:
    """A text folded, and for each of its code points the place that it came from."""
    made: list[str] = []
    places: list[Place] = []
    for start, end in _clusters(text):
        folded = fold(text[start:end])
        if folded.isspace():
            folded = " " if made[-1:] != [" "] else ""
        made.extend(folded)
        places.extend([(start, end)] * len(folded))
    return "".join(made), places


def _clusters(text: str) -> Iterator[Place]:
    """A character and the marks upon it, together: they may be one letter or several."""
    start = 0
    for n in range(1, len(text) + 1):
        if n == len(text) or not _is_mark(text[n]):
            yield start, n
            start = n


def _composed(cluster: str) -> str:
    kept = "".join(PLAIN.get(c, c) for c in cluster if c not in INVISIBLE)
    return unicodedata.normalize("NFC", kept)


def _uncased(cluster: str) -> str:
    return _composed(cluster).casefold()
