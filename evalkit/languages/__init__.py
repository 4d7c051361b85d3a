"""Language profiles, one TOML file each; adding a language is adding a file."""

from __future__ import annotations

import sys
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from evalkit.document import InputError
from evalkit.languages.encodings import composed, encodings
from evalkit.languages.profile import EndingProfile, NumberProfile, Profile

if TYPE_CHECKING:
    if sys.version_info >= (3, 11):
        from importlib.resources.abc import Traversable
    else:
        from importlib.abc import Traversable

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

__all__ = [
    "EndingProfile",
    "NumberProfile",
    "Profile",
    "codes",
    "language_name",
    "primary",
    "profile",
    "read",
]

NEUTRAL = "und"
WORDS = (
    "aliases",
    "abbreviations",
    "final_abbreviations",
    "letter_names",
    "reporting",
    "function_words",
    "conjunctions",
    "postpositions",
    "reduplicated",
)


@cache
def codes() -> tuple[str, ...]:
    """The codes of the languages that have a profile, in alphabetical order.

    >>> "bn" in codes() and "pa" in codes()
    True
    """
    found = (entry.name for entry in files(__package__).iterdir())
    return tuple(sorted(n[:-5] for n in found if n.endswith(".toml") and n != f"{NEUTRAL}.toml"))


@cache
def profile(tag: str) -> Profile:
    """The profile of a BCP 47 tag; the neutral one where the language has none.

    >>> profile("bn").name, profile("pa-IN").script, profile("tlh").code
    ('Bengali', 'Guru', 'und')
    """
    code = primary(tag)
    return read(files(__package__).joinpath(f"{code if code in codes() else NEUTRAL}.toml"))


def primary(tag: str) -> str:
    """The language subtag of a BCP 47 tag.

    >>> primary("zh-Hant-TW")
    'zh'
    """
    return tag.replace("_", "-").partition("-")[0].lower()


def language_name(tag: str) -> str:
    """A language as people call it; the tag itself where it has no profile.

    >>> language_name("bn"), language_name("tlh")
    ('Bengali', 'tlh')
    """
    found = profile(tag)
    return tag if found.code == NEUTRAL else found.name


def read(file: Traversable) -> Profile:
    """The profile in a TOML file, named by its language's code.

    Raises InputError, naming the file, where it is no profile.
    """
    code = file.name[: -len(".toml")]
    try:
        table: dict[str, Any] = tomllib.loads(file.read_text(encoding="utf-8"))
        return _profile(code, table)
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"no valid TOML: {error}", path=file.name) from error
    except TypeError as error:
        remedy = "see the fields of evalkit.languages.Profile"
        raise InputError(f"no language profile: {error}", path=file.name, remedy=remedy) from error


def _profile(code: str, table: dict[str, Any]) -> Profile:
    numbers = table.pop("numbers", {})
    endings = table.pop("endings", {})
    for key in WORDS:
        table[key] = frozenset(both for word in table.get(key, ()) for both in encodings(word))
    table["suffixes"] = tuple(composed(suffix) for suffix in table.get("suffixes", ()))
    table["distinctive"] = composed(table.get("distinctive", ""))
    if "quotes" in table:
        table["quotes"] = tuple((a, b) for a, b in table["quotes"])
    return Profile(
        code=code,
        numbers=NumberProfile(**numbers),
        endings=EndingProfile(
            final=tuple(endings.get("final", ())),
            never=frozenset(endings.get("never", ())),
            covered=endings.get("covered", 0.0),
            elsewhere=endings.get("elsewhere", 0.0),
        ),
        **table,
    )
