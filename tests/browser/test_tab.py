"""The tab that tests take in turn: each finds it as if it were the first."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.browser.conftest import HEIGHT, WIDTH
from tests.browser.opened import Opened

FOUND = """() => [
  localStorage.length, sessionStorage.length, innerWidth, innerHeight,
  matchMedia('(prefers-reduced-motion)').matches, matchMedia('(prefers-color-scheme: dark)').matches,
]"""


@pytest.mark.parametrize("turn", ["first", "second"])
def test_what_one_test_leaves_the_next_does_not_find(
    opened: Opened, sample_report: Path, tmp_path: Path, turn: str
) -> None:
    another = tmp_path / "another.html"
    another.touch()
    page = opened.open(another)
    assert page.evaluate(FOUND) == [0, 0, WIDTH, HEIGHT, False, False], turn
    page.set_viewport_size({"width": 500, "height": 400})
    page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    opened.open(sample_report)
    page.evaluate("() => { localStorage.a = '1'; sessionStorage.a = '1'; }")
    page.goto("about:blank")
