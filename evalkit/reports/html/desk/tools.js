// What stands over the paragraphs: how many are shown, in which order, and what narrows them.

import { data } from "./data.js";
import { byId, counted, h } from "./dom.js";
import { FACETS } from "./query.js";

const singled = (view) => ["rows", "has", "unscored"].filter((name) => view[name]);
const isNarrow = (view) => Boolean(view.q || singled(view).length || FACETS.some((facet) => view[facet].size));

const singledWords = {
  rows: (rows) => `Only paragraphs ${rows.length > 40 ? `${rows.slice(0, 40)}…` : rows}`,
  has: (has) =>
    `Only where ${has.split(",").map((id) => (id.startsWith("-") ? `not in ${id.slice(1)}` : `in ${id}`)).join(", ")}`,
  unscored: (id) => `Only without a score: ${data.metrics.find((metric) => metric.id === id)?.label ?? id}`,
};

export const showTools = (view) => {
  byId("order").value = view.order;
  if (byId("order").selectedIndex < 0) byId("order").value = "worst";
  const query = byId("tools").elements.q;
  if (document.activeElement !== query || query.value !== view.q) query.value = view.q;
  byId("romanised").setAttribute("aria-pressed", String(view.latin));
  byId("reset").hidden = !isNarrow(view);
  byId("singled").replaceChildren(
    ...singled(view).map((name) =>
      h("button", { type: "button", class: "singled", "data-drop": name, "aria-label": `Remove: ${singledWords[name](view[name])}` }, singledWords[name](view[name]), h("span", { "aria-hidden": "true" }, " ×")),
    ),
  );
};

export const showCount = ({ shown, findings }) => {
  const all = data.rows.length;
  const rows = shown.length === all ? counted(all, "paragraph") : `${shown.length.toLocaleString("en")} of ${counted(all, "paragraph")}`;
  byId("count").textContent = data.checked ? `${rows}, ${counted(findings, "finding")}` : rows;
  byId("nobody").hidden = shown.length > 0;
  document.documentElement.dataset.shown = `${shown.length} ${findings}`;
};
