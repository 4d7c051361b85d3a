// The verdicts as decisions leave them: what is dismissed counts nowhere, and what was decided is told.

import { badge, chip } from "./badges.js";
import { data, SEVERITIES } from "./data.js";
import { decisionOf, VERDICTS } from "./decisions.js";
import { byId, counted, h } from "./dom.js";
import { rowsWith } from "./query.js";
import { shownNodes } from "./text.js";

const MOST_FIRST = 3;
const { penalties, sentences } = data.verdict;
const neutral = SEVERITIES.length - 1;
const graveOnes = ["critical", "major"];

const isQuiet = (finding) => decisionOf(finding) === "dismissed";
const isNews = (finding) => isQuiet(finding) !== Boolean(finding.q);

// What stands in a version, and what reviewers made of it.
const tallied = (n) => {
  const all = data.findings.filter((finding) => finding.v === n);
  const found = all.filter((finding) => !isQuiet(finding));
  const weighty = found.filter((finding) => finding.s !== neutral);
  const grave = new Set(weighty.filter((finding) => graveOnes.includes(SEVERITIES[finding.s])).map((finding) => finding.r));
  const slight = new Set(weighty.map((finding) => finding.r).filter((row) => !grave.has(row)));
  return {
    id: data.versions[n].id,
    grave,
    slight,
    weighty,
    counts: SEVERITIES.map((_, s) => found.filter((finding) => finding.s === s).length),
    penalty: found.reduce((sum, finding) => sum + penalties[finding.s], 0) * (100 / Math.max(data.verdict.words, 1)),
    decided: VERDICTS.map((name) => [all.filter((finding) => decisionOf(finding) === name).length, name]).filter(([count]) => count),
    news: all.some(isNews),
  };
};

const sentence = ({ grave, slight }) => {
  const whole = counted(data.rows.length, "paragraph");
  const said = (forms, number) => (Array.isArray(forms) ? forms[number === 1 ? 0 : 1] : forms);
  const filled = (text) => text.replace("{grave}", grave.size).replace("{slight}", slight.size).replace("{whole}", whole);
  if (!data.checked) return sentences.unchecked;
  if (!grave.size) return filled(slight.size ? said(sentences.slight, slight.size) : sentences.clean);
  return filled(said(sentences.grave, grave.size) + (slight.size ? said(sentences.more, slight.size) : ""));
};

const part = encodeURIComponent;
const leading = (href, ...words) => h("a", { href }, ...words);
// As Python writes a number.
const float = (value) => String(Number(value.toFixed(2))).replace(/^(\d+)$/, "$1.0");

// [1, 2, 3, 7] as "1-3,7".
const ranges = (numbers) => {
  const found = [];
  for (const each of numbers.sort((a, b) => a - b))
    if (found.at(-1)?.[1] === each - 1) found.at(-1)[1] = each;
    else found.push([each, each]);
  return found.map(([from, to]) => (from === to ? from : `${from}-${to}`)).join();
};

// The gravest and surest finding of each row, the first few of them.
const gravest = ({ weighty }) => {
  const ranked = [...weighty].sort((a, b) => a.s - b.s || b.p - a.p || a.r - b.r);
  const rows = new Set();
  return ranked.filter((finding) => !rows.has(finding.r) && rows.add(finding.r)).slice(0, MOST_FIRST);
};

