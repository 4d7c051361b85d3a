"""Names across scripts: romanised, and reduced to a phonetic skeleton that can be compared.

A name and its transliteration share their consonants, more or less: Bengali
writes a `w` as a vowel and a glide, Punjabi writes `v` for it, vowels come and
go, aspirates and doubled letters are a matter of taste. The skeleton keeps one
letter per class of consonants and nothing else.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

import regex
from anyascii import anyascii
from rapidfuzz.distance import Levenshtein

WORD = regex.compile(
    r"[\p{L}\p{N}][\p{L}\p{M}\p{N}\u200c\u200d]*"
    r"(?:['’](?=\p{L})[\p{L}\p{M}\p{N}\u200c\u200d]+)*"
)
LATIN = regex.compile(r"[\p{Latin}\p{N}\p{M}'’]+")

# Longest words worth romanising: nothing a person calls a name is longer.
LONGEST = 80
MAX_VARIANTS = 12

_NASAL_SIGNS = ("ANUSVARA", "CANDRABINDU", "TIPPI", "BINDI")
_SILENT_SIGNS = ("ADDAK",)

# What a Latin spelling may sound like, longest spelling first. An entry lists the classes it
# may leave; the empty string is silence. The classes: p (p f), b (b v w), t (t d), k, g,
# s (all sibilants and affricates), n (n m), l, r, h (only where a word begins).
_SPELLINGS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("tsch", ("s",)),
    ("ough", ("", "p")),
    ("augh", ("", "p")),
    ("sch", ("s", "sk")),
    ("tch", ("s",)),
    ("chr", ("kr",)),
    ("tio", ("s", "t")),
    ("tia", ("s", "t")),
    ("cia", ("s",)),
    ("cio", ("s",)),
    ("que", ("k",)),
    ("dge", ("s",)),
    ("ch", ("s", "k")),
    ("ck", ("k",)),
    ("ph", ("p",)),
    ("sh", ("s",)),
    ("zh", ("s",)),
    ("th", ("t",)),
    ("dh", ("t",)),
    ("bh", ("b",)),
    ("kh", ("k",)),
    ("gh", ("g", "")),
    ("wh", ("b", "")),
    ("wr", ("r",)),
    ("qu", ("k", "kb")),
    ("cz", ("s",)),
    ("gg", ("g", "s")),
    ("gn", ("gn", "n")),
    ("ng", ("n", "ng")),
    ("tz", ("s", "ts")),
    ("xc", ("ks",)),
    ("b", ("b",)),
    ("c", ("k",)),
    ("d", ("t",)),
    ("f", ("p",)),
    ("g", ("g",)),
    ("j", ("s", "")),
    ("k", ("k",)),
    ("l", ("l",)),
    ("m", ("n",)),
    ("n", ("n",)),
    ("p", ("p",)),
    ("q", ("k",)),
    ("r", ("r",)),
    ("s", ("s",)),
    ("t", ("t",)),
    ("v", ("b",)),
    ("w", ("b", "")),
    ("x", ("ks",)),
    ("z", ("s",)),
)
# Before these letters a c and a g are soft.
_SOFTENING = frozenset(("e", "i", "y"))
_SOFT: dict[str, tuple[str, ...]] = {"c": ("s",), "g": ("s", "g")}
_BY_FIRST: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
for _spelling, _classes in _SPELLINGS:
    _BY_FIRST.setdefault(_spelling[0], []).append((_spelling, _classes))

# Where a Latin word begins, some letters are silent or sound differently.
_INITIALS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("kn", ("n",)),
    ("gn", ("n",)),
    ("ps", ("s",)),
    ("pn", ("n",)),
    ("wr", ("r",)),
    ("wh", ("b", "h")),
    ("x", ("s",)),
    ("j", ("s", "h", "a")),
    ("h", ("h", "a")),
    ("eu", ("a",)),
    ("y", ("a", "s")),
)

# The classes of what anyascii writes for scripts other than Latin.
_ROMAN: dict[str, str] = {
    "b": "b",
    "c": "s",
    "d": "t",
    "f": "p",
    "g": "g",
    "j": "s",
    "k": "k",
    "l": "l",
    "m": "n",
    "n": "n",
    "p": "p",
    "q": "k",
    "r": "r",
    "s": "s",
    "t": "t",
    "v": "b",
    "w": "b",
    "x": "ks",
    "z": "s",
}
# A glide after a rounded vowel is the sound of an English w (ওয়া, উই).
_W_GLIDE = re.compile(r"oy'(?=[aeiou])|\bo(?=ya)|\bu(?=[aei])|\boy'")
_VOWELS = frozenset("aeiouy")

# The names of the English letters as other scripts write them, romanised and folded
# (`fold_vowels`). A letter-by-letter acronym is a chain of these.
LETTER_NAMES: dict[str, tuple[str, ...]] = {
    "A": ("e", "ei", "ey"),
    "B": ("bi",),
    "C": ("si", "ci"),
    "D": ("di",),
    "E": ("i", "e"),
    "F": ("eph", "ep", "aiph", "aip", "ef", "aif"),
    "G": ("ji", "zi"),
    "H": ("ec", "eic", "aic", "ech", "eich", "ec", "eis", "aich"),
    "I": ("ai", "ay"),
    "J": ("je", "jei", "ze"),
    "K": ("ke", "kei"),
    "L": ("el", "ail"),
    "M": ("em", "aim"),
    "N": ("en", "ain"),
    "O": ("o", "ou", "au"),
    "P": ("pi",),
    "Q": ("kiu", "kyu"),
    "R": ("ar",),
    "S": ("es", "ais"),
    "T": ("ti",),
    "U": ("iu", "yu"),
    "V": ("bhi", "vi", "bi"),
    "W": ("dbliu", "dablu", "dblu", "dbluu", "dabliu", "dablyu", "dblyu", "dabaliu"),
    "X": ("eks", "aiks"),
    "Y": ("oai", "oyai", "vai", "wai"),
    "Z": ("jed", "zed", "jaid", "zaid", "jid"),
}
_SEPARATORS = frozenset(" .-‐‑\u200c\u200d'’।")


@lru_cache(maxsize=4096)
def _sign(char: str) -> str:
    name = unicodedata.name(char, "")
    if "SIGN" in name or name.startswith("GURMUKHI"):
        if name.endswith(_NASAL_SIGNS):
            return "n"
        if name.endswith(_SILENT_SIGNS):
            return ""
    return char


@lru_cache(maxsize=65536)
def romanise(text: str) -> str:
    """A text in Latin letters, lower-case; nasal signs become n, flaps r.

    Built on `anyascii`, which writes no inherent vowels. Digits of every
    script become Latin ones.

    >>> romanise("রেড হ্যাট"), romanise("ਵਾਸ਼ਿੰਗਟਨ"), romanise("Łódź")
    ('red hyat', "vas'ingtn", 'lodz')
    """
    if text.isascii():
        return text.lower()
    plain = "".join(map(_sign, unicodedata.normalize("NFC", text)))
    return anyascii(plain).lower()


def is_latin(word: str) -> bool:
    """Whether a word is written in Latin letters or digits only.

    >>> is_latin("vLLM"), is_latin("Łódź"), is_latin("এআই")
    (True, True, False)
    """
    return word.isascii() or LATIN.fullmatch(word) is not None


@lru_cache(maxsize=65536)
def skeletons(word: str) -> tuple[str, ...]:
    """The phonetic skeletons a word may have; several for a Latin spelling.

    One letter per class of consonants (p with f, b with v and w, t with d, all
    sibilants s, m with n), doubles collapsed, vowels dropped but for an `a`
    that says the word begins with one.

    >>> skeletons("হ্যাট"), skeletons("Hat")
    (('ht',), ('ht', 'at'))
    >>> skeletons("ইন্সট্রাক্টল্যাব")[0] in skeletons("InstructLab")
    True
    """
    word = word[:LONGEST]
    if is_latin(word):
        return _latin_skeletons(romanise(word))
    roman = romanise(word)
    glide = _W_GLIDE.sub("w", roman)
    return tuple(dict.fromkeys((_roman_skeleton(glide), _roman_skeleton(roman))))


def _latin_skeletons(word: str) -> tuple[str, ...]:
    letters = re.sub("[^a-z]", "", word)
    if not letters:
        return ("",)
    stems, position = _initial(letters)
    while position < len(letters):
        for spelling, classes in _BY_FIRST.get(letters[position], ()):
            if letters.startswith(spelling, position):
                sounds = classes
                if letters[position + len(spelling) :][:1] in _SOFTENING:
                    sounds = _SOFT.get(spelling, classes)
                if len(stems) * len(sounds) > MAX_VARIANTS:
                    sounds = sounds[:1]
                stems = [stem + sound for stem in stems for sound in sounds]
                position += len(spelling)
                break
        else:
            position += 1
    if letters[-1] == "s" and len(letters) > 3:
        stems += [stem[:-1] for stem in stems]
    return tuple(dict.fromkeys(_collapse(stem) for stem in stems))


def _initial(letters: str) -> tuple[list[str], int]:
    for spelling, classes in _INITIALS:
        if letters.startswith(spelling):
            return list(classes), len(spelling)
    return (["a"], 1) if letters[0] in _VOWELS else ([""], 0)


def _roman_skeleton(word: str) -> str:
    word = word.replace("d'", "r").replace("ph", "p")
    letters = re.sub("[^a-z]", "", word)
    if not letters:
        return ""
    first = letters[0]
    start = "a" if first in _VOWELS else "h" if first == "h" else ""
    return _collapse(start + "".join(_ROMAN.get(c, "") for c in letters))


def _collapse(stem: str) -> str:
    out: list[str] = []
    for char in stem:
        if not out or out[-1] != char:
            out.append(char)
    return "".join(out)


def likeness(name: str, word: str, inflection: int = 1) -> float:
    """How much a word's skeleton looks like a name's, endings forgiven: 0 to 1.

    Compares the name with the beginnings of the word that are about as long,
    so a case ending (হ্যাটের) costs nothing. `inflection` bounds how far the
    compared beginning may differ in length from the name.

    >>> likeness("ht", "htr"), likeness("ht", "ht"), likeness("ht", "kl")
    (1.0, 1.0, 0.0)
    """
    if not name or not word:
        return 0.0
    best = 0.0
    for length in range(max(1, len(name) - inflection), len(name) + inflection + 1):
        best = max(best, Levenshtein.normalized_similarity(name, word[:length]))
        if best == 1.0 or length >= len(word):
            break
    return best


def resemblance(name: str, roman: str) -> float:
    """How much a Latin spelling and a romanised word agree letter by letter: 0 to 1.

    Both in small letters without marks; the word may be longer by an ending.

    >>> resemblance("trump", "trampke"), resemblance("trump", "nilov")
    (0.8, 0.0)
    """
    lengths = range(max(1, len(name) - 2), len(name) + 2)
    return max(Levenshtein.normalized_similarity(name, roman[:length]) for length in lengths)


def fold_vowels(roman: str) -> str:
    """A romanised text without marks, for comparison with `LETTER_NAMES`.

    >>> fold_vowels(romanise("ডব্লিউ")), fold_vowels(romanise("ਏਆਈ"))
    ('dbliu', 'eai')
    """
    return re.sub("[^a-z0-9 .-]", "", roman)


def spelled_length(acronym: str, text: str) -> int:
    """How many characters at the start of `text` spell the acronym letter by letter; 0 if none.

    `text` is native script as it stands; letters may be set apart by spaces,
    dots or hyphens.

    >>> spelled_length("AI", "এআই-এর"), spelled_length("IBM", "আই বি এম")
    (3, 8)
    """
    states: set[tuple[int, str]] = {(0, "")}
    names = [LETTER_NAMES.get(letter) for letter in acronym.upper()]
    if not names or None in names:
        return 0
    longest = 0
    # (letter index, what of its name has been read) after each character
    for offset, char in enumerate(text[: 8 * len(names)], 1):
        if char in _SEPARATORS:
            states = {(i, read) for i, read in states if read == "" or _complete(names, i, read)}
            states = {(i, "") if read == "" else (i + 1, "") for i, read in states}
            if any(i == len(names) for i, _ in states):
                break
            continue
        roman = fold_vowels(romanise(char))
        states = _advance(names, states, roman)
        if not states:
            break
        if any(i == len(names) - 1 and _complete(names, i, read) for i, read in states):
            longest = offset
    return longest


def _complete(names: list[tuple[str, ...] | None], index: int, read: str) -> bool:
    return index < len(names) and read in (names[index] or ())


def _advance(
    names: list[tuple[str, ...] | None], states: set[tuple[int, str]], roman: str
) -> set[tuple[int, str]]:
    after: set[tuple[int, str]] = set()
    for index, read in states:
        if index < len(names) and _is_beginning(names[index], read + roman):
            after.add((index, read + roman))
        ends = read and _complete(names, index, read) and index + 1 < len(names)
        if ends and _is_beginning(names[index + 1], roman):
            after.add((index + 1, roman))
    return after


def _is_beginning(names: tuple[str, ...] | None, read: str) -> bool:
    return any(name.startswith(read) for name in names or ())
