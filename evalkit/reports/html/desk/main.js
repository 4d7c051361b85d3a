// The desk: one view of the evaluation, changed by filters, links, keys and decisions.

import { readAddress, writeAddress } from "./address.js";
import { data, findingById, rowsByNumber } from "./data.js";
import { decide, load, onChangeElsewhere } from "./decisions.js";
import { byId, counted, h } from "./dom.js";
import { buildFilters, onFilters, showFilters } from "./filters.js";
import { listenToKeys } from "./keys.js";
import { chunkOf, LongList } from "./list.js";
import { buildMap, drawWholeMap, redrawCell, redrawMap } from "./map.js";
import { note, press, toggleForm } from "./notes.js";
import { emptyView, FACETS, select } from "./query.js";
import { rowElement, showWhole } from "./rows.js";
import { nameMarks } from "./tips.js";
import { buildTransfer, showDecisions } from "./transfer.js";

const MOST_PRINTED = 1000; // rows on paper
const WIDE = matchMedia("(min-width: 62rem)");
const pages = ["review", "numbers", "about"];

let view = emptyView();
let page = "review";
let at = ""; // the id of the row or finding one stands on
let selected = null;

const list = new LongList(byId("rows"), {
  make: (n) => {
    const index = selected.shown[n];
    const fitting = selected.narrowed ? selected.fitting.get(index) : null;
    const element = rowElement(index, { ...view, sought: selected.sought }, fitting?.size ? fitting : null);
    if (rowOf(at) === index) element.classList.add("at");
    return element;
  },
  wrap: chunkOf("chunk"),
  perChunk: 10,
  estimate: 320,
});

function rowOf(id) {
  if (id.startsWith("row-")) return rowsByNumber.get(Number(id.slice(4))) ?? null;
  return findingById.get(id)?.r ?? null;
}

// Not at once: changing the address takes longer than a filter may.
let remembering = 0;
const remember = (push = false) => {
  clearTimeout(remembering);
  if (push) keepAddress(true);
  else remembering = setTimeout(keepAddress, 150);
};
const keepAddress = (push = false) => {
  const address = writeAddress(view, at, page);
  const whole = address || location.pathname + location.search;
  if (push) history.pushState(null, "", whole);
  else history.replaceState(null, "", whole);
};

const singled = () => ["rows", "has", "unscored"].filter((name) => view[name]);
const isNarrow = () => Boolean(view.q || singled().length || FACETS.some((facet) => view[facet].size));

const singledWords = {
  rows: (rows) => `Only paragraphs ${rows.length > 40 ? `${rows.slice(0, 40)}…` : rows}`,
  has: (has) =>
    `Only where ${has.split(",").map((id) => (id.startsWith("-") ? `not in ${id.slice(1)}` : `in ${id}`)).join(", ")}`,
  unscored: (id) => `Only without a score: ${data.metrics.find((metric) => metric.id === id)?.label ?? id}`,
};

const showTools = () => {
  byId("order").value = view.order;
  if (byId("order").selectedIndex < 0) byId("order").value = "worst";
  const query = byId("tools").elements.q;
  if (document.activeElement !== query || query.value !== view.q) query.value = view.q;
  byId("romanised").setAttribute("aria-pressed", String(view.latin));
  byId("reset").hidden = !isNarrow();
  byId("singled").replaceChildren(
    ...singled().map((name) =>
      h("button", { type: "button", class: "singled", "data-drop": name, "aria-label": `Remove: ${singledWords[name](view[name])}` }, singledWords[name](view[name]), h("span", { "aria-hidden": "true" }, " ×")),
    ),
  );
};

const showCount = () => {
  const { shown, findings } = selected;
  const all = data.rows.length;
  const rows = shown.length === all ? counted(all, "paragraph") : `${shown.length.toLocaleString("en")} of ${counted(all, "paragraph")}`;
  byId("count").textContent = data.checked ? `${rows}, ${counted(findings, "finding")}` : rows;
  byId("nobody").hidden = shown.length > 0;
  document.documentElement.dataset.shown = `${shown.length} ${findings}`;
};

const apply = () => {
  selected = select(view);
  showFilters(view, selected.counts);
  showTools();
  showCount();
  list.show(selected.shown.length);
};

// A view chosen by hand is drawn with the next frame; whoever goes somewhere before that has it drawn first.
let waiting = 0;
const settle = () => {
  if (!waiting) return;
  cancelAnimationFrame(waiting);
  waiting = 0;
  apply();
  remember();
};

const recount = () => {
  const { counts } = select(view);
  showFilters(view, counts);
  showDecisions();
};

const showPage = (name) => {
  page = pages.includes(name) ? name : "review";
  for (const each of pages) byId(each).hidden = each !== page;
  for (const link of byId("pages").querySelectorAll("a"))
    if (link.dataset.page === page) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
};

