"""Glossary files: terms in several languages, from CSV, TSV or TBX."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from evalkit.document import InputError
from evalkit.package_data import table

if TYPE_CHECKING:
    from lxml.etree import _Element

MAX_BYTES = 50_000_000
SOURCE, TARGET = "source", "target"
_FORBIDDEN = "forbidden"
_ALTERNATIVES = "|"
_REMEDY = "give a CSV file with a header (en,bn or source,target) or a TBX file"


@cache
def rules() -> dict[str, Any]:
    """How far inflection may go, and TBX's names: `data/glossary.toml`."""
    return table("evalkit.checks.terms", "glossary.toml")


@dataclass(frozen=True, slots=True)
class Term:
    """A concept: how each language says it, and how it must not.

    Keys are language subtags; "source" and "target" stand for whatever
    languages are compared. Each value lists the accepted (or forbidden) forms.

    >>> Term({"en": ("bank",), "bn": ("ব্যাংক",)}).of("bn-BD")
    ('ব্যাংক',)
    """

    forms: Mapping[str, tuple[str, ...]]
    forbidden: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def of(self, language: str, otherwise: str = TARGET) -> tuple[str, ...]:
        return _lookup(self.forms, language, otherwise)

    def forbidden_in(self, language: str) -> tuple[str, ...]:
        return _lookup(self.forbidden, language, TARGET)


def _lookup(table: Mapping[str, tuple[str, ...]], language: str, otherwise: str) -> tuple[str, ...]:
    tag = language.replace("_", "-").lower()
    return table.get(tag) or table.get(tag.partition("-")[0]) or table.get(otherwise) or ()


def read_glossary(path: str | Path) -> tuple[Term, ...]:
    """The terms of a glossary file, by its suffix: `.csv`, `.tsv`, `.tbx`.

    A table has a header: language tags (`en,bn,pa`) or `source,target`;
    `forbidden:bn` (or `forbidden` beside `target`) lists forms not to use.
    Several forms in a cell stand between `|`. TBX is read in versions 2 and 3;
    terms marked deprecated or superseded are forbidden.

    Raises InputError for a file that is missing, too large, not UTF-8, not a
    glossary, or empty.
    """
    path = Path(path)
    shown = str(path)
    try:
        if path.is_dir():
            raise InputError("it is a directory", path=shown, remedy=_REMEDY)
        if path.stat().st_size > MAX_BYTES:
            raise InputError("it is larger than 50 MB", path=shown, remedy="split the glossary")
        data = path.read_bytes()
    except OSError as error:
        raise InputError(
            f"cannot be read ({error.strerror or error})", path=shown, remedy="check the path"
        ) from None
    readers = {".csv": _table, ".tsv": _table, ".txt": _table, ".tbx": _tbx, ".xml": _tbx}
    reader = readers.get(path.suffix.lower())
    if reader is None:
        raise InputError(f"unknown kind of glossary {path.suffix!r}", path=shown, remedy=_REMEDY)
    terms = tuple(reader(data, shown))
    if not terms:
        raise InputError("holds no term", path=shown, remedy=_REMEDY)
    return terms


def _table(data: bytes, path: str) -> Iterator[Term]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(
            f"is not UTF-8 at byte {error.start}", path=path, remedy="save it as UTF-8"
        ) from None
    header, _, _ = text.partition("\n")
    delimiter = max("\t,;", key=header.count)
    try:
        lines = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error as error:
        raise InputError(f"is no table ({error})", path=path, remedy=_REMEDY) from None
    columns = [name.strip().lower().replace("_", "-") for name in lines[0]] if lines else []
    languages = [c for c in columns if _is_language(c)]
    if len(languages) < 2 or len(set(columns)) < len(columns):
        raise InputError("the header does not name two languages", path=path, remedy=_REMEDY)
    for number, line in enumerate(lines[1:], 2):
        if not any(cell.strip() for cell in line):
            continue
        if len(line) > len(columns):
            raise InputError(
                f"has {len(line)} cells, the header {len(columns)}",
                path=path,
                place=f"line {number}",
                remedy="put cells that hold the separator in quotation marks",
            )
        cells = dict(zip(columns, map(_forms, line), strict=False))
        yield Term(
            {c: cells[c] for c in languages if cells.get(c)},
            {
                name.partition(":")[2] or TARGET: forms
                for name, forms in cells.items()
                if name.partition(":")[0] == _FORBIDDEN and forms
            },
        )


def _is_language(column: str) -> bool:
    first = column.partition("-")[0]
    return column in {SOURCE, TARGET} or (first.isalpha() and len(first) in {2, 3})


def _forms(cell: str) -> tuple[str, ...]:
    return tuple(form for part in cell.split(_ALTERNATIVES) if (form := " ".join(part.split())))


def _tbx(data: bytes, path: str) -> Iterator[Term]:
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise InputError(f"is not well-formed XML ({error})", path=path, remedy=_REMEDY) from None
    internal: Any = root.getroottree().docinfo.internalDTD
    if internal is not None and any(True for _ in internal.iterentities()):
        raise InputError(
            "declares entities, which are not read", path=path, remedy="remove the declarations"
        )
    for entry in root.iter("{*}termEntry", "{*}conceptEntry"):
        forms: dict[str, list[str]] = defaultdict(list)
        forbidden: dict[str, list[str]] = defaultdict(list)
        for section in entry.iter("{*}langSet", "{*}langSec"):
            language = section.get("{http://www.w3.org/XML/1998/namespace}lang", "")
            for term in section.iter("{*}term"):
                kind = forbidden if _is_forbidden(term) else forms
                if text := " ".join("".join(map(str, term.itertext(with_tail=False))).split()):
                    kind[language.replace("_", "-").lower()].append(text)
        if forms:
            yield Term(
                {tag: tuple(found) for tag, found in forms.items()},
                {tag: tuple(found) for tag, found in forbidden.items()},
            )


def _is_forbidden(term: _Element) -> bool:
    # A term stands beside its notes: in a tig or termSec, in an ntig one deeper.
    group = term.getparent()
    if group is not None and str(group.tag).endswith("termGrp"):
        group = group.getparent()
    notes = group.iter("{*}termNote") if group is not None else ()
    return any((note.text or "").strip() in rules()["tbx"]["forbidden"] for note in notes)
