// A text with its findings marked in place. Spans overlap, so the text is cut at every boundary, and
// each piece names all the findings that cover it.

import { SEVERITIES } from "./data.js";
import { h } from "./dom.js";
import { onlyJoiners, shownNodes } from "./text.js";

const CARET = "‸";
// Longer texts are shown by their beginning until they are asked for: a line may hold a megabyte.
export const LONG = 20000;
const BEGINNING = 4000;
// A browser lays out a run of text that mixes fonts in time that grows with its square, so a long one
// is sewn together from shorter runs.
const RUN = 500;

const classes = (marks) => {
  const worst = Math.min(...marks.map((mark) => mark.finding.s));
  const quiet = marks.every((mark) => mark.quiet) ? " dismissed" : "";
  return `${SEVERITIES[worst]}${marks.some((mark) => mark.omitted) ? " omitted" : ""}${quiet}`;
};

const prints = (marks) => marks.map((mark) => mark.finding.f).join(" ");

const tag = (mark) =>
  h(
    "sup",
    { class: `tag ${SEVERITIES[mark.finding.s]}` },
    h("a", { href: `#finding-${mark.finding.f}`, "aria-label": `finding ${mark.tag}: ${mark.name}` }, mark.tag),
  );

const caret = (mark) => h("mark", { class: `${classes([mark])} caret`, "data-findings": mark.finding.f }, CARET);

const withBreaks = (nodes) =>
  nodes.flatMap((node) => {
    if (typeof node !== "string" || !node.includes("\n")) return [node];
    return node.split("\n").flatMap((part, n) => (n ? [h("span", { class: "break" }), "\n", part] : [part]));
  });

// After a space where there is one; never between a letter and the signs that hang on it.
const JOINED = /[\p{M}\p{Cf}\udc00-\udfff]/u;
const seamsOf = (text) => {
  const seams = new Set();
  for (let at = RUN; at < text.length; at += RUN) {
    at += text.slice(at, at + RUN).indexOf(" ") + 1;
    while (at < text.length && JOINED.test(text[at])) at += 1;
    seams.add(at);
  }
  return seams;
};

// marks: {finding, start, end, tag, name, omitted, quiet}; stretches: {name, start, end}, shown on
// demand; found: [start, end] of a search; spelling: what stands for each unit (a romanised line,
// which has no tags); paragraphs: how many the text joins. All places in units of the text.
export const markedText = (text, { marks = [], stretches = [], found = [], paragraphs = 1, spelling = null, whole = true }) => {
  const end = whole || text.length <= LONG ? text.length : BEGINNING;
  const inside = marks.filter((mark) => mark.start <= end);
  const seams = end > LONG ? seamsOf(text) : new Set();
  const edges = [0, end, ...seams];
  for (const mark of inside) edges.push(mark.start, mark.end);
  for (const stretch of stretches) edges.push(stretch.start, stretch.end);
  for (const [from, to] of found) edges.push(from, to);
  const cuts = [...new Set(edges.filter((cut) => cut <= end))].sort((a, b) => a - b);
  const joined = paragraphs > 1 && text.split("\n").length === paragraphs;
  const fragment = document.createDocumentFragment();
  cuts.forEach((from, n) => {
    for (const point of inside.filter((mark) => mark.start === from && mark.end === from)) {
      fragment.append(caret(point));
      if (!spelling) fragment.append(tag(point));
    }
    const to = cuts[n + 1];
    if (to === undefined) return;
    if (seams.has(from)) fragment.append(h("span", { class: "seam" }));
    const covering = inside.filter((mark) => mark.start <= from && to <= mark.end && mark.start < mark.end);
    const piece = text.slice(from, to);
    let nodes = spelling
      ? shownNodes(spelling.slice(from, to).join(""))
      : shownNodes(text, from, to, covering.length > 0 && onlyJoiners(piece));
    if (joined) nodes = withBreaks(nodes);
    if (found.some(([start, stop]) => start <= from && to <= stop)) nodes = [h("span", { class: "found" }, nodes)];
    if (covering.length) nodes = [h("mark", { class: classes(covering), "data-findings": prints(covering) }, nodes)];
    const around = stretches.filter((stretch) => stretch.start <= from && to <= stretch.end);
    if (around.length)
      nodes = [h("span", { class: "window", "data-windows": around.map((each) => each.name).join(" ") }, nodes)];
    fragment.append(...nodes);
    if (!spelling) for (const mark of covering) if (Math.min(mark.end, end) === to) fragment.append(tag(mark));
  });
  return fragment;
};
