"""Shapes of a chart as SVG, written by hand.

matplotlib takes half a second to load and to draw six charts, which is more than all else that
a lexical run over a short article does; boxes, dots, lines and words need none of it. All places
are points from the upper left corner.
"""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import escape

from evalkit.reports.charts.drawing import CLASSES, FONT_SIZE, INK, QUIET, Chart
from evalkit.reports.safe_text import printable

Box = tuple[float, float, float, float]
"""Left, top, width, height."""
HATCH = 6  # points from line to line, along either axis


def number(value: float) -> str:
    """A coordinate to a hundredth of a point: more is not seen.

    >>> number(12.3456), number(-0.0001), number(446.4)
    ('12.35', '0', '446.4')
    """
    return f"{value:.2f}".rstrip("0").rstrip(".").replace("-0", "0", value > -0.005)


def boxes(places: Iterable[Box], colour: str, opacity: float = 1.0) -> str:
    """Filled boxes as one path: a long document would have a thousand elements; "" for none.

    >>> boxes([(1, 2, 10, 5)], "#1d1b18")
    '<path d="M1 2h10v5h-10z" fill="#1d1b18" class="c-ink-fill"/>'
    """
    outlines = "".join(map(_outline, places))
    return f'<path d="{outlines}" {_paint(fill=colour)}{_seen(opacity)}/>' if outlines else ""


def outline(place: Box, colour: str, width: float, *, dotted: bool = False) -> str:
    """The edge of a box, `width` points thick."""
    return f'<path d="{_outline(place)}" fill="none" {_pen(colour, width, dotted)}/>'


def hatched(place: Box, colour: str, width: float, name: str) -> str:
    """A box of slanting lines; the chart `name` must also have its `hatch`."""
    return f'<path d="{_outline(place)}" fill="url(#{name}-hatch)" {_pen(colour, width, False)}/>'


def hatch(name: str, colour: str = INK) -> str:
    """The pattern of slanting lines that `hatched` boxes of the chart `name` share."""
    step = HATCH
    return (
        f'<defs><pattern id="{name}-hatch" patternUnits="userSpaceOnUse" width="{step}" '
        f'height="{step}"><path d="M-1 1L1 -1M0 {step}L{step} 0M{step - 1} {step + 1}'
        f'L{step + 1} {step - 1}" {_pen(colour, 1, False)}/></pattern></defs>'
    )


def dots(centres: Iterable[tuple[float, float]], colour: str, radius: float, opacity: float) -> str:
    """Dots that let each other shine through."""
    drawn = "".join(
        f'<circle cx="{number(x)}" cy="{number(y)}" r="{number(radius)}"/>' for x, y in centres
    )
    return f"<g {_paint(fill=colour)}{_seen(opacity)}>{drawn}</g>"


def line(left: float, top: float, right: float, bottom: float, colour: str, width: float) -> str:
    """A straight line, `width` points thick.

    >>> line(0, 5, 0, 15, "#1d1b18", 1.6)
    '<path d="M0 5L0 15" stroke="#1d1b18" class="c-ink-stroke" stroke-width="1.6"/>'
    """
    way = f"M{number(left)} {number(top)}L{number(right)} {number(bottom)}"
    return f'<path d="{way}" {_pen(colour, width, False)}/>'


def text(
    x: float,
    y: float,
    words: str,
    colour: str = QUIET,
    *,
    anchor: str = "start",
    size: float = FONT_SIZE,
) -> str:
    """Words on the baseline `y`, which begin at `x`, end there or have it in their middle.

    >>> text(3, 9, "a<b", anchor="end")
    '<text x="3" y="9" font-size="9" text-anchor="end" fill="#8a857c" class="c-quiet-fill">a&lt;b</text>'
    """  # noqa: E501
    return (
        f'<text x="{number(x)}" y="{number(y)}" font-size="{number(size)}" '
        f'text-anchor="{anchor}" {_paint(fill=colour)}>{_escaped(words)}</text>'
    )


def chart(
    title: str, description: str, name: str, size: tuple[float, float], shapes: Iterable[str]
) -> Chart:
    """The shapes as a chart of that width and height; `name` goes before its ids."""
    width, height = size
    drawn = "\n".join(filter(None, shapes))
    return Chart(
        title,
        description,
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {number(width)} {number(height)}" '
        f'role="img" class="chart" stroke-linejoin="round" '
        f'aria-labelledby="{name}-title {name}-desc">'
        f'<title id="{name}-title">{_escaped(title)}</title>'
        f'<desc id="{name}-desc">{_escaped(description)}</desc>\n{drawn}\n</svg>',
    )


def _outline(place: Box) -> str:
    left, top, width, height = place
    wide = number(width)
    return f"M{number(left)} {number(top)}h{wide}v{number(height)}h-{wide}z"


def _pen(colour: str, width: float, dotted: bool) -> str:
    gaps = f' stroke-dasharray="{number(width)} {number(1.65 * width)}"' if dotted else ""
    return f'{_paint(stroke=colour)} stroke-width="{number(width)}"{gaps}'


def _paint(**colours: str) -> str:
    """Each colour as an attribute, and as the class that gives it on the page."""
    attributes = " ".join(f'{key}="{colour}"' for key, colour in colours.items())
    classes = " ".join(f"{CLASSES[colour]}-{key}" for key, colour in colours.items())
    return f'{attributes} class="{classes}"'


def _seen(opacity: float) -> str:
    return "" if opacity == 1 else f' fill-opacity="{number(opacity)}"'


def _escaped(words: str) -> str:
    return str(escape(printable(words)))
