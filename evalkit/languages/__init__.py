"""Language profiles, one TOML file each; adding a language is adding a file."""

from __future__ import annotations

import sys
from functools import cache
from importlib.resources import files
from typing import Any

from evalkit.languages.encodings import composed, encodings
from evalkit.languages.profile import EndingProfile, NumberProfile, Profile

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

__all__ = ["EndingProfile", "NumberProfile", "Profile", "codes", "profile"]

NEUTRAL = "und"
WORDS = (
    "aliases",
    "abbreviations",
    "final_abbreviations",
    "letter_names",
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
    code = tag.replace("_", "-").split("-")[0].lower()
    return _read(code if code in codes() else NEUTRAL)


def _read(code: str) -> Profile:
    with files(__package__).joinpath(f"{code}.toml").open("rb") as stream:
        table: dict[str, Any] = tomllib.load(stream)
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
