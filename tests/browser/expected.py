"""What a view of an evaluation must show, worked out from the records alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar
from urllib.parse import urlencode

from evalkit.reports import metric_labels
from evalkit.result.evaluation import SEVERITIES, Evaluation
from evalkit.result.records import FindingRecord, RowRecord

T = TypeVar("T")
NONE, OPEN, DISMISSED = "none", "open", "dismissed"
FACETS: Mapping[str, Callable[[FindingRecord], str]] = {
    "severity": lambda finding: finding.severity,
    "version": lambda finding: finding.version,
    "decision": lambda finding: finding.decision or OPEN,
    "attribution": lambda finding: finding.attribution,
    "check": lambda finding: finding.check,
}
ABOUT_FINDINGS = ("decision", "attribution", "check")


@dataclass(frozen=True)
class View:
    """Chosen values by facet, rows by number (none chosen: all), and the order."""

    chosen: Mapping[str, Sequence[str]] = field(default_factory=dict)
    rows: tuple[int, int] | None = None
    order: str = "worst"

    def fragment(self) -> str:
        said = {facet: ",".join(values) for facet, values in self.chosen.items() if values}
        if self.rows:
            said["rows"] = f"{self.rows[0]}-{self.rows[1]}"
        return "#" + urlencode({**said, "order": self.order})

    def replaced(self, facet: str, value: str) -> View:
        return View({**self.chosen, facet: (value,)}, self.rows, self.order)

    def lets(self, finding: FindingRecord) -> bool:
        """Whether all facets let a finding through; dismissed ones only where they are asked for."""
        if finding.decision == DISMISSED and DISMISSED not in self.chosen.get("decision", ()):
            return False
        return all(FACETS[f](finding) in values for f, values in self.chosen.items() if values)


class Expected:
    """An evaluation seen through views."""

    def __init__(self, evaluation: Evaluation) -> None:
        self.evaluation = evaluation
        self._found = {
            row.row: [f for f in evaluation.listed_records if f.row == row.row]
            for row in evaluation.rows
        }
        self._places: dict[int, int] = {}
        for place, (row, _) in enumerate(evaluation.queue):
            self._places.setdefault(row, place)

    def rows(self, view: View) -> list[RowRecord]:
        """Those shown, in no order: with a finding let through, or clean where that is asked for."""
        narrow = any(values for facet, values in view.chosen.items() if facet != "version")
        return [
            row
            for row in self._within(view)
            if not narrow or self.findings(row.row, view) or self._clean(row.row, view)
        ]

    def findings(self, row: int, view: View) -> list[FindingRecord]:
        return [finding for finding in self._found[row] if view.lets(finding)]

    def counts(self, view: View) -> dict[tuple[str, str], int]:
        """Beside every value: the findings that choosing it alone would leave; rows for none."""
        made: Counter[tuple[str, str]] = Counter()
        for row in self._within(view):
            for facet, value in FACETS.items():
                for finding in self._found[row.row]:
                    made[facet, value(finding)] += view.replaced(facet, value(finding)).lets(
                        finding
                    )
            made["severity", NONE] += self._clean(row.row, view.replaced("severity", NONE))
        return dict(made)

    def measure(self, row: RowRecord, view: View) -> float:
        """What the view's order sorts by, the least first."""
        versions = view.chosen.get("version") or [v.version for v in self.evaluation.versions]
        if view.order == "reading":
            return row.row
        if view.order == "risk":
            cells = (self.evaluation.risks_by_cell.get((row.row, v)) for v in versions)
            found = [max(c.omission_risk, c.addition_risk) for c in cells if c]
            return -round(max(found, default=-1.0), 3)
        if view.order == "worst":
            grave = [SEVERITIES.index(f.severity) for f in self.findings(row.row, view)]
            return min(grave, default=len(SEVERITIES)) * 1e6 + self._places[row.row]
        metric = view.order.removeprefix("metric:")
        values = [
            round(score.value, metric_labels.places(metric) + 1)
            for score in self.evaluation.score_records
            if (score.row, score.metric) == (row.row, metric)
            and score.version in versions
            and score.value is not None
        ]
        return min(values, default=float("inf"))

    def _within(self, view: View) -> list[RowRecord]:
        first, last = view.rows or (1, len(self.evaluation.rows))
        return [row for row in self.evaluation.rows if first <= row.row <= last]

    def _clean(self, row: int, view: View) -> bool:
        if NONE not in view.chosen.get("severity", ()):
            return False
        if any(view.chosen.get(facet) for facet in ABOUT_FINDINGS):
            return False
        versions = view.chosen.get("version")
        return not any(
            not versions or finding.version in versions
            for finding in self._found[row]
            if finding.decision != DISMISSED
        )