const light = (print) => {
  document.querySelectorAll(".active").forEach((old) => old.classList.remove("active"));
  if (!print) return;
  for (const mark of document.querySelectorAll("mark[data-findings]"))
    if (mark.dataset.findings.split(" ").includes(print)) mark.classList.add("active");
  byId(`finding-${print}`)?.classList.add("active");
};

// Goes to a row or a finding; a filter that hides it is lifted.
const visit = (id, { focus = false, calm = false } = {}) => {
  const index = rowOf(id);
  if (index === null) return false;
  settle();
  showPage("review");
  const finding = findingById.get(id);
  const hides = (where) => where.narrowed && finding && where.fitting.get(index)?.size && !where.fitting.get(index).has(finding);
  if (!selected.fitting.has(index) || hides(selected)) {
    view = { ...emptyView(), order: view.order, latin: view.latin };
    apply();
  }
  at = id;
  document.querySelectorAll(".row.at").forEach((old) => old.classList.remove("at"));
  const row = list.reveal(selected.shown.indexOf(index));
  row.classList.add("at");
  light(finding?.f ?? "");
  const note = finding && byId(id);
  const tall = row.getBoundingClientRect().height > innerHeight * 0.75;
  const target = note && tall ? note : row;
  if (!calm) target.scrollIntoView({ block: target === note ? "center" : "start" });
  if (focus) (note ?? row).focus({ preventScroll: true });
  remember();
  return true;
};

const visitAnchor = (id) => {
  const element = byId(id);
  const home = element && pages.find((name) => byId(name).contains(element));
  if (!home) return false;
  showPage(home);
  element.closest("details")?.setAttribute("open", "");
  element.scrollIntoView();
  return true;
};

const recall = (fragment) => {
  settle();
  const said = readAddress(fragment);
  // A place alone keeps the view it is seen in; no fragment at all is the view one begins with.
  if (said.view || !said.at || !selected) {
    view = said.view ?? emptyView();
    showPage(said.page);
    at = "";
    apply();
  }
  if (!said.at || visit(said.at) || visitAnchor(said.at)) return;
  if (!said.view) showPage(said.at);
};

// A link in the page changes what it names and keeps the order and the romanised lines.
const follow = (link) => {
  const said = readAddress(link.hash);
  if (said.view) {
    const { order, latin } = view;
    view = { ...said.view, latin, order: link.hash.includes("order=") ? said.view.order : order };
    at = "";
    showPage(said.page);
    apply();
    if (!(said.at && visit(said.at, { focus: true })) && page === "review") byId("paragraphs").scrollIntoView();
    remember(true);
    return true;
  }
  if (pages.includes(said.at)) {
    showPage(said.at);
    remember(true);
    scrollTo(0, 0);
    return true;
  }
  return visit(said.at, { focus: true }) || visitAnchor(said.at);
};

// What j and k stop at: each finding shown, and rows without one.
const stops = (n) => {
  const index = selected.shown[n];
  const row = data.rows[index];
  const fitting = selected.fitting.get(index);
  const shown = row.all.filter((finding) => (selected.narrowed && fitting.size ? fitting.has(finding) : true));
  const wanted = shown.filter((finding) => !view.version.size || view.version.has(data.versions[finding.v].id));
  return wanted.length ? wanted.map((finding) => `finding-${finding.f}`) : [`row-${row.n}`];
};

const step = (by) => {
  settle();
  const n = selected.shown.indexOf(rowOf(at) ?? -1);
  if (n < 0) {
    if (selected.shown.length) visit(stops(by > 0 ? 0 : selected.shown.length - 1).at(by > 0 ? 0 : -1), { focus: true });
    return;
  }
  const here = stops(n);
  const found = here.indexOf(at); // -1: on the row itself, before its findings
  const place = found < 0 && by < 0 ? -1 : found + by;
  if (here[place]) visit(here[place], { focus: true });
  else if (selected.shown[n + by] !== undefined) visit(stops(n + by).at(by > 0 ? 0 : -1), { focus: true });
};

const redrawNote = (finding, focus = "") => {
  const old = byId(`finding-${finding.f}`);
  if (!old) return;
  const made = note(finding);
  if (old.classList.contains("active")) made.classList.add("active");
  old.replaceWith(made);
  if (focus) made.querySelector(focus)?.focus();
};

const showDecided = (finding, focus) => {
  const n = selected.shown.indexOf(finding.r);
  const stays = rowOf(at) === finding.r;
  const scroll = scrollY;
  list.redraw(n);
  if (stays) light(findingById.get(at)?.f ?? "");
  byId(`finding-${finding.f}`)?.querySelector(focus)?.focus({ preventScroll: true });
  scrollTo({ top: scroll, behavior: "instant" });
  redrawCell(finding.r, finding.v);
  recount();
};

