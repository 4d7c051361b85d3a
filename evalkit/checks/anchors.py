"""What of a source row must be found again in its version: names and figures."""

from __future__ import annotations

import unicodedata
from collections import Counter
from dataclasses import dataclass

import regex

from evalkit.alignment.rows import Version
from evalkit.checks.base import Span
from evalkit.checks.ledger import ledger, suits

# Digits of any script, with the marks that group them.
_FIGURE = regex.compile(r"\p{Nd}++(?:[,.]\p{Nd}++)*+")


@dataclass(frozen=True, slots=True)
class Anchors:
    """The names and figures of one row's source.

    `lost` are places in the source of those that the version lost, `kept` is
    how many it kept, `written` are the places where it writes the names.
    """

    lost: tuple[Span, ...]
    kept: int
    written: tuple[Span, ...] = ()


def _value(figure: str) -> str:
    """A figure by its digits alone.

    >>> _value("২,০০০"), _value("3.0")
    ('2000', '30')
    """
    return "".join(str(unicodedata.digit(c)) for c in figure if c.isdigit())


def _figures(source: str, target: str) -> Anchors:
    there = Counter(_value(m.group()) for m in _FIGURE.finditer(target))
    lost = []
    kept = 0
    for match in _FIGURE.finditer(source):
        value = _value(match.group())
        if there[value]:
            there[value] -= 1
            kept += 1
        else:
            lost.append(Span(*match.span()))
    return Anchors(tuple(lost), kept)


def anchors(version: Version) -> tuple[Anchors, ...]:
    """The anchors of every row, in the version's order."""
    figures = [_figures(pair.source, pair.target) for pair in version.pairs]
    if not suits(version):
        return tuple(figures)
    merged = []
    for here, mentions in zip(figures, ledger(version).rows, strict=True):
        lost = [m.name.span for m in mentions if not m.written]
        merged.append(
            Anchors(
                tuple(sorted({*here.lost, *lost}, key=lambda span: span.start)),
                here.kept + len(mentions) - len(lost),
                tuple(place.span for m in mentions for place in m.written),
            )
        )
    return tuple(merged)
