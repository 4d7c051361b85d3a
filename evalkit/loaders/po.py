"""PO: every message a paragraph; translate-toolkit reads the files."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from evalkit.document import InputError, Paragraph
from evalkit.loaders.content import FORMATS_EXTRA, Content, Request, facing
from evalkit.loaders.decoding import decode
from evalkit.loaders.markers import paragraph

if TYPE_CHECKING:
    from translate.storage.pypo import pounit

# The text is decoded before the library sees it, so what its header says no longer holds.
CHARSET = re.compile(r"(charset=)[^\s\\\"]+")
GETTEXTS_OWN_LANGUAGE = "en"


def read(request: Request) -> Content:
    """Messages and their translations; obsolete ones are left out, fuzzy ones counted.

    Each plural form is a paragraph of its own: the first faces the singular,
    the others the plural.
    """
    try:
        from translate.storage.poparser import PoParseError
        from translate.storage.pypo import pofile
    except ImportError:
        raise InputError(
            "translate-toolkit is needed to read PO", path=request.path, remedy=FORMATS_EXTRA
        ) from None
    text, encoding = decode(request.data, request.path)
    store = pofile(encoding="utf-8")
    try:
        store.parse(CHARSET.sub(r"\1UTF-8", text, count=1).encode("utf-8"))
    except PoParseError as error:
        raise InputError(
            "it is no well-formed PO",
            path=request.path,
            place=f"line {error.parse_state.lineno}",
            remedy="check it with msgfmt -c",
        ) from None
    pairs: list[tuple[Paragraph, Paragraph]] = []
    fuzzy = 0
    for number, unit in enumerate(store.units, 1):
        if unit.isheader() or unit.isobsolete() or unit.isblank():
            continue
        fuzzy += unit.isfuzzy()
        sources, targets = _forms(unit.source), _forms(unit.target)
        for index, target in enumerate(targets):
            source = sources[min(index, len(sources) - 1)]
            place = f"message {number}"
            pairs.append((paragraph(source, place), paragraph(target, place)))
    header = _header(store.units)
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
