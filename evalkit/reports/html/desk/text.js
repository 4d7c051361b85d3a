// Any text as it stands: what cannot be seen, or would reorder the page, becomes a token.

import { h } from "./dom.js";

const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0\u2028\u2029]/gu;
const KEPT = new Set(["\t", "\n"]);
const JOINERS = new Set(["\u200c", "\u200d"]);
// Signs of category Cf that are drawn (Arabic number signs and their like).
const DRAWN = /[\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2\u{110bd}\u{110cd}]/u;
const JOINABLE_BEFORE = /[\p{L}\p{M}\p{S}]$/u;
const JOINABLE_AFTER = /^[\p{L}\p{M}\p{S}]/u;
const ASTRAL = /[\ud800-\udbff][\udc00-\udfff]/;

const isHidden = (character, text, at, everything) => {
  if (KEPT.has(character) || DRAWN.test(character)) return false;
  if (!JOINERS.has(character)) return true;
  if (everything) return true;
  // A joiner between two letters is spelling, and stays.
  const before = text.slice(Math.max(0, at - 2), at);
  return !(JOINABLE_BEFORE.test(before) && JOINABLE_AFTER.test(text.slice(at + 1, at + 3)));
};

// The nodes for text[start, end); what stands around it decides what a joiner at its edge is.
export const shownNodes = (text, start = 0, end = text.length, everything = false) => {
  const nodes = [];
  let plain = start;
  for (const { 0: character, index } of text.slice(start, end).matchAll(UNSEEN)) {
    const at = start + index;
    if (!isHidden(character, text, at, everything)) continue;
    if (plain < at) nodes.push(text.slice(plain, at));
    const code = character.codePointAt(0).toString(16).toUpperCase().padStart(4, "0");
    nodes.push(h("span", { class: "token" }, `⟦U+${code}⟧`));
    plain = at + character.length;
  }
  if (plain < end) nodes.push(text.slice(plain, end));
  return nodes;
};

export const onlyJoiners = (text) => [...text].every((character) => JOINERS.has(character));

// From code points, as offsets count everywhere else, to the units of a JavaScript string.
export const unitsOf = (text) => {
  if (!ASTRAL.test(text)) return (point) => Math.min(point, text.length);
  const starts = [];
  for (let at = 0; at < text.length; at += text.codePointAt(at) > 0xffff ? 2 : 1) starts.push(at);
  return (point) => starts[point] ?? text.length;
};

const QUOTED = 220;
// A quote short enough to be read beside its place in the text.
export const excerpt = (text) =>
  text.length <= QUOTED ? text : `${text.slice(0, QUOTED - 60).trimEnd()} … ${text.slice(-50).trimStart()}`;
