// A finding as it is read and decided.

import { chip } from "./badges.js";
import { data, SEVERITIES } from "./data.js";
import { decide, decisionOf, others, own, stillThere, VERDICTS } from "./decisions.js";
import { h, setIn } from "./dom.js";
import { excerpt, shownNodes, unitsOf } from "./text.js";

export const WORDS = {
  accepted: { say: "Accept", done: "Accepted", key: "1", title: "It is a fault" },
  dismissed: { say: "Dismiss", done: "Dismissed", key: "2", title: "It is a false alarm" },
  fixed: { say: "Fixed", done: "Fixed", key: "3", title: "The text has been corrected" },
};
// Least confidence at which each word is used.
const CONFIDENCE = [[0.9, "Almost certain"], [0.7, "Likely"], [0.5, "Possible"], [0, "Unsure, may be a false alarm"]];
const BLAME = { "source-or-pipeline": "From the source or the pipeline", unclear: "Cause unclear" };
const open = new Set(); // notes whose form stands open

const quoted = (finding) => {
  const row = data.rows[finding.r];
  const version = data.versions[finding.v];
  const line = (label, text, writing, kind) => [h("dt", {}, label), h("dd", {}, h("q", { class: kind, ...setIn(writing) }, shownNodes(text)))];
  const cut = (text, place) => {
    const units = unitsOf(text);
    return excerpt(text.slice(units(place[0]), units(place[1])));
  };
  const source = finding.o ? cut(row.s, finding.o) : "";
  const target = finding.t ? cut(row.c[finding.v].t, finding.t) : "";
  if (!source && !target && !finding.u) return null;
  return h(
    "dl",
    { class: "quotes" },
    source && line(data.source.name, source, data.source),
    target && line(version.name, target, version),
    finding.u && line("Instead", finding.u, version, "instead"),
  );
};

const blame = (finding) => {
  if (data.versions.length < 2) return null; // nobody to ask
  const said = finding.a === "version" ? `The ${data.versions[finding.v].name} version’s own` : (BLAME[finding.a] ?? "");
  const words = said && finding.w ? [`${said}: `, ...shownNodes(finding.w)] : finding.w ? shownNodes(finding.w) : said ? [said] : [];
  return words.length ? h("p", { class: "blame" }, words) : null;
};

const symptoms = (finding) =>
  finding.y &&
  h(
    "details",
    { class: "symptoms" },
    h("summary", {}, `${finding.y.length} symptom${finding.y.length === 1 ? "" : "s"} folded in`),
    h("ul", {}, finding.y.map((symptom) => h("li", {}, shownNodes(symptom)))),
  );

// The same fault in other versions, each a way there.
const alsoIn = (finding) => {
  const links = (finding.l ?? []).map((n) => {
    const twin = data.rows[finding.r].found[n].find((other) => other.c === finding.c);
    return twin ? h("a", { href: `#finding-${twin.f}` }, data.versions[n].name) : data.versions[n].name;
  });
  return links.length > 0 && [" · Also in ", links.map((link, n) => [n ? (n < links.length - 1 ? ", " : " and ") : "", link])];
};

const said = (entry) => (entry.decision ? WORDS[entry.decision].done.toLowerCase() : "noted");
const opinions = (finding) =>
  others(finding).map((entry) =>
    h(
      "p",
      { class: "opinion" },
      h("b", {}, shownNodes(entry.reviewer || "No name given")),
      `: ${said(entry)}`,
      entry.note && [" · ", ...shownNodes(entry.note)],
      entry.correction && [" · instead: ", ...shownNodes(entry.correction)],
    ),
  );

const form = (finding, mine) => {
  const version = data.versions[finding.v];
  const field = (name, label, value, attributes) => {
    const area = h("textarea", { name, rows: 2, ...attributes });
    area.value = value;
    return h("label", {}, h("span", {}, label), area);
  };
  const isOpen = open.has(finding.index) || mine?.note || mine?.correction;
  return h(
    "div",
    { class: "remarks", hidden: !isOpen },
    field("note", "Note", mine?.note ?? ""),
    field("correction", `Suggested correction in ${version.name}`, mine?.correction ?? "", setIn(version)),
  );
};

const controls = (finding, mine, verdict) => {
  const buttons = VERDICTS.map((name) => {
    const { say, done, key, title } = WORDS[name];
    const pressed = verdict === name;
    return h(
      "button",
      { type: "button", class: `decide ${name}`, "data-decide": name, "aria-pressed": String(pressed), title: `${title} (${key})` },
      pressed ? done : say,
    );
  });
  const form = h("button", { type: "button", class: "decide remark", "data-form": "note", "aria-expanded": String(open.has(finding.index) || Boolean(mine?.note || mine?.correction)) }, "Note");
  return h("p", { class: "decisions" }, buttons, form);
};

export const note = (finding) => {
  const [check, name, description] = data.checks[finding.c];
  const severity = SEVERITIES[finding.s];
  const mine = own(finding);
  const verdict = decisionOf(finding);
  const id = `finding-${finding.f}`;
  const confidence = CONFIDENCE.find(([least]) => finding.p >= least)[1];
  return h(
    "li",
    {
      class: `note ${severity} ${verdict && `is-${verdict}`}`, id, tabindex: "-1", "data-finding": finding.f, "data-check": check,
      "aria-label": `Finding ${finding.number}: ${severity}, ${name}`,
    },
    h(
      "p",
      { class: "note-head" },
      h("a", { class: "ordinal", href: `#${id}`, "aria-label": `finding ${finding.number}: show its place` }, String(finding.number)),
      chip(severity),
      h("span", { class: "check", title: description || null }, name),
      verdict === "conflict" && h("span", { class: "disagree" }, "Reviewers disagree"),
    ),
    h(
      "div",
      { class: "note-body" },
      h("p", { class: "message" }, shownNodes(finding.m)),
      quoted(finding),
      symptoms(finding),
      blame(finding),
      stillThere(finding) && h("p", { class: "still" }, "Marked fixed on other texts, and found again in these"),
      h(
        "p",
        { class: "more" },
        h("span", { title: `confidence ${finding.p}` }, confidence),
        alsoIn(finding),
        " · ",
        h("span", { class: "category" }, data.categories[finding.g]),
      ),
      opinions(finding),
    ),
    controls(finding, mine, verdict),
    form(finding, mine),
  );
};

// The same verdict twice takes it back.
export const press = (finding, verdict) => decide(finding, { decision: own(finding)?.decision === verdict ? "" : verdict });

export const toggleForm = (finding) => {
  if (open.has(finding.index)) open.delete(finding.index);
  else open.add(finding.index);
  return open.has(finding.index);
};
