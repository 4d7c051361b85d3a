"""Where a page lands: whether a place gone to, its card and its words are in the window."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from evalkit.result.evaluation import Evaluation

if TYPE_CHECKING:
    from playwright.sync_api import Page

SIZES = ((1440, 900), (1024, 768), (390, 844))
MODES = ("no-preference", "reduce")
# Goes to each place in one of the ways, waits until the window has stood still for two frames, and
# looks with the reader's eyes: what the bar or another card covers is not seen.
LOOK = """
const frame = () => new Promise(requestAnimationFrame);
const still = async () => {
  for (let last = -1, same = 0, n = 0; same < 2 && n < 600; n += 1) {
    await frame();
    same = scrollY === last ? same + 1 : 0;
    last = scrollY;
  }
};
const head = () => {
  const bar = document.querySelector('.desk');
  return getComputedStyle(bar).position === 'sticky' ? Math.max(0, bar.getBoundingClientRect().bottom) : 0;
};
const within = box => box.width > 0 && box.top >= head() - 1 && box.bottom <= innerHeight + 1;
const open = (element, box) => {
  const hit = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
  return Boolean(hit) && (element.contains(hit) || hit.contains(element));
};
const marksOf = print => [...document.querySelectorAll('#rows .text mark[data-findings]')]
  .filter(mark => mark.dataset.findings.split(' ').includes(print));
const seen = element => {
  const box = element.getClientRects()[0];
  return Boolean(box) && within(box) && open(element, box);
};
// What is wrong with the place, "" if nothing is.
const wrong = id => {
  const place = document.getElementById(id);
  if (!place) return id + ' is not there';
  if (id.startsWith('row-')) return seen(place.querySelector('h3 a')) ? '' : id + ': its number is not seen';
  const marks = marksOf(id.replace('finding-', ''));
  if (!within(place.getBoundingClientRect())) return id + ': its card is not in the window';
  if (!place.classList.contains('active')) return id + ': its card is not lit';
  return !marks.length || marks.some(seen) ? '' : id + ': none of its words is seen';
};
"""
EVERY = f"""async ids => {{
  {LOOK}
  const missed = [];
  for (const id of ids) {{
    location.hash = '#' + id;
    await frame();
    await still();
    const said = wrong(id);
    if (said) missed.push(said);
  }}
  return missed;
}}"""
HERE = f"""async id => {{
  {LOOK}
  await still();
  return wrong(id);
}}"""


def missed(page: Page, ids: Sequence[str]) -> list[str]:
    """What is wrong with which of the places, each gone to by the address."""
    found: list[str] = page.evaluate(EVERY, list(ids))
    return found


def wrong(page: Page, place: str) -> str:
    """What is wrong with the place that was just gone to, "" where it is seen."""
    said: str = page.evaluate(HERE, place)
    return said


def places(evaluation: Evaluation) -> list[str]:
    """The ids of all rows and findings, far ones after one another."""
    ids = [f"finding-{f.fingerprint}" for f in evaluation.listed_records]
    ids += [f"row-{row.row}" for row in evaluation.rows]
    step = 37
    return [place for start in range(step) for place in ids[start::step]]
