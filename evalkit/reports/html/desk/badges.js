// A severity by shape and letter as well as colour.

import { LETTERS } from "./data.js";
import { h } from "./dom.js";

export const badge = (severity) =>
  h("span", { class: `badge ${severity || "none"}` }, h("span", { "aria-hidden": "true" }, LETTERS[severity] ?? "·"));

export const chip = (severity, words = severity) => h("span", { class: `chip ${severity}` }, badge(severity), words);