const judge = (finding, verdict, focus = `[data-decide="${verdict}"]`) => {
  press(finding, verdict);
  showDecided(finding, focus);
};

const redrawAll = () => {
  list.redrawAll();
  redrawMap();
  recount();
};

document.addEventListener("click", (event) => {
  const { target } = event;
  const link = target.closest("a[href^='#']");
  if (link) {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (follow(link)) event.preventDefault();
    return;
  }
  const button = target.closest("button");
  const item = target.closest(".note");
  const finding = item && findingById.get(item.id);
  if (button?.dataset.decide) judge(finding, button.dataset.decide);
  else if (button?.dataset.form) {
    toggleForm(finding);
    redrawNote(finding, "textarea[name=note]");
  } else if (button?.dataset.whole) {
    showWhole(Number(button.dataset.whole));
    list.redraw(selected.shown.indexOf(Number(button.dataset.whole)));
  } else if (button?.dataset.drop) {
    view[button.dataset.drop] = "";
    apply();
    remember();
  } else if (item && !button && !target.closest("summary, textarea, label") && !String(getSelection())) {
    const lit = item.classList.contains("active");
    at = lit ? `row-${data.rows[finding.r].n}` : item.id;
    light(lit ? "" : finding.f);
    remember();
  } else if (target.closest("mark[data-findings]") && !String(getSelection()))
    light(target.closest("mark[data-findings]").dataset.findings.split(" ")[0]);
});

document.addEventListener("change", ({ target }) => {
  if (!target.matches(".note textarea")) return;
  const finding = findingById.get(target.closest(".note").id);
  decide(finding, { [target.name]: target.value });
  recount();
});

// A worst window is marked in the texts while its words are open.
document.addEventListener(
  "toggle",
  ({ target }) => {
    if (!target.dataset?.windows) return;
    const row = target.closest(".row");
    const open = Array.from(row.querySelectorAll(".windows[open]"), (each) => each.dataset.windows);
    for (const piece of row.querySelectorAll(".window[data-windows]"))
      piece.classList.toggle("lit", piece.dataset.windows.split(" ").some((name) => open.includes(name)));
  },
  true,
);

const switchLatin = () => {
  view.latin = !view.latin;
  if (view.q) apply();
  else {
    showTools();
    list.redrawAll();
  }
  remember();
};

const reset = () => {
  view = { ...emptyView(), order: view.order, latin: view.latin };
  apply();
  remember();
};

byId("tools").addEventListener("input", ({ target }) => {
  if (target.name === "order") view.order = target.value;
  else if (target.name === "q") view.q = target.value;
  else return;
  cancelAnimationFrame(waiting);
  waiting = requestAnimationFrame(settle);
});
byId("tools").addEventListener("submit", (event) => event.preventDefault());
byId("reset").addEventListener("click", reset);
byId("romanised").addEventListener("click", switchLatin);
onFilters((facet, value, chosen) => {
  if (facet) {
    view[facet] = new Set(view[facet]);
    view[facet][chosen ? "add" : "delete"](value);
    apply();
    remember();
  } else showFilters(view, selected.counts);
});

const current = () => findingById.get(at);
const ifFinding = (act) => () => current() && act(current());
listenToKeys({
  j: () => step(1),
  k: () => step(-1),
  1: ifFinding((finding) => judge(finding, "accepted")),
  2: ifFinding((finding) => judge(finding, "dismissed")),
  3: ifFinding((finding) => judge(finding, "fixed")),
  n: ifFinding((finding) => {
    if (!byId(`finding-${finding.f}`)?.querySelector(".remarks:not([hidden])")) toggleForm(finding);
    redrawNote(finding, "textarea[name=note]");
  }),
  r: switchLatin,
  "/": () => byId("tools").elements.q.focus(),
  Escape: () => light(""),
  before: () => page === "review" || showPage("review"),
});

const fold = () => {
  byId("filter-box").open = WIDE.matches;
};
WIDE.addEventListener("change", fold);

// Not location: the address may have been kept anew since it was changed.
addEventListener("hashchange", ({ newURL }) => recall(new URL(newURL).hash));
addEventListener("beforeprint", () => {
  list.drawAll(MOST_PRINTED);
  drawWholeMap();
  for (const name of pages) byId(name).hidden = false;
  const left = selected.shown.length - MOST_PRINTED;
  byId("printed").textContent = left > 0 ? `The first ${counted(MOST_PRINTED, "paragraph")} of this view; filter it to print the others.` : "";
});
addEventListener("afterprint", () => {
  showPage(page);
  fold();
});

load();
buildFilters(data.metrics);
buildTransfer(redrawAll);
onChangeElsewhere(redrawAll);
fold();
nameMarks();
recall(location.hash);
buildMap();
showDecisions();
document.documentElement.dataset.ready = "yes";
