// The desk: one view of the evaluation, changed by filters, links, keys and decisions.

import { readAddress, writeAddress } from "./address.js";
import { aimAt, aimAtFinding } from "./aim.js";
import { data, findingById, rowsByNumber } from "./data.js";
import { decide, load, onChangeElsewhere } from "./decisions.js";
import { byId, counted } from "./dom.js";
import { buildFilters, onFilters, showFilters } from "./filters.js";
import { listenToKeys } from "./keys.js";
import { chunkOf, LongList } from "./list.js";
import { isLit, light, lightIn, marksOf } from "./lit.js";
import { buildMap, drawWholeMap, redrawCell, redrawMap } from "./map.js";
import { note, press, toggleForm } from "./notes.js";
import { PAGES, pageShown, pageWith, showAllPages, showPage } from "./pages.js";
import { land, leave, steadily, watchPlace } from "./place.js";
import { emptyView, select } from "./query.js";
import { rowElement, showWhole } from "./rows.js";
import { nameMarks } from "./tips.js";
import { showCount, showTools } from "./tools.js";
import { buildTransfer, showDecisions } from "./transfer.js";
import { showVerdicts } from "./verdict.js";

const MOST_PRINTED = 1000; // rows on paper
const WIDE = matchMedia("(min-width: 62rem)");

let view = emptyView();
let at = ""; // the id of the row or finding one stands on
let selected = null;

const list = new LongList(byId("rows"), {
  make: (n) => {
    const index = selected.shown[n];
    const fitting = selected.narrowed ? selected.fitting.get(index) : null;
    const element = rowElement(index, { ...view, sought: selected.sought }, fitting?.size ? fitting : null);
    if (rowOf(at) === index) element.classList.add("at");
    lightIn(element);
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
  const address = writeAddress(view, at, pageShown());
  const whole = address || location.pathname + location.search;
  if (push) history.pushState(null, "", whole);
  else history.replaceState(history.state, "", whole);
};

const apply = () => {
  selected = select(view);
  showFilters(view, selected.counts);
  showTools(view);
  showCount(selected);
  list.show(selected.shown.length);
};

// A view chosen by hand keeps the place where one stands, if it is looked at and still shown; else it
// shows its beginning, unless that is still to come.
const change = () => {
  const box = selected && shownRow(rowOf(at))?.getBoundingClientRect();
  const looked = box && box.bottom > 0 && box.top < innerHeight;
  apply();
  remember();
  if (looked && visit(at, { lift: false })) return;
  if (byId("rows").getBoundingClientRect().top < 0) land(() => aimAt(byId("paragraphs")));
};

// It is drawn with the next frame; whoever goes somewhere before that has it drawn first.
let waiting = 0;
const settle = () => {
  if (!waiting) return;
  cancelAnimationFrame(waiting);
  waiting = 0;
  change();
};

// How far down one was goes with the address, so that coming back leads there.
const keepScroll = () => history.replaceState({ y: scrollY }, "");

// What decisions change of the numbers: of one check, or of all.
const recount = (check = null) => {
  const { counts, findings } = select(view);
  showFilters(view, counts);
  showCount({ shown: selected.shown, findings });
  showDecisions();
  showVerdicts(check);
};

const shownRow = (index) => list.element(selected.shown.indexOf(index));

// Where a row or finding is, whatever has been drawn anew since.
const aimed = (id) => () => {
  const row = shownRow(rowOf(id));
  if (!row) return null;
  const finding = findingById.get(id);
  const card = finding && byId(id);
  return card ? aimAtFinding(row, card, marksOf(row, finding)) : aimAt(row);
};

// The beginning of a very long text is not enough for what lies behind it.
const drawWords = (finding, row) => {
  if (!(finding.t || finding.o) || marksOf(row, finding).length || !row.querySelector("[data-whole]")) return;
  showWhole(finding.r);
  list.redraw(selected.shown.indexOf(finding.r));
};

const stand = (id) => {
  at = id;
  document.querySelectorAll(".row.at").forEach((old) => old.classList.remove("at"));
  shownRow(rowOf(id))?.classList.add("at");
  light(findingById.get(id));
  remember();
};

const standHere = (id) => {
  leave();
  stand(id);
};

// Whether the view shows a row, with the card of a finding.
const shows = (index, finding) => {
  const fitting = selected.fitting.get(index);
  if (!fitting || !finding) return Boolean(fitting);
  if (view.version.size && !view.version.has(data.versions[finding.v].id)) return false;
  return !selected.narrowed || !fitting.size || fitting.has(finding);
};

// Goes to a row or a finding; a filter that hides it is lifted, if it may be.
const visit = (id, { focus = false, lift = true } = {}) => {
  const index = rowOf(id);
  if (index === null) return false;
  settle();
  const finding = findingById.get(id);
  if (!shows(index, finding)) {
    if (!lift) return false;
    view = { ...emptyView(), order: view.order, latin: view.latin };
    apply();
  }
  showPage("review");
  const row = list.reveal(selected.shown.indexOf(index));
  if (finding) drawWords(finding, row);
  stand(id);
  land(aimed(id));
  if (focus) (byId(id) ?? row).focus({ preventScroll: true });
  return true;
};

const visitAnchor = (id) => {
  const element = pageWith(id);
  if (!element) return false;
  land(() => aimAt(element));
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
  if (said.at && (visit(said.at) || visitAnchor(said.at))) return;
  if (said.at && !said.view) showPage(said.at);
  const y = history.state?.y;
  if (y !== undefined) land(() => y);
};

// A link in the page changes what it names and keeps the order and the romanised lines.
const follow = (link) => {
  const said = readAddress(link.hash);
  keepScroll();
  if (said.view) {
    const { order, latin } = view;
    view = { ...said.view, latin, order: link.hash.includes("order=") ? said.view.order : order };
    at = "";
    showPage(said.page);
    apply();
    if (!(said.at && visit(said.at, { focus: true })) && pageShown() === "review") land(() => aimAt(byId("paragraphs")));
    remember(true);
    return true;
  }
  if (PAGES.includes(said.at)) {
    showPage(said.at);
    remember(true);
    land(() => 0);
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
  if (isLit(finding)) made.classList.add("active");
  old.replaceWith(made);
  if (focus) made.querySelector(focus)?.focus();
};

const showDecided = (finding, focus) =>
  steadily(
    () => shownRow(finding.r),
    () => {
      list.redraw(selected.shown.indexOf(finding.r));
      byId(`finding-${finding.f}`)?.querySelector(focus)?.focus({ preventScroll: true });
      redrawCell(finding.r, finding.v);
      recount(data.checks[finding.c][0]);
    },
  );

const judge = (finding, verdict, focus = `[data-decide="${verdict}"]`) => {
  press(finding, verdict);
  showDecided(finding, focus);
};

// What is read stands in the middle of the window.
const whereRead = (act) => {
  const id = document.elementFromPoint(innerWidth / 2, innerHeight / 2)?.closest(".row")?.id;
  steadily(() => byId(id), act);
};

const redrawAll = () =>
  whereRead(() => {
    list.redrawAll();
    redrawMap();
    recount();
  });

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
    change();
  } else if (item && !button && !target.closest("summary, textarea, label") && !String(getSelection()))
    standHere(isLit(finding) ? `row-${data.rows[finding.r].n}` : item.id);
  else if (target.closest("mark[data-findings]") && !String(getSelection()))
    standHere(`finding-${target.closest("mark[data-findings]").dataset.findings.split(" ")[0]}`);
});

