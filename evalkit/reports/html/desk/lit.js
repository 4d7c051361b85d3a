// The finding that is lit: its card and its words, wherever and whenever they are drawn.

let print = ""; // its fingerprint

export const marksOf = (row, finding) =>
  Array.from(row.querySelectorAll("mark[data-findings]")).filter((mark) => mark.dataset.findings.split(" ").includes(finding.f));

// Lights it in what was just drawn.
export const lightIn = (root) => {
  if (!print) return;
  for (const mark of root.querySelectorAll("mark[data-findings]"))
    if (mark.dataset.findings.split(" ").includes(print)) mark.classList.add("active");
  root.querySelector(`#finding-${CSS.escape(print)}`)?.classList.add("active");
};

export const light = (finding) => {
  document.querySelectorAll(".active").forEach((old) => old.classList.remove("active"));
  print = finding?.f ?? "";
  lightIn(document);
};

export const isLit = (finding) => print === finding.f;
