"""DOCX: what Word shows, in document order."""

from __future__ import annotations

from pathlib import Path

import pytest

from evalkit.document import Document
from evalkit.loaders import load
from tests.loaders.article import word_parts, zip_parts


def loaded(body: str, tmp_path: Path) -> Document:
    return load(zip_parts(tmp_path / "en.docx", word_parts(body)))


def run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def test_links_insertions_and_fields_belong_to_the_text(tmp_path: Path) -> None:
    body = (
        f"<w:p>{run('The ')}<w:hyperlink r:id='rId9'>{run('old')}</w:hyperlink>"
        f"<w:ins w:id='1'>{run(' and new')}</w:ins>"
        f"<w:del w:id='2'><w:r><w:delText> gone</w:delText></w:r></w:del>"
        f"<w:moveFrom w:id='3'>{run(' moved')}</w:moveFrom>"
        f"<w:r><w:instrText>HYPERLINK x</w:instrText></w:r>"
        f"<w:fldSimple w:instr='PAGE'>{run(' boat')}</w:fldSimple>"
        f"<w:smartTag>{run('.')}</w:smartTag></w:p>"
    )
    assert loaded(body, tmp_path).texts == ("The old and new boat.",)


def test_signs_that_are_elements(tmp_path: Path) -> None:
    body = (
        "<w:p><w:pPr><w:tabs><w:tab w:pos='1'/></w:tabs></w:pPr><w:r><w:t>a</w:t><w:tab/>"
        "<w:t>b</w:t><w:br/><w:t>c</w:t><w:br w:type='page'/><w:noBreakHyphen/><w:t>d</w:t>"
        "</w:r></w:p>"
    )
    assert loaded(body, tmp_path).texts == ("a\tb\nc\u2011d",)


def test_empty_paragraphs_are_none(tmp_path: Path) -> None:
    document = loaded(f"<w:p/><w:p>{run(' ')}</w:p><w:p>{run('One')}</w:p>", tmp_path)
    assert [(p.text, p.place) for p in document.paragraphs] == [("One", "paragraph 3")]


def test_tables_in_document_order_and_in_each_other(tmp_path: Path) -> None:
    inner = f"<w:tbl><w:tr><w:tc><w:p>{run('inner')}</w:p></w:tc></w:tr></w:tbl>"
    wide = f"<w:tc><w:tcPr><w:gridSpan w:val='2'/></w:tcPr><w:p>{run('wide')}</w:p></w:tc>"
    body = (
        f"<w:p>{run('before')}</w:p><w:tbl><w:tr>{wide}</w:tr><w:tr>"
        f"<w:tc><w:p>{run('left')}</w:p>{inner}<w:p/></w:tc><w:tc><w:p>{run('right')}</w:p></w:tc>"
        f"</w:tr></w:tbl><w:p>{run('after')}</w:p>"
    )
    document = loaded(body, tmp_path)
    assert document.texts == ("before", "wide", "left", "inner", "right", "after")
    assert [p.kind for p in document.paragraphs].count("table-cell") == 4


def test_a_text_box_is_read_once(tmp_path: Path) -> None:
    box = f"<w:txbxContent><w:p>{run('boxed')}</w:p></w:txbxContent>"
    body = (
        '<w:p><w:r><mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/'
        f'markup-compatibility/2006"><mc:Choice Requires="wps">{box}</mc:Choice>'
        f"<mc:Fallback>{box}</mc:Fallback></mc:AlternateContent></w:r>{run('beside')}</w:p>"
    )
    assert sorted(loaded(body, tmp_path).texts) == ["beside", "boxed"]


@pytest.mark.parametrize(
    ("properties", "kind", "level"),
    [
        ("", "paragraph", 0),
        ("<w:pStyle w:val='no-such'/>", "paragraph", 0),
        ("<w:pStyle w:val='Berschrift2'/>", "heading", 2),
        ("<w:pStyle w:val='House'/>", "heading", 2),
        ("<w:outlineLvl w:val='2'/>", "heading", 3),
        ("<w:outlineLvl w:val='9'/>", "paragraph", 0),
        ("<w:numPr><w:ilvl w:val='1'/><w:numId w:val='4'/></w:numPr>", "list-item", 2),
        ("<w:pStyle w:val='Bullet'/>", "list-item", 1),
        ("<w:pStyle w:val='Bullet'/><w:numPr><w:numId w:val='0'/></w:numPr>", "paragraph", 0),
        (
            "<w:pStyle w:val='Berschrift1'/><w:numPr><w:numId w:val='1'/></w:numPr>",
            "heading",
            1,
        ),
        ("<w:pStyle w:val='Zitat'/>", "quote", 0),
    ],
)
def test_kinds(properties: str, kind: str, level: int, tmp_path: Path) -> None:
    body = f"<w:p><w:pPr>{properties}</w:pPr>{run('x')}</w:p>"
    (paragraph,) = loaded(body, tmp_path).paragraphs
    assert (paragraph.kind, paragraph.level) == (kind, level)


def test_styles_based_on_each_other_in_a_circle(tmp_path: Path) -> None:
    parts = word_parts(f"<w:p><w:pPr><w:pStyle w:val='A'/></w:pPr>{run('x')}</w:p>")
    circle = "".join(
        f'<w:style w:type="paragraph" w:styleId="{a}"><w:name w:val="{a}"/><w:basedOn w:val="{b}"/>'
        "</w:style>"
        for a, b in ("AB", "BA")
    )
    parts["word/styles.xml"] = parts["word/styles.xml"].replace(
        "</w:styles>", circle + "</w:styles>"
    )
    assert load(zip_parts(tmp_path / "en.docx", parts)).paragraphs[0].kind == "paragraph"


def test_a_file_of_python_docx(tmp_path: Path) -> None:
    import docx

    document = docx.Document()
    document.add_heading("Boat", 0)
    document.add_heading("Part", 2)
    document.add_paragraph("One", style="List Number 2")
    document.add_paragraph("Said", style="Intense Quote")
    document.add_table(1, 1).cell(0, 0).text = "Cell"
    document.save(str(tmp_path / "en.docx"))
    assert [(p.text, p.kind, p.level) for p in load(tmp_path / "en.docx").paragraphs] == [
        ("Boat", "heading", 1),
        ("Part", "heading", 2),
        ("One", "list-item", 2),
        ("Said", "quote", 0),
        ("Cell", "table-cell", 0),
    ]
