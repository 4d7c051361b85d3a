"""The numbers of a text, by value, however they are written.

Digits of any script, grouped the western or the Indian way, decimals, times,
multipliers (2.5 million, ২৫ লাখ), number words and their compounds, ordinals
and names of months. What a language adds to this stands in its profile.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache
from typing import Literal

import regex

from evalkit.languages import profile

Kind = Literal[
    "cardinal", "percent", "currency", "ordinal", "time", "part", "month", "name", "vague", "marker"
]
Written = Literal["digits", "words"]


@dataclass(frozen=True, slots=True)
class Number:
    """A number where it stands: code points `start` to `end`, end exclusive.

    `value` is exact; a time's is in hours. `also` are other values the same
    characters may mean: 1990s is 90 too, 3 p.m. is 15, and 1.500 may be
    fifteen hundred. `parts` say it piece by piece (hours and minutes). Kinds:
    `part` is one field of a date or of a release number, `month` a month by
    name, `name` digits inside a Latin name (COVID-19), `vague` a multiplier
    without a count (thousands of), `marker` the number of a list item.
    """

    value: Fraction
    start: int
    end: int
    kind: Kind = "cardinal"
    written: Written = "digits"
    also: tuple[Fraction, ...] = ()
    parts: tuple[Number, ...] = ()

    @property
    def readings(self) -> frozenset[Fraction]:
        """Every value the characters may mean.

        >>> [int(reading) for reading in sorted(numbers("the 1990s", "en")[0].readings)]
        [90, 1990]
        """
        return frozenset((self.value, *self.also))


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
    lexicon = _lexicon(language)
    items = tuple(_items(_hide(text), lexicon))
    return tuple(_dated(text, tuple(_assemble(text, items, lexicon))))


# What a word or a run of digits does in a number.
Role = Literal["count", "multiplier", "shift", "tail", "ordinal", "month", "article", "joiner"]

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
_DAY_HALF = regex.compile(r"[  -]?[ap](?:m|\.\s?m)\b", regex.IGNORECASE)
_PERCENT_SIGNS = ("%", "٪", "％")
# Scripts written without spaces: there every character may be a number word.
_UNSPACED = r"\p{Han}\p{Hiragana}\p{Katakana}"
_HIDDEN = regex.compile(
    r"https?://\S+|www\.\S+"
    r"|(?<![\w.+-])[\w.+-]{1,64}@[\w.-]+"
    r"|</?[A-Za-z][^<>]{0,300}>"
    r"|&#?\w{1,10};"
    r"|\{[^{}\s]{0,60}\}|%\(\w{1,40}\)[sdf]|%\d{0,2}\$?[sdf]\b"
)
_MARKER = regex.compile(r"(?m)^\s{0,8}\(?(\p{Nd}{1,3})[.)।](?=[^\S\n])")
# Marks that spellings of one word differ in: nuktas, addak, joiners, apostrophes.
_IGNORED = dict.fromkeys(map(ord, "\u093c\u09bc\u0a3c\u0abc\u0a71\u200b\u200c\u200d'’ʼ"))
_RANGE = ("-", "–", "‑", "/")
# Longer runs of digits are codes; their beginning tells them apart.
_LONGEST_RUN = 60
_ZERO, _ONE = Fraction(0), Fraction(1)


def exact(number: float) -> Fraction:
    """The decimal a profile means, not its binary neighbour.

    >>> exact(0.1)
    Fraction(1, 10)
    """
    return Fraction(str(number))


def fold(word: str) -> str:
    """A word without case and without the marks its spellings differ in.

    >>> fold("ইউনিয়ন") == fold("ইউনিয়ন"), fold("ਇੱਕ") == fold("ਇਕ")
    (True, True)
    """
    return unicodedata.normalize("NFD", word).casefold().translate(_IGNORED)


@dataclass(frozen=True, slots=True)
class _Lexicon:
    entries: Mapping[tuple[str, ...], tuple[Role, Fraction]]
    stems: Mapping[str, tuple[Role, Fraction]]
    longest: int
    suffixes: tuple[str, ...]
    decimal: str
    group: str
    percent: tuple[str, ...]
    currency: tuple[str, ...]
    token: regex.Pattern[str]

    def find(self, words: Sequence[str]) -> tuple[Role, Fraction] | None:
        key = tuple(words)
        known = self.entries.get(key)
        if known is not None or len(key) > 1:
            return known
        for suffix in self.suffixes:
            if len(suffix) < len(key[0]) and key[0].endswith(suffix):
                stem = key[0][: -len(suffix)]
                bare = self.entries.get((stem,)) or self.stems.get(stem)
                if bare is not None and bare[0] in ("count", "multiplier"):
                    return bare
        return None


_WORD = rf"[{_UNSPACED}]|(?:(?![{_UNSPACED}])[\p{{L}}\p{{M}}\u200c\u200d'’])+"


@cache
def _lexicon(language: str) -> _Lexicon:
    own = profile(language)
    tables = [own.numbers]
    if own.script != "Latn":
        tables.append(profile("en").numbers)
    entries: dict[tuple[str, ...], tuple[Role, Fraction]] = {}
    for table in tables:
        named: tuple[tuple[Role, Mapping[str, float]], ...] = (
            ("tail", table.tails),
            ("count", table.words),
            ("multiplier", table.multipliers),
            ("shift", table.shifts),
            ("ordinal", table.ordinals),
            ("month", table.months),
            ("article", dict.fromkeys(table.articles, 1.0)),
            ("joiner", dict.fromkeys(table.joiners, 0.0)),
        )
        for role, words in named:
            for word, amount in words.items():
                key = tuple(
                    fold(w) for w in regex.findall(_WORD, unicodedata.normalize("NFD", word))
                )
                entries.setdefault(key, (role, exact(amount)))
    spaced = " " if " " in own.numbers.group else ""
    spaces = f"[{spaced}\u00a0\u2009\u202f]"
    token = regex.compile(
        r"(?P<time>(?<![\p{Nd}.,:])\p{Nd}{1,2}[:ঃ：]\p{Nd}{2}(?![\p{Nd}:]))"
        rf"|(?P<digits>\p{{Nd}}+(?:[.,'’٫٬]\p{{Nd}}+|{spaces}\p{{Nd}}{{3}}(?!\p{{Nd}}))*)"
        r"|(?P<vulgar>[¼½¾⅐-⅞])"
        rf"|(?P<word>{_WORD})"
    )
    # A vowel sign or a virama at the end gives way to the suffix: പതിനേഴ്, പതിനേഴാം.
    stems = {
        key[0][:-1]: entry
        for key, entry in entries.items()
        if len(key) == 1 and len(key[0]) > 2 and unicodedata.category(key[0][-1])[0] == "M"
    }
    return _Lexicon(
        entries,
        stems,
        max((len(key) for key in entries), default=1),
        tuple(sorted((fold(s) for s in own.numbers.suffixes), key=len, reverse=True)),
        own.numbers.decimal,
        own.numbers.group + "'’٬\u00a0\u2009\u202f",
        tuple(w for table in tables for w in table.percent),
        tuple(w for table in tables for w in table.currency),
        token,
    )


def _hide(text: str) -> str:
    return _HIDDEN.sub(lambda found: "\0" * len(found.group()), text)


@dataclass(frozen=True, slots=True)
class _Item:
    """A token that may take part in a number."""

    role: Role
    value: Fraction
    start: int
    end: int
    written: Written = "digits"
    kind: Kind = "cardinal"
    also: tuple[Fraction, ...] = ()
    parts: tuple[Number, ...] = ()


def _items(text: str, lexicon: _Lexicon) -> Iterator[_Item]:
    tokens = list(lexicon.token.finditer(text))
    markers = {found.span(1) for found in _MARKER.finditer(text)}
    position = 0
    while position < len(tokens):
        token = tokens[position]
        taken = 1
        if token.lastgroup == "time":
            yield from _time(token.group(), token.start())
        elif token.lastgroup == "digits":
            for item in _digits(text, token.group(), token.start(), lexicon):
                yield replace(item, kind="marker") if token.span() in markers else item
        elif token.lastgroup == "vulgar":
            value = Fraction(unicodedata.numeric(token.group())).limit_denominator(10)
            fields = tuple(
                Number(Fraction(field), *token.span(), "part")
                for field in (value.numerator, value.denominator)
            )
            yield _Item("tail", value, *token.span(), parts=fields)
        else:
            found, taken = _phrase(text, tokens, position, lexicon)
            if found is not None:
                yield found
        position += taken


def _phrase(
    text: str, tokens: Sequence[regex.Match[str]], position: int, lexicon: _Lexicon
) -> tuple[_Item | None, int]:
    """The longest entry of the lexicon that begins at this word, and its length in tokens."""
    words = [fold(tokens[position].group())]
    for following in tokens[position + 1 : position + lexicon.longest]:
        gap = text[tokens[position + len(words) - 1].end() : following.start()]
        if following.lastgroup != "word" or not _joined(gap):
            break
        words.append(fold(following.group()))
    for length in range(len(words), 0, -1):
        entry = lexicon.find(words[:length])
        if entry is not None:
            start, end = tokens[position].start(), tokens[position + length - 1].end()
            return _Item(*entry, start, end, "words"), length
    return None, 1


def _joined(gap: str) -> bool:
    return len(gap) <= 2 and all(c in "-‐‑" or c.isspace() for c in gap) and "\n" not in gap


def _integer(digits: str) -> Fraction:
    return Fraction(int("".join(str(unicodedata.decimal(d)) for d in digits[:_LONGEST_RUN])))


def _time(written: str, start: int) -> Iterator[_Item]:
    """A time of day in hours, 7.30 being 7:30 too; else its two fields, a score for instance."""
    hours, minutes = (_integer(field) for field in regex.split(r"\P{Nd}", written))
    end, cut = start + len(written), start + len(written) - 2
    other = (hours + 12 if hours < 12 else hours - 12) % 24
    fields = (
        Number(hours, start, cut - 1, "part", also=(other,)),
        Number(minutes, cut, end, "part"),
    )
    if hours <= 24 and minutes < 60:
        late, dotted = minutes / 60, minutes / 100
        also = (other + late, hours + dotted, other + dotted)
        parts = fields if minutes else fields[:1]
        yield _Item("count", hours + late, start, end, kind="time", also=also, parts=parts)
    else:
        for field in fields:
            yield _Item("count", field.value, field.start, field.end, kind="part")


def _digits(text: str, written: str, start: int, lexicon: _Lexicon) -> Iterator[_Item]:
    """What one run of digits with its separators says."""
    groups = regex.split(r"\P{Nd}", written)
    separators = regex.findall(r"\P{Nd}", written)
    end = start + len(written)
    read = _quantity(groups, separators, lexicon)
    if read is None:
        for part in regex.finditer(r"\p{Nd}+", written):
            yield _Item(
                "count",
                _integer(part.group()),
                start + part.start(),
                start + part.end(),
                kind="part",
            )
        return
    value, *also = read
    kind: Kind = "cardinal"
    before, after = text[max(0, start - 2) : start], text[end : end + 6]
    if value <= 24 and _DAY_HALF.match(after):
        kind = "time"
        if len(groups) == 2 and len(groups[1]) == 2:
            hours, minutes = map(_integer, groups)
            also.append(value)
            value = hours + minutes / 60
        also.append((value + 12) % 24)
    elif _in_latin_name(before, after):
        kind = "name"
    if not separators and regex.match(r"['’]?s\b", after) and value >= 20 and value % 10 == 0:
        also.append(value % 100 if value >= 100 else value + 1900)
    if before[-1:] in ("'", "’") and len(groups[0]) == 2 and not separators:
        also += [value + 1900, value + 2000]
    yield _Item("count", value, start, end, kind=kind, also=tuple(also))


def _in_latin_name(before: str, after: str) -> bool:
    """Whether digits are part of a name: H1N1, COVID-19, 5G."""
    ahead = regex.match(r"[A-Z]", after)
    behind = regex.search(r"[A-Za-z]$|[A-Z][-‑]$", before)
    return bool(ahead or behind) and not regex.search(r"(?:US|CA|A|NZ|HK|Rs)$", before)


def _quantity(
    groups: Sequence[str], separators: Sequence[str], lexicon: _Lexicon
) -> list[Fraction] | None:
    """The readings of digits with separators, likeliest first; None: no single quantity."""
    whole = _integer("".join(groups))
    if not separators:
        return [whole]
    last = separators[-1]
    fraction = whole / 10 ** len(groups[-1])
    if len(separators) == 1:
        groupable = len(groups[1]) == 3 and len(groups[0]) <= 3 and _integer(groups[0]) != 0
        if last in lexicon.group and last not in lexicon.decimal:
            if groupable:
                return [whole, fraction] if last == "." else [whole]
            return [fraction] if last == "." else None
        if last in lexicon.decimal:
            return [fraction, whole] if groupable else [fraction]
        return [whole] if groupable else None
    if len(set(separators)) == 1:
        return [whole] if _grouped(groups) else None
    if len(set(separators[:-1])) == 1 and _grouped(groups[:-1]):
        return [fraction]
    return None


def _grouped(groups: Sequence[str]) -> bool:
    """Groups of three (1,000,000) or the Indian way (1,00,00,000)."""
    first, *middle, last = groups
    return (
        1 <= len(first) <= 3
        and len(last) == 3
        and len({len(g) for g in middle} | {0}) <= 2
        and all(len(g) in (2, 3) for g in middle)
    )


def _assemble(text: str, items: Sequence[_Item], lexicon: _Lexicon) -> Iterator[Number]:
    position = 0
    while position < len(items):
        item = items[position]
        if item.role in ("ordinal", "month"):
            kind: Kind = "ordinal" if item.role == "ordinal" else "month"
            yield Number(item.value, item.start, item.end, kind, "words")
            position += 1
        elif item.role == "joiner" or (item.role == "tail" and item.written == "words"):
            position += 1
        else:
            number, position = _compound(text, items, position)
            if number is not None:
                yield _measured(text, number, lexicon)


def _compound(text: str, items: Sequence[_Item], position: int) -> tuple[Number | None, int]:
    """The number that begins at an item, and the position after it.

    A stack of (value, room): `room` is what a further count must stay below,
    so that twenty takes five and five hundred takes twenty.
    """
    first = items[position]
    stack: list[tuple[Fraction, Fraction]] = []
    shift, used = _ZERO, position
    kind: Kind = "cardinal"
    if first.role in ("shift", "article"):
        following = items[position + 1] if position + 1 < len(items) else None
        wanted = ("multiplier",) if first.role == "article" else ("count", "multiplier")
        if following is None or following.role not in wanted or not _next(text, first, following):
            return None, position + 1
        shift = first.value if first.role == "shift" else _ZERO
        if following.role == "multiplier":
            stack.append((_ONE + shift, _ONE))
            shift = _ZERO
        used += 1
    scale = _ONE
    counted = bool(stack)
    while used < len(items):
        item = items[used]
        if used > position and not _next(text, items[used - 1], item):
            break
        if item.role == "count" and _fits(text, items, used, stack):
            value = item.value + shift * (100 if shift and item.value % 100 == 0 else 1)
            shift, counted = _ZERO, True
            stack.append((value, _room(item)))
        elif item.role == "multiplier":
            lower = [v for v, _ in stack if v < item.value]
            if stack and not lower:
                break
            stack = [(v, r) for v, r in stack if v >= item.value]
            stack.append(((sum(lower, _ZERO) or _ONE) * item.value, item.value))
            scale = item.value
        elif item.role == "tail" and stack and used > position:
            stack.append(
                (item.value * (scale if items[used - 1].role == "multiplier" else 1), _ONE)
            )
        elif item.role == "tail" and not stack:
            stack.append((item.value, _ONE))
            counted = True
        elif not (item.role == "joiner" and _takes_joiner(text, items, used, stack)):
            break
        used += 1
    if not counted and stack:
        kind = "vague"
    elif first.kind != "cardinal" and used == position + 1:
        kind = first.kind
    if not stack:
        return None, max(used, position + 1)
    alone = used == position + 1
    last = items[used - 1]
    parts = first.parts if alone else ()
    if last.role == "tail" and last.parts and used == position + 2:
        parts = (Number(first.value, first.start, first.end, "part"), *last.parts)
    written: Written = (
        "digits" if any(i.written == "digits" for i in items[position:used]) else "words"
    )
    return Number(
        sum((v for v, _ in stack), _ZERO),
        first.start,
        items[used - 1].end,
        kind,
        written,
        first.also if alone else tuple(a * scale for a in first.also if used == position + 2),
        parts,
    ), used


def _next(text: str, item: _Item, following: _Item) -> bool:
    return _joined(text[item.end : following.start])


def _room(item: _Item) -> Fraction:
    if item.written == "words" and item.value >= 100 and item.value % 100 == 0:
        return Fraction(100)
    if item.written == "words" and 20 <= item.value < 100 and item.value % 10 == 0:
        return Fraction(10)
    return _ONE


def _fits(
    text: str, items: Sequence[_Item], position: int, stack: Sequence[tuple[Fraction, Fraction]]
) -> bool:
    """Whether a count may stand here: first, or below the room of what stands before it."""
    item = items[position]
    if not stack:
        return True
    if not 0 < item.value < stack[-1][1]:
        return False
    if item.written == "words":
        return True
    if text[items[position - 1].end : item.start] == "":
        return True
    following = items[position + 1] if position + 1 < len(items) else None
    return (
        following is not None
        and following.role == "multiplier"
        and following.value < stack[-1][1]
        and _next(text, item, following)
    )


def _takes_joiner(
    text: str, items: Sequence[_Item], position: int, stack: Sequence[tuple[Fraction, Fraction]]
) -> bool:
    following = items[position + 1] if position + 1 < len(items) else None
    return (
        bool(stack)
        and stack[-1][1] >= 10
        and following is not None
        and following.role == "count"
        and following.written == "words"
        and 0 < following.value < stack[-1][1]
        and _next(text, items[position], following)
    )


def _measured(text: str, number: Number, lexicon: _Lexicon) -> Number:
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
        return replace(number, kind="percent")
    if (
        money
        or (after[:1]
        and unicodedata.category(after[0]) == "Sc")
        or _any_prefix(after, lexicon.currency)
    ):
        return replace(number, kind="currency")
    return number


def _any_prefix(text: str, words: Iterable[str]) -> bool:
    return any(text.startswith(word.casefold()) for word in words)


def _dated(text: str, found: Sequence[Number]) -> Iterator[Number]:
    """2014-15 ends in 2015."""
    for before, number in zip((None, *found), found):
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
