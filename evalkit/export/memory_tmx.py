"""The translation memory as TMX 1.4: a unit per row, with a variant per language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import timezone

from lxml import etree

from evalkit._version import __version__
from evalkit.document import InputError
from evalkit.export.pairs import ExportedPair, source_language
from evalkit.export.xmltext import element, to_bytes, writable
from evalkit.loaders.inline import XML_LANG, XML_SPACE
from evalkit.loaders.language_of_name import same_language
from evalkit.review.resolving import instant, is_time

Row = tuple[str, int]


def write(pairs: Sequence[ExportedPair]) -> bytes:
    """The file's bytes; evalkit and translate-toolkit read each text back as it is here.

    In TMX all white space of a segment counts. As some readers take a line break for
    layout, a segment with one, or with space at its ends, says `xml:space="preserve"`.

    Raises InputError where a unit would hold two texts of one language, or the articles
    have sources in several.
    """
    source = source_language(pairs)
    _demand_different(pairs, source)
    root = etree.Element("tmx", version="1.4")
    element(
        root, "header", creationtool="evalkit", creationtoolversion=__version__,
        segtype="paragraph", o_tmf="evalkit", adminlang="en", srclang=source, datatype="plaintext",
    )  # fmt: skip
    body = element(root, "body")
    for (article, row), facing in _rows(pairs).items():
        unit = element(body, "tu", tuid=f"{article}:{row}")
        _properties(unit, {"x-article": [article], "x-row": [str(row)]})
        _variant(unit, source, facing[0].source)
        for pair in facing:
            _variant(unit, pair.language, pair.corrected, pair)
    return to_bytes(root)


def _rows(pairs: Sequence[ExportedPair]) -> Mapping[Row, Sequence[ExportedPair]]:
    """The pairs of each row, article by article."""
    articles = {name: n for n, name in enumerate(dict.fromkeys(pair.article for pair in pairs))}
    rows: dict[Row, list[ExportedPair]] = {}
    for pair in sorted(pairs, key=lambda pair: (articles[pair.article], pair.row)):
        rows.setdefault((pair.article, pair.row), []).append(pair)
    return rows


def _variant(
    unit: etree._Element, language: str, text: str, pair: ExportedPair | None = None
) -> None:
    variant = element(unit, "tuv")
    variant.set(XML_LANG, writable(language))
    if pair is not None:
        if is_time(pair.changed):
            moment = instant(pair.changed).astimezone(timezone.utc)
            variant.set("changedate", moment.strftime("%Y%m%dT%H%M%SZ"))
        if pair.reviewers:
            variant.set("changeid", writable(", ".join(pair.reviewers)))
        for note in pair.notes:
            element(variant, "note", note)
        _properties(variant, {"x-version": [pair.version], "x-check": pair.checks})
    segment = element(variant, "seg", text)
    if text != text.strip() or any(space in text for space in "\r\n"):
        segment.set(XML_SPACE, "preserve")


def _properties(node: etree._Element, properties: Mapping[str, Iterable[str]]) -> None:
    for name, values in properties.items():
        for value in values:
            element(node, "prop", value, type=name)


def _demand_different(pairs: Sequence[ExportedPair], source: str) -> None:
    versions = list(dict.fromkeys(pair.version for pair in pairs))
    languages = {pair.version: pair.language for pair in pairs}
    for n, version in enumerate(versions):
        if same_language(languages[version], source):
            raise InputError(
                f"the version {version} is in the language of its source",
                remedy="choose others with --version, or export xliff or csv",
            )
        same = [v for v in versions[:n] if same_language(languages[v], languages[version])]
        if same:
            raise InputError(
                f"a unit holds one text a language, and {same[0]} and {version} are of one",
                remedy=f"choose with --version {same[0]} or --version {version}",
            )
