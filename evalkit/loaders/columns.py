"""Which columns of a table hold the source and the target."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from evalkit.document import InputError
from evalkit.languages import codes, primary
from evalkit.loaders.content import Request, quoted
from evalkit.loaders.naming import normalise, same_language

SOURCE_NAMES = ("source", "src", "source_text", "source text", "original")
LIKELY_SOURCE_LANGUAGE = "en"
REFERENCE_NAMES = ("reference", "ref")
TARGET_NAMES = (
    *("target", "tgt", "trg", "translation", "mt", "hypothesis", "hyp", "version"),
    *("target_text", "target text", "translated", "output"),
)
# Names that fit a table of one language only.
TEXT_NAMES = ("text", "paragraph", "segment", "sentence", "content")


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


def choose(names: Sequence[str], request: Request) -> Choice:
    """The columns the caller named, else those whose names say what they hold.

    For the text: the language wanted, then "target", "translation", "mt" …,
    then the only language beside the source. InputError where nothing fits or
    too much does.
    """
    given = request.columns
    source = None if given.source is None else _named(given.source, names, request)
    if given.target is not None:
        target = _named(given.target, names, request)
    else:
        target = _target([name for name in names if name != source], request)
    if source is None:
        source = _source([name for name in names if name != target])
    if source is not None and same_language(_language(source), _language(target)):
        source = None
    return Choice(target, source, _language(target), source and _language(source))


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


def _target(names: Sequence[str], request: Request) -> str:
    if request.language is not None:
        exact = [name for name in names if _language(name) == request.language]
        same = [name for name in names if same_language(_language(name), request.language)]
        if exact or same:
            return (exact or same)[0]
    generic = _first(TARGET_NAMES, names)
    if generic is not None:
        return generic
    source = _source(names)
    others = [name for name in names if name != source and _language(name)]
    if request.language is None and len(others) == 1:
        return others[0]
    if request.language is None and len(others) > 1:
        raise InputError(
            f"it holds several languages ({quoted(*others)})",
            path=request.path,
            remedy=f"say which: {_language(others[0])}={request.path}",
        )
    text = _first(TEXT_NAMES, names)
    if text is None and len(names) == 1 and not others:
        text = names[0]
    if text is None:
        looked_for = request.language or "the target"
        raise InputError(
            f"no column is named for {looked_for} among {quoted(*names)}",
            path=request.path,
            place="line 1",
            remedy="name it with --target-column",
        )
    return text


def _source(names: Sequence[str]) -> str | None:
    found = _first(SOURCE_NAMES, names)
    if found is None:
        english = (n for n in names if same_language(_language(n), LIKELY_SOURCE_LANGUAGE))
        found = next(english, None)
    return found if found is not None else _first(REFERENCE_NAMES, names)


def _first(wanted: Iterable[str], names: Sequence[str]) -> str | None:
    folded = {name.strip().casefold(): name for name in reversed(names)}
    return next((folded[name] for name in wanted if name in folded), None)


def _language(name: str) -> str | None:
    """The language a column is named for; codes of languages without a profile are words."""
    tag = normalise(name)
    return tag if tag is not None and primary(tag) in codes() else None
