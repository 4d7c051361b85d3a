"""The text of segments in XLIFF and TMX, which mix it with inline codes.

translate-toolkit is not used for these formats: it collapses white space
unless told otherwise, splits XLIFF 2.0 units into their segments (so that
source and target may face each other differently), and flattens the native
code of TMX and XLIFF 1.2 elements into the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from lxml import etree

XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"

# Halves of paired codes: their content is markup of the original file, not text.
DROPPED = frozenset({"bpt", "ept", "it", "ut", "sub", "sc", "ec", "sm", "em", "bx", "ex"})
# Codes that stand in the sentence where a word could: their plain equivalent is text.
STANDING = frozenset({"ph", "x"})
EQUIVALENTS = ("equiv-text", "equiv", "disp")
WHITE_SPACE = re.compile(r"[ \t\r\n]+")


def local(node: etree._Element) -> str:
    """The tag without its namespace; empty for comments and instructions."""
    return etree.QName(node).localname if isinstance(node.tag, str) else ""


def text_of(node: etree._Element | None) -> str:
    """The text of a segment.

    Where the file does not ask for its white space to be preserved, line
    breaks with the indentation around them are the file's layout: one space.
    """
    return joined([node])


def joined(nodes: Iterable[etree._Element | None]) -> str:
    """The text of segments that follow each other; the space between two may be in either."""
    text = ""
    there = [node for node in nodes if node is not None]
    for node in there:
        parts: list[str] = []
        _collect(node, parts)
        part = "".join(parts)
        if not _preserved(node):
            part = WHITE_SPACE.sub(_unwrapped, part)
            part = part.lstrip(" ") if text.endswith(" ") else part
        text += part
    return text if any(map(_preserved, there)) else text.strip(" ")


def _unwrapped(space: re.Match[str]) -> str:
    return " " if "\n" in space[0] or "\r" in space[0] else space[0]


def _collect(node: etree._Element, parts: list[str]) -> None:
    parts.append(node.text or "")
    for child in node:
        name = local(child)
        if name == "cp":
            parts.append(_code_point(child.get("hex", "")))
        elif name in STANDING:
            parts.append(_equivalent(child))
        elif name and name not in DROPPED:
            _collect(child, parts)
        parts.append(child.tail or "")


def _equivalent(node: etree._Element) -> str:
    for attribute in EQUIVALENTS:
        value = node.get(attribute)
        if value is not None:
            return value
    return node.text or ""


def _code_point(digits: str) -> str:
    try:
        number = int(digits, 16)
        return "" if 0xD800 <= number <= 0xDFFF else chr(number)
    except (ValueError, OverflowError):
        return ""


def _preserved(node: etree._Element) -> bool:
    at: etree._Element | None = node
    while at is not None:
        if at.get(XML_SPACE):
            return at.get(XML_SPACE) == "preserve"
        at = at.getparent()
    return False
