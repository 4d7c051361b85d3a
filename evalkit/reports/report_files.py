"""The files of each report format, name to content: what `evalkit.result.report_formats` writes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evalkit.result.report_formats import EVALUATION

if TYPE_CHECKING:
    from evalkit.result.evaluation import Evaluation
    from evalkit.store import Memory


def html(evaluation: Evaluation, memory: Memory | None = None) -> dict[str, bytes]:
    """The page for the reviewer."""
    from evalkit.reports.html.page import report

    return {"report.html": encoded(report(evaluation, memory))}


def csv(evaluation: Evaluation, _memory: Memory | None = None) -> dict[str, bytes]:
    """A file a table."""
    from evalkit.reports.tables import tables
    from evalkit.spreadsheets import to_csv

    return {f"{table.name}.csv": to_csv(table) for table in tables(evaluation)}


def json(evaluation: Evaluation, _memory: Memory | None = None) -> dict[str, bytes]:
    """All of it, to be read again."""
    return {EVALUATION: encoded(evaluation.to_json())}


def md(evaluation: Evaluation, _memory: Memory | None = None) -> dict[str, bytes]:
    """A summary to paste into a pull request."""
    from evalkit.reports.markdown_report import to_markdown

    return {"report.md": encoded(to_markdown(evaluation))}


def junit(evaluation: Evaluation, _memory: Memory | None = None) -> dict[str, bytes]:
    """A test case a row, for CI."""
    from evalkit.reports.junit import to_junit

    return {"junit.xml": to_junit(evaluation)}


def xlsx(evaluation: Evaluation, _memory: Memory | None = None) -> dict[str, bytes]:
    """The tables as one workbook."""
    from evalkit.reports.tables import tables
    from evalkit.reports.workbook import to_xlsx

    return {"evaluation.xlsx": to_xlsx(tables(evaluation))}


def encoded(text: str) -> bytes:
    """UTF-8; a lone surrogate, which has none, as the escape that JSON would write."""
    return text.encode("utf-8", "backslashreplace")
