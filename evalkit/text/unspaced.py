"""Writing systems that put no spaces between words: which they are, and what a word is there.

Chinese, Japanese, Thai, Lao, Khmer, Burmese, Tibetan and others: what stands
between two spaces is a clause, and whoever counts it as a word counts wrong.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal

import regex

from evalkit import package_data
from evalkit.languages import codes, primary
from evalkit.text.scripts import script_of_tag

CHARACTERS = "char"
"""sacrebleu's tokenizer that cuts a text into its characters."""
TOLD_BY = 0.5
"""From this share of a text's letters on the text is written in a script."""
HAN, JAPANESE = "Hani", "Jpan"
_SPELT = {"Hans": HAN, "Hant": HAN, "Hrkt": JAPANESE, "Hira": JAPANESE, "Kana": JAPANESE}
_LETTER = regex.compile(r"[\p{L}\p{M}]")


@dataclass(frozen=True, slots=True)
class Unspaced:
    """One such writing system by its ISO 15924 code.

    `scripts` are Unicode's names of its letters' scripts, `languages` those that are written in
    it unless their tag says otherwise. `letters_per_word` is how many of its letters and vowel
    signs stand for a word of English. `bleu` is sacrebleu's tokenizer for it, `ter` how TER is
    to cut it: sacrebleu's own asian_support, or characters.
    """

    code: str
    scripts: tuple[str, ...]
    languages: frozenset[str]
    letters_per_word: float
    bleu: str = CHARACTERS
    ter: Literal["asian", "char"] = "char"


@cache
def systems() -> Mapping[str, Unspaced]:
    """All of them, by code.

    >>> systems()["Thai"].bleu, systems()["Hani"].bleu
    ('char', 'zh')
    """
    table = package_data.table("evalkit.text", "unspaced.toml")
    return {
        code: Unspaced(
            code,
            tuple(entry.pop("scripts")),
            frozenset(entry.pop("languages", ())),
            **entry,
        )
        for code, entry in table.items()
    }


def unspaced(language: str, texts: Iterable[str] = ()) -> Unspaced | None:
    """How texts of a language are written, where that is without spaces; else None.

    The tag says it, then the language, and where neither does most letters of the texts.

    >>> [found and found.code for found in map(unspaced, ("th", "zh-Hant", "th-Latn", "ko", "bn"))]
    ['Thai', 'Hani', None, None, None]
    >>> unspaced("jv", ["ꦲꦏ꧀ꦱꦫꦗꦮ"]).code
    'Java'
    """
    if script := script_of_tag(language):
        return systems().get(_SPELT.get(script, script))
    code = primary(language)
    known = next((found for found in systems().values() if code in found.languages), None)
    if known is not None or code in codes():
        return known
    return _written(" ".join(texts))


def letters(text: str) -> str:
    """The text's letters and vowel signs of such scripts, in their order.

    >>> letters("第3章 (Bug)")
    '第章'
    """
    return "".join(_run().findall(text))


def words(text: str) -> int:
    """The words of a text: what stands between spaces; where nothing does, as many as English has.

    >>> words("Seven words stand between six spaces, here"), words("她昨天在北京买了三本书。")
    (7, 6)
    >>> words("")
    0
    """
    found = [] if text.isascii() else _run().findall(text)
    if not found:
        return len(text.split())
    rest = _run().sub(" ", text).split()
    apart = sum(1 for word in rest if any(c.isalnum() for c in word))
    return max(1, round(_equivalent("".join(found)) + apart))


def character_class() -> str:
    r"""The letters of such scripts as a set of a regular expression (of `regex`), without brackets.

    >>> regex.findall(f"[{character_class()}]", "ก a 字")
    ['ก', '字']
    """
    return "".join(rf"\p{{{name}}}" for found in systems().values() for name in found.scripts)


def _written(text: str) -> Unspaced | None:
    every = len(_LETTER.findall(text))
    counts = _counts(text)
    code = max(counts, key=counts.__getitem__, default="")
    return systems()[code] if code and counts[code] >= TOLD_BY * every else None


def _equivalent(text: str) -> float:
    """How many words of English so many letters stand for."""
    counts = _counts(text)
    return sum(count / systems()[code].letters_per_word for code, count in counts.items())


def _counts(text: str) -> dict[str, int]:
    """By writing system its letters; Han among kana is Japanese."""
    found = {code: len(_own(code).findall(text)) for code in systems() if _own(code).search(text)}
    if JAPANESE in found:
        found[JAPANESE] += found.pop(HAN, 0)
    return found


@cache
def _own(code: str) -> regex.Pattern[str]:
    names = "".join(rf"\p{{{name}}}" for name in systems()[code].scripts)
    return regex.compile(rf"(?=[\p{{L}}\p{{M}}])[{names}]")


@cache
def _run() -> regex.Pattern[str]:
    return regex.compile(rf"(?=[\p{{L}}\p{{M}}])[{character_class()}]")
