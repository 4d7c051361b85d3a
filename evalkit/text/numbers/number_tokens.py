"""The tokens of a text that may take part in a number."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

import regex

from evalkit.text.numbers.number import Kind, Number, Written
from evalkit.text.numbers.number_words import Entry, Lexicon, Role, fold

_DAY_HALF = regex.compile(r"[  -]?[ap](?:m|\.\s?m)\b", regex.IGNORECASE)
_HIDDEN = regex.compile(
    r"https?://\S+|www\.\S+"
    r"|(?<![\w.+-])[\w.+-]{1,64}@[\w.-]+"
    r"|</?[A-Za-z][^<>]{0,300}>"
    r"|&#?\w{1,10};"
    r"|\{[^{}\s]{0,60}\}|%\(\w{1,40}\)[sdf]|%\d{0,2}\$?[sdf]\b"
)
_MARKER = regex.compile(r"(?m)^\s{0,8}\(?(\p{Nd}{1,3})[.)।](?=[^\S\n])")
# Longer runs of digits are codes; their beginning tells them apart.
_LONGEST_RUN = 60


def hide(text: str) -> str:
    """The text with what holds no numbers (addresses, tags, placeholders) blanked out."""
    return str(_HIDDEN.sub(lambda found: "\0" * len(found.group()), text))


@dataclass(frozen=True, slots=True)
class Item:
    """A token that may take part in a number."""

    role: Role
    value: Fraction
    start: int
    end: int
    written: Written = "digits"
    kind: Kind = "cardinal"
    also: tuple[Fraction, ...] = ()
    parts: tuple[Number, ...] = ()


def items_of(text: str, lexicon: Lexicon) -> Iterator[Item]:
    """The tokens of a hidden text that may take part in a number, in reading order."""
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
                Number(Fraction(field), token.start(), token.end(), "part")
                for field in (value.numerator, value.denominator)
            )
            yield Item("tail", value, token.start(), token.end(), parts=fields)
        else:
            found, taken = _phrase(text, tokens, position, lexicon)
            yield from found
        position += taken


def _phrase(
    text: str, tokens: Sequence[regex.Match[str]], position: int, lexicon: Lexicon
) -> tuple[list[Item], int]:
    """The longest entry of the lexicon that begins at this word, and its length in tokens."""
    words = [fold(tokens[position].group())]
    for following in tokens[position + 1 : position + lexicon.longest]:
        gap = text[tokens[position + len(words) - 1].end() : following.start()]
        if following.lastgroup != "word" or not joined(gap):
            break
        words.append(fold(following.group()))
    for length in range(len(words), 0, -1):
        entry = lexicon.find(words[:length])
        if entry is not None:
            start, end = tokens[position].start(), tokens[position + length - 1].end()
            return [_said(entry, start, end)], length
    return _inside(tokens[position], words[0], lexicon), 1


def _said(entry: Entry, start: int, end: int) -> Item:
    kind: Kind = "vague" if entry.vague else "cardinal"
    return Item(entry.role, entry.value, start, end, "words", kind)


_DIGIT, _DIGITS = regex.compile(r"\p{Nd}"), regex.compile(r"\p{Nd}+")
_BETWEEN_DIGITS = regex.compile(r"\P{Nd}")
_DECADE = regex.compile(r"['’]?s\b")
_LATIN_BEFORE = regex.compile(r"[A-Za-z]$|[A-Z][-‑]$")
_CURRENCY_BEFORE = regex.compile(r"(?:US|CA|A|NZ|HK|Rs)$")
_ELIDED = regex.compile(r"([^'’]{1,20})['’](.+)")


def _inside(token: regex.Match[str], word: str, lexicon: Lexicon) -> list[Item]:
    """The numbers in a word that is no number word: দু'ফুট, zweitausendacht, zweitägig."""
    start, end = token.span()
    elided = _ELIDED.fullmatch(token.group())
    if elided and not token.group()[0].isascii():
        head = lexicon.find([fold(elided.group(1))])
        rest = lexicon.find([fold(elided.group(2))])
        if head is not None and head.role == "count":
            cut = start + elided.end(1)
            after = [_said(rest, cut + 1, end)] if rest is not None else []
            return [_said(Entry(head.role, head.value), start, cut), *after]
    pieces = lexicon.pieces(word)
    if pieces:
        return [_said(piece, start, end) for piece in pieces]
    prefixed = lexicon.prefixed(word)
    return [_said(prefixed, start, end)] if prefixed is not None else []


def joined(gap: str) -> bool:
    """Whether what stands between two tokens lets them be one expression."""
    return len(gap) <= 2 and all(c in "-‐‑" or c.isspace() for c in gap) and "\n" not in gap


def _integer(digits: str) -> Fraction:
    return Fraction(int("".join(str(_digit(d)) for d in digits[:_LONGEST_RUN])))


def _digit(character: str) -> int:
    """The value of a digit, also of one that is younger than Python's own tables.

    Digits of a script stand in tens, from nought on.
    """
    value = unicodedata.decimal(character, -1)
    if value >= 0:
        return value
    first = ord(character)
    while _DIGIT.match(chr(first - 1)):
        first -= 1
    return (ord(character) - first) % 10


