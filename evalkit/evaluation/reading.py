"""From paths and documents to the texts of one article: who is source, version, reference."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from evalkit.alignment import source_from
from evalkit.back_translation.files import file_name, recognised
from evalkit.back_translation.outcome import NOTHING, TranslatedBack
from evalkit.document import Document, InputError
from evalkit.languages import language_name
from evalkit.loaders import (
    DEFAULT_MAX_SIZE,
    STANDARD_INPUT,
    Columns,
    language_of,
    lines,
    load,
    normalise,
    parse_spec,
    same_language,
)
from evalkit.loaders.language_of_name import PRIVATE
from evalkit.result.records import Input
from evalkit.text.writing_systems import called, writing


@dataclass(frozen=True, slots=True)
class Reading:
    """How files are read: named table columns, the size limit, line by line or not.

    `first_row` is the number of the first line where lines face each other.
    """

    columns: Columns = field(default_factory=Columns)
    max_size: int = DEFAULT_MAX_SIZE
    aligned: bool = False
    first_row: int = 1


Translate = Callable[[Mapping[str, Document], Document], TranslatedBack]
"""Translates versions back into the language of the source."""


@dataclass(frozen=True, slots=True)
class Texts:
    """The documents of an article in their roles, and every file that went into it.

    `references` are by version those in its own writing; where there are only others, `unusable`
    says why none is. `back_translations` are by version, `made` those of them that a model made.
    """

    source: Document
    versions: Mapping[str, Document]
    references: Mapping[str, Sequence[Document]]
    unusable: Mapping[str, str]
    back_translations: Mapping[str, Document]
    inputs: tuple[Input, ...]
    made: TranslatedBack = NOTHING


def read_one(spec: str | Path | Document, reading: Reading) -> tuple[str, Document]:
    """The version id and the document behind a path, ``LANG=path`` or a Document."""
    if isinstance(spec, Document):
        version = normalise(spec.language) or spec.language
        return version, replace(spec, language=language_of(version))
    tag, path = parse_spec(str(spec))
    loader = lines if reading.aligned else load
    document = loader(
        path,
        language_of(tag) if tag else None,
        columns=reading.columns,
        max_size=reading.max_size,
    )
    return tag or document.language, document


def read(
    versions: Sequence[str | Path | Document],
    references: Sequence[str | Path | Document],
    back_translations: Mapping[str, str | Path | Document],
    reading: Reading,
    translate: Translate | None = None,
) -> Texts:
    """Everything read, every file in its role.

    The first reference in another language than the versions is the source;
    references in a version's own language are its narrow-sense references.
    Without any reference the versions' own source sides (bilingual files) serve.
    `translate` makes the back-translations that are not given, where a version is
    in another language than the source.
    """
    _demand_one_stream((*versions, *references, *back_translations.values()))
    loaded = _versions(versions, reading)
    given = [read_one(spec, reading)[1] for spec in references]
    source = _source(loaded, given)
    narrow = {
        tag: [r for r in given if r is not source and same_language(r.language, document.language)]
        for tag, document in loaded.items()
    }
    for tag, document in loaded.items():
        if same_language(source.language, document.language) and source in given:
            narrow[tag].insert(0, source)
    used = {id(source), *(id(r) for found in narrow.values() for r in found)}
    comparable, unusable = _in_one_writing(loaded, narrow)
    for reference in given:
        if id(reference) not in used:
            raise InputError(
                f"a second source, beside {source.name}",
                path=reference.path or reference.name,
                remedy="give one text in another language than the versions, and any number in "
                "theirs",
            )
    backs = {
        tag: _back_translation(tag, s, loaded, source, reading)
        for tag, s in back_translations.items()
    }
    made = NOTHING
    if translate:
        wanted = {
            tag: document
            for tag, document in loaded.items()
            if tag not in backs and not same_language(document.language, source.language)
        }
        made = translate(wanted, source)
        backs |= {tag: replace(d, name=file_name(tag)) for tag, d in made.documents.items()}
    inputs = [_input("source", "", source)]
    inputs += [_input("version", tag, document) for tag, document in loaded.items()]
    inputs += [
        _input("reference", tag, r)
        for tag, found in narrow.items()
        for r in found
        if r is not source
    ]
    inputs += [_input("back-translation", tag, document) for tag, document in backs.items()]
    return Texts(source, loaded, comparable, unusable, backs, tuple(inputs), made)


def _demand_one_stream(specs: Sequence[str | Path | Document]) -> None:
    paths = [parse_spec(str(spec))[1] for spec in specs if not isinstance(spec, Document)]
    if paths.count(STANDARD_INPUT) > 1:
        raise InputError(
            f"{STANDARD_INPUT} is given {paths.count(STANDARD_INPUT)} times, and standard input "
            "holds one text",
            remedy="save the others as files",
        )


def _versions(specs: Sequence[str | Path | Document], reading: Reading) -> dict[str, Document]:
    loaded: dict[str, Document] = {}
    for spec in specs:
        tag, document = read_one(spec, reading)
        if document.language == "und":
            raise InputError(
                "its language is not recognised",
                path=document.path or document.name,
                remedy=f"name it: LANG={document.path or document.name}, as in cs={document.name}",
            )
        if tag in loaded:
            one, two = (_apart(tag, other) for other in (loaded[tag], document))
            raise InputError(
                f"the same language twice: {loaded[tag].name} is {tag} too",
                path=document.path or document.name,
                remedy=f"name them apart, as in {one} {two}",
            )
        loaded[tag] = document
    return loaded


def _apart(tag: str, document: Document) -> str:
    """An argument that tells a document from others of its language, by its file's name."""
    path = document.path or document.name
    name = Path(path).stem.partition("=")[0].strip()
    return f"{name or 'system'}:{tag}={path}" if PRIVATE not in tag else f"{tag}-2={path}"


