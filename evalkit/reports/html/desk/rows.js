// One row: the source, each version facing it, their findings, scores and risks.

import { chip } from "./badges.js";
import { data, SEVERITIES, shape, sourceParagraphs, stateOf } from "./data.js";
import { decisionOf } from "./decisions.js";
import { h, setIn } from "./dom.js";
import { hasLatin, sounds } from "./latin.js";
import { LONG, markedText } from "./marks.js";
import { note } from "./notes.js";
import { readings, riskLines, windowStretches } from "./scores.js";
import { occurrences } from "./search.js";
import { shownNodes, unitsOf } from "./text.js";

const whole = new Set(); // texts that were asked for in full
export const showWhole = (row) => whole.add(row);

const isOmission = (finding) => data.categories[finding.g].includes("Omission");
const nameOf = (finding) => data.checks[finding.c][1];

const mark = (finding, place, units, tag) => ({
  finding,
  start: units(place[0]),
  end: units(place[1]),
  tag,
  name: nameOf(finding),
  omitted: isOmission(finding),
  quiet: decisionOf(finding) === "dismissed",
});

const several = data.versions.length > 1;

const sourceMarks = (row, shownVersions) => {
  const units = unitsOf(row.s);
  return row.found
    .filter((_, n) => shownVersions[n])
    .flat()
    .flatMap((finding) => {
      const tag = several ? `${data.versions[finding.v].id} ${finding.number}` : String(finding.number);
      return [...(finding.o ? [finding.o] : []), ...(finding.x ?? [])].map((place) => mark(finding, place, units, tag));
    })
    .sort((a, b) => a.start - b.start || a.end - b.end);
};

const targetMarks = (text, found) => {
  const units = unitsOf(text);
  return found
    .filter((finding) => finding.t)
    .map((finding) => mark(finding, finding.t, units, String(finding.number)))
    .sort((a, b) => a.start - b.start || a.end - b.end);
};

const textBox = (text, writing, heading, parts, index) => {
  const isWhole = whole.has(index);
  const box = h("div", { class: heading ? "text heading" : "text", ...setIn(writing) });
  box.append(markedText(text, { ...parts, whole: isWhole }));
  if (text.length <= LONG || isWhole) return box;
  const characters = text.length.toLocaleString("en");
  return h("div", {}, box, h("button", { type: "button", class: "whole", "data-whole": index }, `Show all ${characters} characters`));
};

const latinLine = (text, version, marks) => {
  const part = text.length > LONG ? text.slice(0, LONG) : text;
  const line = h("p", { class: "latin", lang: `${version.lang.split("-")[0]}-Latn`, dir: "ltr" });
  line.append(markedText(part, { marks: marks.filter((m) => m.end <= part.length), spelling: sounds(part) }));
  return line;
};

const absent = (kind, title, words, ...more) => h("p", { class: `absent ${kind}` }, title && h("b", {}, title), h("span", {}, words, ...more));

const shapeWords = (cell) => {
  const { sources, targets } = shape(cell);
  if (!sources || !targets || Math.max(sources, targets) < 2) return null;
  const words = sources > 1 ? (targets > 1 ? `${sources} paragraphs : ${targets}` : `${sources} merged into 1`) : `split into ${targets}`;
  return h(
    "span",
    { class: "shape", title: `${sources} source paragraphs face ${targets}` },
    h("span", { class: "beads", "aria-hidden": "true" }, "▮".repeat(Math.min(sources, 6)), " : ", "▮".repeat(Math.min(targets, 6))),
    ` ${words}`,
  );
};

const aside = (title, text, writing) =>
  h("details", { class: "aside" }, h("summary", {}, title), h("div", { class: "text", ...setIn(writing) }, shownNodes(text)));

const sourceSide = (row, index, view, shownVersions, stretches) => {
  const paragraphs = sourceParagraphs(row);
  const side = h("div", { class: "side source" }, h("p", { class: "label" }, data.source.name, h("span", { class: "quiet" }, "source")));
  if (!paragraphs) side.append(absent("", `Not in the ${data.source.name}`, "No source paragraph faces this one."));
  else {
    const parts = { marks: sourceMarks(row, shownVersions), stretches, found: occurrences(row.s, view.sought), paragraphs };
    side.append(textBox(row.s, data.source, row.k === "heading", parts, index));
  }
  return side;
};

