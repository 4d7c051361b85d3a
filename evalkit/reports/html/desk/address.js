// The view in the address's fragment, so that a link opens the same view elsewhere.

import { emptyView, FACETS } from "./query.js";

const TEXTS = ["order", "q", "rows", "has", "unscored"];

// What a fragment says: the view (null where it names a place only), the place and the page.
export const readAddress = (fragment) => {
  const text = fragment.replace(/^#/, "");
  if (!text.includes("=")) return { view: null, at: decode(text), page: "" };
  const said = new URLSearchParams(text);
  const view = emptyView();
  for (const name of TEXTS) view[name] = said.get(name) ?? view[name];
  for (const facet of FACETS) view[facet] = new Set((said.get(facet) ?? "").split(",").filter(Boolean).map(decode));
  view.latin = said.get("latin") === "on";
  return { view, at: said.get("at") ?? "", page: said.get("page") ?? "" };
};

export const writeAddress = (view, at, page) => {
  const said = new URLSearchParams();
  const usual = emptyView();
  if (page && page !== "review") said.set("page", page);
  for (const name of TEXTS) if (view[name] !== usual[name]) said.set(name, view[name]);
  for (const facet of FACETS) if (view[facet].size) said.set(facet, [...view[facet]].map(encodeURIComponent).join(","));
  if (view.latin) said.set("latin", "on");
  if (at && said.size) said.set("at", at);
  return said.size ? `#${said}` : at ? `#${at}` : "";
};

function decode(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