def _source(loaded: Mapping[str, Document], given: Sequence[Document]) -> Document:
    for reference in given:
        if not any(same_language(reference.language, d.language) for d in loaded.values()):
            return reference
    if given:
        return given[0]
    own = [document for document in loaded.values() if document.source is not None]
    if own:
        # The fullest one: what another file lacks is missing there, not added here.
        return max(map(source_from, own), key=lambda carried: len(carried.paragraphs))
    first = next(iter(loaded.values()), None)
    raise InputError(
        "no reference",
        path=(first.path or first.name) if first else "",
        remedy="give the English text with -r, or a bilingual file that carries its source",
    )


def _in_one_writing(
    loaded: Mapping[str, Document], narrow: Mapping[str, Sequence[Document]]
) -> tuple[dict[str, list[Document]], dict[str, str]]:
    """By version the references in its own writing; where there are others only, why none is."""
    comparable, unusable = {}, {}
    for tag, document in loaded.items():
        own = writing(document.language, document.texts) if narrow[tag] else ""
        theirs = {id(r): writing(r.language, r.texts) for r in narrow[tag]}
        comparable[tag] = [r for r in narrow[tag] if not own or theirs[id(r)] in (own, "")]
        if narrow[tag] and not comparable[tag]:
            other = called(theirs[id(narrow[tag][0])])
            unusable[tag] = f"the reference is in {other}, the version in {called(own)}"
    return comparable, unusable


def _back_translation(
    tag: str,
    spec: str | Path | Document,
    loaded: Mapping[str, Document],
    source: Document,
    reading: Reading,
) -> Document:
    # Its name says which version it came from ("backtranslation.bn.txt"); its
    # text is in the source's language.
    document = (
        spec
        if isinstance(spec, Document)
        else load(str(spec), source.language, columns=reading.columns, max_size=reading.max_size)
    )
    if tag not in loaded:
        raise InputError(
            f"a back-translation of {tag!r}, which is not among the versions",
            path=document.path or document.name,
            remedy=f"name it after one of {', '.join(loaded)}",
        )
    return recognised(document, loaded[tag])


def _input(role: str, version: str, document: Document) -> Input:
    return Input(
        role=role,
        version=version,
        language=document.language,
        language_name=language_name(document.language),
        name=document.name,
        path=document.path,
        sha256=document.sha256,
        format=document.format,
        paragraphs=len(document.paragraphs),
        notes=document.notes,
        warnings=document.warnings,
    )
