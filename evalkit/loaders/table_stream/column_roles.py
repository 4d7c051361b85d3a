"""What each column of a table of segments is: source, version, reference, back-translation.

The names are those of the files in an article's folder: `en`, `bn`, `pa`,
`reference.bn`, `backtranslation.bn`; or `source`, `target`, `reference`, whose
languages are named with the columns or told by the texts.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from evalkit.document import InputError
from evalkit.languages import language_name, primary
from evalkit.loaders.columns import (
    LIKELY_SOURCE_LANGUAGE,
    REFERENCE_NAMES,
    SOURCE_NAMES,
    TARGET_NAMES,
)
from evalkit.loaders.content import quoted
from evalkit.loaders.language_of_name import column_language, language_of, normalise, same_language
from evalkit.loaders.specs import version_id
from evalkit.text.language_detection import detect
from evalkit.text.language_doubt import doubt

REFERENCE = ("reference", "ref")
BACK_TRANSLATION = ("backtranslation",)
UNDETERMINED = "und"

Cells = Callable[[str], Sequence[str]]
"""The first cells of a column."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """The columns the caller named, each as ``NAME`` or ``LANG=NAME``; none is found by name.

    A version's may also be ``SYSTEM:LANG=NAME``.
    """

    source: str | None = None
    targets: tuple[str, ...] = ()
    references: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Roles:
    """Columns by role. `versions`, `references` and `back_translations` are by version id.

    `warnings` say what texts speak against the language their column is taken for.
    """

    source: str
    source_language: str
    versions: Mapping[str, str]
    references: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    back_translations: Mapping[str, str] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column that is read, each once."""
        read = [self.source, *self.versions.values(), *self.back_translations.values()]
        read += [name for names in self.references.values() for name in names]
        return tuple(dict.fromkeys(read))


def choose(names: Sequence[str], wanted: Wanted, path: str, cells: Cells) -> Roles:
    """The role of each column that has one; InputError where none is the source or a version.

    >>> names = ["id", "en", "bn", "pa", "reference.bn"]
    >>> found = choose(names, Wanted(), "t.csv", lambda name: ["1"] if name == "id" else [])
    >>> found.source, dict(found.versions), found.references["bn"]
    ('en', {'bn': 'bn', 'pa': 'pa'}, ('reference.bn',))
    """
    table = _Table(names, path, cells)
    given = [table.named(spec) for spec in wanted.targets]
    sourced = table.named(wanted.source) if wanted.source is not None else None
    taken = {column for _, column in given}
    tag, source = sourced or table.source([n for n in names if n not in taken])
    source_language = table.language(tag, source, "--source-column")
    if not given:
        rest = [n for n in names if n != source]
        given = table.versions(rest, source_language)
    versions: dict[str, str] = {}
    for version, column in given:
        identity = version or table.language(None, column, "--target-column")
        if identity in versions:
            raise InputError(
                f"two columns are {identity}: {quoted(versions[identity], column)}",
                path=path,
                remedy=f"tell them apart, as in --target-column {identity}-x-two={column}",
            )
        versions[identity] = column
    if source in versions.values():
        raise InputError(
            f"the column {quoted(source)} is named for the source and for a version",
            path=path,
            remedy="name another with --source-column or --target-column",
        )
    named = {source: source_language} | {c: language_of(v) for v, c in versions.items()}
    return Roles(
        source,
        source_language,
        versions,
        table.references(wanted.references, versions, (source, *versions.values())),
        table.back_translations(versions),
        tuple(
            f"{path}: the column {quoted(column)} is taken for {language_name(language)} "
            f"({language}), but {against}"
            for column, language in named.items()
            if (against := doubt(language, cells(column)))
        ),
    )


