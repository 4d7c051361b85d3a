// Which rows and findings a view shows, in which order, and how many every filter would show.

import { data, rowsByNumber, SEVERITIES } from "./data.js";
import { decisionOf } from "./decisions.js";
import { romanised } from "./latin.js";
import { holds, pattern } from "./search.js";

export const FACETS = ["severity", "version", "decision", "attribution", "check"];
export const NONE = "none";
const OPEN = "open";

const of = {
  severity: (finding) => SEVERITIES[finding.s],
  version: (finding) => data.versions[finding.v].id,
  decision: (finding) => decisionOf(finding) || OPEN,
  attribution: (finding) => finding.a || "unclear",
  check: (finding) => data.checks[finding.c][0],
};

export const emptyView = () => ({
  order: "worst",
  q: "",
  latin: false,
  rows: "",
  has: "",
  unscored: "",
  ...Object.fromEntries(FACETS.map((facet) => [facet, new Set()])),
});

// What a reader would search for; the romanised lines count while they are shown, and are made once.
const latin = new Array(data.rows.length);
const latinOf = (index) => {
  latin[index] ??= data.rows[index].c.map((cell) => romanised(cell.t)).join("\n");
  return latin[index];
};
const speaks = (sought, view) => (row, index) =>
  holds(sought, row.s) ||
  row.c.some((cell) => holds(sought, cell.t)) ||
  row.all.some((finding) => [finding.m, data.checks[finding.c][1], finding.u ?? ""].some((said) => holds(sought, said))) ||
  holds(sought, `paragraph ${row.n}`) ||
  Boolean(view.latin && data.latin && holds(sought, latinOf(index)));

// "3-8,12" as a set of row numbers.
const numbered = (ranges) => {
  const found = new Set();
  for (const range of ranges.split(",")) {
    const [first, last = first] = range.split("-").map(Number);
    for (let row = first; row <= last && rowsByNumber.has(row); row += 1) found.add(row);
  }
  return found;
};

// "bn,-pa": the rows in which a check of the view finds something in bn and nothing in pa.
const witnessed = (view) => {
  const wanted = view.has.split(",").map((name) => [name.replace(/^-/, ""), !name.startsWith("-")]);
  return (row) =>
    wanted.every(([id, yes]) => {
      const at = data.versions.findIndex((version) => version.id === id);
      const marks = (row.found[at] ?? []).some((f) => view.check.has(of.check(f)) && decisionOf(f) !== "dismissed");
      return marks === yes;
    });
};

export const rowsWith = (check, has) => data.rows.filter(witnessed({ check: new Set([check]), has }));

// A row's part of a view: search and the filters that are about rows as a whole.
const rowFilter = (view, sought) => {
  const parts = [];
  if (view.rows) {
    const wanted = numbered(view.rows);
    parts.push((row) => wanted.has(row.n));
  }
  if (view.has) parts.push(witnessed(view));
  if (view.unscored) {
    const at = data.metrics.findIndex((metric) => metric.id === view.unscored);
    const chosen = data.versions.map((version) => !view.version.size || view.version.has(version.id));
    parts.push((row) => row.c.some((cell, n) => chosen[n] && (cell.m?.[at] ?? null) === null));
  }
  if (sought) parts.push(speaks(sought, view));
  return (row, index) => parts.every((part) => part(row, index));
};

// A finding's value by every filter; only the decision on it ever changes.
const DECISION = FACETS.indexOf("decision");
const VERSION = FACETS.indexOf("version");
for (const finding of data.findings) finding.values = FACETS.map((facet) => (facet === "decision" ? OPEN : of[facet](finding)));
for (const row of data.rows) row.all = row.found.flat();
const valuesOf = (finding) => {
  finding.values[DECISION] = decisionOf(finding) || OPEN;
  return finding.values;
};

export const select = (view) => {
  const sought = pattern(view.q);
  const passes = rowFilter(view, sought);
  const chosen = FACETS.map((facet) => view[facet]);
  const narrowed = FACETS.some((facet) => facet !== "version" && view[facet].size);
  const clean = view.severity.has(NONE);
  const onlyRows = Boolean(view.has && view.has.split(",").every((name) => name.startsWith("-")));
  const counts = FACETS.map(() => new Map());
  const add = (n, value) => counts[n].set(value, (counts[n].get(value) ?? 0) + 1);
  const shown = [];
  const fitting = new Map();
  let findings = 0;
  data.rows.forEach((row, index) => {
    if (!passes(row, index)) return;
    const fits = [];
    let standing = 0;
    // Dismissed findings are quiet: they count where they are asked for, and nowhere else.
    for (const finding of row.all) {
      const found = valuesOf(finding);
      const quiet = found[DECISION] === "dismissed" && !view.decision.has("dismissed");
      let failures = 0;
      let failing = -1;
      for (let n = 0; n < chosen.length; n += 1)
        if (chosen[n].size && !chosen[n].has(found[n])) {
          failures += 1;
          failing = n;
        }
      if (!quiet && !(chosen[VERSION].size && !chosen[VERSION].has(found[VERSION]))) standing += 1;
      if (failures > 1) continue;
      for (let n = 0; n < chosen.length; n += 1)
        if ((!failures || failing === n) && (!quiet || n === DECISION)) add(n, found[n]);
      if (!failures && !quiet) fits.push(finding);
    }
    const others = view.check.size || view.decision.size || view.attribution.size;
    const spotless = standing === 0 && !others;
    if (spotless) add(FACETS.indexOf("severity"), NONE);
    if (!narrowed || fits.length || (clean && spotless) || onlyRows) {
      shown.push(index);
      fitting.set(index, new Set(fits));
      findings += fits.length;
    }
  });
  shown.sort(comparison(view, fitting));
  return { shown, fitting, narrowed, sought, counts: Object.fromEntries(FACETS.map((facet, n) => [facet, counts[n]])), findings };
};

const WORST = SEVERITIES.length;
const gravity = (fits) => {
  let worst = WORST;
  for (const finding of fits) worst = Math.min(worst, finding.s);
  return worst;
};

// The gravest finding first, then by points for the length of the paragraph, then by risk (`o`).
const comparison = (view, fitting) => {
  const key = new Map();
  const chosen = data.versions.map((version) => !view.version.size || view.version.has(version.id));
  const cells = (row) => row.c.filter((_, n) => chosen[n]);
  const keys = {
    reading: (row) => row.n,
    worst: (row, index) => gravity(fitting.get(index)) * data.rows.length * data.versions.length + row.o,
    risk: (row) => -Math.max(-1, ...cells(row).flatMap((cell) => cell.r ?? [])),
  };
  const at = data.metrics.findIndex((metric) => `metric:${metric.id}` === view.order);
  if (at >= 0) {
    const sign = data.metrics[at].higher === false ? -1 : 1;
    keys[view.order] = (row) => Math.min(Infinity, ...cells(row).map((cell) => cell.m?.[at] ?? null).filter((v) => v !== null).map((v) => sign * v));
  }
  const measure = keys[view.order] ?? keys.worst;
  for (const index of fitting.keys()) key.set(index, measure(data.rows[index], index));
  return (a, b) => (key.get(a) === key.get(b) ? a - b : key.get(a) - key.get(b));
};
