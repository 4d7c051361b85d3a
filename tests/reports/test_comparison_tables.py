"""Versions compared, wherever they are written: tables, workbook, page and index."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import fields, replace
from pathlib import Path

import pytest
from lxml import html

from evalkit.comparison.article_summary import digest
from evalkit.comparison.pooled_batch import Batch
from evalkit.comparison.versions import completed, with_comparisons
from evalkit.evaluation import Evaluation
from evalkit.reports import workbook, write, write_batch
from evalkit.reports.html.page import index, report
from evalkit.reports.tables import tables
from evalkit.reports.workbook import to_xlsx
from evalkit.result.records import ComparisonRecord, SummaryRecord
from tests.reports import sample
from tests.reports.reading import find, parse

COLUMNS = [
    "article",
    "language",
    "version",
    "against",
    "metric",
    "value",
    "against_value",
    "difference",
    "low",
    "high",
    "p_bootstrap",
    "p_randomisation",
    "clusters",
    "unit",
    "words",
    "p_adjusted",
]


def two_bengalis(article: str = sample.ARTICLE) -> Evaluation:
    """The sample, its Punjabi version passing for another Bengali one."""
    whole = sample.evaluation()
    text = whole.to_json().replace('"pa"', '"bn-x-new"').replace("Punjabi", "Bengali")
    made = Evaluation.from_json(text)
    inputs = tuple(replace(i, language=i.language.partition("-")[0]) for i in made.inputs)
    return with_comparisons(replace(made, inputs=inputs, article=article))


@pytest.fixture(scope="module")
def judged() -> Evaluation:
    return two_bengalis()


@pytest.fixture(scope="module")
def page(judged: Evaluation) -> html.HtmlElement:
    return parse(report(judged))


def words(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


def read(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text("utf-8"), newline="")))


def test_the_file_has_the_designs_columns(judged: Evaluation, tmp_path: Path) -> None:
    assert [f.name for f in fields(ComparisonRecord)] == COLUMNS
    write(judged, tmp_path, ["csv"])
    (line,) = read(tmp_path / "comparisons.csv")
    assert list(line) == COLUMNS
    assert (line["version"], line["against"], line["metric"]) == ("bn-x-new", "bn", "penalty")
    assert float(line["difference"]) == pytest.approx(
        float(line["value"]) - float(line["against_value"]), abs=1e-5
    )
    assert (line["clusters"], line["unit"]) == ("20", "paragraph")


def test_without_two_versions_of_a_language_there_is_no_file(tmp_path: Path) -> None:
    write(two_bengalis(), tmp_path, ["csv"])
    assert (tmp_path / "comparisons.csv").exists()
    write(sample.evaluation(), tmp_path, ["csv"])  # that of the run before goes
    assert not (tmp_path / "comparisons.csv").exists()
    assert "Versions compared" not in report(sample.evaluation())


def test_new_columns_stand_between_penalty_and_the_metrics() -> None:
    (summary,) = (t for t in tables(sample.evaluation()) if t.name == "summary")
    first = summary.columns.index("penalty")
    assert summary.columns[first : first + 3] == ("penalty", "penalty_low", "penalty_high")
    assert summary.columns[-4:] == ("chrf", "partly_scored", "run_kwh", "kwh_per_1000")
    for line in summary.lines:
        penalty, low, high = line[first : first + 3]
        assert isinstance(low, float)
        assert isinstance(high, float)
        assert 0 <= low < float(str(penalty)) < high


def test_the_workbook_has_a_sheet_of_them(judged: Evaluation) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.load_workbook(io.BytesIO(to_xlsx(tables(judged))))
    sheet = book["comparisons"]
    assert [c.value for c in sheet[1]] == COLUMNS
    formats = {c.value: sheet.cell(2, n).number_format for n, c in enumerate(sheet[1], 1)}
    assert (formats["difference"], formats["p_randomisation"]) == ("0.00", "0.000")
    assert workbook.width("words") == workbook.WIDE


def test_the_json_has_them_and_an_older_one_reads_without(judged: Evaluation) -> None:
    table = json.loads(judged.to_json())
    assert [c["metric"] for c in table["comparisons"]] == ["penalty"]
    assert table["summary"][0]["penalty_low"] is not None
    del table["comparisons"], table["statistics"]
    for line in table["summary"]:
        del line["penalty_low"], line["penalty_high"]
    assert completed(Evaluation.from_json(json.dumps(table))) == judged


def test_the_page_shows_each_pair_with_all_it_says(
    judged: Evaluation, page: html.HtmlElement
) -> None:
    (section,) = find(page, "//section[@class='compared-section']")
    (line,) = find(section, ".//tbody/tr")
    (record,) = judged.comparison_records
    assert record.difference is not None
    cells = [words(cell) for cell in line]
    one, two = (s.penalty for s in judged.summary_records)
    assert cells[:3] == ["Penalty", f"{one:.2f}", f"{two:.2f}"]
    assert cells[3].startswith(f"+{record.difference:.2f} [")
    assert cells[4] == f"{record.p_randomisation:.3f}"
    assert cells[6] == record.words
    assert "resampled by paragraph" in words(section)


def test_the_penalty_stands_with_its_limits(judged: Evaluation, page: html.HtmlElement) -> None:
    said = words(find(page, "//section[@class='numbers']")[0])
    for line in judged.summary_records:
        assert f"{line.penalty} [{line.penalty_low:.1f}, {line.penalty_high:.1f}]" in said
    assert "In brackets its 95 % limits, resampled by paragraph." in said


def test_too_few_paragraphs_for_limits_are_said_to_be(judged: Evaluation) -> None:
    short = with_comparisons(replace(judged, rows=judged.rows[:4]))
    said = words(parse(report(short)))
    assert "Fewer than 6 paragraphs, or all alike, give no limits." in said
    assert "too few paragraphs to tell chance from more (4; 6 are needed)" in said
    assert "resampled by paragraph" not in said.partition("Versions compared")[0]


def test_a_batch_has_its_summary_comparisons_and_index(tmp_path: Path) -> None:
    batch = Batch(tuple(digest(two_bengalis(f"article-{n}")) for n in range(7)))
    path = write_batch(batch, tmp_path)
    assert path == tmp_path / "index.html"
    lines = read(tmp_path / "summary.csv")
    assert [(line["article"], line["version"]) for line in lines[-2:]] == [
        ("", "bn"),
        ("", "bn-x-new"),
    ]
    assert len(lines) == 7 * 2 + 2
    assert int(lines[-1]["rows"]) == 7 * 20
    # Seven times the same article: the penalty of all is that of each, and resampling changes it
    # nowhere.
    assert lines[-1]["penalty"] == lines[1]["penalty"]
    assert lines[-1]["penalty_low"] == ""
    (line,) = read(tmp_path / "comparisons.csv")
    assert (line["article"], line["clusters"], line["unit"]) == ("", "7", "document")
    page = parse(path.read_text("utf-8"))
    (table,) = find(page, "//section[@class='pooled-section']//tbody")
    assert [words(row[0]) for row in table] == ["Bengali", "Bengali bn-x-new"]
    assert [words(row[1]) for row in table] == ["7", "7"]
    (section,) = find(page, "//section[@class='compared-section']")
    assert "resampled by document" in words(section)


def test_a_batch_of_two_languages_compares_nothing(tmp_path: Path) -> None:
    (tmp_path / "comparisons.csv").write_text("of a run before")
    pair = sample.evaluation(), replace(sample.quiet(), article="quiet")
    write_batch(Batch(tuple(map(digest, pair))), tmp_path)
    assert {p.name for p in tmp_path.iterdir()} == {"index.html", "report.md", "summary.csv"}


def test_the_index_says_by_what_its_limits_were_resampled() -> None:
    line = sample.evaluation().summary_records[0]
    whole = replace(line, article="", penalty=12.4, penalty_low=8.1, penalty_high=17.94)
    said = words(parse(index([line], [whole])))
    assert "12.4 [8.1, 17.9]" in said
    assert "In brackets its 95 % limits, resampled by document." in said


def test_names_are_escaped_on_both_pages(judged: Evaluation) -> None:
    hostile = "<script>alert(1)</script>"
    records: tuple[SummaryRecord, ...] = tuple(
        replace(s, version=hostile) for s in judged.summary_records
    )
    systems = tuple(replace(c, version=hostile, words=hostile) for c in judged.comparison_records)
    assert hostile not in index(records, records, systems)
