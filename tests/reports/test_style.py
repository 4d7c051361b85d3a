"""The palette meets WCAG 2.2 AA in light and dark: 4.5 for text, 3 for what is drawn."""

from __future__ import annotations

import re
from importlib.resources import files

import pytest

SEVERITIES = ("critical", "major", "minor", "neutral")
CSS = files("evalkit.reports.html").joinpath("base.css").read_text("utf-8")


def palettes() -> dict[str, dict[str, str]]:
    light, dark = (
        dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", block))
        for block in re.findall(r":root \{(.*?)\n\s*\}", CSS, re.DOTALL)
    )
    return {"light": light, "dark": dark}


def luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_the_formula_gives_the_published_extremes() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_stands_out_from_its_ground(scheme: str) -> None:
    palette = palettes()[scheme]
    pairs = [(text, ground) for text in ("ink", "quiet", "accent") for ground in ("paper", "card")]
    pairs += [("ink", "sunk")]
    for severity in SEVERITIES:
        tint = f"{severity}-tint"
        pairs += [(severity, g) for g in ("paper", "card", tint)]
        pairs += [("card", severity), ("ink", tint)]
    poor = {pair: c for pair in pairs if (c := contrast(*(palette[p] for p in pair))) < 4.5}
    assert not poor


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_focus_is_seen(scheme: str) -> None:
    palette = palettes()[scheme]
    assert contrast(palette["focus"], palette["paper"]) >= 3
