"""PO: every message a paragraph; translate-toolkit reads the files."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from evalkit.document import InputError, Paragraph
from evalkit.loaders.content import FORMATS_EXTRA, Content, Request, facing
from evalkit.loaders.decoding import decode
from evalkit.loaders.markers import paragraph

if TYPE_CHECKING:
    from translate.storage.pypo import pounit

Pair = tuple[Paragraph, Paragraph]

# The text is decoded before the library sees it, so what its header says no longer holds.
CHARSET = re.compile(r"(charset=)[^\s\\\"]+")
GETTEXTS_OWN_LANGUAGE = "en"


def read(request: Request) -> Content:
    """Messages and their translations; obsolete ones are left out, fuzzy ones counted.

    Each plural form is a paragraph of its own: the first faces the singular,
    the others the plural.
    """
    text, encoding = decode(request.data, request.path)
    pairs, fuzzy, header = _catalogue(text, request.path)
    notes = [f"encoding {encoding}"]
    if not header.get("X-Source-Language"):
        notes.append(f"messages taken to be {GETTEXTS_OWN_LANGUAGE}, as gettext does")
    if fuzzy:
        notes.append(f"{fuzzy} messages marked fuzzy")
    return facing(
        "po",
        pairs,
        source=header.get("X-Source-Language") or GETTEXTS_OWN_LANGUAGE,
        target=header.get("Language") or None,
        notes=tuple(notes),
    )


def _catalogue(text: str, path: str) -> tuple[list[Pair], int, dict[str, str]]:
    """The messages with their translations, how many are fuzzy, and the fields of the header."""
    try:
        from translate.storage.poparser import PoParseError
        from translate.storage.pypo import pofile
    except ImportError:
        raise InputError(
            "translate-toolkit is needed to read PO", path=path, remedy=FORMATS_EXTRA
        ) from None
    store = pofile(encoding="utf-8")
    pairs: list[Pair] = []
    fuzzy, place = 0, ""
    try:
        store.parse(CHARSET.sub(r"\1UTF-8", text, count=1).encode("utf-8"))
        for number, unit in enumerate(store.units, 1):
            place = f"message {number}"
            if unit.isheader() or unit.isobsolete() or unit.isblank():
                continue
            fuzzy += unit.isfuzzy()
            pairs.extend(_pairs(unit, place))
        return pairs, fuzzy, _header(store.units)
    except Exception as error:
        # The library takes for granted that a message has all its parts, in their order: where
        # one has not, anything may come out of it.
        if isinstance(error, PoParseError):
            place = f"line {error.parse_state.lineno}"
        raise InputError(
            "it is no well-formed PO", path=path, place=place, remedy="check it with msgfmt -c"
        ) from error


def _pairs(unit: pounit, place: str) -> Iterator[Pair]:
    sources, targets = _forms(unit.source), _forms(unit.target)
    for index, target in enumerate(targets):
        source = sources[min(index, len(sources) - 1)]
        yield paragraph(source, place), paragraph(target, place)


def _forms(text: str) -> list[str]:
    """The plural forms of a message; a message without any has one."""
    strings: Sequence[str] = getattr(text, "strings", None) or [text]
    return [str(form) for form in strings]


def _header(units: Sequence[pounit]) -> dict[str, str]:
    fields: dict[str, str] = {}
    for unit in units:
        if not unit.source:
            for line in str(unit.target).splitlines():
                name, _, value = line.partition(":")
                fields.setdefault(name.strip(), value.strip())
    return fields
