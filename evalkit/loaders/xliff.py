"""XLIFF 1.2 and 2.0: every unit a paragraph of the source, facing one of the target."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from evalkit.document import InputError, Paragraph
from evalkit.loaders import safexml
from evalkit.loaders.content import Content, Request, facing, quoted
from evalkit.loaders.inline import joined, local, text_of
from evalkit.loaders.markers import paragraph

Sides = tuple[str, str]
LONGEST_VERSION = 8


def read(request: Request) -> Content:
    """Source and target of every unit that is to be translated, all files in it together."""
    root = safexml.parse(request.data, request.path)
    if local(root) != "xliff":
        raise InputError(
            f"its root is {quoted(local(root))}, not 'xliff'",
            path=request.path,
            remedy="give an XLIFF file",
        )
    version = root.get("version", "1.2")
    modern = version.startswith("2")
    notes = [f"XLIFF {version[:LONGEST_VERSION]}"]
    pairs: list[tuple[Paragraph, Paragraph]] = []
    locked = 0
    for number, unit in enumerate(_units(root, "unit" if modern else "trans-unit"), 1):
        if _locked(unit):
            locked += 1
            continue
        source, target = _segments(unit) if modern else _sides(unit)
        place = f"unit {number}"
        pairs.append((paragraph(source, place), paragraph(target, place)))
    if locked:
        notes.append(f"{locked} units marked translate=no left out")
    source_language, target_language = _languages(root, modern, request.path)
    return facing(
        "xliff", pairs, source=source_language, target=target_language, notes=tuple(notes)
    )


def _units(root: etree._Element, name: str) -> Iterator[etree._Element]:
    return (node for node in root.iter() if local(node) == name)


def _child(node: etree._Element, name: str) -> etree._Element | None:
    return next((child for child in node if local(child) == name), None)


def _locked(unit: etree._Element) -> bool:
    at: etree._Element | None = unit
    while at is not None:
        if at.get("translate"):
            return at.get("translate") == "no"
        at = at.getparent()
    return False


def _sides(unit: etree._Element) -> Sides:
    return text_of(_child(unit, "source")), text_of(_child(unit, "target"))


def _segments(unit: etree._Element) -> Sides:
    """The unit's segments and what stands between them, joined; targets in their own order."""
    parts = [node for node in unit if local(node) in ("segment", "ignorable")]
    sources = [_child(part, "source") for part in parts]
    targets: list[tuple[int, etree._Element | None]] = []
    for index, part in enumerate(parts, 1):
        target = _child(part, "target")
        if target is None and local(part) == "ignorable":
            target = _child(part, "source")
        order = _child(part, "target")
        place = order.get("order", "") if order is not None else ""
        targets.append((int(place) if place.isdecimal() else index, target))
    ordered = [target for _, target in sorted(targets, key=lambda item: item[0])]
    return joined(sources), joined(ordered)


def _languages(root: etree._Element, modern: bool, path: str) -> tuple[str | None, str | None]:
    if modern:
        return root.get("srcLang"), root.get("trgLang")
    files = [node for node in root if local(node) == "file"]
    found: list[str | None] = []
    for attribute in ("source-language", "target-language"):
        values = {value.lower(): value for node in files if (value := node.get(attribute))}
        if len(values) > 1:
            raise InputError(
                f"its files have several values of {attribute} ({quoted(*sorted(values))})",
                path=path,
                remedy="split it, one language pair a file",
            )
        found.append(next(iter(values.values()), None))
    return found[0], found[1]
