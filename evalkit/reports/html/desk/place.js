// Where the window stands: brought to a place at once, and held there while the heights around it
// become known, until the reader moves on. Nothing glides: a way of thousands of rows that are not
// drawn yet has no length to glide over.

import { byId } from "./dom.js";

const MOVED = 1; // pixels that rounding may take

let held = null; // {aim, y, fresh}: the scroll wanted now, where that led, whether just come

export const leave = () => {
  held = null;
  document.body.classList.remove("held");
};

const go = () => {
  measureHead();
  const y = held.aim();
  if (y === null) return leave();
  scrollTo({ top: y, behavior: "instant" });
  held.y = scrollY;
};

// What stands over the paragraphs while they scroll, in pixels; styles know it as --desk.
let head = 0;
export const measureHead = () => {
  const bar = byId("paragraphs").querySelector(".desk");
  const height = getComputedStyle(bar).position === "sticky" ? bar.offsetHeight : 0;
  if (height !== head) document.documentElement.style.setProperty("--desk", `${height}px`);
  head = height;
  return head;
};

// Browsers go to an address's fragment on their own, a frame or two after it changed or was loaded.
const settled = async (mine) => {
  if (document.readyState !== "complete") await new Promise((done) => addEventListener("load", done, { once: true }));
  for (let frame = 0; frame < 2; frame += 1) await new Promise(requestAnimationFrame);
  if (held !== mine) return;
  go();
  mine.fresh = false;
};

// aim() gives the scroll that shows the place, null where it is there no longer.
export const land = (aim) => {
  held = { aim, y: 0, fresh: true };
  document.body.classList.add("held");
  go();
  if (held) settled(held);
};

// Changes something while an element stays where it is in the window; find() finds it before and after.
export const steadily = (find, change) => {
  const before = find()?.getBoundingClientRect().top;
  change();
  const after = find()?.getBoundingClientRect().top;
  if (held) go();
  else if (before !== undefined && after !== undefined) scrollBy({ top: after - before, behavior: "instant" });
};

export const watchPlace = () => {
  addEventListener(
    "scroll",
    () => {
      if (!held || Math.abs(scrollY - held.y) <= MOVED) return;
      if (held.fresh) go();
      else leave();
    },
    { passive: true },
  );
  // Before the frame is painted: what is held never jumps.
  const changed = new ResizeObserver(() => (held ? go() : measureHead()));
  changed.observe(document.body);
  changed.observe(byId("paragraphs").querySelector(".desk"));
};
