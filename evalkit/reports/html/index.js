"use strict";
// The fragment says how the list stands (#sort=penalty&order=descending&article=…): a link opens
// the same view. Without a script the list stands as it was written, worst first.
(() => {
  const table = document.getElementById("reports");
  const body = table.tBodies[0];
  const headers = Array.from(table.tHead.rows[0].cells);
  const lines = Array.from(body.rows);
  const filter = document.getElementById("filter");
  const matches = document.getElementById("matches");
  const read = {
    text: (cell) => cell.textContent.trim(),
    number: (cell) => Number(cell.dataset.value ?? cell.textContent),
  };
  const compare = {
    text: (a, b) => a.localeCompare(b),
    number: (a, b) => a - b,
  };
  const usual = (kind) => (kind === "number" ? "descending" : "ascending");
  const opposite = { ascending: "descending", descending: "ascending" };
  const folded = (text) => text.normalize("NFKC").toLowerCase();

  function state() {
    const said = new URLSearchParams(location.hash.slice(1));
    const header = headers.find((each) => each.dataset.key === said.get("sort"));
    const order = said.get("order");
    return {
      header,
      order: order in opposite ? order : header && usual(header.dataset.sort),
      article: said.get("article") ?? "",
    };
  }

  function show({ header, order, article }) {
    headers.forEach((each) => each.removeAttribute("aria-sort"));
    let sorted = lines;
    if (header) {
      header.setAttribute("aria-sort", order);
      const kind = header.dataset.sort;
      const sign = order === "ascending" ? 1 : -1;
      const keyed = lines.map((line) => [read[kind](line.cells[header.cellIndex]), line]);
      // Always from the order as written: equal lines stand alike however one came here.
      keyed.sort(([a], [b]) => sign * compare[kind](a, b));
      sorted = keyed.map(([, line]) => line);
    }
    body.append(...sorted);
    if (!filter) return;
    const sought = folded(article.trim());
    let shown = 0;
    for (const line of lines) {
      line.hidden = !folded(line.cells[0].textContent).includes(sought);
      shown += line.hidden ? 0 : 1;
    }
    if (filter.value !== article) filter.value = article;
    matches.textContent = sought ? `${shown} of ${lines.length} lines` : `${lines.length} lines`;
  }

  function go({ header, order, article }) {
    const said = new URLSearchParams();
    if (header) {
      said.set("sort", header.dataset.key);
      said.set("order", order);
    }
    if (article) said.set("article", article);
    history.replaceState(null, "", `#${said}`);
    show({ header, order, article });
  }

  for (const header of headers) {
    const kind = header.dataset.sort;
    if (!kind) continue;
    const button = document.createElement("button");
    button.type = "button";
    button.append(...header.childNodes);
    header.append(button);
    button.addEventListener("click", () => {
      const now = header.getAttribute("aria-sort");
      go({ ...state(), header, order: now ? opposite[now] : usual(kind) });
    });
  }
  if (filter) {
    filter.closest("[hidden]").hidden = false;
    filter.addEventListener("input", () => go({ ...state(), article: filter.value }));
  }
  addEventListener("hashchange", () => show(state()));
  show(state());
})();
