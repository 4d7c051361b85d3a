"""One small article in three languages, and writers that no loader has a part in.

Every writer makes the same ten paragraphs; DOCX is zipped from its XML by
hand, XLIFF comes from translate-toolkit or ElementTree, tables from pandas.
"""

from __future__ import annotations

import html
import json
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from evalkit.document import Paragraph

KIND_LEVELS = (
    ("heading", 1),
    ("paragraph", 0),
    ("paragraph", 0),
    ("heading", 2),
    ("list-item", 1),
    ("list-item", 1),
    ("quote", 0),
    ("table-cell", 0),
    ("table-cell", 0),
    ("paragraph", 0),
)
ENGLISH = (
    "A library on the river",
    "Every Tuesday a boat with 3,400 books ties up below the old market, and “the queue is long”.",
    "It has room for nine readers & one dog; 5 < 9, as the captain says.",
    "What readers bring back",
    "Novels that are mostly wet",
    "Maps of the delta",
    "A book that has travelled is worth two on a shelf.",
    "Loans in May",
    "1,205",
    "The boat sails again on Friday.",
)
BENGALI = (
    "নদীর বুকে পাঠাগার",
    "প্রতি মঙ্গলবার ৩,৪০০ বই নিয়ে একটি নৌকা পুরনো বাজারের নিচে ভেড়ে, আর “সারি বেশ লম্বা”।",
    "তাতে নয়জন পাঠক ও একটি কুকুরের জায়গা আছে & আর নেই; ৫ < ৯, বলেন মাঝি।",
    "পাঠকেরা কী ফেরত আনেন",
    "উপন্যাস, বেশির ভাগই ভেজা",
    "বদ্বীপের মানচিত্র",
    "যে বই ঘুরে এসেছে, তার দাম তাকের দুটি বইয়ের সমান।",
    "মে মাসে ধার",
    "১,২০৫",
    "নৌকা আবার শুক্রবার ছাড়বে।",
)
PUNJABI = (
    "ਦਰਿਆ ਉੱਤੇ ਲਾਇਬ੍ਰੇਰੀ",
    "ਹਰ ਮੰਗਲਵਾਰ 3,400 ਕਿਤਾਬਾਂ ਵਾਲੀ ਇੱਕ ਬੇੜੀ ਪੁਰਾਣੀ ਮੰਡੀ ਹੇਠਾਂ ਲੱਗਦੀ ਹੈ, ਅਤੇ “ਕਤਾਰ ਲੰਮੀ ਹੈ”।",
    "ਇਸ ਵਿੱਚ ਨੌਂ ਪਾਠਕਾਂ & ਇੱਕ ਕੁੱਤੇ ਦੀ ਥਾਂ ਹੈ; 5 < 9, ਮਲਾਹ ਆਖਦਾ ਹੈ।",
    "ਪਾਠਕ ਕੀ ਮੋੜ ਲਿਆਉਂਦੇ ਹਨ",
    "ਨਾਵਲ, ਬਹੁਤੇ ਗਿੱਲੇ",
    "ਡੈਲਟੇ ਦੇ ਨਕਸ਼ੇ",
    "ਜਿਹੜੀ ਕਿਤਾਬ ਘੁੰਮ ਆਈ, ਉਹ ਅਲਮਾਰੀ ਦੀਆਂ ਦੋ ਦੇ ਬਰਾਬਰ ਹੈ।",
    "ਮਈ ਵਿੱਚ ਉਧਾਰ",
    "1,205",
    "ਬੇੜੀ ਸ਼ੁੱਕਰਵਾਰ ਨੂੰ ਫਿਰ ਤੁਰੇਗੀ।",
)
TEXTS = {"en": ENGLISH, "bn": BENGALI, "pa": PUNJABI}
FIRST_ITEM, SECOND_ITEM, QUOTE, FIRST_CELL, SECOND_CELL = 4, 5, 6, 7, 8

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def kinds(paragraphs: Sequence[Paragraph]) -> tuple[tuple[str, int], ...]:
    return tuple((paragraph.kind, paragraph.level) for paragraph in paragraphs)


