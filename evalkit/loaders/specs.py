"""What a VERSION or REF argument says: a file, and whose words are in it."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from evalkit.document import InputError
from evalkit.loaders.content import quoted
from evalkit.loaders.language_of_name import LONGEST_NAME, PRIVATE, is_system_name, normalise
from evalkit.loaders.raw_bytes import STANDARD_INPUT

LONGEST_STEM = 100
REMEDY = "write LANG=FILE, as in bn=out.txt, or NAME:LANG=FILE, as in system-2:bn=out.txt"


def version_id(words: str) -> str | None:
    """The id of a version called ``LANG``, ``LANG-x-NAME`` or ``NAME:LANG``; None for all else.

    >>> version_id("Bengali"), version_id("de-x-sys_1"), version_id("Unbabel-Tower70B:de")
    ('bn', 'de-x-sys_1', 'de-x-Unbabel-Tower70B')
    >>> version_id("GPT-4"), version_id("C:\\\\texts\\\\de")
    (None, None)
    """
    found = normalise(words)
    name, colon, tag = words.rpartition(":")
    if found is None and colon and is_system_name(name) and PRIVATE not in tag:
        language = normalise(tag)
        found = f"{language}{PRIVATE}{name}" if language else None
    return found


def parse_spec(spec: str) -> tuple[str | None, str]:
    """A VERSION or REF argument as (version id or None, path).

    A path that holds `=` and exists as it stands is a path; what names no
    language is not split off. Raises InputError where the path is missing, or
    where there is one and what stands before it says no language.

    >>> parse_spec("bn=build/out.txt"), parse_spec("bn-x-system2=b.txt"), parse_spec("a/b=c.txt")
    (('bn', 'build/out.txt'), ('bn-x-system2', 'b.txt'), (None, 'a/b=c.txt'))
    """
    if not spec:
        raise InputError("an empty word, where a file is wanted", remedy="name a file")
    words, equals, path = spec.partition("=")
    if not equals or _exists(spec):
        return None, spec
    version = version_id(words)
    if version is None:
        for at in (n for n, character in enumerate(spec) if character == "=" and n):
            if spec[at + 1 :] and (spec[at + 1 :] == STANDARD_INPUT or _exists(spec[at + 1 :])):
                raise InputError(_wrong(spec[:at]), path=spec, remedy=REMEDY)
        return None, spec
    if not path:
        raise InputError(
            "there is no path after the language", path=spec, remedy=f"write {version}=FILE"
        )
    return version, path


def file_stem(version: str) -> str:
    """What a file of a version is called; a version's id may come from anywhere, and is no path.

    Where it is not the id itself, a hash tells it from those of other ids.

    >>> file_stem("bn-x-sys_1"), file_stem("../bn")
    ('bn-x-sys_1', '___bn-bd56327d')
    """
    safe = re.sub(r"[^A-Za-z0-9_-]", "_", version[:LONGEST_STEM])
    if safe == version:
        return safe
    return f"{safe}-{hashlib.sha256(version.encode()).hexdigest()[:8]}"


def _wrong(words: str) -> str:
    """Why words call no version."""
    name, _, tag = words.rpartition(":")
    language, private, suffix = words.replace("_x_", PRIVATE).partition(PRIVATE)
    if private:
        name, tag = suffix, language
    if normalise(tag) is None:
        what = "names no language" if tag == words else "is no language"
        return f"{quoted(tag)} {what}" if tag else "there is no language before the file"
    if not name.strip():
        return f"there is no name beside the language {quoted(tag)}"
    if len(name) > LONGEST_NAME:
        return f"its name has {len(name)} characters, and more than {LONGEST_NAME} are no name"
    if "=" in name:
        return f"its name {quoted(name)} holds the sign = that begins the file"
    return f"its name {quoted(name)} begins or ends with a space, or holds what cannot be printed"


def _exists(path: str) -> bool:
    try:
        return Path(path).exists()
    except (OSError, ValueError):
        return False
