"""The one rule of which language a name says: in arguments, file names, folders and columns.

- A tag is well-formed where its language exists (ISO 639, as CLDR has it), and its script and
  region do; longer and older codes give today's short ones. Names of languages stand for codes.
- What the caller writes (``LANG=``) decides, whatever else the word may mean.
- In the name of a file, a folder's file or a column, a tag decides too. Of bare codes those of two
  letters do, and those of three that CLDR names: the other seven thousand look like any word of
  three letters. They, words that are also codes (`new`, `bin`) and `mt` only suggest: the text
  goes first, and they are taken where it does not tell.
- Text never replaces what is decided; what it clearly says against it is a warning
  (`evalkit.text.language_doubt`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from evalkit.languages import codes, primary, profile
from evalkit.languages.tags import code, has_name, named, official, region_exists, script_exists
from evalkit.loaders.formats import FORMATS
from evalkit.package_data import table

# BCP 47: a primary subtag, then script, region and variants. What follows -x- tells versions
# apart and is a name like any other: eight letters, as BCP 47 has it, are too few for systems.
TAG = re.compile(
    r"(?P<primary>[a-z]{2,3})"
    r"(?:-(?P<script>[a-z]{4}))?"
    r"(?:-(?P<region>[a-z]{2}|\d{3}))?"
    r"(?P<variants>(?:-(?:[a-z0-9]{5,8}|\d[a-z0-9]{3}))*)",
    re.IGNORECASE,
)
PRIVATE = "-x-"
_PRIVATE = re.compile(r"[-_]x[-_]", re.IGNORECASE)
LONGEST_NAME = 200
# What a file holds in an evaluation; nothing of its language.
SIDE = re.compile(
    r"(?P<source>src|source)|ref(?:erence)?s?[0-9a-z]?|hyp(?:othesis|s)?|tgt|trg|target|mt|out"
    r"|output|pred",
    re.IGNORECASE,
)
_EDITION = re.compile(r"v?\d[\d.-]*|final|latest", re.IGNORECASE)
MOST_CELLS = 200


def language_of(version: str) -> str:
    """The language of a version's id: what stands before a private part.

    >>> language_of("bn-x-system2"), language_of("pt-BR")
    ('bn', 'pt-BR')
    """
    return version.partition(PRIVATE)[0]


def same_language(one: str | None, other: str | None) -> bool:
    """Whether two tags name one language, whatever its region; unknown is never the same."""
    return one is not None and other is not None and primary(one) == primary(other)


def normalise(tag: str) -> str | None:
    """The tag in its usual spelling, or None where it is none.

    A script that is the language's usual one is left out, where the language has a profile.

    >>> [normalise(t) for t in ("BN", "ben_Beng", "bengali", "pt_br", "iw", "build/out", "xx")]
    ['bn', 'bn', 'bn', 'pt-BR', 'he', None, None]
    >>> normalise("bn-x-System2"), normalise("de_x_Unbabel-Tower70B v1")
    ('bn-x-System2', 'de-x-Unbabel-Tower70B v1')
    """
    language, private, name = _apart(tag.strip())
    if private:
        found = normalise(language)
        return f"{found}{PRIVATE}{name}" if found and is_system_name(name) else None
    first, dash, rest = language.replace("_", "-").partition("-")
    match = TAG.fullmatch((_code(first) or "") + dash + rest)
    if match is None:
        return None
    subtag = match["primary"]
    script = (match["script"] or "").title()
    region = (match["region"] or "").upper()
    if (script and not script_exists(script)) or (region and not region_exists(region)):
        return None
    if subtag in codes() and script == profile(subtag).script:
        script = ""
    parts = (subtag, script, region, match["variants"][1:].lower())
    return "-".join(part for part in parts if part)


def is_system_name(name: str) -> bool:
    """Whether a text can tell a version from others of its language: any that can be printed.

    But for `=`, where an argument's file begins.

    >>> is_system_name("Unbabel-Tower70B"), is_system_name("моя система"), is_system_name(" ")
    (True, True, False)
    """
    spaced = not name or name != name.strip()
    return not spaced and len(name) <= LONGEST_NAME and name.isprintable() and "=" not in name


def decided(word: str) -> str | None:
    """The tag that a part of a file's name, or a column's name, decides on.

    >>> [decided(word) for word in ("cs", "ceb", "zh_TW", "czech", "bn-x-two")]
    ['cs', 'ceb', 'zh-TW', 'cs', 'bn-x-two']
    >>> [decided(word) for word in ("new", "nmt", "mt", "report", "en-bn", "my-file")]
    [None, None, None, None, None, None]
    """
    if _pair(word):
        return None
    bare = word.strip().lower()
    sure = len(bare) != 3 or has_name(bare)
    return normalise(word) if sure and bare not in _words("words") else None


def suggested(word: str) -> str | None:
    """The code that a part of a name may be, where nothing else tells the language.

    >>> suggested("nmt"), suggested("mt"), suggested("report")
    ('nmt', 'mt', None)
    """
    return code(word.strip().lower())


def from_name(path: str) -> str | None:
    """The language that a file's name decides on.

    That is its last dotted part, but for what the file is in an evaluation (`hyp`), an edition
    (`v2`) and its format; else the last part that names a language with a profile. Parts that
    name two languages decide where the name says which side of them the file is.

    >>> [from_name(name) for name in ("a/cs.txt", "guide.pt-br.md", "hyp.de", "bengali.docx")]
    ['cs', 'pt-BR', 'de', 'bn']
    >>> [from_name(name) for name in ("en-bn.xlf", "en-bn.ref.txt", "newstest.en-bn.src", "new.txt")]
    [None, 'bn', 'en', None]
    """  # noqa: E501
    parts = _split(path)[1]
    side = next(filter(None, map(SIDE.fullmatch, parts[1:])), None)
    pair = next(filter(None, map(_pair, reversed(parts))), None)
    if side and pair:
        return pair[0 if side["source"] else 1]
    telling = _telling(parts)
    tag = decided(telling[-1])
    if tag is None:
        others = filter(None, map(decided, reversed(telling[:-1])))
        tag = next((other for other in others if primary(other) in codes()), None)
    return language_of(tag) if tag else None


def suggested_by_name(path: str) -> str | None:
    """The language that a file's name may mean, where its text does not tell.

    >>> suggested_by_name("a/quy.txt"), suggested_by_name("guide.txt")
    ('quy', None)
    """
    return suggested(_telling(_split(path)[1])[-1])


def format_by_name(path: str) -> str | None:
    """The suffix that tells a file's format; None where its name tells none.

    Where the suffix is a language, or what the file is in an evaluation, the one before it
    tells; if that is no format, the file is plain text.

    >>> [format_by_name(name) for name in ("a.html", "a.html.bn", "hyp.de", "newstest.src")]
    ['html', 'html', 'txt', 'txt']
    >>> format_by_name("notes.pdf"), format_by_name("bn")
    (None, None)
    """
    return _split(path)[0]


def _split(path: str) -> tuple[str | None, Sequence[str]]:
    """A file's format, and the other parts of its name."""
    parts = Path(path).name.split(".")
    for n in range(len(parts) - 1, 0, -1):
        if parts[n].lower() in FORMATS:
            return parts[n].lower(), [*parts[:n], *parts[n + 1 :]]
        if not (SIDE.fullmatch(parts[n]) or decided(parts[n])):
            return ("txt", parts) if n < len(parts) - 1 else (None, parts[:-1])
    return ("txt" if len(parts) > 1 else None), parts