def write_lines(path: Path, texts: Sequence[str]) -> Path:
    marked = [f"● {t}" if n in (FIRST_ITEM, SECOND_ITEM) else t for n, t in enumerate(texts)]
    path.write_text("\n".join(marked) + "\n", encoding="utf-8")
    return path


def markdown(texts: Sequence[str]) -> str:
    title, first, second, heading, one, two, quote, cell, number, last = texts
    return (
        f"---\ntitle: x\n---\n\n# {title}\n\n{first}\n\n{second}\n\n## {heading}\n\n"
        f"- {one}\n- {two}\n\n> {quote}\n\n| {cell} | {number} |\n|---|---|\n\n{last}\n"
    )


def write_markdown(path: Path, texts: Sequence[str]) -> Path:
    path.write_text(markdown(texts), encoding="utf-8")
    return path


def write_html(path: Path, texts: Sequence[str]) -> Path:
    title, first, second, heading, one, two, quote, cell, number, last = map(html.escape, texts)
    path.write_text(
        f"""<!DOCTYPE html>
<html><head><title>No text</title><style>p {{ color: red }}</style></head><body>
<script>var text = "none";</script>
<h1>{title}</h1>
<div><p>{first.replace(" ", "  ", 1)}</p>
  <p>{second.replace(" ", " <em>", 1).replace(" ", "</em> ", 2)}
</div>
<h2>{heading}</h2><ul><li>{one}<li><p>{two}</p></ul>
<blockquote><p>{quote}</p></blockquote>
<table><tr><td>{cell}</td><th>{number}</th></tr></table>
{last}
</body></html>""",
        encoding="utf-8",
    )
    return path


def word_paragraph(text: str, style: str = "", extra: str = "") -> str:
    escaped = html.escape(text, quote=False)
    head, space, tail = escaped.partition(" ")
    properties = f'<w:pPr>{f"""<w:pStyle w:val="{style}"/>""" if style else ""}{extra}</w:pPr>'
    return (
        f'<w:p>{properties}<w:r><w:t xml:space="preserve">{head}{space}</w:t></w:r>'
        f'<w:hyperlink r:id="rId9"><w:r><w:t xml:space="preserve">{tail}</w:t></w:r></w:hyperlink>'
        "<w:del><w:r><w:delText>gone</w:delText></w:r></w:del></w:p>"
    )


def word_parts(body: str) -> dict[str, str]:
    """The members of the smallest DOCX that Word opens."""
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    relations = f'<Relationships xmlns="{PACKAGE}/relationships">'
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="{key}"><w:name w:val="{name}"/>'
        f"{f'''<w:basedOn w:val={base!r}/>''' if base else ''}</w:style>"
        for key, name, base in (
            ("Standard", "Normal", ""),
            ("Berschrift1", "heading 1", ""),
            ("Berschrift2", "heading 2", ""),
            ("House", "house heading", "Berschrift2"),
            ("Bullet", "List Bullet", ""),
            ("Zitat", "Quote", ""),
        )
    )
    return {
        "[Content_Types].xml": f'{head}<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{kind}.document.main+xml"/>'
        f'<Override PartName="/word/styles.xml" ContentType="{kind}.styles+xml"/></Types>',
        "_rels/.rels": f'{head}{relations}<Relationship Id="rId1" '
        f'Type="{OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/_rels/document.xml.rels": f'{head}{relations}<Relationship Id="rId1" '
        f'Type="{OFFICE}/styles" Target="styles.xml"/><Relationship Id="rId9" '
        f'Type="{OFFICE}/hyperlink" Target="https://example.org/" TargetMode="External"/>'
        "</Relationships>",
        "word/styles.xml": f'{head}<w:styles xmlns:w="{W}">{styles}</w:styles>',
        "word/document.xml": f'{head}<w:document xmlns:w="{W}" xmlns:r="{OFFICE}">'
        f"<w:body>{body}<w:sectPr/></w:body></w:document>",
    }


