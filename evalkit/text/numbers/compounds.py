"""Numbers out of tokens: compounds, shorthand, percent and currency, short years."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

import regex

from evalkit.text.numbers.number import Kind, Number, Written
from evalkit.text.numbers.number_tokens import Item, joined
from evalkit.text.numbers.number_words import Lexicon, Role

_LATIN_SHORTHAND: Mapping[str, Fraction] = {
    "k": Fraction(10**3),
    "mn": Fraction(10**6),
    "bn": Fraction(10**9),
    "tn": Fraction(10**12),
}
_CURRENCY_SHORTHAND: Mapping[str, Fraction] = {
    "m": Fraction(10**6),
    "b": Fraction(10**9),
    "t": Fraction(10**12),
}
_PERCENT_SIGNS = ("%", "٪", "％")
# So many decimals are said one by one.
_LONGEST_SPOKEN = 6
_RANGE = ("-", "–", "‑", "/")
_ZERO, _ONE = Fraction(0), Fraction(1)
# What stands for itself, and joins no other number.
_BY_ROLE: Mapping[Role, Kind] = {"ordinal": "ordinal", "month": "month", "alone": "vague"}
# A number that another may continue: two thousand, three hundred.
_LEAST_CONTINUED = 100


def assemble(text: str, items: Sequence[Item], lexicon: Lexicon) -> Iterator[Number]:
    """The numbers that the items of a text make up, in reading order."""
    position = 0
    while position < len(items):
        item = items[position]
        kind = _BY_ROLE.get(item.role)
        if kind is not None:
            yield Number(item.value, item.start, item.end, kind, "words")
            position += 1
            continue
        compound = _Compound(text, items, position)
        compound.read()
        number = compound.number()
        if number is not None:
            yield _measured(text, number, lexicon)
        position = max(compound.used, position + 1)


@dataclass(slots=True)
class _Compound:
    """The number that begins at one item, read item by item.

    `stack` holds (value, room): `room` is what a further count must stay
    below, so that twenty takes five and five hundred takes twenty. `used` is
    the position after the last item taken.
    """

    text: str
    items: Sequence[Item]
    first: int
    used: int = 0
    stack: list[tuple[Fraction, Fraction]] = field(default_factory=list)
    shift: Fraction = _ZERO
    scale: Fraction = _ONE
    counted: bool = False

    def read(self) -> None:
        self.used = self.first
        takes: Mapping[str, Callable[[Item], bool]] = {
            "count": self._count,
            "multiplier": self._multiply,
            "tail": self._tail,
            "joiner": self._join,
            "point": self._point,
        }
        opening = self.items[self.first]
        if opening.role in ("shift", "article"):
            if not self._open(opening):
                return
            self.used += 1
        while self.used < len(self.items):
            item = self.items[self.used]
            if self.used > self.first and not self._adjacent(self.used):
                break
            if item.role not in takes or not takes[item.role](item):
                break
            self.used += 1

    def number(self) -> Number | None:
        if not self.stack:
            return None
        taken = self.items[self.first : self.used]
        opening, closing = taken[0], taken[-1]
        kind: Kind = "cardinal" if self.counted else "vague"
        also, parts = opening.also, opening.parts
        if len(taken) == 1:
            kind = opening.kind if self.counted else kind
            parts = opening.parts
        elif closing.role == "tail" and closing.parts and len(taken) == 2:
            whole = Number(opening.value, opening.start, opening.end, "part")
            also, parts = (), (whole, *closing.parts)
        else:
            also, parts = tuple(a * self.scale for a in also if len(taken) == 2), ()
        written: Written = "digits" if any(i.written == "digits" for i in taken) else "words"
        value = sum((v for v, _ in self.stack), _ZERO)
        return Number(value, opening.start, closing.end, kind, written, also, parts)

    def _adjacent(self, position: int) -> bool:
        """Whether the item at a position follows the one before it directly."""
        if position >= len(self.items):
            return False
        return joined(self.text[self.items[position - 1].end : self.items[position].start])

    def _open(self, item: Item) -> bool:
        """An article before a multiplier, or a shift before a count or a multiplier."""
        if not self._adjacent(self.first + 1):
            return False
        following = self.items[self.first + 1].role
        if following == "multiplier":
            self.stack.append((_ONE + (item.value if item.role == "shift" else _ZERO), _ONE))
            self.counted = True
            return True
        self.shift = item.value
        return item.role == "shift" and following == "count"

    def _count(self, item: Item) -> bool:
        if not self._fits(item):
            return False
        hundreds = 100 if self.shift and item.value % 100 == 0 else 1
        self.stack.append((item.value + self.shift * hundreds, _room(item)))
        self.shift, self.counted = _ZERO, True
        return True

    def _fits(self, item: Item) -> bool:
        """Whether a count may stand here: first, or below the room of what stands before it."""
        if not self.stack:
            return True
        room = self.stack[-1][1]
        if not 0 < item.value < room:
            return False
        # Nobody goes on in words after digits: 1.7 million four years ago.
        mixed = item.written == "words" and self.items[self.first].written == "digits"
        if item.written == "words" and not mixed:
            return True
        if item.start == self.items[self.used - 1].end:
            return True
        if not self._adjacent(self.used + 1):
            return False
        following = self.items[self.used + 1]
        return following.role == "multiplier" and following.value < room

    def _multiply(self, item: Item) -> bool:
        lower = [value for value, _ in self.stack if value < item.value]
        if self.stack and not lower:
            return False
        self.stack = [entry for entry in self.stack if entry[0] >= item.value]
        self.stack.append(((sum(lower, _ZERO) or _ONE) * item.value, item.value))
        self.scale = item.value
        return True

    def _tail(self, item: Item) -> bool:
        if not self.stack and item.written == "words":
            return False
        after_multiplier = self.stack and self.items[self.used - 1].role == "multiplier"
        self.stack.append((item.value * (self.scale if after_multiplier else 1), _ONE))
        self.counted = True
        return True

    def _point(self, item: Item) -> bool:
        """Decimals said one by one: seven point two five, দুই দশমিক পাঁচ."""
        if not self.stack and item.kind == "vague":
            return False
        decimals, position = "", self.used + 1
        while self._adjacent(position) and len(decimals) < _LONGEST_SPOKEN:
            following = self.items[position]
            if following.role != "count" or following.value.denominator != 1:
                break
            if decimals and (following.value > 9 or following.written == "digits"):
                break
            decimals += str(following.value)
            position += 1
        if not decimals:
            return False
        self.stack.append((Fraction(int(decimals), 10 ** len(decimals)), _ONE))
        self.used, self.counted = position - 1, True
        return True

    def _join(self, _item: Item) -> bool:
        """An "and" inside a number: one hundred and five."""
        if not self.stack or self.stack[-1][1] < 10 or not self._adjacent(self.used + 1):
            return False
        following = self.items[self.used + 1]
        return (
            following.role == "count"
            and following.written == "words"
            and 0 < following.value < self.stack[-1][1]
        )


def _room(item: Item) -> Fraction:
    if item.written == "words" and item.value >= 100 and item.value % 100 == 0:
        return Fraction(100)
    if item.written == "words" and 20 <= item.value < 100 and item.value % 10 == 0:
        return Fraction(10)
    return _ONE


def _measured(text: str, number: Number, lexicon: Lexicon) -> Number:
    """The number with the shorthand, the percent sign or the currency beside it."""
    before = text[max(0, number.start - 2) : number.start].rstrip()[-1:]
    money = bool(before) and unicodedata.category(before) == "Sc"
    shorthand = regex.match(
        r"[ \u00a0]?([A-Za-z]{1,2})(?![\p{L}\p{M}\p{Nd}])", text[number.end : number.end + 5]
    )
    if shorthand and number.written == "digits":
        letters = shorthand.group(1).casefold()
        times = _LATIN_SHORTHAND.get(letters) or (
            _CURRENCY_SHORTHAND.get(letters) if money else None
        )
        if times:
            number = replace(
                number,
                value=number.value * times,
                also=(*(a * times for a in number.also), number.value),
                end=number.end + shorthand.end(),
                kind="currency" if money else "cardinal",
            )
    after = text[number.end : number.end + 16].lstrip(" \u00a0-").casefold()
    if after.startswith(_PERCENT_SIGNS) or _any_prefix(after, lexicon.percent):
        share = (number.value / 100,) if 0 < number.value < 100 else ()
        return replace(number, kind="percent", also=(*number.also, *share))
    if (
        money
        or (after[:1] and unicodedata.category(after[0]) == "Sc")
        or _any_prefix(after, lexicon.currency)
    ):
        return replace(number, kind="currency")
    return number


def _any_prefix(text: str, words: Iterable[str]) -> bool:
    return any(text.startswith(word.casefold()) for word in words)


def continued(text: str, found: Sequence[Number]) -> Iterator[Number]:
    """২ হাজার ৩৫০ may be 2350: the second number is given that reading too."""
    for before, number in zip((None, *found), found, strict=False):
        if before is not None and _continues(text, before, number):
            yield replace(number, also=(*number.also, before.value + number.value))
        else:
            yield number


def _continues(text: str, before: Number, number: Number) -> bool:
    if before.value < _LEAST_CONTINUED or number.value.denominator != 1 or not number.value:
        return False
    below = 10 ** len(str(number.value))
    worded = not text[before.end - 1].isdecimal()
    return worded and joined(text[before.end : number.start]) and before.value % below == 0


def dated(text: str, found: Sequence[Number]) -> Iterator[Number]:
    """2014-15 ends in 2015."""
    for before, number in zip((None, *found), found, strict=False):
        if (
            before is not None
            and number.written == before.written == "digits"
            and text[before.end : number.start] in _RANGE
            and number.end - number.start == 2
            and 1000 <= before.value <= 2100
            and number.value > before.value % 100
        ):
            century = before.value - before.value % 100
            yield replace(number, also=(*number.also, century + number.value))
        else:
            yield number
