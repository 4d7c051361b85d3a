"""axe-core over an open page: what stands in a reader's way, a line for each place."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import Page


def axe(page: Page, rules: Sequence[str] = (), without: Sequence[str] = ()) -> list[str]:
    """The violations that axe finds: by all its rules, by `rules` alone, or by all `without` some.

    A line each: the rule, how grave, where, and what would mend it.
    """
    from axe_playwright_python.sync_playwright import Axe

    options: dict[str, Any] = {
        "resultTypes": ["violations"],
        "rules": {rule: {"enabled": False} for rule in without},
    }
    if rules:
        options["runOnly"] = {"type": "rule", "values": list(rules)}
    return lines(Axe().run(page, options=options).response["violations"])


def lines(violations: Sequence[dict[str, Any]]) -> list[str]:
    """axe's violations in words.

    >>> lines([{"id": "label", "impact": "critical", "help": "Inputs have labels",
    ...     "nodes": [{"target": ["#q"], "failureSummary": "Fix any:\\n  No label"}]}])
    ['label (critical): #q: Inputs have labels; Fix any: No label']
    """
    return [
        f"{violation['id']} ({violation['impact']}): {_place(node['target'])}: "
        f"{violation['help']}; {' '.join(node.get('failureSummary', '').split())}"
        for violation in violations
        for node in violation["nodes"]
    ]


def _place(target: Sequence[str | Sequence[str]]) -> str:
    # A list within the list is a way into shadow trees.
    return " ".join(part if isinstance(part, str) else " ".join(part) for part in target)
