"""Which languages there are, what they are called and written in: CLDR's data, read by Babel.

Babel takes a sixth of a second to load: it is asked only about languages without a profile.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from evalkit.languages.profile import NEUTRAL, codes, primary, profile
from evalkit.package_data import table

CODE = re.compile(r"[a-z]{2,3}")
MADE_OF: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(("Hans", "Hant", "Hanb"), ("Hani",)),
    "Jpan": ("Jpan", "Hani", "Hira", "Kana"),
    "Kore": ("Hang", "Hani"),
    "Aran": ("Arab",),
    "Hrkt": ("Hira", "Kana", "Jpan"),
}
# BCP 47 keeps these for whoever agrees on them.
PRIVATE_USE = re.compile(r"q[a-t][a-z]")


@cache
def code(subtag: str) -> str | None:
    """The language subtag that stands for a language today; None where no language has it.

    ISO 639-2 and 639-3 codes give the two letters of ISO 639-1 where there are any, and so do
    codes that were given up; otherwise a code stays as it is. `subtag` is in lower case.

    >>> [code(subtag) for subtag in ("bn", "ben", "ger", "iw", "in", "mo", "cmn", "tl")]
    ['bn', 'bn', 'de', 'he', 'id', 'ro', 'zh', 'tl']
    >>> [code(subtag) for subtag in ("ceb", "pnb", "qaa", "xx", "out", "english")]
    ['ceb', 'pnb', 'qaa', None, None, None]
    """
    if subtag in codes():
        return subtag
    if not CODE.fullmatch(subtag):
        return None
    if len(subtag) == 2 and subtag in _names():
        return subtag
    today: str = _global("language_aliases").get(subtag, "").partition("_")[0]
    if today and 2 in (len(today), len(subtag)):
        return today
    exists = has_name(subtag) or subtag in _written() or PRIVATE_USE.fullmatch(subtag)
    return subtag if exists else None


@cache
def has_name(subtag: str) -> bool:
    """Whether CLDR has a name for a language subtag, or for the language it counts it to.

    Seven thousand codes of three letters stand for a language, four tenths of all there could be;
    CLDR names some seven hundred.

    >>> has_name("ceb"), has_name("pnb"), has_name("nmt")
    (True, True, False)
    """
    return subtag in codes() or subtag in _names() or subtag in _global("language_aliases")


@cache
def english_name(tag: str) -> str | None:
    """A language as CLDR calls it in English; None where it has no name for it.

    >>> english_name("cs"), english_name("pnb"), english_name("zxq")
    ('Czech', 'Western Panjabi', None)
    """
    first = primary(tag)
    canonical = _global("language_aliases").get(first, first)
    return _names().get(first) or _names().get(canonical)


@cache
def named(name: str) -> str | None:
    """The code of a language by its English name in lower case, or by another its profile lists.

    >>> named("czech"), named("bangla"), named("report")
    ('cs', 'bn', None)
    """
    return _by_name().get(name)


@cache
def usual_script(tag: str) -> str | None:
    """The script (ISO 15924) a language is usually written in; None where CLDR does not say.

    >>> usual_script("cs"), usual_script("pa"), usual_script("pnb")
    ('Latn', 'Guru', 'Arab')
    """
    first = primary(tag)
    return profile(first).script if first in codes() else _likely_script(first)


def _likely_script(subtag: str) -> str | None:
    canonical = _global("language_aliases").get(subtag, subtag).partition("_")[0]
    likely = _global("likely_subtags")
    found = likely.get(subtag) or likely.get(canonical) or ""
    return next((part for part in found.split("_")[1:] if len(part) == 4), None)


def scripts_of(tag: str) -> frozenset[str]:
    """The scripts a text in a language may be written in: the tag's, or all that CLDR knows of.

    Those that `evalkit.text.scripts` tells apart: Chinese has one, Japanese three.

    >>> sorted(scripts_of("sr")), sorted(scripts_of("sr-Latn")), sorted(scripts_of("ja"))
    (['Cyrl', 'Latn'], ['Latn'], ['Hani', 'Hira', 'Jpan', 'Kana'])
    """
    first, *rest = tag.split("-")
    given = next((part for part in rest if len(part) == 4 and part.isalpha()), None)
    usual = (usual_script(first), _likely_script(first))
    found = {given} if given else {*usual, *_scripts().get(first, ())}
    return frozenset(seen for script in found if script for seen in MADE_OF.get(script, (script,)))


@cache
def _scripts() -> Mapping[str, set[str]]:
    found: dict[str, set[str]] = {}
    spoken = (of for there in _global("territory_languages").values() for of in there)
    for tag in (*_global("likely_subtags"), *spoken):
        first, _, rest = tag.partition("_")
        if len(script := rest.partition("_")[0]) == 4:
            found.setdefault(first, set()).add(script)
    return found


def script_name(script: str) -> str:
    """A script as CLDR calls it in English.

    >>> script_name("Guru"), script_name("Cyrl")
    ('Gurmukhi', 'Cyrillic')
    """
    return _english("scripts").get(script, script)


def script_exists(script: str) -> bool:
    """Whether ISO 15924 has a script.

    >>> script_exists("Guru"), script_exists("File")
    (True, False)
    """
    return script in _english("scripts")


def region_exists(region: str) -> bool:
    """Whether ISO 3166 or the United Nations have a region.

    >>> region_exists("IN"), region_exists("419"), region_exists("XX")
    (True, True, False)
    """
    return region in _english("territories")


def official(language: str, territory: str) -> bool:
    """Whether a language is official in all of a territory (ISO 3166).

    >>> official("pt", "BR"), official("en", "DE")
    (True, False)
    """
    spoken = _global("territory_languages").get(territory.upper(), {})
    status = {of.partition("_")[0]: kind.get("official_status") for of, kind in spoken.items()}
    return status.get(language) in ("official", "de_facto_official")


def _names() -> Mapping[str, str]:
    return _english("languages")


@cache
def _english(kind: str) -> Mapping[str, str]:
    from babel.localedata import load

    found: Mapping[str, str] = load("en")[kind]
    return found


@cache
def _by_name() -> Mapping[str, str]:
    # Of those with two letters: among the others are words such as Fang and Slave.
    found = {name.lower(): subtag for subtag, name in _names().items() if len(subtag) == 2}
    for subtag in codes():
        # Their words are not wanted, which would have to be made ready.
        known = table("evalkit.languages", f"{subtag}.toml")
        found |= dict.fromkeys([known["name"].lower(), *known.get("aliases", ())], subtag)
    return found


@cache
def _written() -> frozenset[str]:
    """The languages whose script CLDR knows: every living one, and many others."""
    return frozenset(subtag.partition("_")[0] for subtag in _global("likely_subtags"))


@cache
def _global(kind: str) -> Mapping[str, Any]:
    from babel.core import get_global

    found: Mapping[str, Any] = get_global(kind)  # type: ignore[arg-type]
    return found


def language_name(tag: str) -> str:
    """A language as people call it: as its profile says, else as CLDR; the tag where neither does.

    >>> language_name("bn"), language_name("cs"), language_name("nmt")
    ('Bengali', 'Czech', 'nmt')
    """
    found = profile(tag)
    if found.code != NEUTRAL:
        return found.name
    return english_name(tag) or tag
