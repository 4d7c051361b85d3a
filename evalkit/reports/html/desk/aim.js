// Which scroll shows a row, or a finding: its card and the words it is about, both in the window.
//
// The card that is lit sticks to the window's lower edge (its upper one, where it stands above the
// words), within its row. So it is enough to bring the words to where that card does not cover them.

import { measureHead } from "./place.js";

const EDGE = 12; // from the edges, as in rows.css
const CONTEXT = 72; // of the text above the words

const topOf = (element) => element.getBoundingClientRect().top;

export const aimAt = (element) => scrollY + topOf(element) - measureHead() - EDGE;

// The first line of what a finding marks: in the version, then in the source; else its version's name.
const linesOf = (card, marks) => {
  const first = (side) => marks.find((mark) => mark.closest(`.${side} .text`))?.getClientRects()[0];
  const found = [first("version"), first("source")].filter(Boolean);
  return found.length ? found : [card.closest(".side").querySelector(".label").getBoundingClientRect()];
};

export const aimAtFinding = (row, card, marks) => {
  const head = measureHead();
  const room = innerHeight - head - 2 * EDGE;
  const box = row.getBoundingClientRect();
  if (box.height <= room) return aimAt(row);
  const free = room - card.offsetHeight - EDGE;
  const lines = linesOf(card, marks);
  let top = Math.min(...lines.map((line) => line.top));
  let bottom = Math.max(...lines.map((line) => line.bottom));
  if (bottom - top > free) [{ top, bottom }] = lines;
  if (bottom - box.top <= free) return aimAt(row);
  const above = Math.max(0, Math.min(CONTEXT, free - (bottom - top)));
  // A card above the words sticks no lower than its row ends.
  const end = topOf(row.querySelector(".sides")) + row.querySelector(".sides").offsetHeight - card.offsetHeight;
  return scrollY + Math.min(top - above, end) - head - EDGE;
};
