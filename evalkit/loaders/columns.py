"""Which columns of a table hold the source and the target."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from evalkit.document import InputError
from evalkit.loaders.content import Request, quoted
from evalkit.loaders.language_of_name import (
    column_language,
    holds_text,
    language_of,
    normalise,
    same_language,
)

SOURCE_NAMES = ("source", "src", "source_text", "source text", "original")
LIKELY_SOURCE_LANGUAGE = "en"
REFERENCE_NAMES = ("reference", "ref")
TARGET_NAMES = (
    *("target", "tgt", "trg", "translation", "mt", "hypothesis", "hyp", "version"),
    *("target_text", "target text", "translated", "output"),
)
# Names that fit a table of one language only.
TEXT_NAMES = ("text", "paragraph", "segment", "sentence", "content")


Cells = Callable[[str], Sequence[str]]
"""The first cells of a column."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Column names, and their languages where the names tell them."""

    target: str
    source: str | None = None
    target_language: str | None = None
    source_language: str | None = None

    @property
    def notes(self) -> tuple[str, ...]:
        source = () if self.source is None else (f"source in column {quoted(self.source)}",)
        return (f"text in column {quoted(self.target)}", *source)


def choose(names: Sequence[str], request: Request, cells: Cells) -> Choice:
    """The columns the caller named, else those whose names say what they hold.

    For the text: the language wanted, then "target", "translation", "mt" …,
    then the only language beside the source. InputError where nothing fits or
    too much does.
    """
    tags = {name: _language(column_language(name, cells(name))) for name in names}
    given = request.columns
    source = None if given.source is None else _named(given.source, names, request)
    if given.target is not None:
        target = _named(given.target, names, request)
    else:
        target = _target([name for name in names if name != source], tags, request, cells)
    if source is None:
        source = _source([name for name in names if name != target], tags)
    if source is not None and same_language(tags[source], tags[target]):
        source = None
    return Choice(target, source, tags[target], source and tags[source])


def _named(wanted: str, names: Sequence[str], request: Request) -> str:
    if wanted in names:
        return wanted
    folded = _first((wanted.casefold(),), names)
    if folded is not None:
        return folded
    raise InputError(
        f"there is no column {quoted(wanted)}",
        path=request.path,
        remedy=f"name one of {quoted(*names)}",
    )


def _target(
    names: Sequence[str], tags: Mapping[str, str | None], request: Request, cells: Cells
) -> str:
    wanted = request.language
    if wanted is not None:
        # Asked for, a code is meant as one, whatever else the word may mean.
        meant = [n for n in names if normalise(n) == wanted and holds_text(n, cells(n))]
        same = [name for name in names if same_language(tags[name], wanted)]
        if meant or same:
            return (meant or same)[0]
    generic = _first(TARGET_NAMES, names)
    if generic is not None:
        return generic
    source = _source(names, tags)
    others = [name for name in names if name != source and tags[name]]
    if wanted is None and len(others) == 1:
        return others[0]
    if wanted is None and len(others) > 1:
        raise InputError(
            f"it holds several languages ({quoted(*others)})",
            path=request.path,
            remedy=f"say which: {tags[others[0]]}={request.path}",
        )
    text = _first(TEXT_NAMES, names)
    if text is None and len(names) == 1 and not others:
        text = names[0]
    if text is None:
        raise InputError(
            f"no column is named for {wanted or 'the target'} among {quoted(*names)}",
            path=request.path,
            place="line 1",
            remedy="name it with --target-column",
        )
    return text


def _source(names: Sequence[str], tags: Mapping[str, str | None]) -> str | None:
    found = _first(SOURCE_NAMES, names)
    if found is None:
        english = (n for n in names if same_language(tags[n], LIKELY_SOURCE_LANGUAGE))
        found = next(english, None)
    return found if found is not None else _first(REFERENCE_NAMES, names)


def _language(version: str | None) -> str | None:
    return language_of(version) if version else None


def _first(wanted: Iterable[str], names: Sequence[str]) -> str | None:
    folded = {name.strip().casefold(): name for name in reversed(names)}
    return next((folded[name] for name in wanted if name in folded), None)
