"""JUnit XML: a suite for each version, a case for each row, as CI servers read them.

The shape is the one Jenkins and GitLab agree on. A case has one failure at
most, of which several servers show no more than the first: it is named after
its gravest finding and has the others in its text.
"""

from __future__ import annotations

from collections.abc import Sequence

from lxml import etree

from evalkit.checks.base import PENALTY
from evalkit.reports.safe_text import one_line, visible
from evalkit.result.evaluation import Evaluation
from evalkit.result.records import FindingRecord, Input, RowRecord

FAILING = frozenset({"critical", "major"})
NAME_LENGTH = 60  # characters of a row's text in its case's name
NOT_CHECKED = "no check was run"
NOTHING_HERE = "neither the source nor this version has anything in this row"


def to_junit(evaluation: Evaluation) -> bytes:
    """The findings of an evaluation as UTF-8 XML.

    Major and critical findings are failures, the others are output of their
    case; a row is skipped where no check was run or there is nothing to judge.
    Times are left out: a row has none of its own.
    """
    root = etree.Element("testsuites", name=visible(f"evalkit {evaluation.article}"))
    suites = [_suite(evaluation, version) for version in evaluation.versions]
    root.extend(suites)
    for count in ("tests", "failures", "errors", "skipped"):
        root.set(count, str(sum(int(suite.get(count, "0")) for suite in suites)))
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True)


def _suite(evaluation: Evaluation, version: Input) -> etree._Element:
    suite = etree.Element("testsuite", name=visible(f"{evaluation.article}.{version.version}"))
    suite.append(_properties(evaluation, version))
    for row in evaluation.rows:
        found = evaluation.findings_by_cell.get((row.row, version.version), ())
        suite.append(_case(evaluation, version, row, found))
    suite.set("tests", str(len(evaluation.rows)))
    suite.set("failures", str(len(suite.findall("testcase/failure"))))
    suite.set("errors", "0")
    suite.set("skipped", str(len(suite.findall("testcase/skipped"))))
    return suite


def _properties(evaluation: Evaluation, version: Input) -> etree._Element:
    properties = etree.Element("properties")
    summary = next(s for s in evaluation.summary_records if s.version == version.version)
    known = {
        "evalkit": str(evaluation.manifest.get("evalkit", "")),
        "language": version.language,
    }
    if summary.penalty is not None:
        known["penalty"] = str(summary.penalty)
    for item in evaluation.inputs:
        if item.role != "version" or item == version:
            label = f"{item.role} {item.language}"
            known |= {f"{label} file": item.path or item.name, f"{label} sha256": item.sha256}
    for name, value in known.items():
        etree.SubElement(properties, "property", name=visible(name), value=visible(value))
    return properties


def _case(
    evaluation: Evaluation, version: Input, row: RowRecord, found: Sequence[FindingRecord]
) -> etree._Element:
    target = row.targets.get(version.version)
    text = row.source or (target.text if target else "")
    first = one_line(text, NAME_LENGTH)
    case = etree.Element(
        "testcase",
        classname=visible(f"{evaluation.article}.{version.version}"),
        name=f"paragraph {row.row}: {first}" if first else f"paragraph {row.row}",
    )
    ordered = sorted(found, key=lambda f: (-PENALTY[f.severity], -f.confidence))
    failing = [f for f in ordered if f.severity in FAILING]
    if failing:
        gravest, more = failing[0], len(failing) - 1
        message = visible(gravest.message) + (f" (and {more} more)" if more else "")
        failure = etree.SubElement(case, "failure", type=visible(gravest.check), message=message)
        failure.text = "\n\n".join(_told(f, row) for f in failing)
    elif not found and (reason := _unjudged(evaluation, version, row)):
        etree.SubElement(case, "skipped", message=reason)
    slight = [f for f in ordered if f.severity not in FAILING]
    if slight:
        etree.SubElement(case, "system-out").text = "\n\n".join(_told(f, row) for f in slight)
    return case


def _unjudged(evaluation: Evaluation, version: Input, row: RowRecord) -> str:
    if not evaluation.checks:
        return NOT_CHECKED
    target = row.targets.get(version.version)
    return "" if row.source or (target and target.kinds) else NOTHING_HERE


def _told(finding: FindingRecord, row: RowRecord) -> str:
    place = f" ({visible(row.place)} of the source)" if row.place else ""
    lines = [
        f"{finding.severity} {visible(finding.check)}: {visible(finding.message)}",
        f"paragraph {finding.row}{place}",
    ]
    if finding.start is not None and finding.end is not None:
        lines.append(f"version {finding.start}-{finding.end}: {visible(finding.quote)}")
    if finding.source_start is not None and finding.source_end is not None:
        source = visible(finding.source_quote)
        lines.append(f"source {finding.source_start}-{finding.source_end}: {source}")
    lines.append(f"attributed to: {finding.attribution}")
    if finding.suggestion:
        lines.append(f"suggested: {visible(finding.suggestion)}")
    lines.append(f"fingerprint: {finding.fingerprint}")
    return "\n".join(lines)
