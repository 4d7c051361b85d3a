// The evaluation as `data.py` wrote it. Rows: n number, s source, k kind, p place, o place in the
// queue, c cells; a cell: t text, a alignment, m scores, u why one is missing, d what is to know of
// one, r risks, e their evidence, b back-translation, by the model that made it, f references.
// Findings: f fingerprint, r row, v version, c check, g category, s severity, p confidence,
// m message, t and o places in version and source, x more places in the source, a attribution,
// w its reason, l also in, y symptoms, u suggestion, q dismissed before. Places count code points, as in findings.csv.

import { byId } from "./dom.js";

export const data = JSON.parse(byId("data").textContent);
export const SEVERITIES = data.severities;
export const LETTERS = { critical: "C", major: "M", minor: "m", neutral: "n" };

export const rowsByNumber = new Map(data.rows.map((row, index) => [row.n, index]));
export const findingsByPrint = new Map();
for (const row of data.rows) row.found = row.c.map(() => []);
data.findings.forEach((finding, index) => {
  finding.index = index;
  const cell = data.rows[finding.r].found[finding.v];
  cell.push(finding);
  findingsByPrint.set(`${data.versions[finding.v].id} ${finding.f}`, finding);
});
// A number ties a finding to its marks within the row.
for (const row of data.rows) row.found.flat().forEach((finding, n) => (finding.number = n + 1));

export const findingById = new Map(data.findings.map((finding) => [`finding-${finding.f}`, finding]));

export const shape = (cell) => {
  const [sources, targets] = (cell.a ?? "1:1").split(":").map(Number);
  return { sources, targets };
};

// missing, nothing (neither side has it), empty, added or present.
export const stateOf = (cell) => {
  const { sources, targets } = shape(cell);
  if (!targets) return sources ? "missing" : "nothing";
  if (!cell.t.trim()) return "empty";
  return sources ? "present" : "added";
};

export const sourceParagraphs = (row) => Math.max(...row.c.map((cell) => shape(cell).sources));
