"""Article folders: found, and read by the names of their files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from evalkit.document import InputError
from evalkit.loaders import FORMATS, decided, from_name, language_of, normalise
from evalkit.loaders.values import JSON_LIST
from evalkit.settings import read_settings

DEFAULT_REFERENCE = "en"
SETTINGS = "article.toml"
KNOWN_SETTINGS = frozenset({"reference", "glossary"})
BACK_TRANSLATION = "backtranslation"
REFERENCE = "reference"


@dataclass(frozen=True, slots=True)
class ArticleFolder:
    """The files of one article: ``<lang>.<ext>``, one of them the source.

    ``reference.<lang>.<ext>`` is a human translation in a version's own
    language, ``backtranslation.<lang>.<ext>`` a version translated back.
    `left_out` are files that look like versions, but by their names are none.
    """

    name: str
    directory: Path
    source: Path
    versions: Mapping[str, Path]
    references: Mapping[str, Path] = field(default_factory=dict)
    back_translations: Mapping[str, Path] = field(default_factory=dict)
    glossary: Path | None = None
    left_out: tuple[Path, ...] = ()

    @property
    def files(self) -> tuple[Path, ...]:
        """Every file that an evaluation of the folder reads."""
        return (
            self.source,
            *self.versions.values(),
            *self.references.values(),
            *self.back_translations.values(),
            *([self.glossary] if self.glossary else []),
        )


def read_folder(directory: Path) -> ArticleFolder:
    """The article in a folder; InputError says what it lacks."""
    settings = _settings(directory / SETTINGS)
    language = _language(settings.get("reference", DEFAULT_REFERENCE), directory / SETTINGS)
    glossary = directory / settings["glossary"] if "glossary" in settings else None
    plain: dict[str, Path] = {}
    references: dict[str, Path] = {}
    backs: dict[str, Path] = {}
    strays: list[Path] = []
    for path in sorted(directory.iterdir()):
        if path.suffix.lower().lstrip(".") not in FORMATS or path == glossary:
            continue
        # What stands before the first dot may be a role; a system's name may hold dots.
        role, _, rest = path.stem.partition(".")
        group = {REFERENCE: references, BACK_TRANSLATION: backs}.get(role)
        tag = decided(path.stem if group is None else rest)
        group = plain if group is None else group
        if tag is None:
            strays.append(path)
            continue
        if tag in group:
            raise InputError(
                f"two files for {tag}, beside {group[tag].name}",
                path=str(path),
                remedy="keep one, or tell versions apart as "
                f"{language_of(tag)}-x-one.txt and {language_of(tag)}-x-two.txt",
            )
        group[tag] = path
    if language not in plain:
        raise InputError(
            f"no {language}.<ext> among its files",
            path=str(directory),
            remedy=f'add the source, or name its language in {SETTINGS}: reference = "…"',
        )
    source = plain.pop(language)
    left_out = tuple(path for path in strays if _looks_like_a_version(path, source))
    if not plain:
        unnamed = ", ".join(path.name for path in left_out)
        raise InputError(
            f"no version beside {source.name}"
            + (f" ({unnamed}: not named <lang>.<ext>)" if unnamed else ""),
            path=str(directory),
            remedy="add one, named as bn.txt is",
        )
    return ArticleFolder(
        name=directory.absolute().name,
        directory=directory,
        source=source,
        versions=plain,
        references=references,
        back_translations=backs,
        glossary=glossary,
        left_out=left_out,
    )


def _language(written: str, settings: Path) -> str:
    found = normalise(written)
    if found is None:
        raise InputError(
            f"reference = {written!r} is no language",
            path=str(settings),
            remedy='name the language of the source, as in reference = "en"',
        )
    return found


def _looks_like_a_version(path: Path, source: Path) -> bool:
    return path.suffix == source.suffix or from_name(path.name) is not None


def _settings(path: Path) -> dict[str, str]:
    if not path.exists():
        return {}
    found = read_settings(path)
    for key, value in found.items():
        if key not in KNOWN_SETTINGS:
            raise InputError(
                f"{key!r} is not a setting",
                path=str(path),
                remedy=f"use {', '.join(sorted(KNOWN_SETTINGS))}",
            )
        if not isinstance(value, str):
            raise InputError(
                f"{key} = {value!r} is not a string",
                path=str(path),
                remedy=f'write it in quotes: {key} = "…"',
            )
    return found


def find_folders(directory: Path) -> list[Path]:
    """The folders below `directory` that hold files, in name order."""
    if not directory.is_dir():
        raise InputError(
            "not a directory" if directory.exists() else "there is no such directory",
            path=str(directory),
            remedy=JSON_LIST
            if directory.suffix.lower() == ".json"
            else "name the directory that holds the article folders, or a table (.csv, .tsv, "
            ".jsonl, .parquet)",
        )
    folders = [
        path
        for path in sorted(directory.iterdir())
        if path.is_dir() and not path.name.startswith(".")
    ]
    if not folders:
        raise InputError(
            "no article folder in it",
            path=str(directory),
            remedy="make one folder per article, with en.txt, bn.txt, pa.txt",
        )
    return folders