def _telling(parts: Sequence[str]) -> Sequence[str]:
    end = len(parts)
    while end > 1 and (SIDE.fullmatch(parts[end - 1]) or _EDITION.fullmatch(parts[end - 1])):
        end -= 1
    return parts[:end]


def column_language(name: str, cells: Sequence[str]) -> str | None:
    """The version a column's name decides on, if its first cells are such as hold text.

    >>> column_language("cs", ["Ano."]), column_language("sr", ["1", "2"])
    ('cs', None)
    >>> column_language("id", ["n1-s1", "n1-s2"]), column_language("id", ["Rapat ini ditunda."])
    (None, 'id')
    """
    tag = decided(name)
    return tag if tag is not None and holds_text(name, cells) else None


def holds_text(name: str, cells: Sequence[str]) -> bool:
    """Whether a column's cells are such as hold text: not numbers, dates or marks."""
    filled = [cell.strip() for cell in cells[:MOST_CELLS] if cell.strip()]
    wordy = name.strip().lower() in _words("columns")
    texts = sum(_is_text(cell) and (not wordy or _has_words(cell)) for cell in filled)
    return 2 * texts >= len(filled)


def _is_text(cell: str) -> bool:
    return 2 * sum(map(str.isalpha, cell)) >= sum(not c.isspace() and not _is_mark(c) for c in cell)


def _is_mark(character: str) -> bool:
    # Vowel signs are no letters to Python.
    return not character.isascii() and not character.isalnum()


def _has_words(cell: str) -> bool:
    return len(cell.split()) > 1 or not cell.isascii()


def _pair(part: str) -> tuple[str, str] | None:
    """The two languages that a part such as `en-bn` names; `pt-br` is one of a region.

    `es-ar` may be either, and counts as two: it then decides nothing.
    """
    first, _, rest = part.strip().replace("_", "-").partition("-")
    if not (first.islower() and rest.islower() and len(rest) in (2, 3)):
        return None
    one, other = code(first), code(rest)
    if one is None or other is None or one == other:
        return None
    region = len(rest) == 2 and other not in codes() and official(one, rest)
    return None if region or (len(rest) == 2 and other != rest) else (one, other)


@cache
def _words(kind: str) -> frozenset[str]:
    """Words that are codes too: `naming.toml`."""
    return frozenset(table("evalkit.loaders", "naming.toml")[kind])


def _code(word: str) -> str | None:
    """The code of a language by a code or a name, in any case."""
    folded = word.lower()
    return code(folded) if len(folded) <= 3 else named(folded)


def _apart(tag: str) -> tuple[str, str, str]:
    """A tag as its language, what stands between, and its private part."""
    found = _PRIVATE.search(tag)
    return (tag[: found.start()], found[0], tag[found.end() :]) if found else (tag, "", "")
