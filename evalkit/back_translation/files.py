"""Back-translations as plain text: a line of provenance, then a line a paragraph.

`backtranslation.<version>.txt` reads as any text does. Its first line says what
made it of what, by hashes of both texts, so that it is known again, and known
to be edited or out of date.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from pathlib import Path

from evalkit._version import __version__
from evalkit.document import BackTranslation, Document, InputError, Paragraph
from evalkit.loaders.specs import file_stem

STEM, SUFFIX = "backtranslation", ".txt"
BETWEEN = "\n\n"
OPEN = "# not translated: "
"""How the line of a paragraph begins that has no translation, before the reason."""
EDITED, OUTDATED = "edited since", "of an earlier state of the version"
_QUOTED = r'"(?:[^"\\]|\\.)*"'
_HASH = "[0-9a-f]{12}"
HEAD = re.compile(
    rf"# back-translation of (?P<of>{_QUOTED}) by evalkit \S+: model (?P<model>{_QUOTED}), "
    rf"(?P<date>\d{{4}}-\d\d-\d\d), prompt (?P<prompt>{_HASH}), version (?P<version>{_HASH}), "
    rf"text (?P<text>{_HASH})(?:, not translated: (?P<open>\d+(?:, \d+)*))?"
)


def file_name(version: str) -> str:
    """The name of a version's file.

    >>> file_name("bn-x-new")
    'backtranslation.bn-x-new.txt'
    """
    return f"{STEM}.{file_stem(version)}{SUFFIX}"


def mark(texts: Sequence[str]) -> str:
    """A hash by which texts are known again: 12 hexadecimal digits."""
    coded = json.dumps(list(texts)).encode()
    return hashlib.sha256(coded).hexdigest()[:12]


def written(made: BackTranslation) -> str:
    """The text of its file.

    >>> paragraphs = (Paragraph("One."), Paragraph(""))
    >>> made = BackTranslation(paragraphs, "en", of="bn.txt", model="granite3.3:8b",
    ...     date="2026-11-26", prompt="0" * 12, version_text="1" * 12, untranslated=((1, "gone"),))
    >>> print(written(made))  # doctest: +ELLIPSIS
    # back-translation of "bn.txt" by evalkit ...: model "granite3.3:8b", 2026-11-26, \
prompt 000000000000, version 111111111111, text ..., not translated: 2
    <BLANKLINE>
    One.
    <BLANKLINE>
    # not translated: gone
    <BLANKLINE>
    """
    reasons = dict(made.untranslated)
    lines = [
        f"{OPEN}{reasons[n]}" if n in reasons else paragraph.text
        for n, paragraph in enumerate(made.paragraphs)
    ]
    head = (
        f"# back-translation of {_quoted(made.of)} by evalkit {__version__}: "
        f"model {_quoted(made.model)}, {made.date}, prompt {made.prompt}, "
        f"version {made.version_text}, text {mark(lines)}"
    )
    if reasons:
        head += f", not translated: {', '.join(str(n + 1) for n in sorted(reasons))}"
    return BETWEEN.join((head, *lines)) + "\n"


def named(made: BackTranslation) -> BackTranslation:
    """The same with what a file of it would have: its hash and its provenance as a note."""
    text = written(made)
    digest = hashlib.sha256(text.encode()).hexdigest()
    return replace(made, sha256=digest, notes=(text.partition("\n")[0].removeprefix("# "),))


def recognised(document: Document, version: Document | None = None) -> Document:
    """A document as it was read, or the `BackTranslation` that its first line says it is.

    With the `version` it is of, one that has changed since is noticed.
    """
    lines = document.texts
    head = HEAD.fullmatch(lines[0]) if lines else None
    if head is None or not _are_names(head["of"], head["model"]):
        return document
    body = document.paragraphs[1:]
    edited = mark(lines[1:]) != head["text"]
    # A text may look like a line without a translation: where nobody has changed anything, the
    # first line knows better.
    listed = {int(n) - 1 for n in (head["open"] or "").split(", ") if n}
    untranslated = tuple(
        (n, paragraph.text.removeprefix(OPEN))
        for n, paragraph in enumerate(body)
        if paragraph.text.startswith(OPEN) and (edited or n in listed)
    )
    reasons = dict(untranslated)
    remarks = [EDITED] if edited else []
    if version is not None and mark(version.texts) != head["version"]:
        remarks.append(OUTDATED)
    return BackTranslation(
        paragraphs=tuple(replace(p, text="") if n in reasons else p for n, p in enumerate(body)),
        language=document.language,
        name=document.name,
        path=document.path,
        sha256=document.sha256,
        format=document.format,
        notes=(*document.notes, lines[0].removeprefix("# "), *remarks),
        of=json.loads(head["of"]),
        version_text=head["version"],
        model=json.loads(head["model"]),
        date=head["date"],
        prompt=head["prompt"],
        untranslated=untranslated,
        remark=", ".join(remarks),
    )


def may_be_replaced(path: Path) -> bool:
    """Whether nobody loses anything with this file: it is not there, or as evalkit made it."""
    try:
        text = path.read_bytes().decode("utf-8")
    except FileNotFoundError:
        return True
    except (OSError, UnicodeDecodeError):
        return False
    first, *lines = text.replace("\r\n", "\n").removesuffix("\n").split(BETWEEN)
    head = HEAD.fullmatch(first)
    return head is not None and mark(lines) == head["text"]


def demand_replaceable(directory: Path, names: Collection[str]) -> None:
    """Raise InputError where a file of such a name holds what evalkit did not make.

    A person wrote it, or went over one of evalkit's.
    """
    for name in names:
        own = name.startswith(f"{STEM}.") and name.endswith(SUFFIX)
        if own and not may_be_replaced(directory / name):
            tag = name.removeprefix(f"{STEM}.").removesuffix(SUFFIX)
            raise InputError(
                "evalkit did not write it as it stands, and --back-translate would replace it",
                path=str(directory / name),
                remedy=f"give it with --back-translation {tag}=…, move it, or name another "
                "directory with -o",
            )


def read(text: str, language: str) -> BackTranslation:
    """The back-translation whose file has this text, which `written` made."""
    lines = text.removesuffix("\n").split(BETWEEN)
    found = recognised(Document(tuple(map(Paragraph, lines)), language))
    if not isinstance(found, BackTranslation):
        raise ValueError("its first line is not that of a back-translation")
    return found


def _are_names(*quoted: str) -> bool:
    try:
        return all(isinstance(json.loads(name), str) for name in quoted)
    except ValueError:
        return False


def _quoted(name: str) -> str:
    """A name in quotes and in one line, whatever is in it; as JSON it is read back."""
    plain = json.dumps(name, ensure_ascii=False)
    return "".join(c if c.isprintable() else json.dumps(c)[1:-1] for c in plain)
