// The filters with their counts: what each would leave if it were chosen too.

import { badge } from "./badges.js";
import { data, SEVERITIES } from "./data.js";
import { byId, h } from "./dom.js";
import { NONE } from "./query.js";

const LEGENDS = { severity: "Severity", version: "Version", decision: "Decision", attribution: "Whose fault", check: "Check" };
const MOST_CHECKS = 8;

const optionsOf = {
  severity: () => [...SEVERITIES.map((name) => [name, name]), [NONE, "nothing found"]],
  version: () => data.versions.map((version) => [version.id, version.label]),
  decision: () => [
    ["open", "undecided"], ["accepted", "accepted"], ["dismissed", "dismissed"], ["fixed", "fixed"], ["conflict", "reviewers disagree"],
  ],
  // One version alone does not tell.
  attribution: () => data.versions.length < 2 ? [] : [["version", "the version’s"], ["source-or-pipeline", "source or pipeline"], ["unclear", "unclear"]],
  check: () => data.checks.map(([id, name]) => [id, name]),
};

const counters = new Map(); // "facet value" to {option, input, number}

const optionElement = (facet, [value, name]) => {
  const input = h("input", { type: "checkbox", name: facet, value });
  const number = h("span", { class: "n" }, "0");
  const label = h(
    "label",
    { class: "option" },
    input,
    facet === "severity" && value !== NONE && badge(value),
    h("span", { class: "name" }, name),
    number,
  );
  counters.set(`${facet} ${value}`, { option: label, input, number });
  return label;
};

export const buildFilters = (metrics) => {
  const box = byId("filters");
  for (const facet of Object.keys(LEGENDS)) {
    const options = optionsOf[facet]();
    if (options.length < 2 && facet !== "check") continue;
    if (!data.findings.length && facet !== "version") continue;
    const set = h("fieldset", { class: `facet by-${facet}` }, h("legend", {}, LEGENDS[facet]), options.map((o) => optionElement(facet, o)));
    if (facet === "check" && options.length > MOST_CHECKS)
      set.append(h("button", { type: "button", class: "more-options", "aria-expanded": "false" }, "All checks"));
    box.append(set);
  }
  const order = byId("order");
  for (const { id, label, higher } of metrics)
    order.append(h("option", { value: `metric:${id}` }, `${label}, ${higher === false ? "highest" : "lowest"} first`));
};

// Checks that find most come first; the rest waits behind a button.
const arrangeChecks = (counts, view) => {
  const set = document.querySelector(".facet.by-check");
  if (!set) return;
  const button = set.querySelector(".more-options");
  const all = button?.getAttribute("aria-expanded") === "true";
  const count = (id) => counts.check.get(id) ?? 0;
  const ranked = data.checks
    .map(([id]) => id)
    .sort((a, b) => Number(view.check.has(b)) - Number(view.check.has(a)) || count(b) - count(a));
  ranked.forEach((id, n) => {
    const { option } = counters.get(`check ${id}`);
    option.hidden = Boolean(button) && !all && n >= MOST_CHECKS && !view.check.has(id);
    set.insertBefore(option, button);
  });
  if (button) button.textContent = all ? "Fewer checks" : `All ${ranked.length} checks`;
};

// What a filter counts under is told only where it occurs.
const SELDOM = new Set(["decision conflict"]);

export const showFilters = (view, counts) => {
  for (const [key, { option, input, number }] of counters) {
    const { name, value } = input;
    const count = counts[name].get(value) ?? 0;
    number.textContent = count.toLocaleString("en");
    input.checked = view[name].has(value);
    option.classList.toggle("zero", count === 0);
    if (SELDOM.has(key)) option.hidden = count === 0 && !input.checked;
  }
  arrangeChecks(counts, view);
};

export const onFilters = (react) => {
  const box = byId("filters");
  box.addEventListener("change", ({ target }) => react(target.name, target.value, target.checked));
  box.addEventListener("click", ({ target }) => {
    if (!target.matches(".more-options")) return;
    const open = target.getAttribute("aria-expanded") !== "true";
    target.setAttribute("aria-expanded", String(open));
    react(null);
  });
};
