"""Which writing a text of a language is in, where there are several: by its tag, else by itself.

Serbian is written in Cyrillic and in Latin letters, Chinese in simplified and in traditional
characters: two such texts share words and no strings.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import islice

from evalkit.languages import codes, primary, profile
from evalkit.text.scripts import NAMES, script_of_tag, scripts
from evalkit.text.unspaced import HAN, systems

SIMPLIFIED, TRADITIONAL = "Hans", "Hant"
REGIONS: Mapping[str, str] = {
    "CN": SIMPLIFIED, "SG": SIMPLIFIED, "MY": SIMPLIFIED,
    "TW": TRADITIONAL, "HK": TRADITIONAL, "MO": TRADITIONAL,
}  # fmt: skip
ENCODINGS: Mapping[str, str] = {SIMPLIFIED: "gb2312", TRADITIONAL: "big5"}
"""Character sets of the time before Unicode, which hold the characters of one writing each."""
CLEARLY = 0.8
"""From this share on characters, or letters, tell the writing."""
SAMPLE = 200
"""Texts that are read for it."""
CALLED = {SIMPLIFIED: "simplified characters", TRADITIONAL: "traditional characters"}


def writing(tag: str, texts: Iterable[str]) -> str:
    """The ISO 15924 code of the writing of texts in a language; "" where nothing tells it.

    The tag goes first, then the language where it has one writing only, then the texts.

    >>> writing("sr-Latn", []), writing("zh-TW", []), writing("bn", ["in English"])
    ('Latn', 'Hant', 'Beng')
    >>> writing("sr", ["Мост је отворен."]), writing("zh", ["他們說橋開了。"])
    ('Cyrl', 'Hant')
    """
    if named := script_of_tag(tag):
        return named
    code = primary(tag)
    if code in systems()[HAN].languages:
        parts = tag.upper().split("-")
        region = next((REGIONS[part] for part in parts[1:] if part in REGIONS), "")
        return region or characters("".join(islice(texts, SAMPLE)))
    if code in codes():
        return profile(code).script
    found = scripts("".join(islice(texts, SAMPLE)))
    most = next(iter(found), "")
    return most if most and found[most] >= CLEARLY * sum(found.values()) else ""


def characters(text: str) -> str:
    """Whether a Chinese text has simplified or traditional characters; "" where it has neither.

    Those that both writings have tell nothing.

    >>> characters("他们说桥开了"), characters("他們說橋開了"), characters("中文")
    ('Hans', 'Hant', '')
    """
    simplified = traditional = 0
    for character in text:
        one, other = (_encodes(character, ENCODINGS[of]) for of in (SIMPLIFIED, TRADITIONAL))
        simplified += one and not other
        traditional += other and not one
    told = simplified + traditional
    for code, count in ((SIMPLIFIED, simplified), (TRADITIONAL, traditional)):
        if told and count >= CLEARLY * told:
            return code
    return ""


def called(code: str) -> str:
    """A writing as people call it.

    >>> called("Cyrl"), called("Hans")
    ('Cyrillic script', 'simplified characters')
    """
    name = next((name for name, script in NAMES.items() if script == code), code)
    return CALLED.get(code) or f"{name.title()} script"


def _encodes(character: str, encoding: str) -> bool:
    if not "\u4e00" <= character <= "\u9fff":
        return False
    try:
        character.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True
