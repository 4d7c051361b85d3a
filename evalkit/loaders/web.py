"""HTML: the text a browser shows, block by block."""

from __future__ import annotations

import re

from lxml import etree
from lxml import html as lxml_html

from evalkit.document import InputError, Kind, Paragraph
from evalkit.loaders.content import Content, Request
from evalkit.loaders.decoding import decode

UNSEEN_ELEMENTS = """
script style template head title noscript svg math iframe object audio video canvas
select datalist textarea rt rp
"""
BLOCK_ELEMENTS = """
address article aside body button center dd details dialog div dl dt fieldset figcaption
figure footer form header hgroup hr html legend main menu nav ol optgroup option p search
section summary table caption tbody tfoot thead tr ul
"""
UNSEEN = frozenset(UNSEEN_ELEMENTS.split())
BLOCKS: dict[str, Kind] = {
    **dict.fromkeys(BLOCK_ELEMENTS.split(), "paragraph"),
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), "heading"),
    "li": "list-item",
    "td": "table-cell",
    "th": "table-cell",
    "pre": "code",
    "blockquote": "quote",
}
# What HTML counts as white space: a no-break space is text.
SPACES = re.compile(r"[ \t\n\r\f]+")
WHITE = " \t\n\r\f"
BREAK = "\n"
PROLOG = (("<?", "?>"), ("<!--", "-->"))
DOCTYPE = "<!doctype"


def read(request: Request) -> Content:
    """The blocks of a page; white space inside them is collapsed as browsers do."""
    text, encoding = decode(request.data, request.path)
    if _declares_entities(text):
        raise InputError(
            "its DOCTYPE declares entities", path=request.path, remedy="remove the declarations"
        )
    root = _parse(text, request.path, 0)
    if root is None:
        raise InputError(
            "there is no text in it", path=request.path, remedy="give a page with text"
        )
    language = root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang")
    language = language or root.get("xml:lang")
    return Content("html", tuple(_blocks(root, 0)), language, (f"encoding {encoding}",))


def fragment(text: str, path: str, line: int) -> list[Paragraph]:
    """The paragraphs of a piece of HTML that begins at a line of another file."""
    root = _parse(f"<body>{text}</body>", path, line - 1)
    return [] if root is None else _blocks(root, line - 1)


def _declares_entities(text: str) -> bool:
    """Whether the DOCTYPE has declarations of its own, which no page on the web needs."""
    at = 0
    while True:
        while text[at : at + 1] and text[at] in WHITE:
            at += 1
        if text[at : at + len(DOCTYPE)].lower() == DOCTYPE:
            return "[" in text[at : text.find(">", at)]
        end = next((end for start, end in PROLOG if text.startswith(start, at)), None)
        if end is None or text.find(end, at) < 0:
            return False
        at = text.find(end, at) + len(end)


def _parse(text: str, path: str, offset: int) -> etree._Element | None:
    parser = lxml_html.HTMLParser(encoding="utf-8", no_network=True, huge_tree=True)
    # The encoding is settled: what the page says of it is not asked again.
    data = text.encode("utf-8")
    try:
        root = lxml_html.document_fromstring(data, parser=parser)
    except etree.ParserError:
        return None
    # Tag soup is repaired; only what makes the parser stop, text unread, is fatal.
    fatal = next(iter(parser.error_log.filter_from_fatals()), None)
    if fatal is not None:
        raise InputError(
            f"it cannot be read to its end ({fatal.message.partition(',')[0]})",
            path=path,
            place=f"line {offset + fatal.line}",
            remedy="nest its elements less deeply",
        )
    return root


class _Collector:
    """The text of the block being read, given out when the block ends."""

    def __init__(self, offset: int) -> None:
        self.paragraphs: list[Paragraph] = []
        self.open: list[tuple[Kind, int]] = [("paragraph", 0)]
        self._parts: list[str] = []
        self._line = self._offset = offset

    def at(self, line: int | None) -> None:
        if not any(part.strip() for part in self._parts):
            self._line = self._offset + (line or 0)

    def add(self, text: str | None) -> None:
        if text:
            verbatim = self.open[-1][0] == "code"
            self._parts.append(text if verbatim else SPACES.sub(" ", text))

    def line_break(self) -> None:
        # Two breaks in a row are how old pages separate paragraphs.
        last = next((part for part in reversed(self._parts) if part.strip(" ")), "")
        if last.endswith(BREAK) and self.open[-1][0] != "code":
            self.end()
        else:
            self._parts.append(BREAK)

    def end(self) -> None:
        kind, level = self.open[-1]
        text = "".join(self._parts)
        self._parts.clear()
        if kind == "code":
            text = text.removeprefix("\n").rstrip()
        else:
            text = re.sub(r" *\n *", "\n", re.sub(r" {2,}", " ", text)).strip(" \n")
        if text.strip():
            self.paragraphs.append(Paragraph(text, kind, level, f"line {self._line}"))


def _blocks(root: etree._Element, offset: int) -> list[Paragraph]:
    collector = _Collector(offset)
    unseen = 0
    for event, node in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
        tag = node.tag if isinstance(node.tag, str) else ""
        if event == "start":
            unseen += _is_unseen(node, tag)
            if unseen:
                continue
            if tag in BLOCKS:
                collector.end()
                collector.open.append(_kind(tag, collector.open))
                collector.at(node.sourceline)
            elif tag == "br":
                collector.line_break()
            collector.add(node.text)
        elif event == "end":
            if unseen:
                unseen -= _is_unseen(node, tag)
            elif tag in BLOCKS:
                collector.end()
                collector.open.pop()
            if not unseen and node is not root:
                collector.add(node.tail)
        elif not unseen:
            collector.add(node.tail)
    collector.end()
    return collector.paragraphs


def _is_unseen(node: etree._Element, tag: str) -> bool:
    return tag in UNSEEN or (node.get("hidden") is not None and tag != "body")


def _kind(tag: str, around: list[tuple[Kind, int]]) -> tuple[Kind, int]:
    """A block's own kind, or that of the block around it: a paragraph of a list item is one."""
    kind = BLOCKS[tag]
    if kind == "heading":
        return kind, int(tag[1])
    if kind == "list-item":
        outer = next((level for k, level in reversed(around) if k == "list-item"), 0)
        return kind, outer + 1
    return around[-1] if kind == "paragraph" else (kind, 0)
