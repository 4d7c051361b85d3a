"""The corrected translations as XLIFF 1.2: a file per version, a unit per row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from lxml import etree

from evalkit._version import __version__
from evalkit.document import InputError
from evalkit.export.pairs import ExportedPair, source_language
from evalkit.export.xmltext import element, to_bytes
from evalkit.loaders.inline import XML_SPACE
from evalkit.loaders.language_of_name import normalise
from evalkit.loaders.specs import file_stem

NAMESPACE = "urn:oasis:names:tc:xliff:document:1.2"
SUFFIX = ".xlf"
TOOL = "evalkit"


def write(pairs: Sequence[ExportedPair]) -> Mapping[str, bytes]:
    """The bytes of `<version>.xlf` for each version; every text reads back as it is here.

    What reviewers changed is approved and `final`, with the text that was judged as a
    previous version beside it; the rest is `translated`. Raises InputError where the
    articles have sources in several languages, and for a version that is no language tag.
    """
    source = source_language(pairs)
    files = {}
    for version in dict.fromkeys(pair.version for pair in pairs):
        if normalise(version) is None:
            raise InputError(
                f"the version {version!r} is no language tag",
                remedy="judge it again under one like bn or bn-x-system2",
            )
        of_it = [pair for pair in pairs if pair.version == version]
        files[file_stem(version) + SUFFIX] = _file(of_it, source)
    return files


def _file(pairs: Sequence[ExportedPair], source: str) -> bytes:
    root = etree.fromstring(f'<xliff xmlns="{NAMESPACE}" version="1.2"/>')
    for article in dict.fromkeys(pair.article for pair in pairs):
        of_it = [pair for pair in pairs if pair.article == article]
        file = _element(
            root, "file", original=article, source_language=source,
            target_language=of_it[0].language, datatype="plaintext", tool_id=TOOL,
        )  # fmt: skip
        header = _element(file, "header")
        _element(header, "tool", tool_id=TOOL, tool_name=TOOL, tool_version=__version__)
        _element(header, "note", f"version {of_it[0].version}")
        body = _element(file, "body")
        for pair in of_it:
            _unit(body, pair)
    return to_bytes(root)


def _unit(body: etree._Element, pair: ExportedPair) -> None:
    unit = _element(body, "trans-unit", id=str(pair.row))
    unit.set(XML_SPACE, "preserve")
    _element(unit, "source", pair.source)
    _element(unit, "target", pair.corrected, state="final" if pair.is_corrected else "translated")
    for note in pair.notes:
        _element(unit, "note", note)
    if pair.is_corrected:
        unit.set("approved", "yes")
        by = f" by {', '.join(pair.reviewers)}" if pair.reviewers else ""
        at = f" at {pair.changed}" if pair.changed else ""
        said = f"corrected{by}{at}: {', '.join(pair.checks)}"
        _element(unit, "note", said, **{"from": TOOL, "annotates": "target"})
        before = _element(unit, "alt-trans", alttranstype="previous-version", origin=TOOL)
        before.set(XML_SPACE, "preserve")
        _element(before, "target", pair.target)


def _element(
    parent: etree._Element, name: str, text: str | None = None, **attributes: str
) -> etree._Element:
    return element(parent, f"{{{NAMESPACE}}}{name}", text, **attributes)
