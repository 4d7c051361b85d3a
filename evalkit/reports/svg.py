"""matplotlib's SVG made fit to stand inside a page with a strict content policy."""

from __future__ import annotations

import re
from collections.abc import Mapping

from lxml import etree

from evalkit.reports.safe_text import printable

SVG = "{http://www.w3.org/2000/svg}"
XLINK = "{http://www.w3.org/1999/xlink}href"
_SIZE = re.compile(r"(\d+(?:\.\d+)?)px")
_LONG = re.compile(r"-?\d+\.\d{3,}")
_REFERENCE = re.compile(r"url\(#([^)]*)\)")


def cleaned(
    drawing: bytes, name: str, title: str, description: str, classes: Mapping[str, str]
) -> str:
    """The drawing without style attributes, with words for those who cannot see it.

    A policy that allows no inline style blocks `style="…"`, so each property
    becomes an attribute of its own; colours that `classes` names also become
    classes. `name` goes before every id, so that drawings can share a page.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    root = etree.fromstring(drawing, parser)
    etree.strip_elements(root, f"{SVG}metadata", f"{SVG}style", with_tail=False)
    for comment in root.iter(etree.Comment):
        parent = comment.getparent()
        if parent is not None:
            parent.remove(comment)
    for element in root.iter():
        _unstyle(element, classes)
        for attribute in ("d", "x", "y"):
            if attribute in element.attrib:
                element.set(attribute, shortened(str(element.get(attribute))))
        _rename(element, name)
    _drop_unused_ids(root)
    for attribute in ("width", "height", "version"):
        _taken(root, attribute)
    root.set("role", "img")
    root.set("class", "chart")
    root.set("stroke-linejoin", "round")
    root.set("aria-labelledby", f"{name}-title {name}-desc")
    words = (("title", title), ("desc", description))
    for place, (tag, text) in enumerate(words):
        element = etree.Element(f"{SVG}{tag}", {"id": f"{name}-{tag}"})
        element.text = printable(text)
        root.insert(place, element)
    etree.cleanup_namespaces(root)
    return etree.tostring(root, encoding="unicode")


def shortened(numbers: str) -> str:
    """Coordinates to a hundredth of a point: more is not seen, and half of a drawing's size.

    >>> shortened("M 12.345678 -0.000012 L 7.5 3")
    'M 12.35 0 L 7.5 3'
    """
    return _LONG.sub(lambda found: f"{round(float(found[0]), 2) + 0.0:g}", numbers)


def _unstyle(element: etree._Element, classes: Mapping[str, str]) -> None:
    style = _taken(element, "style")
    for declaration in style.split(";"):
        key, _, value = (part.strip() for part in declaration.partition(":"))
        if key in ("font", "font-size"):
            size = _SIZE.search(value)
            if size:
                element.set("font-size", size[1])
        elif key and not key.startswith("font-"):
            element.set(key, value)
    named = [
        f"{classes[colour]}-{key}"
        for key in ("fill", "stroke")
        if (colour := str(element.get(key, "")).lower()) in classes
    ]
    if named:
        element.set("class", " ".join(named))


def _rename(element: etree._Element, name: str) -> None:
    if "id" in element.attrib:
        element.set("id", f"{name}-{element.get('id')}")
    link = _taken(element, XLINK)
    if link:
        element.set("href", f"#{name}-{link.lstrip('#')}")
    for key, value in element.attrib.items():
        if "url(#" in str(value):
            element.set(str(key), _REFERENCE.sub(rf"url(#{name}-\1)", str(value)))


def _drop_unused_ids(root: etree._Element) -> None:
    used = set()
    for element in root.iter():
        for value in map(str, element.attrib.values()):
            used.update(_REFERENCE.findall(value))
            if value.startswith("#"):
                used.add(value[1:])
    for element in root.iter():
        if element.get("id") not in used:
            _taken(element, "id")


def _taken(element: etree._Element, attribute: str) -> str:
    """The attribute's value, which the element has no longer; "" where it never had it."""
    return str(element.attrib.pop(attribute)) if attribute in element.attrib else ""
