"""An article from its documents: rows, with everything that faces them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import chain

from evalkit.alignment.join import Row, join
from evalkit.alignment.remembered import remembered
from evalkit.alignment.rows import AlignmentUnit, Article, Pair, Version
from evalkit.document import BackTranslation, Document, InputError, Paragraph
from evalkit.encoders.cached_encoder import CachedEncoder
from evalkit.store import Memory, NoMemory

References = Mapping[str, Sequence[Document]]
BackTranslations = Mapping[str, Document]
Aligned = tuple[Document, Sequence[AlignmentUnit]]
"""A document with how it faces another."""
Align = Callable[[Document, Document], tuple[AlignmentUnit, ...]]


def build(
    name: str,
    source: Document,
    versions: Mapping[str, Document],
    *,
    references: References | None = None,
    unusable: Mapping[str, str] | None = None,
    back_translations: BackTranslations | None = None,
    meaning: CachedEncoder | None = None,
    memory: Memory | None = None,
) -> Article:
    """The article whose versions are aligned with the source, row by row.

    `references` are human translations, `unusable` says why a version that has none
    was given some all the same, and `back_translations` the versions
    translated back into the language of the source; both by the version's
    identifier. References are aligned with the source, a back-translation with
    its version: line by line where both have as many paragraphs. Of two plain texts
    of as many lines, the blank ones of one are what it lacks of the other. A row has the
    references of its version that face it: not one that has nothing there, or
    shares a paragraph with another row. A version whose
    file carries a source in the same language is aligned through that. `memory`
    may know how they face each other from an earlier run.
    """

    def aligned(source: Document, document: Document) -> tuple[AlignmentUnit, ...]:
        return remembered(source, document, meaning, memory or NoMemory())

    units = {version: _units(source, document, aligned) for version, document in versions.items()}
    rows = join(source, units)
    return _article(
        name,
        source,
        versions,
        rows,
        unusable=unusable,
        references={
            version: [
                (other, _units(source, other, aligned))
                for other in (references or {}).get(version, ())
            ]
            for version in versions
        },
        back_translations={
            version: (other, _line_by_line_or_aligned(versions[version], other, aligned))
            for version, other in (back_translations or {}).items()
            if version in versions
        },
    )


def build_aligned(
    name: str,
    source: Document,
    versions: Mapping[str, Document],
    *,
    references: References | None = None,
    unusable: Mapping[str, str] | None = None,
    back_translations: BackTranslations | None = None,
    first_row: int = 1,
) -> Article:
    """The article whose line N faces line N in every file, without any alignment.

    A line that is empty everywhere is still a row, so that row N is line N, where rows
    are numbered from 1; `first_row` numbers them otherwise.

    Raises InputError if any file has another number of lines than the source.
    """
    units = _diagonal(source)
    facing_versions = {
        version: [(other, units) for other in (references or {}).get(version, ())]
        for version in versions
    }
    facing_back = {
        version: (other, units)
        for version, other in (back_translations or {}).items()
        if version in versions
    }
    for document in versions.values():
        _same_length(source, document)
    for other, _ in (*chain.from_iterable(facing_versions.values()), *facing_back.values()):
        _same_length(source, other)
    return _article(
        name,
        source,
        versions,
        join(source, dict.fromkeys(versions, units)),
        unusable=unusable,
        references=facing_versions,
        back_translations=facing_back,
        first_row=first_row,
    )


def source_from(document: Document) -> Document:
    """The source that a bilingual file carries; its paragraph i faces paragraph i.

    Raises InputError if the file carries none, or one of another length.
    """
    if document.source is None:
        raise InputError(
            "it carries no source text of its own",
            path=_name(document),
            remedy="name the English file with -r",
        )
    _same_length(document.source, document)
    return document.source


def _units(source: Document, document: Document, aligned: Align) -> tuple[AlignmentUnit, ...]:
    if found := _by_line(source, document):
        return found
    own = document.source
    if own is None or len(own.texts) != len(document.texts):
        return aligned(source, document)
    if own.texts == source.texts:
        return _diagonal(source)
    if own.language != source.language:
        return aligned(source, document)
    # Its own source is in the language of this one, and its paragraph i faces
    # the document's: far better evidence than the translation is.
    return aligned(source, own)


def _by_line(source: Document, document: Document) -> tuple[AlignmentUnit, ...]:
    """How a text whose blank lines stand for what it lacks faces one of as many lines.

    Empty where it is none: it lacks nothing, has other lines, or text where the other has none.
    """
    places = {paragraph.place: n for n, paragraph in enumerate(source.paragraphs)}
    facing = {p.place: n for n, p in enumerate(document.paragraphs)}
    if not source.lines == document.lines > 0 or not facing.keys() < places.keys():
        return ()
    return tuple(
        AlignmentUnit((n,), (facing[p],) if p in facing else ()) for p, n in places.items()
    )


def _line_by_line_or_aligned(
    version: Document, document: Document, aligned: Align
) -> tuple[AlignmentUnit, ...]:
    if len(version.paragraphs) == len(document.paragraphs):
        return _diagonal(version)
    return aligned(version, document)


def _diagonal(document: Document) -> tuple[AlignmentUnit, ...]:
    return tuple(AlignmentUnit((n,), (n,)) for n in range(len(document.paragraphs)))


def _same_length(source: Document, document: Document) -> None:
    lines, others = len(source.paragraphs), len(document.paragraphs)
    if lines != others:
        raise InputError(
            f"it has {others} lines and {_name(source)} has {lines}, so line N cannot face line N",
            path=_name(document),
            remedy="give files of as many lines, or let evalkit align them (without --aligned)",
        )


def _name(document: Document) -> str:
    return document.path or document.name or f"the text in {document.language}"


def _article(
    name: str,
    source: Document,
    versions: Mapping[str, Document],
    rows: Sequence[Row],
    *,
    unusable: Mapping[str, str] | None,
    references: Mapping[str, Sequence[Aligned]],
    back_translations: Mapping[str, Aligned],
    first_row: int = 1,
) -> Article:
    sources = [row.source for row in rows]
    built = []
    for version, document in versions.items():
        targets = [row.targets[version] for row in rows]
        texts = [facing(sources, units, reference) for reference, units in references[version]]
        back: Sequence[str | None] = [None] * len(rows)
        lacking, by = [""] * len(rows), ""
        if version in back_translations:
            translation, units = back_translations[version]
            back = facing(targets, units, translation)
            if isinstance(translation, BackTranslation):
                lacking, by = untranslated(targets, units, translation), translation.by
        pairs = tuple(
            Pair(
                row=first_row + n,
                version=version,
                language=document.language,
                source_language=source.language,
                source_paragraphs=_taken(source, row.source),
                target_paragraphs=_taken(document, row.targets[version]),
                references=tuple(text[n] or "" for text in texts if text[n] is not None),
                back_translation=None if lacking[n] else back[n],
                back_translated_by=by,
                untranslated=lacking[n],
                unusable=(unusable or {}).get(version, ""),
            )
            for n, row in enumerate(rows)
        )
        built.append(Version(version, document, pairs))
    return Article(name, source, tuple(built))


def facing(
    groups: Sequence[Sequence[int]], units: Sequence[AlignmentUnit], document: Document
) -> list[str | None]:
    """The text of a document that faces each group of paragraphs of another.

    None where nothing faces the group, or where what faces it also faces
    paragraphs outside: such a text says something else than the group does.
    """
    by_paragraph = {n: unit for unit in units for n in unit.source}
    texts: list[str | None] = []
    for group in groups:
        members = set(group)
        touching = dict.fromkeys(by_paragraph[n] for n in group)
        inside = all(members.issuperset(unit.source) for unit in touching)
        paragraphs = [n for unit in touching for n in unit.target] if inside else []
        text = "\n".join(document.paragraphs[n].text for n in paragraphs)
        texts.append(text if text.strip() else None)
    return texts


def untranslated(
    groups: Sequence[Sequence[int]], units: Sequence[AlignmentUnit], document: BackTranslation
) -> list[str]:
    """Why each group of a version's paragraphs has no back-translation, or only half a one.

    "" where it has all of it, or nothing faces it.
    """
    reasons = dict(document.untranslated)
    by_paragraph = {n: unit for unit in units for n in unit.source}
    facing_groups = [[n for g in group for n in by_paragraph[g].target] for group in groups]
    return [next((reasons[n] for n in group if n in reasons), "") for group in facing_groups]


def _taken(document: Document, indices: Sequence[int]) -> tuple[Paragraph, ...]:
    return tuple(document.paragraphs[n] for n in indices)
