"""TMX: every translation unit a paragraph, in the two languages asked for."""

from __future__ import annotations

from collections import Counter

from lxml import etree

from evalkit.document import InputError, Paragraph
from evalkit.loaders import safexml
from evalkit.loaders.content import Content, Request, facing, quoted
from evalkit.loaders.inline import XML_LANG, local, text_of
from evalkit.loaders.language_of_name import normalise, same_language
from evalkit.loaders.markers import paragraph

Unit = dict[str, str]


def read(request: Request) -> Content:
    """The units' texts in the file's source language and in the target language.

    A memory of several target languages needs the caller's word for which.
    """
    root = safexml.parse(request.data, request.path)
    if local(root) != "tmx":
        raise InputError(
            f"its root is {quoted(local(root))}, not 'tmx'",
            path=request.path,
            remedy="give a TMX file",
        )
    units = [_unit(node) for node in root.iter() if local(node) == "tu"]
    languages = list(Counter(tag for unit in units for tag in unit))
    source = _source(root, languages, request.language)
    target = _target(languages, source, request)
    pairs: list[tuple[Paragraph, Paragraph]] = []
    for number, unit in enumerate(units, 1):
        place = f"unit {number}"
        pairs.append((paragraph(_text(unit, source), place), paragraph(_text(unit, target), place)))
    return facing("tmx", pairs, source=source, target=target)


def _unit(node: etree._Element) -> Unit:
    texts: Unit = {}
    for variant in node:
        if local(variant) != "tuv":
            continue
        written = variant.get(XML_LANG) or variant.get("lang") or ""
        tag = normalise(written) or written.lower()
        segment = next((child for child in variant if local(child) == "seg"), None)
        texts.setdefault(tag, text_of(segment))
    return texts


def _text(unit: Unit, language: str | None) -> str:
    if language is None:
        return ""
    if language in unit:
        return unit[language]
    return next((text for tag, text in unit.items() if same_language(tag, language)), "")


def _source(root: etree._Element, languages: list[str], wanted: str | None) -> str | None:
    header = next((node for node in root if local(node) == "header"), None)
    written = header.get("srclang", "") if header is not None else ""
    declared = normalise(written) if written.lower() != "*all*" else None
    if declared:
        return declared
    # "*all*": any language may be the source, so English if it is there, else the first.
    others = [tag for tag in languages if not same_language(tag, wanted)]
    return next((tag for tag in others if same_language(tag, "en")), next(iter(others), None))


def _target(languages: list[str], source: str | None, request: Request) -> str | None:
    others = [tag for tag in languages if not same_language(tag, source)]
    wanted = request.language
    if wanted is not None and not same_language(wanted, source):
        same = [tag for tag in others if same_language(tag, wanted)]
        if same:
            return wanted if wanted in same else same[0]
        raise InputError(
            f"there is no {wanted} in it",
            path=request.path,
            remedy=f"ask for one of {quoted(*languages)}",
        )
    primaries = {tag.split("-")[0] for tag in others}
    if len(primaries) > 1 and wanted is None:
        raise InputError(
            f"it holds several languages ({quoted(*others)})",
            path=request.path,
            remedy=f"say which: {others[0]}={request.path}",
        )
    return next(iter(others), None)