@dataclass(frozen=True, slots=True)
class _Table:
    names: Sequence[str]
    path: str
    cells: Cells

    def named(self, spec: str) -> tuple[str | None, str]:
        """The version id, if one is given, and the column of a ``[LANG=]NAME``."""
        tag, equals, name = spec.partition("=")
        normal = version_id(tag) if equals and spec not in self.names else None
        wanted = name if normal else spec
        alike = [n for n in self.names if n.casefold() == wanted.casefold()]
        column = wanted if wanted in alike else next(iter(alike), None)
        if column is not None:
            return normal or self.tag(column), column
        raise InputError(
            f"there is no column {quoted(wanted)}",
            path=self.path,
            remedy=f"name one of {quoted(*self.names)}",
        )

    def source(self, names: Sequence[str]) -> tuple[str | None, str]:
        found = _first(SOURCE_NAMES, names) or next(
            (n for n in names if same_language(self.tag(n), LIKELY_SOURCE_LANGUAGE)), None
        )
        if found is None:
            raise InputError(
                f"no column is named for the source among {quoted(*self.names)}",
                path=self.path,
                remedy="name it with --source-column [LANG=]NAME",
            )
        return self.tag(found), found

    def versions(self, names: Sequence[str], source: str) -> list[tuple[str | None, str]]:
        tagged = ((self.tag(n), n) for n in names)
        if found := [(tag, n) for tag, n in tagged if tag and not same_language(tag, source)]:
            return list(found)
        generic = _first(TARGET_NAMES, names)
        if generic is None:
            raise InputError(
                f"no column is named for a version among {quoted(*self.names)}",
                path=self.path,
                remedy="name it with --target-column [LANG=]NAME",
            )
        return [(None, generic)]

    def references(
        self, wanted: Sequence[str], versions: Mapping[str, str], taken: Sequence[str]
    ) -> dict[str, tuple[str, ...]]:
        """The references of each version: those in its language."""
        if not wanted:
            return self._references_by_name(versions, [n for n in self.names if n not in taken])
        found: dict[str, tuple[str, ...]] = {}
        for spec in wanted:
            tag, column = self.named(spec)
            language = self.language(tag, column, "--reference-column")
            own = [v for v in versions if same_language(v, language)]
            if not own:
                raise InputError(
                    f"the reference {quoted(column)} is in {language}, and no version is",
                    path=self.path,
                    remedy="name its language, as in --reference-column bn=NAME",
                )
            for version in own:
                found[version] = (*found.get(version, ()), column)
        return found

    def _references_by_name(
        self, versions: Mapping[str, str], names: Sequence[str]
    ) -> dict[str, tuple[str, ...]]:
        plain = _first(REFERENCE_NAMES, names)
        of_all = plain is not None and len({primary(v) for v in versions}) == 1
        found = {
            version: tuple(
                n
                for n in names
                if (n == plain and of_all) or same_language(_belongs(n, REFERENCE), version)
            )
            for version in versions
        }
        return {version: columns for version, columns in found.items() if columns}

    def back_translations(self, versions: Mapping[str, str]) -> dict[str, str]:
        """Each belongs to the version it is named after, or to all of its language."""
        found: dict[str, str] = {}
        for column in self.names:
            tag = _belongs(column, BACK_TRANSLATION)
            if tag is not None:
                exact = [v for v in versions if v == tag]
                for version in exact or [v for v in versions if same_language(v, tag)]:
                    found[version] = column
        return found

    def tag(self, name: str) -> str | None:
        """The version a column is named for."""
        return column_language(name, self.cells(name))

    def language(self, tag: str | None, column: str, option: str) -> str:
        found = language_of(tag) if tag else detect("\n".join(self.cells(column))).language
        if found == UNDETERMINED:
            raise InputError(
                f"the language of the column {quoted(column)} is not recognised",
                path=self.path,
                remedy=f"name it: {option} LANG={column}",
            )
        return found


def _belongs(name: str, roles: Sequence[str]) -> str | None:
    """What a column called ``ROLE.LANG`` belongs to."""
    role, dot, rest = name.partition(".")
    return normalise(rest) if dot and role.casefold() in roles else None


def _first(wanted: Sequence[str], names: Sequence[str]) -> str | None:
    folded = {name.strip().casefold(): name for name in reversed(names)}
    return next((folded[name] for name in wanted if name in folded), None)
