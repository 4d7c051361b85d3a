"""Language tags: in what the caller writes, and in file names."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from evalkit.document import InputError
from evalkit.languages import codes, primary, profile

# BCP 47: a primary subtag, then script, region and variants, then what is private.
# Primary subtags of more than three letters are not in use; names of languages
# ("bengali") stand for their codes.
TAG = re.compile(
    r"(?P<primary>[a-z]{2,3})"
    r"(?P<script>-[a-z]{4})?"
    r"(?P<region>-(?:[a-z]{2}|\d{3}))?"
    r"(?P<variants>(?:-(?:[a-z0-9]{5,8}|\d[a-z0-9]{3}))*)"
    r"(?P<private>-x(?:-[a-z0-9]{1,8})+)?",
    re.IGNORECASE,
)
PRIVATE = "-x-"


@cache
def _aliases() -> dict[str, str]:
    known: dict[str, str] = {}
    for code in codes():
        for alias in profile(code).aliases:
            known.setdefault(alias.lower(), code)
    return known


def _code(name: str) -> str | None:
    """The code of a language by its code or name, in lower case; None where it is neither."""
    if not name or name in codes():
        return name or None
    # Their names are only read, from all the profiles, where a code is not enough.
    return _aliases().get(name)


def language_of(version: str) -> str:
    """The language of a version's id: what stands before a private part.

    >>> language_of("bn-x-system2"), language_of("pt-BR")
    ('bn', 'pt-BR')
    """
    at = version.lower().find(PRIVATE)
    return version[:at] if at >= 0 else version


def same_language(one: str | None, other: str | None) -> bool:
    """Whether two tags name one language, whatever its region; unknown is never the same."""
    return one is not None and other is not None and primary(one) == primary(other)


def normalise(tag: str) -> str | None:
    """The tag in its usual spelling, or None where it is none.

    A script that is the language's usual one is left out.

    >>> [normalise(t) for t in ("BN", "ben_Beng", "bengali", "pt_br", "bn-x-System2", "build/out")]
    ['bn', 'bn', 'bn', 'pt-BR', 'bn-x-System2', None]
    """
    first, dash, rest = tag.strip().replace("_", "-").partition("-")
    match = TAG.fullmatch((_code(first.lower()) or first) + dash + rest)
    if match is None:
        return None
    primary = match["primary"].lower()
    script = (match["script"] or "")[1:].title()
    if primary in codes() and script == profile(primary).script:
        script = ""
    parts = (primary, script, (match["region"] or "")[1:].upper(), match["variants"][1:].lower())
    return "-".join(part for part in parts if part) + (match["private"] or "").replace(
        "-X-", PRIVATE
    )


def from_name(path: str) -> str | None:
    """The language a file name gives: its last dotted part that is a known code or name.

    Parts like `en-bn`, which name two languages, decide nothing.

    >>> [from_name(name) for name in ("a/bn.txt", "guide.pt-br.md", "bengali.docx")]
    ['bn', 'pt-BR', 'bn']
    >>> [from_name(name) for name in ("en-bn.xlf", "out.txt")]
    [None, None]
    """
    for part in reversed(_parts(path)):
        first, _, rest = part.replace("_", "-").partition("-")
        if _code(first.lower()) and not (rest.islower() and _code(rest)):
            tag = normalise(part)
            if tag is not None:
                return language_of(tag)
    return None


def rare_from_name(path: str) -> str | None:
    """A last part of two or three letters that may be the code of a language without a profile.

    >>> rare_from_name("sw.txt"), rare_from_name("guide.txt")
    ('sw', None)
    """
    part = _parts(path)[-1]
    return part.lower() if re.fullmatch(r"[A-Za-z]{2,3}", part) else None


def _parts(path: str) -> list[str]:
    name = Path(path).name
    return (name.rsplit(".", 1)[0] if "." in name else name).split(".")


def parse_spec(spec: str) -> tuple[str | None, str]:
    """A VERSION or REF argument as (version id or None, path).

    A path that holds `=` and exists as it stands is a path; what is no
    language tag is not split off. Raises InputError where the path is missing.

    >>> parse_spec("bn=build/out.txt"), parse_spec("bn-x-system2=b.txt"), parse_spec("a/b=c.txt")
    (('bn', 'build/out.txt'), ('bn-x-system2', 'b.txt'), (None, 'a/b=c.txt'))
    """
    if not spec:
        raise InputError("an empty word, where a file is wanted", remedy="name a file")
    tag, equals, path = spec.partition("=")
    normal = normalise(tag) if equals else None
    if normal is None or _exists(spec):
        return None, spec
    if not path:
        raise InputError(
            "there is no path after the language", path=spec, remedy=f"write {normal}=FILE"
        )
    return normal, path


def _exists(path: str) -> bool:
    try:
        return Path(path).exists()
    except (OSError, ValueError):
        return False
