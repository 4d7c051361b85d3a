"use strict";
(() => {
  const byId = (id) => document.getElementById(id);
  const list = byId("rows");
  const form = byId("tools");
  const divider = byId("clean");
  const rows = Array.from(list.querySelectorAll(":scope > .row"), (element) => ({
    element,
    row: Number(element.dataset.row),
    queue: Number(element.dataset.queue),
    notes: Array.from(element.querySelectorAll(".note")),
    words: null,
  }));
  const FIELDS = ["order", "version", "severity", "check", "q"];
  const DEFAULTS = { order: "worst" };
  let at = "";

  const state = () => Object.fromEntries(new FormData(form));
  const orders = {
    worst: (a, b) => a.queue - b.queue,
    reading: (a, b) => a.row - b.row,
  };
  let drawn = "worst";

  // What a reader would search for: the texts and messages, without the marks' numbers.
  const wordsOf = (entry) => {
    if (entry.words === null) {
      const copy = entry.element.cloneNode(true);
      copy.querySelectorAll(".tag").forEach((tag) => tag.remove());
      entry.words = copy.textContent.normalize("NFC").toLowerCase().replace(/\s+/g, " ");
    }
    return entry.words;
  };

  const noteFits = (note, chosen) =>
    (!chosen.version || note.closest(".side").dataset.version === chosen.version) &&
    (!chosen.severity || Number(note.dataset.rank) >= Number(chosen.severity)) &&
    (!chosen.check || note.dataset.check === chosen.check);

  const apply = () => {
    const chosen = state();
    const query = chosen.q.normalize("NFC").toLowerCase().replace(/\s+/g, " ").trim();
    const narrowed = Boolean(chosen.severity || chosen.check);
    let shown = 0;
    let findings = 0;
    for (const entry of rows) {
      const fitting = entry.notes.filter((note) => noteFits(note, chosen));
      const fits = (!narrowed || fitting.length > 0) && (!query || wordsOf(entry).includes(query));
      entry.element.hidden = !fits;
      for (const note of entry.notes) note.hidden = narrowed && !fitting.includes(note);
      for (const side of entry.element.querySelectorAll(".side.version"))
        side.hidden = Boolean(chosen.version) && side.dataset.version !== chosen.version;
      if (fits) {
        shown += 1;
        findings += fitting.length;
      }
    }
    if (chosen.order !== drawn) {
      rows.sort(orders[chosen.order] || orders.worst);
      list.append(...rows.map((entry) => entry.element));
      drawn = chosen.order;
    }
    if (divider) {
      const clean = rows.filter((entry) => entry.notes.length === 0);
      clean[0].element.before(divider);
      divider.hidden = drawn !== "worst" || clean.every((entry) => entry.element.hidden);
    }
    const some = (n, thing) => `${n} ${thing}${n === 1 ? "" : "s"}`;
    byId("count").textContent = `${shown} of ${some(rows.length, "paragraph")}, ${some(findings, "finding")}`;
    byId("nobody").hidden = shown > 0;
    byId("reset").hidden = !(chosen.version || narrowed || query);
  };

  const remember = () => {
    const kept = new URLSearchParams();
    for (const [name, value] of Object.entries(state()))
      if (value && value !== DEFAULTS[name]) kept.set(name, value);
    const standing = byId(at);
    if (standing && !standing.closest("[hidden]")) kept.set("at", at);
    else at = "";
    const plain = at && kept.size === 1;
    const hash = plain ? at : kept.toString();
    history.replaceState(null, "", hash ? `#${hash}` : location.pathname + location.search);
  };

  const light = (finding) => {
    document.querySelectorAll(".active").forEach((old) => old.classList.remove("active"));
    if (!finding) return;
    for (const mark of document.querySelectorAll("mark[data-findings]"))
      if (mark.dataset.findings.split(" ").includes(finding)) mark.classList.add("active");
    const note = byId(`finding-${finding}`);
    if (note) note.classList.add("active");
  };

  const visit = (place) => {
    const element = byId(place);
    if (!element) return;
    if (element.closest("[hidden]")) {
      for (const name of FIELDS.slice(1)) form.elements[name].value = "";
      apply();
    }
    at = place;
    document.querySelectorAll(".row.at").forEach((old) => old.classList.remove("at"));
    const row = element.closest(".row");
    if (row) row.classList.add("at");
    light(element.dataset.finding || "");
    remember();
    (element.dataset.finding && window.innerWidth > 740 ? row : element).scrollIntoView();
  };

  const recall = () => {
    const place = location.hash.slice(1);
    if (place && !place.includes("=")) {
      apply();
      visit(place);
      return;
    }
    const kept = new URLSearchParams(location.hash.slice(1));
    for (const name of FIELDS) {
      const value = kept.get(name) ?? DEFAULTS[name] ?? "";
      form.elements[name].value = value;
      if (form.elements[name].value !== value) form.elements[name].value = DEFAULTS[name] ?? "";
    }
    apply();
    const last = byId(kept.get("at") || "");
    if (last && !last.closest("[hidden]")) visit(last.id);
  };

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    if (link) {
      const place = link.getAttribute("href").slice(1);
      if (/^(row|finding)-/.test(place)) {
        event.preventDefault();
        visit(place);
        const target = byId(place);
        target.tabIndex = -1;
        target.focus({ preventScroll: true });
      }
      return;
    }
    const note = event.target.closest(".note");
    if (note && !event.target.closest("summary") && !String(getSelection())) {
      const lit = note.classList.contains("active");
      at = lit ? "" : note.id;
      light(lit ? "" : note.dataset.finding);
      remember();
      return;
    }
    const mark = event.target.closest("mark[data-findings]");
    if (mark && !String(getSelection())) light(mark.dataset.findings.split(" ")[0]);
  });
  // A worst window is marked in the texts while its words are open.
  document.addEventListener(
    "toggle",
    ({ target }) => {
      if (!target.dataset.windows) return;
      const row = target.closest(".row");
      const open = Array.from(row.querySelectorAll(".windows[open]"), (each) => each.dataset.windows);
      for (const piece of row.querySelectorAll(".window[data-windows]"))
        piece.classList.toggle("lit", piece.dataset.windows.split(" ").some((name) => open.includes(name)));
    },
    true,
  );
  form.addEventListener("input", () => {
    apply();
    remember();
  });
  form.addEventListener("reset", () => {
    const { order } = state();
    setTimeout(() => {
      form.elements.order.value = order;
      apply();
      remember();
    });
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  addEventListener("hashchange", recall);
  addEventListener("keydown", (event) => {
    if (event.key === "Escape") light("");
  });
  addEventListener("beforeprint", () => {
    document.querySelectorAll("details").forEach((details) => (details.open = true));
  });

  document.documentElement.classList.add("js");
  form.hidden = false;
  recall();
  // The browser goes to the fragment by itself once all is loaded; the row's top is the better place.
  addEventListener("load", () => setTimeout(recall));
})();
