// What the metrics and the risks say of a cell, in words.

import { data } from "./data.js";
import { h, listed, setIn } from "./dom.js";
import { excerpt, shownNodes, unitsOf } from "./text.js";

const percentile = (share) => {
  if (share < 1) return "under the 1st percentile";
  if (share > 99) return "above the 99th percentile";
  const number = Math.trunc(share);
  const end = [11, 12, 13].includes(number) ? "th" : ({ 1: "st", 2: "nd", 3: "rd" }[number % 10] ?? "th");
  return `${number}${end} percentile`;
};

const written = (metric, value) => (metric.percentile ? percentile(value) : value.toFixed(metric.places));

// A version's values of a metric, the worst first: what a value means within this document.
const sorted = new Map();
const ranking = (at, n) => {
  const key = `${at} ${n}`;
  if (!sorted.has(key)) {
    const sign = data.metrics[at].higher === false ? -1 : 1;
    const values = data.rows.map((row) => row.c[n].m?.[at] ?? null).filter((value) => value !== null);
    sorted.set(key, values.map((value) => value * sign).sort((a, b) => a - b));
  }
  return sorted.get(key);
};

const FEW = 5; // fewer values have no order worth telling
const standing = (at, n, value) => {
  const metric = data.metrics[at];
  const values = ranking(at, n);
  if (metric.higher === null || values.length < FEW) return null;
  const signed = metric.higher === false ? -value : value;
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (values[middle] < signed) low = middle + 1;
    else high = middle;
  }
  const share = low / values.length;
  const words =
    low === 0 ? "the lowest here" : share < 0.1 ? "among the lowest tenth here" : share < 0.25 ? "in the lowest quarter here"
    : share < 0.75 ? null : share < 0.9 ? "in the highest quarter here" : "among the highest tenth here";
  const turned = metric.higher === false ? words?.replace(/lowest|highest/, (side) => (side === "lowest" ? "worst" : "best")) : words;
  const title = `${low} of ${values.length} paragraphs in ${data.versions[n].label} score worse`;
  return h("span", { class: "standing", title }, turned ? ` ${turned}` : "");
};

const limits = (metric, [low, high]) =>
  h("span", { class: "limits" }, ` (${low.toFixed(metric.places)} to ${high.toFixed(metric.places)})`);

const stretchName = (at, n, row) => `${at}-${n}-${row.n}`;

// Where the worst part of a text lies, to be marked on demand.
export const windowStretches = (cell, n, row) => {
  const found = { source: [], target: [] };
  for (const [at, known] of Object.entries(cell.d ?? {})) {
    const name = stretchName(at, n, row);
    for (const [side, text, place] of [["source", row.s, known.o], ["target", cell.t, known.t]]) {
      if (!place) continue;
      const units = unitsOf(text);
      found[side].push({ name, start: units(place[0]), end: units(place[1]) });
    }
  }
  return found;
};

const windows = (known, at, n, row, cell) => {
  if (!known.w) return null;
  const quote = (text, place, writing) => {
    if (!place) return [];
    const units = unitsOf(text);
    return [h("dt", {}, writing.name), h("dd", {}, h("q", setIn(writing), shownNodes(excerpt(text.slice(units(place[0]), units(place[1]))))))];
  };
  const quotes = [...quote(row.s, known.o, data.source), ...quote(cell.t, known.t, data.versions[n])];
  const lit = h("span", { class: "window lit" }, "marked so");
  return h(
    "details",
    { class: "windows", "data-windows": stretchName(at, n, row) },
    h("summary", {}, known.w),
    quotes.length > 0 && [
      h("p", { class: "quiet" }, "The worst part, ", lit, " in the texts while this is open:"),
      h("dl", { class: "quotes" }, quotes),
    ],
  );
};

const reading = (metric, at, cell, n, row) => {
  const known = cell.d?.[at] ?? {};
  const remarks = known.r ?? [];
  const anchor = metric.versions[n];
  return h(
    "li",
    { class: remarks.length ? "reading particular" : "reading" },
    remarks.length > 0 && h("span", { class: "flag", "aria-hidden": "true" }, "◇"),
    h("span", { class: "metric", title: metric.label === metric.id ? null : metric.id }, metric.label),
    " ",
    h("b", {}, written(metric, cell.m[at])),
    anchor && h("a", { class: "dagger", href: `#${anchor}`, "aria-label": "what to know of this score" }, "†"),
    known.l && limits(metric, known.l),
    standing(at, n, cell.m[at]),
    (known.n ?? []).map((word) => [" ", word]),
    remarks.map((remark) => [" ", h("span", { class: "remark" }, remark)]),
    windows(known, at, n, row, cell),
  );
};

export const readings = (cell, n, row) => {
  if (!cell.m) return null;
  const scored = data.metrics.flatMap((metric, at) => (cell.m[at] === null ? [] : [reading(metric, at, cell, n, row)]));
  const missing = new Map();
  for (const [at, why] of Object.entries(cell.u ?? {}))
    missing.set(why, [...(missing.get(why) ?? []), data.metrics[at].label]);
  const unscored = [...missing].map(([why, labels]) =>
    h("li", { class: "reading" }, h("span", { class: "metric" }, listed(labels)), " ", h("span", { class: "why" }, `unscored: ${data.reasons[why]}`)),
  );
  return h("ul", { class: "readings", "aria-label": "Scores" }, scored, unscored);
};

const RISKS = ["Something left out?", "Something added?"];
export const riskLines = (cell) =>
  (cell.r ?? []).map(
    (value, n) =>
      value >= data.telling &&
      h(
        "details",
        { class: "risk" },
        h("summary", {}, h("span", { class: "metric" }, RISKS[n]), " ", h("b", {}, `${Math.round(value * 100)} in 100`)),
        h("ul", {}, (cell.e?.[n] ?? []).map((told) => h("li", {}, shownNodes(told)))),
      ),
  );
