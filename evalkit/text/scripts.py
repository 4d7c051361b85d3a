"""The writing systems of a text: ISO 15924 codes of its letters.

A character's script is read off its Unicode name ("BENGALI LETTER KA"), which
covers every script without tables of ranges to maintain; the answer is kept
per character, so a long text costs one pass of counting.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Mapping
from functools import lru_cache

COMMON = "Zyyy"
# First word, or two, of the Unicode names of a script's letters and vowel signs.
NAMES: Mapping[str, str] = {
    "LATIN": "Latn",
    "GREEK": "Grek",
    "CYRILLIC": "Cyrl",
    "ARMENIAN": "Armn",
    "GEORGIAN": "Geor",
    "HEBREW": "Hebr",
    "ARABIC": "Arab",
    "SYRIAC": "Syrc",
    "THAANA": "Thaa",
    "DEVANAGARI": "Deva",
    "BENGALI": "Beng",
    "GURMUKHI": "Guru",
    "GUJARATI": "Gujr",
    "ORIYA": "Orya",
    "TAMIL": "Taml",
    "TELUGU": "Telu",
    "KANNADA": "Knda",
    "MALAYALAM": "Mlym",
    "SINHALA": "Sinh",
    "THAI": "Thai",
    "LAO": "Laoo",
    "TIBETAN": "Tibt",
    "MYANMAR": "Mymr",
    "KHMER": "Khmr",
    "MONGOLIAN": "Mong",
    "ETHIOPIC": "Ethi",
    "CHEROKEE": "Cher",
    "OL": "Olck",
    "MEETEI": "Mtei",
    "HANGUL": "Hang",
    "HIRAGANA": "Hira",
    "KATAKANA": "Kana",
    "HALFWIDTH": "Kana",
    "BOPOMOFO": "Bopo",
    "CJK": "Hani",
    "JAVANESE": "Java",
    "BALINESE": "Bali",
    "SUNDANESE": "Sund",
    "BUGINESE": "Bugi",
    "BATAK": "Batk",
    "CHAM": "Cham",
    "LEPCHA": "Lepc",
    "LIMBU": "Limb",
    "TIFINAGH": "Tfng",
    "NKO": "Nkoo",
    "YI": "Yiii",
    "AHOM": "Ahom",
    "TAI LE": "Tale",
    "TAI THAM": "Lana",
    "TAI VIET": "Tavt",
    "NEW TAI": "Talu",
    "FULLWIDTH": "Latn",
}
LETTERS = frozenset("LM")
# Marks and signs that every script borrows.
SHARED = frozenset({"COMBINING", "VARIATION", "MODIFIER", "FEMININE", "MASCULINE", "MICRO"})
UNKNOWN = "Zzzz"


@lru_cache(maxsize=65536)
def script_of(character: str) -> str:
    """The script of a letter or vowel sign; "Zyyy" for all that belongs to none.

    >>> script_of("ক"), script_of("ਿ"), script_of("é"), script_of("7"), script_of("।")
    ('Beng', 'Guru', 'Latn', 'Zyyy', 'Zyyy')
    """
    if unicodedata.category(character)[0] not in LETTERS:
        return COMMON
    words = unicodedata.name(character, "").split(" ")
    first = words[0].split("-")[0]
    if first in SHARED:
        return COMMON
    return NAMES.get(first) or NAMES.get(" ".join(words[:2]), UNKNOWN)


def script_of_tag(tag: str) -> str:
    """The script that a BCP 47 tag names, "" where it names none.

    >>> script_of_tag("sr-Latn-RS"), script_of_tag("zh-TW"), script_of_tag("de-x-test")
    ('Latn', '', '')
    """
    subtags = tag.replace("_", "-").partition("-x-")[0].split("-")[1:]
    return next((s.title() for s in subtags if len(s) == 4 and s.isalpha()), "")


def scripts(text: str) -> Mapping[str, int]:
    """How many letters and vowel signs of each script a text has, most first.

    Digits, punctuation and signs common to all scripts are not counted.

    >>> scripts("Red Hat বলে")
    {'Latn': 6, 'Beng': 3}
    """
    found: Counter[str] = Counter()
    for character, times in Counter(text).items():
        found[script_of(character)] += times
    found.pop(COMMON, None)
    return dict(found.most_common())
