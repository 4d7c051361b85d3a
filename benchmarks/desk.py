"""How the report of 10,000 paragraphs in two versions feels in a real Chromium.

    python -m benchmarks.desk [--paragraphs 10000] [--repeat 5] [--report report.html]

The document is generated (`tests.browser.generated`), its report opened as a file,
anew each time; the median of five and both extremes. Times of a load count from the
navigation. Those of an act go to the end of the frame that shows it, so none is
below a frame or two of 16 ms. Scrolling is three seconds of the wheel; a frame longer
than 50 ms is one that a reader sees stutter.
What the page does not offer, or does not do within ten seconds (loading: sixty), is a
dash. The processor's yardstick is that of `benchmarks.article`.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from benchmarks.article import yardstick
from evalkit.encoders.devices import cpus
from evalkit.reports import write
from tests.browser import generated
from tests.browser.chromium import NoBrowserError, launched
from tests.browser.wordlists import RARE

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

SECONDS = 3.0
STEP = 240
"""Pixels of one turn of the wheel, one each 16 ms."""
PATIENCE = 10_000.0
LOADING = 60_000.0
"""Milliseconds after which an act, or a load, is given up."""
LONG = 50.0
"""A frame that is seen to stutter, in milliseconds."""

READY = """
const look = () => {
  const page = document.documentElement;
  if (page?.dataset.ready === "yes" && document.querySelector("#rows li.row"))
    window.readyAfter = performance.now();
  else requestAnimationFrame(look);
};
requestAnimationFrame(look);
"""
WAITED = """async patience => {
  while (!window.readyAfter && performance.now() < patience)
    await new Promise(requestAnimationFrame);
  return window.readyAfter ?? null;
}"""
PAINTS = """() => Object.fromEntries(
  performance.getEntriesByType("paint").map(entry => [entry.name, entry.startTime]))"""
# Acts on the element; gives the time until that shows, and the frame is drawn.
ACT = """async ([act, selector, value, patience]) => {
  const frame = () => new Promise(requestAnimationFrame);
  const page = document.documentElement;
  const acts = {
    click: element => element.click(),
    type: element => {
      element.value = value;
      element.dispatchEvent(new Event("input", {bubbles: true}));
    },
    jump: () => { location.hash = value; },
  };
  const element = document.querySelector(selector);
  if (!element) return null;
  const before = page.dataset.shown;
  const inView = () => {
    const box = document.querySelector(value)?.getBoundingClientRect();
    return Boolean(box) && box.bottom > 0 && box.top < innerHeight;
  };
  const counted = () => before === undefined || page.dataset.shown !== before;
  const done = act === "jump" ? inView : counted;
  await frame();
  const since = performance.now();
  acts[act](element);
  while (!done()) {
    if (performance.now() - since > patience) return null;
    await frame();
  }
  await frame();
  await frame();
  return performance.now() - since;
}"""
WATCH = """() => {
  window.frames_ = [];
  window.moved = 0;
  addEventListener("scroll", () => { window.moved += 1; }, {capture: true, passive: true});
  let last;
  const look = now => {
    if (last !== undefined) window.frames_.push(now - last);
    last = now;
    window.looking = requestAnimationFrame(look);
  };
  window.looking = requestAnimationFrame(look);
}"""
WATCHED = """() => {
  cancelAnimationFrame(window.looking);
  return window.moved ? window.frames_ : [];
}"""

SELECTORS = {
    "click": '#filters input[name="severity"][value="major"]',
    "type": 'input[name="q"]',
    "jump": "html",
}
FIRST_PAINT, CONTENTFUL, ROWS = "first paint", "first contentful paint", "rows there, page ready"
FILTER, SEARCH, JUMP = "filter: major only", "search: a Bengali word", "jump to the last row"
SLOW_SHARE, LONGEST = "scrolling: frames over 50 ms", "scrolling: longest frame"
FIGURES = (FIRST_PAINT, CONTENTFUL, ROWS, FILTER, SEARCH, JUMP, SLOW_SHARE, LONGEST)
Figures = dict[str, float | None]


@dataclass(frozen=True, slots=True)
class Opening:
    """The report to open: its file, how many rows it has, how long to wait and to scroll."""

    report: Path
    rows: int
    loading: float = LOADING
    patience: float = PATIENCE
    seconds: float = SECONDS


def once(browser: Browser, opening: Opening) -> Figures:
    """All figures of one load, in milliseconds; None for what the page did not do."""
    from playwright.sync_api import TimeoutError as TooLateError

    context = browser.new_context(viewport={"width": 1300, "height": 900}, offline=True)
    try:
        page = context.new_page()
        page.set_default_timeout(LOADING)
        page.add_init_script(READY)
        try:
            page.goto(opening.report.resolve().as_uri())
        except TooLateError:
            return dict.fromkeys(FIGURES)
        return loaded(page, opening) | acts(page, opening) | scrolling(page, opening)
    finally:
        context.close()


def loaded(page: Page, opening: Opening) -> Figures:
    """When something was painted, and when the rows could be worked with."""
    ready: float | None = page.evaluate(WAITED, opening.loading)
    paints: Mapping[str, float] = page.evaluate(PAINTS)
    return {
        FIRST_PAINT: paints.get("first-paint"),
        CONTENTFUL: paints.get("first-contentful-paint"),
        ROWS: ready,
    }


def acts(page: Page, opening: Opening) -> Figures:
    """A filter, a search and a jump, each from the whole document."""

    def time_of(act: str, there: str, back: str) -> float | None:
        arguments = (act, SELECTORS[act], there, opening.patience)
        found: float | None = page.evaluate(ACT, arguments)
        if found is not None:
            page.evaluate(ACT, (act, SELECTORS[act], back, opening.patience))
        return found

    return {
        FILTER: time_of("click", "", ""),
        SEARCH: time_of("type", RARE, ""),
        JUMP: time_of("jump", f"#row-{opening.rows}", "#row-1"),
    }


def scrolling(page: Page, opening: Opening) -> Figures:
    """The share of long frames while the wheel turns, in percent, and the longest frame."""
    page.mouse.move(650, 600)
    page.evaluate(WATCH)
    since = time.perf_counter()
    while time.perf_counter() - since < opening.seconds:
        page.mouse.wheel(0, STEP)
        page.wait_for_timeout(16)
    frames: Sequence[float] = page.evaluate(WATCHED)
    if not frames:
        return {SLOW_SHARE: None, LONGEST: None}
    slow = sum(frame > LONG for frame in frames)
    return {SLOW_SHARE: 100 * slow / len(frames), LONGEST: max(frames)}


def line(name: str, found: Sequence[float | None]) -> str:
    """A figure's median and extremes; how often it was missing, if it was.

    >>> line("first paint", [90.0, 110.0, None])
    'first paint                        100 ms   [90, 110]  (not done in 1 of 3)'
    """
    there = [value for value in found if value is not None]
    unit = "% " if name == SLOW_SHARE else "ms"
    if not there:
        return f"{name:<30}{'–':>8}"
    digits = 1 if name == SLOW_SHARE else 0
    low, middle, high = (f"{v:,.{digits}f}" for v in (min(there), median(there), max(there)))
    missing = len(found) - len(there)
    more = f"  (not done in {missing} of {len(found)})" if missing else ""
    return f"{name:<30}{middle:>8} {unit}   [{low}, {high}]{more}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--paragraphs", type=int, default=generated.PARAGRAPHS)
    parser.add_argument("--repeat", type=int, default=5)
    parser.add_argument("--report", type=Path, help="a report made before, of as many paragraphs")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as directory:
        judged = generated.evaluation(options.paragraphs)
        texts, findings = generated.content(judged)
        report = options.report or write(judged, Path(directory), ["html"])[0]
        before = yardstick()
        opening = Opening(report, options.paragraphs)
        try:
            with launched() as browser:
                version = browser.version
                runs = [once(browser, opening) for _ in range(options.repeat)]
        except NoBrowserError as error:
            print(error)
            return
        after = yardstick()
        size = report.stat().st_size
    print(
        f"{options.paragraphs:,} paragraphs in two versions; Chromium {version}; median of", end=""
    )
    print(f" {len(runs)}; {cpus()} cores; five million squares {before:.2f} s, {after:.2f} s after")
    print(f"file {size / 1e6:.1f} MB: {size / (texts + findings):.2f} times texts", end="")
    print(f" ({texts / 1e6:.1f} MB) and findings ({findings / 1e6:.1f} MB)")
    for name in FIGURES:
        print(line(name, [run[name] for run in runs]))


if __name__ == "__main__":
    main()
