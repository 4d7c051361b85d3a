"use strict";
(() => {
  const table = document.getElementById("reports");
  const body = table.tBodies[0];
  const headers = Array.from(table.tHead.rows[0].cells);
  const read = {
    text: (cell) => cell.textContent.trim(),
    number: (cell) => Number(cell.textContent),
  };
  headers.forEach((header, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...header.childNodes);
    header.append(button);
    button.addEventListener("click", () => {
      const kind = header.dataset.sort;
      const first = kind === "number" ? "descending" : "ascending";
      const other = kind === "number" ? "ascending" : "descending";
      const order = header.getAttribute("aria-sort") === first ? other : first;
      headers.forEach((each) => each.removeAttribute("aria-sort"));
      header.setAttribute("aria-sort", order);
      const sign = order === "ascending" ? 1 : -1;
      const compare = (a, b) => (kind === "number" ? a - b : a.localeCompare(b));
      const lines = Array.from(body.rows, (line) => [read[kind](line.cells[column]), line]);
      lines.sort(([a], [b]) => sign * compare(a, b));
      body.append(...lines.map(([, line]) => line));
    });
  });
})();