document.addEventListener("change", ({ target }) => {
  if (!target.matches(".note textarea")) return;
  const finding = findingById.get(target.closest(".note").id);
  decide(finding, { [target.name]: target.value });
  showDecisions();
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
  if (view.q) return change();
  showTools(view);
  whereRead(() => list.redrawAll());
  remember();
};

const reset = () => {
  view = { ...emptyView(), order: view.order, latin: view.latin };
  change();
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
    change();
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
  Escape: () => light(null),
  before: () => showPage("review"),
});

const fold = () => {
  byId("filter-box").open = WIDE.matches;
};
WIDE.addEventListener("change", fold);

// Not location: the address may have been kept anew since it was changed.
addEventListener("hashchange", ({ newURL }) => recall(new URL(newURL).hash));
history.scrollRestoration = "manual";
addEventListener("pagehide", keepScroll);
addEventListener("beforeprint", () => {
  list.drawAll(MOST_PRINTED);
  drawWholeMap();
  showAllPages();
  const left = selected.shown.length - MOST_PRINTED;
  byId("printed").textContent = left > 0 ? `The first ${counted(MOST_PRINTED, "paragraph")} of this view; filter it to print the others.` : "";
});
addEventListener("afterprint", () => {
  showPage(pageShown());
  fold();
});

load();
buildFilters(data.metrics);
buildTransfer(redrawAll);
onChangeElsewhere(redrawAll);
fold();
nameMarks();
watchPlace();
recall(location.hash);
buildMap();
recount();
document.documentElement.dataset.ready = "yes";
