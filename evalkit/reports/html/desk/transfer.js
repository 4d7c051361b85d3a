// Decisions out of this browser and into it.

import { data } from "./data.js";
import { exported, fromFile, isKept, rename, reviewerName, toFile, toTable, unmatched, VERDICTS } from "./decisions.js";
import { byId, counted, h } from "./dom.js";
import { shownNodes } from "./text.js";

const download = (text, type, ending) => {
  const address = URL.createObjectURL(new Blob([text], { type }));
  const name = [data.article, reviewerName(), "decisions"].filter(Boolean).join("-").replace(/[^\p{L}\p{M}\p{N}._-]+/gu, "-");
  h("a", { href: address, download: `${name}.${ending}` }).click();
  setTimeout(() => URL.revokeObjectURL(address), 10000);
};

const tell = (words) => {
  byId("transfer-said").textContent = words;
};

export const showDecisions = () => {
  const made = exported();
  const counts = VERDICTS.map((name) => [made.filter((entry) => entry.decision === name).length, name]);
  const lost = unmatched();
  const said = counts.filter(([n]) => n).map(([n, name]) => h("a", { href: `#decision=${name}` }, `${n} ${name}`));
  byId("decided").replaceChildren(...(said.length ? ["Decided: ", ...said.flatMap((link, n) => (n ? [", ", link] : [link]))] : ["Nothing decided yet"]));
  byId("not-kept").hidden = isKept();
  const box = byId("unmatched");
  box.hidden = !lost.length;
  box.querySelector("summary").textContent = `${counted(lost.length, "decision")} of findings that are not here: the text changed, or the fault is gone`;
  box.querySelector("ul").replaceChildren(
    ...lost.slice(0, 200).map((entry) =>
      h("li", {}, h("b", {}, `${entry.decision || "noted"}`), ` · paragraph ${entry.row}, `, ...shownNodes(entry.version), " · ", ...shownNodes(entry.message), entry.note && [" · ", ...shownNodes(entry.note)]),
    ),
  );
};

const readIn = async (file, react) => {
  try {
    const { read, elsewhere, unmatched: lost } = fromFile(await file.text(), file.name);
    const left = [elsewhere && `${elsewhere} of other articles left out`, lost && `${lost} match no finding here`].filter(Boolean);
    tell(`${counted(read, "decision")} read from ${file.name}${left.length ? `; ${left.join("; ")}` : ""}`);
    react();
  } catch (error) {
    tell(`${file.name} was not read: ${error.message}. Choose a file that this page or evalkit review wrote.`);
  }
};

export const buildTransfer = (react) => {
  const name = byId("reviewer");
  name.value = reviewerName();
  name.addEventListener("change", () => {
    rename(name.value);
    react();
  });
  byId("export-json").addEventListener("click", () => download(toFile(document.documentElement.dataset.evalkit), "application/json", "json"));
  byId("export-csv").addEventListener("click", () => download(toTable(), "text/csv;charset=utf-8", "csv"));
  byId("import").addEventListener("change", ({ target }) => {
    const [file] = target.files;
    if (file) readIn(file, react);
    target.value = "";
  });
};
