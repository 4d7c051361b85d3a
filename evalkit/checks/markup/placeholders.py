"""Placeholders in a text: what a program will replace, in the usual notations."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from evalkit.checks.base import Span


@dataclass(frozen=True, slots=True)
class Placeholder:
    """One placeholder as it stands; `key` is equal for those that are replaced alike.

    `counted` says that it is known only by its order (`%s`, `{}`), so that
    every one is needed; named and numbered ones may be repeated.
    """

    text: str
    span: Span
    key: str
    counted: bool = False


_FORMATS = re.compile(
    r"""
      (?P<mustache>\{\{\s*[\w.$-]{1,60}\s*\}\})
    | (?P<shell>\$\{[\w.]{1,60}\})
    | (?P<ruby>%\{\w{1,60}\})
    | (?P<icu>\{\s*\w{1,60}\s*,\s*(?:plural|select|selectordinal|number|date|time)\b)
    | (?P<named>%\(\w{1,60}\)[#0+-]?\d{0,3}(?:\.\d{1,2})?[a-zA-Z])
    | (?P<percent>%%)
    | (?P<printf>(?<![\d%])%(?:(?P<order>\d{1,2})\$)?[#0+-]?\d{0,3}(?:\.\d{1,2})?
        (?:hh|h|ll|l|z|j|t|L)?(?P<conversion>[diouxXeEfFgGcsp@]))
    | (?P<printf_after>(?<=\d%)%(?:\d{1,2}\$)?[ds])
    | (?P<brace>(?<!\{)\{(?P<name>[A-Za-z_][\w.\[\]-]{0,60}|\d{1,2}|)
        (?:![rsa])?(?::[^{}\s]{1,20})?\})
    | (?P<dollar>(?<![\w$])\$(?P<number>[1-9])(?![\d]|[.,]\d))
    """,
    re.VERBOSE,
)


def placeholders(text: str) -> Iterator[Placeholder]:
    """The placeholders of a text in order.

    ``%s`` and ``%1$s`` are numbered alike, so that a version may number what
    the source left unnumbered in order to turn it around.

    >>> [(p.text, p.key) for p in placeholders("%s of %d, {name} at ${host}")]
    [('%s', '%1$s'), ('%d', '%2$d'), ('{name}', '{name}'), ('${host}', '${host}')]
    """
    order = 0
    for match in _FORMATS.finditer(text):
        span = Span(*match.span())
        key, counted = re.sub(r"\s", "", match[0]), False
        if match["printf"]:
            if match["order"]:
                number = match["order"]
            else:
                order += 1
                number, counted = str(order), True
            key = f"%{number}${match['conversion']}"
        elif match["brace"]:
            counted = not match["name"]
            key = "{" + match["name"] + "}"
        elif match["named"]:
            key = match["named"].partition(")")[0] + ")"
        elif match["icu"]:
            key = match["icu"].split(",")[0].replace(" ", "") + ",…}"
        elif match["percent"]:
            counted = True
        yield Placeholder(match[0], span, key, counted)


def lacking(wanted: list[Placeholder], there: list[Placeholder]) -> list[Placeholder]:
    """Those of the first list that the second has not, or not often enough."""
    count = Counter(p.key for p in there)
    missing = []
    for placeholder in wanted:
        if not count[placeholder.key]:
            missing.append(placeholder)
        elif placeholder.counted:
            count[placeholder.key] -= 1
    return missing


def misspelt(placeholder: Placeholder, text: str) -> Span | None:
    """Where a text has that placeholder with spaces, in capitals or in native digits.

    >>> (found,) = placeholders("{0}")
    >>> misspelt(found, "ফাইল { ০ } খোলা")
    Span(start=5, end=10)
    """
    pieces = (
        rf"[{''.join(_same_digits(c))}]" if c.isdigit() else re.escape(c)
        for c in placeholder.text
        if not c.isspace()
    )
    match = re.search(r"\s{0,2}".join(pieces), text, re.IGNORECASE)
    return Span(*match.span()) if match else None


# Where the decimal digits of the world's scripts begin (Unicode, category Nd).
_ZEROS = tuple(n for n in range(0x30, 0x10000) if chr(n).isdecimal() and int(chr(n)) == 0)


def _same_digits(digit: str) -> list[str]:
    return [chr(zero + int(digit)) for zero in _ZEROS]