const versionText = (row, cell, n, index, view, stretches) => {
  const version = data.versions[n];
  const state = stateOf(cell);
  if (state === "missing")
    return [absent("gone", `Missing in ${version.name}`, "Nothing in this version faces the source paragraph.")];
  if (state === "nothing") return [absent("faint", null, "No paragraph here")];
  if (state === "empty")
    return [absent("gone", `Empty in ${version.name}`, "The paragraph is there and holds no text. ", ...shownNodes(cell.t))];
  const marks = targetMarks(cell.t, row.found[n]);
  const parts = { marks, stretches, found: occurrences(cell.t, view.sought), paragraphs: shape(cell).targets };
  return [
    state === "added" && h("p", { class: "added-word" }, `Added in ${version.name}`),
    textBox(cell.t, version, row.k === "heading", parts, index),
    view.latin && hasLatin(version.id) && latinLine(cell.t, version, marks),
  ];
};

const versionSide = (row, n, index, view, fitting) => {
  const cell = row.c[n];
  const version = data.versions[n];
  const stretches = windowStretches(cell, n, row);
  const quoted = (cell.f ?? []).map((text, at) => aside(cell.f.length > 1 ? `Reference ${at + 1}` : "Reference", text, version));
  const found = fitting ? row.found[n].filter((finding) => fitting.has(finding)) : row.found[n];
  const left = row.found[n].length - found.length;
  return h(
    "div",
    { class: "side version", "data-version": version.id },
    h("p", { class: "label" }, version.label, shapeWords(cell)),
    versionText(row, cell, n, index, view, stretches.target),
    cell.b !== undefined && aside(cell.by ? `Back-translation by ${cell.by}` : "Back-translation", cell.b, data.source),
    quoted,
    readings(cell, n, row),
    riskLines(cell),
    found.length > 0 && h("ol", { class: "notes" }, found.map(note)),
    left > 0 && h("p", { class: "left-out" }, `${left} more here ${left === 1 ? "does" : "do"} not fit the filters`),
  );
};

// view: as it is chosen, with `sought`, what its search matches. fitting: the findings that its filters
// let through; null where there are none.
export const rowElement = (index, view, fitting) => {
  const row = data.rows[index];
  const shownVersions = data.versions.map((version) => !view.version.size || view.version.has(version.id));
  const standing = row.found.filter((_, n) => shownVersions[n]).flat().filter((finding) => decisionOf(finding) !== "dismissed");
  const worst = standing.length ? SEVERITIES[Math.min(...standing.map((finding) => finding.s))] : "";
  const stretches = row.c.flatMap((cell, n) => (shownVersions[n] ? windowStretches(cell, n, row).source : []));
  const name = `row-${row.n}`;
  return h(
    "li",
    { class: row.found.flat().length ? "row" : "row clean", id: name, "data-row": row.n, tabindex: "-1", "aria-label": `Paragraph ${row.n}` },
    h(
      "header",
      { class: "row-head" },
      h("h3", {}, h("a", { href: `#${name}` }, h("span", { class: "unseen" }, "Paragraph "), String(row.n))),
      worst && chip(worst),
      row.k && h("span", { class: "kind" }, row.k),
      row.p && h("span", { class: "place" }, row.p),
      view.order !== "reading" && h("a", { class: "context", href: `#order=reading&at=${name}`, "aria-label": `Paragraph ${row.n} among its neighbours` }, "in context"),
    ),
    h(
      "div",
      { class: `sides of-${shownVersions.filter(Boolean).length + 1}` },
      sourceSide(row, index, view, shownVersions, stretches),
      h("div", { class: "versions" }, data.versions.map((_, n) => shownVersions[n] && versionSide(row, n, index, view, fitting))),
    ),
  );
};