const showVerdict = (box, found) => {
  const { id, grave, slight, counts, decided } = found;
  const here = `#version=${part(id)}`;
  const words = sentence(found);
  box.querySelector(".headline").replaceChildren(
    grave.size || slight.size ? leading(`${here}&severity=${grave.size ? graveOnes.join() : "minor"}`, words) : words,
  );
  box.querySelector(".chips")?.replaceChildren(
    ...counts.flatMap((count, s) => (count ? [leading(`${here}&severity=${SEVERITIES[s]}`, chip(SEVERITIES[s], `${count.toLocaleString("en")} ${SEVERITIES[s]}`)), " "] : [])),
  );
  const first = gravest(found);
  const list = box.querySelector(".first");
  list.hidden = !first.length;
  list.replaceChildren(
    ...first.map((finding) =>
      h("li", {}, badge(SEVERITIES[finding.s]), leading(`#finding-${finding.f}`, h("span", { class: "where" }, `Paragraph ${data.rows[finding.r].n}`), " ", shownNodes(finding.m))),
    ),
  );
  const line = box.querySelector(".decided");
  line.hidden = !decided.length;
  line.replaceChildren(...(decided.length ? ["Decided: "] : []), ...decided.flatMap(([count, name], n) => [n ? ", " : "", leading(`${here}&decision=${name}`, `${count.toLocaleString("en")} ${name}`)]));
  showPenalty(box.querySelector(".penalty"), found);
};

// Limits take a thousand resamples; those of the run do not hold for another number.
const showPenalty = (box, { penalty, news }) => {
  if (!box) return;
  box.querySelector(".value").textContent = float(penalty);
  box.querySelectorAll(".limits").forEach((limits) => {
    limits.hidden = news;
  });
};

const number = (count, href) => (count ? leading(href, count.toLocaleString("en")) : h("span", { class: "zero" }, "0"));

const showLine = (line, found) => {
  const { id, grave, slight, counts, decided } = found;
  const here = `#version=${part(id)}`;
  const cell = (name, ...words) => line.querySelector(`[data-number=${name}]`)?.replaceChildren(...words);
  cell("grave", grave.size ? number(grave.size, `${here}&severity=${graveOnes.join()}`) : "0", ` of ${data.rows.length.toLocaleString("en")}`);
  cell("slight", number(slight.size, `${here}&rows=${ranges([...slight].map((row) => data.rows[row].n))}`));
  counts.forEach((count, s) => cell(SEVERITIES[s], number(count, `${here}&severity=${SEVERITIES[s]}`)));
  cell("dismissed", number(decided.find(([, name]) => name === "dismissed")?.[0] ?? 0, `${here}&decision=dismissed`));
  showPenalty(line.querySelector(".penalty"), found);
};

const showWitnesses = (cell) => {
  const { has } = cell.dataset;
  const { check } = cell.closest("tr").dataset;
  const rows = rowsWith(check, has);
  const link = number(rows.length, `#check=${part(check)}&has=${has.split(",").map(part).join()}`);
  const most = Number(cell.closest("[data-most]").dataset.most);
  if (cell.matches(".number") || !rows.length) return cell.replaceChildren(link);
  const first = rows.slice(0, most).map(({ n }) => h("a", { href: `#row-${n}`, "aria-label": `paragraph ${n}` }, String(n)));
  const more = rows.length > most && h("span", {}, `+${(rows.length - most).toLocaleString("en")}`);
  cell.replaceChildren(h("b", {}, link), " ", h("span", { class: "rows-of" }, first, more));
};

// Of one check where a finding of it was decided; of all where anything may have been.
export const showVerdicts = (check = null) => {
  data.versions.forEach((version, n) => {
    const found = tallied(n);
    showVerdict(document.querySelector(`[data-verdict="${CSS.escape(version.id)}"]`), found);
    const line = document.querySelector(`.summary [data-line="${CSS.escape(version.id)}"]`);
    if (line) showLine(line, found);
  });
  const news = data.findings.filter(isNews).length;
  byId("since").hidden = !news;
  byId("since").textContent = `Charts, limits and comparisons are those of the run: ${counted(news, "finding")} dismissed or taken back since ${news === 1 ? "is" : "are"} not in them. Export the decisions and hand them to evalkit report --decisions.`;
  for (const line of document.querySelectorAll(".two-by-two tr[data-check]"))
    if (!check || line.dataset.check === check) line.querySelectorAll("[data-has]").forEach(showWitnesses);
};
