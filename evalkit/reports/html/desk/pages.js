// The parts of the report, of which one is shown.

import { byId } from "./dom.js";

export const PAGES = ["review", "numbers", "about"];
let shown = PAGES[0];
export const pageShown = () => shown;

export const showPage = (name) => {
  shown = PAGES.includes(name) ? name : PAGES[0];
  for (const each of PAGES) byId(each).hidden = each !== shown;
  for (const link of byId("pages").querySelectorAll("a"))
    if (link.dataset.page === shown) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
};

export const showAllPages = () => {
  for (const name of PAGES) byId(name).hidden = false;
};

// Shows the part that holds an element of the page; null where there is none.
export const pageWith = (id) => {
  const element = byId(id);
  const home = element && PAGES.find((name) => byId(name).contains(element));
  if (!home) return null;
  showPage(home);
  element.closest("details")?.setAttribute("open", "");
  return element;
};
