"""Article folders: found, and read by the names of their files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from evalkit.document import InputError
from evalkit.languages import codes
from evalkit.loaders import FORMATS, from_name, normalise
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
    language = settings.get("reference", DEFAULT_REFERENCE)
    glossary = directory / settings["glossary"] if "glossary" in settings else None
    plain: dict[str, Path] = {}
    references: dict[str, Path] = {}
    backs: dict[str, Path] = {}
    strays: list[Path] = []
    for path in sorted(directory.iterdir()):
        role, _, stem = path.stem.rpartition(".")
        tag = _tag(stem)
        group = {"": plain, REFERENCE: references, BACK_TRANSLATION: backs}.get(role)
        if path.suffix.lower().lstrip(".") not in FORMATS or path == glossary:
            continue
        if tag is None or group is None:
            strays.append(path)
            continue
        if tag in group:
            raise InputError(
                f"two files for {tag}, beside {group[tag].name}",
                path=str(path),
                remedy=f"keep one, or tell versions apart as {tag}-x-one.txt and {tag}-x-two.txt",
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
    if len(plain) < 2:
        unnamed = ", ".join(path.name for path in left_out)
        raise InputError(
            f"{len(plain) or 'no'} version beside {source.name}"
            + (f" ({unnamed}: not named <lang>.<ext>)" if unnamed else ""),
            path=str(directory),
            remedy="a comparison wants two or more; evalkit score judges a single file",
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


def _tag(stem: str) -> str | None:
    """The language a file is named after; other files may lie in the folder too."""
    tag = normalise(stem)
    if tag is None:
        return None
    primary = tag.partition("-")[0]
    return tag if primary in codes() or len(primary) == 2 else None


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
