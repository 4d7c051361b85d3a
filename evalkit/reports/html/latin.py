"""What the page needs to write a version in Latin letters, for readers without its script.

The table holds the letters of the texts at hand and no others: a few hundred
bytes where the romanised lines themselves would add a third to the page. The
rule that puts them together (`desk/latin.js`) adds the vowel that letters of
Indic scripts bear unwritten, which `evalkit.text.names` leaves out.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from anyascii import anyascii

# Written as an English reader says them; anyascii follows the scholars' c and ch.
SAID: Mapping[str, str] = {"CA": "ch", "CHA": "chh", "NGA": "ng", "NYA": "ny"}
NASALS = ("ANUSVARA", "CANDRABINDU", "TIPPI", "BINDI", "ADAK BINDI")
SILENT_FINAL = frozenset({"BENGALI", "GURMUKHI", "DEVANAGARI", "GUJARATI"})
"""Scripts whose languages do not say the unwritten vowel at the end of a word."""
INDIC = SILENT_FINAL | {"ORIYA", "TAMIL", "TELUGU", "KANNADA", "MALAYALAM", "SINHALA"}
NUKTA, VIRAMA = "SIGN NUKTA", ("SIGN VIRAMA", "SIGN AL-LAKUNA")
# A few letters are said otherwise with the dot below.
DOTTED: Mapping[str, str] = {
    "DDA": "r", "DDHA": "rh", "YA": "y", "KHA": "kh", "GA": "g", "GHA": "gh", "JA": "z",
    "PHA": "f", "SA": "sh", "LA": "l", "KA": "q", "RA": "r", "RRA": "r",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Letters:
    """`sounds` by character, or by character and its dot below.

    `bearing` are consonants that bear a vowel unless one is written, `final`
    those of them that bear it at the end of a word too; `vowels` are signs
    that stand for it, `mutes` take it away, `doubling` repeats the next letter.
    """

    sounds: Mapping[str, str]
    bearing: str
    final: str
    vowels: str
    mutes: str
    doubling: str


def letters(texts: Iterable[str]) -> Letters:
    """The letters of some texts that are not Latin.

    >>> found = letters(["ঢাকা"])
    >>> dict(found.sounds), found.bearing, found.vowels
    ({'ক': 'k', 'ঢ': 'dh', 'া': 'a'}, 'কঢ', 'া')
    """
    characters: set[str] = set()
    for text in texts:
        if not text.isascii():
            characters.update(text)
    dots = [c for c in characters if _name(c).endswith(NUKTA)]
    sounds: dict[str, str] = {}
    kinds: dict[str, list[str]] = {kind: [] for kind in ("b", "f", "v", "m", "d")}
    for character in sorted(characters):
        if character.isascii() or _latin(character):
            continue
        sounds[character] = _sound(character)
        for kind in _kinds(character):
            kinds[kind].append(character)
        if "b" in _kinds(character):
            for dot in dots:
                if _script(dot) == _script(character) and _base(character) in DOTTED:
                    sounds[character + dot] = DOTTED[_base(character)]
    return Letters(
        sounds=sounds,
        bearing="".join(kinds["b"]),
        final="".join(kinds["f"]),
        vowels="".join(kinds["v"]),
        mutes="".join(kinds["m"]),
        doubling="".join(kinds["d"]),
    )


@lru_cache(maxsize=4096)
def _name(character: str) -> str:
    return unicodedata.name(character, "")


def _script(character: str) -> str:
    return _name(character).partition(" ")[0]


def _base(character: str) -> str:
    """The letter's own name: "KA" of "BENGALI LETTER KA"."""
    return _name(character).partition(" LETTER ")[2]


def _latin(character: str) -> bool:
    return _name(character).startswith("LATIN ") or not (
        character.isalpha() or unicodedata.category(character)[0] in "MN" or character in "।॥"
    )


def _sound(character: str) -> str:
    name = _name(character)
    if _script(character) in INDIC:
        # A letter that Unicode also writes as a letter and a dot: what the two are said as.
        plain = unicodedata.normalize("NFD", character)
        if len(plain) == 2 and _name(plain[1]).endswith(NUKTA):
            return DOTTED.get(_base(plain[0]), anyascii(plain[0]))
        if name.endswith(NASALS):
            return "n"
        if name.endswith((NUKTA, "ADDAK", *VIRAMA)):
            return ""
        if _base(character) in SAID:
            return SAID[_base(character)]
    if character in "।॥":
        return "."
    return anyascii(character).lower()


def _kinds(character: str) -> str:
    """What a character does to the unwritten vowel: see `Letters`."""
    name = _name(character)
    if _script(character) not in INDIC:
        return ""
    if name.endswith(VIRAMA):
        return "m"
    if name.endswith("ADDAK"):
        return "d"
    if "VOWEL SIGN" in name or "AU LENGTH MARK" in name:
        return "v"
    # Vowels have names of one or two letters without the vowel a consonant's name ends on.
    base = _base(character)
    if base.endswith("A") and base not in ("A", "AA", "KHANDA TA") and "VOCALIC" not in base:
        return "b" if _script(character) in SILENT_FINAL else "bf"
    return ""
