"""Single modules of the desk on a page of their own, called from Python."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from evalkit.reports.html.latin import letters
from evalkit.reports.html.linking import linked
from evalkit.result.evaluation import SEVERITIES

if TYPE_CHECKING:
    from playwright.sync_api import Page

ENTRY = """import { fromCsv, toCsv } from "./csv.js";
import { romanised, sounds } from "./latin.js";
import { markedText } from "./marks.js";
import { holds, occurrences, pattern } from "./search.js";
import { shownNodes, unitsOf } from "./text.js";

const drawn = (nodes) => {
  const div = document.createElement("div");
  div.append(...nodes);
  return div.outerHTML;
};
// Places come in code points, as in findings.csv.
const marked = (text, options) => {
  const units = unitsOf(text);
  const placed = (all) => (all ?? []).map((each) => ({ ...each, start: units(each.start), end: units(each.end) }));
  return drawn([markedText(text, { ...options, marks: placed(options.marks), stretches: placed(options.stretches) })]);
};
const shown = (text, everything) => drawn(shownNodes(text, 0, text.length, everything));
// Asked first whether it is there at all, as a view asks before it draws.
const found = (text, query) => {
  const sought = pattern(query);
  return sought && holds(sought, text) ? occurrences(text, sought) : [];
};
window.desk = { found, fromCsv, marked, romanised, shown, sounds, toCsv };
"""
LETTERS = "ভারত কলকাতা রেড হ্যাট ਪੰਜਾਬ ਲੱਖ दिल्ली"


@dataclass(frozen=True)
class Desk:
    """The modules on an open page."""

    page: Page

    def call(self, name: str, *arguments: object) -> Any:
        """What a function of a module returns; as JSON in ASCII, which lone surrogates survive."""
        asked = json.dumps(arguments)
        made: str = self.page.evaluate(
            f"asked => JSON.stringify(desk.{name}(...JSON.parse(asked)))", asked
        )
        return json.loads(made)


def module(name: str) -> str:
    """The text of a module of the desk."""
    return files("evalkit.reports.html").joinpath(f"desk/{name}").read_text("utf-8")


def written(directory: Path, texts: Iterable[str]) -> Path:
    """A page with the modules and no evaluation; it knows the letters of some texts."""
    data = {
        "rows": [],
        "findings": [],
        "versions": [],
        "severities": SEVERITIES,
        "latin": {**asdict(letters(texts)), "versions": []},
    }
    script = linked("entry.js", lambda name: ENTRY if name == "entry.js" else module(name))
    path = directory / "modules.html"
    path.write_text(
        '<!doctype html><html lang="en"><meta charset="utf-8"><title>modules</title>'
        f'<script type="application/json" id="data">{json.dumps(data)}</script>'
        f'<script type="module">{script}</script></html>',
        encoding="utf-8",
    )
    return path
