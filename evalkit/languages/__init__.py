"""Language profiles, one TOML file each; adding a language is adding a file."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from evalkit.document import InputError
from evalkit.languages.nukta import composed, encodings
from evalkit.languages.profile import EndingProfile, NumberProfile, Profile
from evalkit.package_data import names, parse, table

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
    "borrowed",
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
    found = names("evalkit.languages", ".toml")
    return tuple(name[:-5] for name in found if name != f"{NEUTRAL}.toml")


@cache
def profile(tag: str) -> Profile:
    """The profile of a BCP 47 tag; the neutral one where the language has none.

    >>> profile("bn").name, profile("pa-IN").script, profile("tlh").code
    ('Bengali', 'Guru', 'und')
    """
    code = primary(tag)
    code = code if code in codes() else NEUTRAL
    return _checked(f"{code}.toml", lambda: table("evalkit.languages", f"{code}.toml"))


def primary(tag: str) -> str:
    """The language subtag of a BCP 47 tag.

    >>> primary("zh-Hant-TW")
    'zh'
    """
    return tag.replace("_", "-").partition("-")[0].lower()


def language_name(tag: str) -> str:
    """A language as people call it: as its profile says, else as CLDR; the tag where neither does.

    >>> language_name("bn"), language_name("cs"), language_name("nmt")
    ('Bengali', 'Czech', 'nmt')
    """
    found = profile(tag)
    if found.code != NEUTRAL:
        return found.name
    from evalkit.languages.tags import english_name

    return english_name(tag) or tag


def read(file: Path) -> Profile:
    """The profile in a TOML file, named by its language's code.

    Raises InputError, naming the file, where it is no profile.
    """
    return _checked(file.name, lambda: parse(file.read_text(encoding="utf-8")))


def _checked(name: str, read: Callable[[], dict[str, Any]]) -> Profile:
    try:
        found = read()
    except ValueError as error:
        raise InputError(f"no valid TOML: {error}", path=name) from error
    try:
        return _profile(name[: -len(".toml")], found)
    except TypeError as error:
        remedy = "see the fields of evalkit.languages.Profile"
        raise InputError(f"no language profile: {error}", path=name, remedy=remedy) from error


def _profile(code: str, table: dict[str, Any]) -> Profile:
    numbers = table.pop("numbers", {})
    endings = table.pop("endings", {})
    for key in WORDS:
        table[key] = frozenset(both for word in table.get(key, ()) for both in encodings(word))
    table["suffixes"] = tuple(composed(suffix) for suffix in table.get("suffixes", ()))
    for key in ("distinctive", "letters"):
        table[key] = composed(table.get(key, ""))
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
