// What reviewers decided of the findings: kept in this browser, exported, imported, and known again in
// the next run by fingerprint. Several reviewers may judge one finding; the last word of each counts.

import { fromCsv, toCsv } from "./csv.js";
import { data, findingsByPrint, SEVERITIES } from "./data.js";

export const VERDICTS = ["accepted", "dismissed", "fixed"];
const FORMAT = "evalkit-decisions";
const COLUMNS = [
  "fingerprint", "article", "version", "row", "check", "severity", "message", "quote", "source_quote", "decision",
  "note", "correction", "reviewer", "time", "edition",
];
const PLACE = `evalkit decisions ${data.article}`;
const NAME = "evalkit reviewer";
const KEYS = "evalkit shortcuts";

let kept = true; // whether this browser remembers
const stored = (place) => {
  try {
    return localStorage.getItem(place);
  } catch {
    kept = false;
    return null;
  }
};
const store = (place, text) => {
  try {
    localStorage.setItem(place, text);
  } catch {
    kept = false;
  }
};
export const isKept = () => kept;

let reviewer = stored(NAME) ?? "";
export const reviewerName = () => reviewer;
export const shortcutsOn = () => stored(KEYS) !== "off";
export const switchShortcuts = (on) => store(KEYS, on ? "on" : "off");

const findingKey = (entry) => `${entry.version} ${entry.fingerprint}`;
const entryKey = (entry) => `${findingKey(entry)} ${entry.reviewer}`;
const entries = new Map();
const byFinding = new Map();

const join = (entry) => {
  const key = entryKey(entry);
  const known = entries.get(key);
  if (known && known.time > entry.time) return false;
  entries.set(key, entry);
  const finding = findingKey(entry);
  if (!byFinding.has(finding)) byFinding.set(finding, new Map());
  byFinding.get(finding).set(entry.reviewer, entry);
  return !known || COLUMNS.some((column) => known[column] !== entry[column]);
};

const given = new Set();
for (const entry of data.decisions) {
  join(entry);
  given.add(entryKey(entry));
}

const readStore = () => {
  try {
    const found = JSON.parse(stored(PLACE) ?? "[]");
    return Array.isArray(found) ? found.map(clean).filter(Boolean) : [];
  } catch {
    return []; // something else's; what is decided from now on replaces it
  }
};

// An entry as it is worked with, null where it is none.
function clean(raw) {
  if (!raw || typeof raw !== "object") return null;
  const entry = Object.fromEntries(COLUMNS.map((column) => [column, String(raw[column] ?? "")]));
  entry.row = Number(entry.row) || 0;
  if (!entry.fingerprint || !["", ...VERDICTS].includes(entry.decision)) return null;
  return entry;
}

export const load = () => readStore().filter(join).length > 0;

// What another tab wrote in the meantime is joined, never overwritten.
const save = () => {
  readStore().forEach(join);
  store(PLACE, JSON.stringify([...entries.values()]));
};

const keyOf = (finding) => `${data.versions[finding.v].id} ${finding.f}`;
const told = (finding) => [...(byFinding.get(keyOf(finding))?.values() ?? [])];

export const own = (finding) => byFinding.get(keyOf(finding))?.get(reviewer) ?? null;
export const others = (finding) =>
  told(finding).filter((entry) => entry.reviewer !== reviewer && (entry.decision || entry.note || entry.correction));

// "", a verdict, or "conflict"; one's own word is the last one.
export const decisionOf = (finding) => {
  const known = byFinding.size && byFinding.get(keyOf(finding));
  if (!known) return "";
  const mine = known.get(reviewer)?.decision;
  if (mine) return mine;
  const found = new Set([...known.values()].map((entry) => entry.decision).filter(Boolean));
  return found.size > 1 ? "conflict" : ([...found][0] ?? "");
};

// Marked fixed on other texts than these, and found again all the same.
export const stillThere = (finding) =>
  told(finding).some((entry) => entry.decision === "fixed" && entry.edition && entry.edition !== data.edition);

const quoteOf = (text, place) => (place ? [...text].slice(place[0], place[1]).join("") : "");

export const decide = (finding, change) => {
  const row = data.rows[finding.r];
  const entry = {
    decision: "", note: "", correction: "", ...own(finding), ...change,
    fingerprint: finding.f,
    article: data.article,
    version: data.versions[finding.v].id,
    row: row.n,
    check: data.checks[finding.c][0],
    severity: SEVERITIES[finding.s],
    message: finding.m,
    quote: quoteOf(row.c[finding.v].t, finding.t),
    source_quote: quoteOf(row.s, finding.o),
    reviewer,
    time: new Date().toISOString(),
    edition: data.edition,
  };
  join(entry);
  save();
};

export const rename = (name) => {
  const before = reviewer;
  reviewer = name.trim();
  store(NAME, reviewer);
  if (before || before === reviewer) return;
  // What was decided without a name is now of this name.
  for (const [key, entry] of [...entries]) {
    if (entry.reviewer || given.has(key)) continue;
    entries.delete(key);
    byFinding.get(findingKey(entry)).delete("");
    join({ ...entry, reviewer });
  }
  store(PLACE, JSON.stringify([...entries.values()]));
};

const inOrder = (a, b) => a.row - b.row || a.version.localeCompare(b.version) || (a.fingerprint < b.fingerprint ? -1 : 1);
// What was taken back goes along: it withdraws what an earlier file says.
export const exported = () => [...entries.values()].sort(inOrder);

export const toFile = (evalkit) =>
  `${JSON.stringify(
    { format: FORMAT, format_version: 1, evalkit, reviewer, exported: new Date().toISOString(), decisions: exported() },
    null,
    1,
  )}\n`;

// The mark at the front tells spreadsheets that it is UTF-8.
export const toTable = () => `\ufeff${toCsv(COLUMNS, exported())}`;

// Reads an exported file; throws what is wrong with it, in words.
export const fromFile = (text, name) => {
  let found;
  let by = "";
  if (name.toLowerCase().endsWith(".csv")) found = fromCsv(text);
  else {
    let file;
    try {
      file = JSON.parse(text);
    } catch {
      throw new Error("it is not JSON");
    }
    if (file?.format !== FORMAT || !Array.isArray(file.decisions)) throw new Error("it holds no decisions of evalkit");
    if (file.format_version !== 1) throw new Error(`its format version ${file.format_version} is not 1`);
    found = file.decisions;
    by = String(file.reviewer ?? "");
  }
  const read = found.map((raw) => clean(raw && typeof raw === "object" ? { ...raw, reviewer: raw.reviewer || by } : raw));
  const wrong = read.indexOf(null);
  if (wrong >= 0) throw new Error(`entry ${wrong + 1} is no decision`);
  if (!read.length) throw new Error("it holds no decision");
  const here = read.filter((entry) => !entry.article || entry.article === data.article);
  here.forEach((entry) => join({ ...entry, article: data.article }));
  save();
  return {
    read: read.length,
    elsewhere: read.length - here.length,
    unmatched: here.filter((entry) => !findingsByPrint.has(findingKey(entry))).length,
  };
};

// Decisions on findings that are not in this run: the text changed, or the fault is gone.
export const unmatched = () => exported().filter((entry) => !findingsByPrint.has(findingKey(entry)));

export const onChangeElsewhere = (react) =>
  addEventListener("storage", (event) => {
    if (event.key === PLACE && load()) react();
  });
