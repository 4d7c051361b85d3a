"""XML from strangers: no entities, no other files, no network."""

from __future__ import annotations

from xml.parsers import expat

from lxml import etree

from evalkit.document import InputError
from evalkit.loaders.content import quoted
from evalkit.loaders.decoding import decode

READABLE = frozenset({"utf-8", "utf8", "utf-16", "utf-16le", "utf-16be", "us-ascii", "ascii"})


def parse(data: bytes, path: str, member: str = "") -> etree._Element:
    """The root of an XML document.

    Raises InputError where it is not well-formed or cut off, declares or uses
    entities, or says it is written in something else than UTF-8 or UTF-16.
    """
    text = check(data, path, member)
    parser = etree.XMLParser(
        encoding="utf-8", resolve_entities=False, no_network=True, load_dtd=False
    )
    try:
        return etree.fromstring(text.encode("utf-8"), parser)
    except etree.XMLSyntaxError as error:
        raise _broken(path, member, error.lineno or 0, error.msg or "") from None


def check(data: bytes, path: str, member: str = "") -> str:
    """The text of an XML document that is whole and harmless; InputError where it is not."""
    text, _ = decode(data, _named(path, member))
    parser = expat.ParserCreate(encoding="utf-8")

    def refuse(problem: str) -> InputError:
        return InputError(
            problem,
            path=_named(path, member),
            place=f"line {parser.CurrentLineNumber}",
            remedy="remove the declaration",
        )

    def entity(*_declaration: object) -> None:
        raise refuse("its DOCTYPE declares entities")

    def skipped(name: str, _is_parameter: bool) -> None:
        raise refuse(f"it uses the entity {quoted(name)}, which another file declares")

    def declaration(_version: str, encoding: str | None, _standalone: int) -> None:
        if encoding and encoding.lower() not in READABLE:
            raise InputError(
                f"it declares the encoding {quoted(encoding)}",
                path=_named(path, member),
                place="line 1",
                remedy="convert it to UTF-8",
            )

    parser.EntityDeclHandler = entity
    parser.SkippedEntityHandler = skipped
    parser.XmlDeclHandler = declaration
    try:
        parser.Parse(text.encode("utf-8"), True)
    except expat.ExpatError as error:
        raise _broken(path, member, error.lineno, expat.ErrorString(error.code)) from None
    return text


def _named(path: str, member: str) -> str:
    return f"{path} ({member})" if member else path


def _broken(path: str, member: str, line: int, reason: str) -> InputError:
    return InputError(
        f"it is cut off or no well-formed XML ({reason})",
        path=_named(path, member),
        place=f"line {line}",
        remedy="export it again",
    )
