// The document at a glance: a cell per paragraph and version, in bands that fit the width.

import { badge } from "./badges.js";
import { data, SEVERITIES, stateOf } from "./data.js";
import { decisionOf } from "./decisions.js";
import { byId, counted, h } from "./dom.js";
import { LongList } from "./list.js";

const STATES = { missing: "paragraph missing", empty: "paragraph empty", added: "paragraph added" };
const SIGNS = { missing: "−", empty: "−", added: "+" };
const TALL = 6; // more bands scroll in a box of their own
const NAME_WIDTH = 120;
const CELL_WIDTH = 40;
const BAND_HEIGHT = 26;

let bands = null;
let perBand = 25;

const tally = (found) => {
  const parts = SEVERITIES.map((name, s) => [found.filter((finding) => finding.s === s).length, name]);
  return parts.filter(([n]) => n).map(([n, name]) => `${n} ${name}`).join(", ") || "nothing found";
};

const square = (row, n) => {
  const state = stateOf(row.c[n]);
  const found = row.found[n].filter((finding) => decisionOf(finding) !== "dismissed");
  const worst = found.length ? SEVERITIES[Math.min(...found.map((finding) => finding.s))] : "";
  const where = `Paragraph ${row.n}, ${data.versions[n].label}`;
  const words = `${where}: ${tally(found)}${STATES[state] ? `, ${STATES[state]}` : ""}`;
  if (state === "nothing") return h("td", {}, h("span", { class: "square nothing", title: `${where}: no paragraph` }));
  const link = h(
    "a",
    { class: `square ${state} ${worst}`, href: `#row-${row.n}`, "data-row": row.n, "data-version": data.versions[n].id, "aria-label": words, title: words, tabindex: "-1" },
    badge(worst),
    SIGNS[state] && h("span", { class: "sign", "aria-hidden": "true" }, SIGNS[state]),
  );
  return h("td", {}, link);
};

const band = (at) => {
  const rows = data.rows.slice(at * perBand, (at + 1) * perBand);
  const from = rows[0].n;
  const to = rows[rows.length - 1].n;
  return h(
    "table",
    { class: "map", "data-band": at },
    h("caption", { class: "unseen" }, `Paragraphs ${from} to ${to}`),
    h("thead", {}, h("tr", {}, h("td"), rows.map((row) => h("th", { scope: "col" }, String(row.n))))),
    h("tbody", {}, data.versions.map((version, n) => h("tr", {}, h("th", { scope: "row" }, version.label), rows.map((row) => square(row, n))))),
  );
};

// One cell at a time is in the tab order; the arrows move on from it.
const enter = (link) => {
  byId("map").querySelector("a[tabindex='0']")?.setAttribute("tabindex", "-1");
  link?.setAttribute("tabindex", "0");
};

const cellAt = (row, n) => {
  bands.reveal(Math.floor(row / perBand));
  const id = CSS.escape(data.versions[n].id);
  return byId("map").querySelector(`a[data-row="${data.rows[row].n}"][data-version="${id}"]`);
};

const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const move = (event) => {
  const step = STEPS[event.key];
  const link = event.target.closest("a[data-row]");
  if (!step || !link || event.altKey || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  let row = data.rows.findIndex((each) => each.n === Number(link.dataset.row));
  let n = data.versions.findIndex((version) => version.id === link.dataset.version);
  for (;;) {
    row += step[0];
    n += step[1];
    // Above the first version and below the last lie the bands before and after.
    if (n < 0 || n >= data.versions.length) {
      row += step[1] * perBand;
      n = n < 0 ? data.versions.length - 1 : 0;
    }
    if (row < 0 || row >= data.rows.length) return;
    const next = cellAt(row, n);
    if (!next) continue; // no paragraph on either side
    enter(next);
    next.focus();
    return;
  }
};

const layOut = () => {
  const box = byId("map");
  const fitting = Math.floor((box.clientWidth - NAME_WIDTH) / CELL_WIDTH);
  perBand = Math.max(5, Math.min(fitting - (fitting % 5), 50));
  const count = Math.ceil(data.rows.length / perBand);
  box.classList.toggle("tall", count > TALL);
  bands?.observer.disconnect();
  bands = new LongList(box, {
    make: band,
    wrap: () => h("div", { class: "bands" }),
    perChunk: 4,
    estimate: BAND_HEIGHT + data.versions.length * 42,
    root: box,
    margin: "600px",
  });
  bands.show(count);
  enter(box.querySelector("a[data-row]"));
};

export const buildMap = () => {
  const box = byId("map");
  if (!box) return;
  layOut();
  let width = box.clientWidth;
  new ResizeObserver(() => {
    if (Math.abs(box.clientWidth - width) < CELL_WIDTH || !box.clientWidth) return;
    width = box.clientWidth;
    layOut();
  }).observe(box);
  box.addEventListener("keydown", move);
  box.addEventListener("focusin", ({ target }) => target.matches("a[data-row]") && enter(target));
  box.setAttribute("aria-label", `Map of ${counted(data.rows.length, "paragraph")}; the arrow keys move in it`);
};

// A decision may change the colour of a cell.
export const redrawCell = (row, n) => {
  const link = byId("map")?.querySelector(`a[data-row="${data.rows[row].n}"][data-version="${CSS.escape(data.versions[n].id)}"]`);
  if (!link) return;
  const focus = link.tabIndex;
  const cell = square(data.rows[row], n);
  cell.firstChild.tabIndex = focus;
  link.parentNode.replaceWith(cell);
};

export const redrawMap = () => bands?.redrawAll();

export const drawWholeMap = () => bands?.drawAll(Math.ceil(1000 / perBand));
