"""DOCX: body paragraphs and table cells in document order, read by python-docx."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from lxml import etree

from evalkit.document import InputError, Kind, Paragraph
from evalkit.loaders.archive import check_archive
from evalkit.loaders.content import FORMATS_EXTRA, Content, Request

if TYPE_CHECKING:
    from docx.document import Document as WordDocument

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"

# Not shown: deletions, the origin of moves, and the second copy of a text box.
UNSEEN = frozenset({f"{W}del", f"{W}moveFrom", f"{MC}Fallback", f"{W}rPr", f"{W}pPr"})
SIGNS = {f"{W}tab": "\t", f"{W}cr": "\n", f"{W}noBreakHyphen": "\u2011", f"{W}softHyphen": "\u00ad"}
BREAKS_WITHOUT_TEXT = frozenset({"page", "column"})

HEADING_STYLE = re.compile(r"heading ([1-9])")
STYLES: dict[str, tuple[Kind, int]] = {
    "title": ("heading", 1),
    "subtitle": ("heading", 2),
    **dict.fromkeys(("quote", "intense quote", "block text", "quotations"), ("quote", 0)),
    **dict.fromkeys(
        ("code", "source code", "html preformatted", "preformatted text", "macro"), ("code", 0)
    ),
}
LIST_STYLE = re.compile(r"list (?:bullet|number|continue)(?: ([2-9]))?")
NO_LIST = "0"  # the numbering that takes a paragraph out of its style's list
PLAIN: tuple[Kind, int] = ("paragraph", 0)
DEEPEST_STYLE = 20
LONGEST_REASON = 100


def read(request: Request) -> Content:
    """Paragraphs with the kind that their style or numbering gives them.

    Insertions are taken as accepted, deletions as done; headers, footers,
    footnotes and comments are left out.
    """
    try:
        import docx
        from docx.opc.exceptions import OpcError
    except ImportError:
        raise InputError(
            "python-docx is needed to read DOCX", path=request.path, remedy=FORMATS_EXTRA
        ) from None
    # What python-docx raises for packages that lack what it takes for granted.
    incomplete = (OpcError, KeyError, ValueError, TypeError, AttributeError, IndexError)
    check_archive(request.data, request.path, request.max_size)
    try:
        document = docx.Document(io.BytesIO(request.data))
        body = document.element.body
        styles = _styles(document)
    except (*incomplete, etree.XMLSyntaxError) as error:
        raise InputError(
            f"it is no whole DOCX ({str(error)[:LONGEST_REASON]})",
            path=request.path,
            remedy="save it again",
        ) from None
    notes = sum(1 for _ in body.iter(f"{W}footnoteReference", f"{W}endnoteReference"))
    left_out = (f"{notes} footnotes left out",) if notes else ()
    return Content("docx", tuple(_paragraphs(body, styles)), notes=left_out)


def _paragraphs(body: etree._Element, styles: dict[str, tuple[Kind, int]]) -> Iterator[Paragraph]:
    for number, node in enumerate(body.iter(f"{W}p"), 1):
        if any(at.tag in UNSEEN for at in node.iterancestors()):
            continue
        text = "".join(_texts(node))
        if text.strip():
            kind, level = _kind(node, styles)
            yield Paragraph(text, kind, level, f"paragraph {number}")


def _texts(paragraph: etree._Element) -> Iterator[str]:
    """The shown text of a paragraph, links and insertions included; text boxes are their own."""
    skipped = 0
    for event, node in etree.iterwalk(paragraph, events=("start", "end")):
        if node is paragraph:
            continue
        if node.tag in UNSEEN or node.tag == f"{W}p":
            skipped += 1 if event == "start" else -1
        elif skipped or event == "end":
            continue
        elif node.tag == f"{W}t":
            yield node.text or ""
        elif node.tag == f"{W}br":
            yield "" if node.get(f"{W}type") in BREAKS_WITHOUT_TEXT else "\n"
        elif node.tag in SIGNS:
            yield SIGNS[node.tag]


def _kind(node: etree._Element, styles: dict[str, tuple[Kind, int]]) -> tuple[Kind, int]:
    style = node.find(f"{W}pPr/{W}pStyle")
    kind, level = styles.get(style.get(f"{W}val") or "", PLAIN) if style is not None else PLAIN
    kind, level = _own(node.find(f"{W}pPr"), (kind, level))
    in_cell = any(at.tag == f"{W}tc" for at in node.iterancestors())
    return ("table-cell", 0) if in_cell and kind == "paragraph" else (kind, level)


def _own(properties: etree._Element | None, inherited: tuple[Kind, int]) -> tuple[Kind, int]:
    """What outline level and numbering say, over what is inherited."""
    if properties is None:
        return inherited
    outline = properties.find(f"{W}outlineLvl")
    level = (outline.get(f"{W}val") or "") if outline is not None else ""
    if level.isdecimal() and int(level) < 9:
        return "heading", min(int(level) + 1, 6)
    numbering = properties.find(f"{W}numPr/{W}numId")
    if numbering is None or inherited[0] == "heading":
        return inherited
    if numbering.get(f"{W}val") == NO_LIST:
        return PLAIN if inherited[0] == "list-item" else inherited
    depth = properties.find(f"{W}numPr/{W}ilvl")
    rank = (depth.get(f"{W}val") or "") if depth is not None else ""
    return "list-item", 1 + (int(rank) if rank.isdecimal() else 0)


def _styles(document: WordDocument) -> dict[str, tuple[Kind, int]]:
    """The kind of every style, by id; a style without one has that of the style it is based on."""
    elements = {
        node.get(f"{W}styleId") or "": node
        for node in document.styles.element.iterchildren(f"{W}style")
    }
    return {name: _style(name, elements, 0) for name in elements}


def _style(name: str, elements: dict[str, etree._Element], depth: int) -> tuple[Kind, int]:
    if name not in elements or depth > DEEPEST_STYLE:
        return PLAIN
    node = elements[name]
    shown = node.find(f"{W}name")
    title = (shown.get(f"{W}val") or "").lower() if shown is not None else ""
    if title in STYLES:
        return STYLES[title]
    heading, listed = HEADING_STYLE.fullmatch(title), LIST_STYLE.fullmatch(title)
    if heading:
        return "heading", min(int(heading[1]), 6)
    if listed:
        return "list-item", int(listed[1] or 1)
    base = node.find(f"{W}basedOn")
    parent = base.get(f"{W}val") or "" if base is not None else ""
    return _own(node.find(f"{W}pPr"), _style(parent, elements, depth + 1))
