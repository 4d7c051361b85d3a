"""Text that goes into XML: what XML 1.0 cannot hold, and how bytes are made of a tree."""

from __future__ import annotations

import re

from lxml import etree

from evalkit.export.pairs import REPLACEMENT

_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def writable(text: str) -> str:
    r"""The text with U+FFFD for each character that XML 1.0 has no way to write.

    These are control characters but for tab and line ends, halves of surrogate
    pairs, U+FFFE and U+FFFF.

    >>> writable("bell\x07 & tab\t")
    'bell� & tab\t'
    """
    return _FORBIDDEN.sub(REPLACEMENT, text)


def element(
    parent: etree._Element, name: str, text: str | None = None, **attributes: str
) -> etree._Element:
    """A new last child; its attributes are written with `-` for `_`."""
    made = etree.SubElement(parent, name)
    for key, value in attributes.items():
        made.set(key.replace("_", "-"), writable(value))
    if text is not None:
        made.text = writable(text)
    return made


def to_bytes(root: etree._Element) -> bytes:
    """The document as UTF-8 with its declaration; white space in texts is left alone."""
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True)
