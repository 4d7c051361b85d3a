"""From a path to a document: format, language, side; every decision is noted."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from os import PathLike, fspath
from pathlib import Path

from evalkit.document import Document, InputError, Paragraph
from evalkit.languages import language_name
from evalkit.loaders.content import Columns, Content, Request, quoted
from evalkit.loaders.formats import FORMATS, PLAIN
from evalkit.loaders.language_of_name import (
    format_by_name,
    from_name,
    language_of,
    normalise,
    same_language,
    suggested_by_name,
)
from evalkit.loaders.plaintext import read_lines
from evalkit.loaders.raw_bytes import STANDARD_INPUT, STANDARD_INPUT_NAME, is_stream, read_bytes
from evalkit.loaders.values import JSON_LIST
from evalkit.text.language_detection import detect
from evalkit.text.language_doubt import doubt

DEFAULT_MAX_SIZE = 50_000_000
UNDETERMINED = "und"
BY_NAME = Columns()


def load(
    path: str | PathLike[str],
    language: str | None = None,
    *,
    format: str | None = None,
    columns: Columns = BY_NAME,
    max_size: int = DEFAULT_MAX_SIZE,
) -> Document:
    """The document in a file; `-` is standard input, plain text unless `format` says more.

    `language` is a BCP 47 tag; without it the language comes from the file's
    name, from what the file declares, or from its text ("und" where that does
    not tell). `format` is a suffix without its dot. A bilingual file gives its
    target with `.source` facing it, or, asked for the language of its source,
    that side alone. `max_size` is in bytes, for archives also once unpacked.

    Raises InputError for every file that cannot be read in full.
    """
    path = fspath(path)
    suffix = _format(path, format)
    return _document(path, FORMATS.load(suffix), language, columns, max_size)


def lines(
    path: str | PathLike[str],
    language: str | None = None,
    *,
    format: str | None = None,
    columns: Columns = BY_NAME,
    max_size: int = DEFAULT_MAX_SIZE,
) -> Document:
    """As `load`, but every line of a plain text is a paragraph, empty ones too.

    Line N of one version can then face line N of another. Formats with a
    structure of their own load as they always do.
    """
    path = fspath(path)
    suffix = _format(path, format)
    reader = read_lines if suffix in PLAIN else FORMATS.load(suffix)
    return _document(path, reader, language, columns, max_size)


def _format(path: str, wanted: str | None) -> str:
    found = wanted.lower().lstrip(".") if wanted else format_by_name(path)
    if found and found in FORMATS:
        return found
    suffix = found or Path(path).suffix.lower().lstrip(".")
    if wanted is None and is_stream(path):
        return "txt"
    if wanted is None and path != STANDARD_INPUT:
        # A missing file or a directory is the better news.
        read_bytes(path, DEFAULT_MAX_SIZE)
    raise InputError(
        f"the format {quoted(suffix)} is not known" if suffix else "its name tells no format",
        path=path,
        remedy=JSON_LIST if suffix == "json" else "use one of " + ", ".join(FORMATS),
    )


def _document(
    path: str,
    reader: Callable[[Request], Content],
    language: str | None,
    columns: Columns,
    max_size: int,
) -> Document:
    shown = STANDARD_INPUT_NAME if path == STANDARD_INPUT else path
    data = read_bytes(path, max_size)
    if not data:
        raise InputError("it is empty", path=shown, remedy="give a file with text")
    given = _given(language, shown)
    named = None if given or is_stream(path) else from_name(path)
    wanted = given or named
    content = reader(Request(data, shown, wanted, columns, max_size))
    content = _side(content, wanted, shown)
    if not _has_text(content.paragraphs):
        raise InputError("there is no text in it", path=shown, remedy="give a file with text")
    tag, why, warning = _language(content, given, named, "" if is_stream(path) else path)
    digest = hashlib.sha256(data).hexdigest()
    name = Path(path).name if path != STANDARD_INPUT else STANDARD_INPUT_NAME
    source = None
    if content.source is not None:
        source_tag, source_why, source_warning = _language(content.source, None, None, "")
        source = Document(
            content.source.paragraphs,
            source_tag,
            name,
            path,
            digest,
            content.source.format,
            (f"source of a bilingual file, language {source_why}",),
            warnings=source_warning,
        )
    return Document(
        content.paragraphs,
        tag,
        name,
        path,
        digest,
        content.format,
        (f"language {why}", *content.notes),
        source,
        lines=content.lines,
        warnings=warning,
    )


def _given(language: str | None, shown: str) -> str | None:
    if language is None:
        return None
    tag = normalise(language)
    if tag is None:
        raise InputError(
            f"{quoted(language)} is no language tag",
            path=shown,
            remedy="use one like bn, pa or pt-BR",
        )
    return language_of(tag)


def _side(content: Content, wanted: str | None, shown: str) -> Content:
    """The content itself, or its source where that is the language asked for."""
    source = content.source
    target_tag = _declared(content)
    if source is None or wanted is None or same_language(target_tag, wanted):
        return content
    source_tag = _declared(source)
    if target_tag is None:
        # Nothing says what the target is: it is as asked, unless the text knows better.
        source_tag = source_tag or _detected(source.paragraphs)
        target_tag = _detected(content.paragraphs)
        if not same_language(source_tag, wanted) or same_language(target_tag, wanted):
            return content
    elif not same_language(source_tag, wanted):
        held = quoted(*(tag for tag in (source_tag, target_tag) if tag))
        raise InputError(
            f"it declares {held}, but {wanted} is asked for",
            path=shown,
            remedy="ask for what it holds, or correct the file",
        )
    kept = tuple(p for p in source.paragraphs if p.text.strip())
    note = "the source side of a bilingual file"
    return Content(content.format, kept, source.language, (note, *content.notes))


def _language(
    content: Content, given: str | None, named: str | None, path: str
) -> tuple[str, str, tuple[str, ...]]:
    """The tag, how it was come by, and what of the text speaks against it.

    The caller's word goes first, then the file's name, what the file declares, its text, and
    last a name that only may be a code.
    """
    declared = _declared(content)
    texts = [p.text for p in content.paragraphs if p.kind != "code"]
    tag = given or named or declared
    if tag is not None:
        said = "as given" if given else "from the file name" if named else "as the file declares"
        why = f"{tag} {said}"
        if declared and not same_language(declared, tag):
            why += f" (the file declares {declared})"
        against = doubt(tag, texts)
        warned = f"taken for {language_name(tag)} ({tag}), but {against}"
        return tag, why, (warned,) if against else ()
    detected = _detected(content.paragraphs)
    if detected != UNDETERMINED:
        return detected, f"{detected} from its text", ()
    suggested = suggested_by_name(path) if path else None
    if suggested and not doubt(suggested, texts):
        return suggested, f"{suggested} from the file name, which its text does not tell", ()
    return UNDETERMINED, f"{UNDETERMINED}: neither the name nor the text tells", ()


def _declared(content: Content) -> str | None:
    """The language that the file declares, where that is one."""
    tag = normalise(content.language) if content.language else None
    return language_of(tag) if tag and tag != UNDETERMINED else None


def _detected(paragraphs: tuple[Paragraph, ...]) -> str:
    texts = [paragraph.text for paragraph in paragraphs if paragraph.kind != "code"]
    return detect("\n".join(texts)).language


def _has_text(paragraphs: tuple[Paragraph, ...]) -> bool:
    return any(paragraph.text.strip() for paragraph in paragraphs)