def _time(written: str, start: int) -> Iterator[Item]:
    """A time of day in hours, 7.30 being 7:30 too; else its two fields, a score for instance."""
    hours, minutes = (_integer(field) for field in _BETWEEN_DIGITS.split(written))
    end, cut = start + len(written), start + len(written) - 2
    other = (hours + 12 if hours < 12 else hours - 12) % 24
    if hours <= 24 and minutes < 60:
        late, dotted = minutes / 60, minutes / 100
        also = (other + late, hours + dotted, other + dotted)
        parts = _fields(hours, minutes, start, end)
        yield Item("count", hours + late, start, end, kind="time", also=also, parts=parts)
    else:
        yield Item("count", hours, start, cut - 1, kind="part")
        yield Item("count", minutes, cut, end, kind="part")


def _digits(text: str, written: str, start: int, lexicon: Lexicon) -> Iterator[Item]:
    """What one run of digits with its separators says."""
    groups = _BETWEEN_DIGITS.split(written)
    separators = _BETWEEN_DIGITS.findall(written)
    end = start + len(written)
    read = _quantity(groups, separators, lexicon)
    if read is None:
        for part in _DIGITS.finditer(written):
            yield Item(
                "count",
                _integer(part.group()),
                start + part.start(),
                start + part.end(),
                kind="part",
            )
        return
    value, *also = read
    kind: Kind = "cardinal"
    parts: tuple[Number, ...] = ()
    before, after = text[max(0, start - 2) : start], text[end : end + 6]
    if value <= 24 and _DAY_HALF.match(after):
        kind = "time"
        if _clock(groups):
            hours, minutes = map(_integer, groups)
            parts = _fields(hours, minutes, start, end)
            also += [value, (value + 12) % 24]
            value = hours + minutes / 60
        also.append((value + 12) % 24)
    elif _in_latin_name(before, after):
        kind = "name"
        if len(written) == 2:
            also += [value + 1900, value + 2000]
    elif separators == ["."] and _clock(groups):
        hours, minutes = map(_integer, groups)
        also.append(hours + minutes / 60)
    if not separators and _DECADE.match(after) and value >= 20 and value % 10 == 0:
        also.append(value % 100 if value >= 100 else value + 1900)
    if before[-1:] in ("'", "’") and len(groups[0]) == 2 and not separators:
        also += [value + 1900, value + 2000]
    yield Item("count", value, start, end, kind=kind, also=tuple(also), parts=parts)


def _clock(groups: Sequence[str]) -> bool:
    """Whether digits may be hours and minutes: 7.30."""
    if len(groups) != 2 or len(groups[0]) > 2 or len(groups[1]) != 2:
        return False
    return _integer(groups[0]) <= 24 and _integer(groups[1]) < 60


def _fields(hours: Fraction, minutes: Fraction, start: int, end: int) -> tuple[Number, ...]:
    """Hours and minutes as parts of a time; a full hour has no minutes."""
    cut = end - 2
    other = (hours + 12 if hours < 12 else hours - 12) % 24
    whole = Number(hours, start, cut - 1, "part", also=(other,))
    return (whole, Number(minutes, cut, end, "part")) if minutes else (whole,)


def _in_latin_name(before: str, after: str) -> bool:
    """Whether digits are part of a name: H1N1, COVID-19, 5G."""
    named = "A" <= after[:1] <= "Z" or _LATIN_BEFORE.search(before)
    return bool(named) and not _CURRENCY_BEFORE.search(before)


def _quantity(
    groups: Sequence[str], separators: Sequence[str], lexicon: Lexicon
) -> list[Fraction] | None:
    """The readings of digits with separators, likeliest first; None: no single quantity."""
    whole = _integer("".join(groups))
    if not separators:
        return [whole]
    fraction = whole / 10 ** len(groups[-1])
    if len(separators) == 1:
        return _one_separator(groups, separators[0], whole, fraction, lexicon)
    if len(set(separators)) == 1:
        return [whole] if _grouped(groups) else None
    alike = len(set(separators[:-1])) == 1
    return [fraction] if alike and _grouped(groups[:-1]) else None


def _one_separator(
    groups: Sequence[str], separator: str, whole: Fraction, fraction: Fraction, lexicon: Lexicon
) -> list[Fraction] | None:
    """Whether 1.500 is fifteen hundred or one and a half is the language's habit."""
    groupable = len(groups[1]) == 3 and len(groups[0]) <= 3 and _integer(groups[0]) != 0
    if separator in lexicon.decimal:
        return [fraction, whole] if groupable else [fraction]
    if separator == ".":
        return [whole, fraction] if groupable else [fraction]
    return [whole] if groupable else None


def _grouped(groups: Sequence[str]) -> bool:
    """Groups of three (1,000,000) or the Indian way (1,00,00,000)."""
    first, *middle, last = groups
    sizes = {len(group) for group in middle}
    return len(first) <= 3 and len(last) == 3 and (sizes <= {3} or sizes == {2})
