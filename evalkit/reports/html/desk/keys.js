// Single keys, where nobody is writing. They can be switched off: a voice may press them unasked.

import { shortcutsOn, switchShortcuts } from "./decisions.js";
import { byId } from "./dom.js";

const WRITING = "input:not([type=checkbox]), textarea, select, [contenteditable]";

// keys: what to do by key; `before` comes before any but Escape.
export const listenToKeys = ({ Escape, before, ...keys }) => {
  const help = byId("help");
  const known = { ...keys, "?": () => help.showModal() };
  addEventListener("keydown", (event) => {
    const { key, target } = event;
    if (key === "Escape") {
      Escape();
      if (target.matches?.("textarea, input[type=search]")) target.blur();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || !shortcutsOn() || help.open) return;
    if (target.closest?.(WRITING) || !Object.hasOwn(known, key)) return;
    event.preventDefault();
    before();
    known[key]();
  });
  byId("open-help").addEventListener("click", () => help.showModal());
  byId("shortcuts").checked = shortcutsOn();
  byId("shortcuts").addEventListener("change", (event) => switchShortcuts(event.target.checked));
};