def zip_parts(path: Path, parts: dict[str, str]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return path


def write_docx(path: Path, texts: Sequence[str]) -> Path:
    title, first, second, heading, one, two, quote, cell, number, last = texts
    numbered = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="3"/></w:numPr>'
    cells = "".join(f"<w:tc>{word_paragraph(text)}</w:tc>" for text in (cell, number))
    body = (
        word_paragraph(title, "Berschrift1")
        + word_paragraph(first)
        + f"<w:sdt><w:sdtContent>{word_paragraph(second)}</w:sdtContent></w:sdt>"
        + word_paragraph(heading, "House")
        + word_paragraph(one, "Bullet")
        + word_paragraph(two, extra=numbered)
        + word_paragraph(quote, "Zitat")
        + f"<w:tbl><w:tr>{cells}</w:tr></w:tbl>"
        + word_paragraph(last)
    )
    return zip_parts(path, word_parts(body))


def write_table(path: Path, texts: Sequence[str]) -> Path:
    import pandas

    frame = pandas.DataFrame(
        {"source": ENGLISH, "target": texts, "kind": [kind for kind, _ in KIND_LEVELS]}
    )
    if path.suffix == ".jsonl":
        frame.to_json(path, orient="records", lines=True, force_ascii=True)
    else:
        frame.to_csv(path, sep="\t" if path.suffix == ".tsv" else ",", index=False)
    return path


def write_strings(path: Path, texts: Sequence[str]) -> Path:
    path.write_text("".join(json.dumps(text) + "\n" for text in texts), encoding="utf-8")
    return path


def write_xliff12(path: Path, texts: Sequence[str], target: str = "bn") -> Path:
    from translate.storage.xliff import xlifffile

    store: Any = xlifffile()
    store.setsourcelanguage("en")
    store.settargetlanguage(target)
    for source, text in zip(ENGLISH, texts, strict=True):
        store.addsourceunit(source).target = text
    path.write_bytes(bytes(store))
    return path


def write_xliff20(path: Path, texts: Sequence[str], target: str = "bn") -> Path:
    namespace = "urn:oasis:names:tc:xliff:document:2.0"
    root = ElementTree.Element(
        "xliff", {"xmlns": namespace, "version": "2.0", "srcLang": "en", "trgLang": target}
    )
    file = ElementTree.SubElement(root, "file", {"id": "f"})
    for number, (source, text) in enumerate(zip(ENGLISH, texts, strict=True), 1):
        unit = ElementTree.SubElement(file, "unit", {"id": f"u{number}"})
        segment = ElementTree.SubElement(unit, "segment")
        ElementTree.SubElement(segment, "source").text = source
        ElementTree.SubElement(segment, "target").text = text
    ElementTree.indent(root)
    ElementTree.ElementTree(root).write(path, encoding="utf-8", xml_declaration=True)
    return path


def write_tmx(path: Path, texts: Sequence[str], target: str = "bn") -> Path:
    units = "\n".join(
        f'<tu><tuv xml:lang="EN-US"><seg>{html.escape(source)}</seg></tuv>\n'
        f'    <tuv xml:lang="{target}"><seg>{html.escape(text)}</seg></tuv></tu>'
        for source, text in zip(ENGLISH, texts, strict=True)
    )
    path.write_text(
        '<?xml version="1.0" encoding="utf-16"?>\n<!DOCTYPE tmx SYSTEM "tmx14.dtd">\n'
        f'<tmx version="1.4"><header srclang="EN-US"/><body>{units}</body></tmx>',
        encoding="utf-16",
    )
    return path


def quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", '\\n"\n"') + '"'


def write_po(path: Path, texts: Sequence[str], target: str = "bn") -> Path:
    header = f"Content-Type: text/plain; charset=UTF-8\nLanguage: {target}\n"
    entries = "\n".join(
        f"#: page.md:{number}\nmsgid {quoted(source)}\nmsgstr {quoted(text)}\n"
        for number, (source, text) in enumerate(zip(ENGLISH, texts, strict=True), 1)
    )
    path.write_text(f'msgid ""\nmsgstr {quoted(header)}\n\n{entries}', encoding="utf-8")
    return path
