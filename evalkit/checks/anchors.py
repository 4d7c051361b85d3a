"""What of a source row must be found again in its version: names and figures."""

from __future__ import annotations

import unicodedata
from collections import defaultdict, deque
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
    how many it kept. `names` and `figures` pair places of the source with those
    where the version writes the same; of a name mentioned twice, the source's
    first place stands for both.
    """

    lost: tuple[Span, ...]
    kept: int
    figures: tuple[tuple[Span, Span], ...] = ()
    names: tuple[tuple[Span, Span], ...] = ()

    @property
    def written(self) -> tuple[Span, ...]:
        """The places where the version writes the names."""
        return tuple(there for _, there in self.names)

    @property
    def facing(self) -> tuple[tuple[Span, Span], ...]:
        return self.figures + self.names


def _value(figure: str) -> str:
    """A figure by its digits alone.

    >>> _value("২,০০০"), _value("3.0")
    ('2000', '30')
    """
    return "".join(str(unicodedata.digit(c)) for c in figure if c.isdigit())


def _figures(source: str, target: str) -> Anchors:
    there: dict[str, deque[Span]] = defaultdict(deque)
    for match in _FIGURE.finditer(target):
        there[_value(match.group())].append(Span(*match.span()))
    lost, facing = [], []
    for match in _FIGURE.finditer(source):
        span = Span(*match.span())
        places = there[_value(match.group())]
        if places:
            facing.append((span, places.popleft()))
        else:
            lost.append(span)
    return Anchors(tuple(lost), len(facing), tuple(facing))


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
                here.figures,
                tuple((m.name.span, place.span) for m in mentions for place in m.written),
            )
        )
    return tuple(merged)
