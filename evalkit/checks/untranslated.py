"""Text left in the source language, and text in a language that is neither."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

import regex

from evalkit.alignment.rows import Pair
from evalkit.checks.base import Finding, PairCheck, Severity, Span
from evalkit.checks.words import Word, words
from evalkit.languages import codes, profile

# A copied run counts from this many words of the source language on.
RUN = 4
# From this share of the row's words on, the whole row counts as left untranslated.
WHOLE = 0.7
# A row in another script than the version's: at least so many letters, and this share of them.
LETTERS = 12
FOREIGN = 0.6
# Function words decide between languages of one script: so many of them, this share of all words.
FUNCTION_WORDS = 4
FUNCTION_SHARE = 0.2

# What is copied rightly: addresses, code, placeholders, tags.
_VERBATIM = regex.compile(
    r"\b(?:https?://|www\.)\S+|\S+@\S+\.\S+|`[^`\n]*+`|</?[A-Za-z][^>\n]*+>|\{[^}\n]*+\}|%\w+"
    r"|(?<!\w)--?[a-z][\w-]*+|\b\w+(?:[./_]\w+)+\b"
)
_QUOTED = regex.compile(
    r"“[^”\n]*+”|\"[^\"\n]*+\"|«[^»\n]*+»|„[^“”\n]*+[“”]|‘[^’\n]*+’|\([^)\n]*+\)"
)


@cache
def _script_name(char: str) -> str:
    """The script of a letter as the first word of its Unicode name, with the Japanese as one."""
    name = unicodedata.name(char, "").split(" ")[0]
    return "CJK" if name in {"CJK", "HIRAGANA", "KATAKANA", "KATAKANA-HIRAGANA"} else name


SCRIPT_NAMES = {
    "Arab": "ARABIC",
    "Beng": "BENGALI",
    "Cyrl": "CYRILLIC",
    "Deva": "DEVANAGARI",
    "Gujr": "GUJARATI",
    "Guru": "GURMUKHI",
    "Hang": "HANGUL",
    "Hans": "CJK",
    "Hani": "CJK",
    "Jpan": "CJK",
    "Knda": "KANNADA",
    "Kore": "HANGUL",
    "Latn": "LATIN",
    "Mlym": "MALAYALAM",
    "Taml": "TAMIL",
    "Telu": "TELUGU",
}


def script_letters(text: str) -> Counter[str]:
    """How many letters of each script a text has, by the first word of their Unicode names.

    >>> script_letters("AI মডেল").most_common()
    [('BENGALI', 3), ('LATIN', 2)]
    """
    return Counter(_script_name(c) for c in text if unicodedata.category(c)[0] == "L")


@dataclass(frozen=True, slots=True)
class Run:
    """Words of the source language standing in the version, in a row."""

    span: Span
    source: Span | None
    count: int


def _blanked(text: str, *patterns: regex.Pattern[str]) -> str:
    """The text with what is rightly verbatim made blank, its length kept."""
    for pattern in patterns:
        text = pattern.sub(lambda m: "".join(" " if c != "\n" else c for c in m.group()), text)
    return text


def _is_name(word: Word) -> bool:
    """Capitals and digits mark names, acronyms and versions."""
    return any(c.isdigit() or c.isupper() for c in word.text)


def copied(pair: Pair) -> Iterator[Run]:
    """Runs of at least `RUN` words that stand in the source in the same order.

    Runs count only the words that are no names; a gap of punctuation does not
    break them, another word does.
    """
    text = _blanked(pair.target, _VERBATIM)
    source_words = words(_blanked(pair.source, _VERBATIM))
    if not source_words:
        return
    places: dict[str, list[int]] = {}
    for n, word in enumerate(source_words):
        places.setdefault(word.key, []).append(n)
    found = words(text)
    n = 0
    while n < len(found):
        best_length, best_at = 0, 0
        for at in places.get(found[n].key, ())[:20]:
            length = 0
            while (
                n + length < len(found)
                and at + length < len(source_words)
                and found[n + length].key == source_words[at + length].key
            ):
                length += 1
            if length > best_length:
                best_length, best_at = length, at
        run = found[n : n + best_length]
        plain = [w for w in run if not _is_name(w)]
        if len(plain) >= RUN or (best_length == len(source_words) == len(found) and plain):
            yield Run(
                Span(run[0].span.start, run[-1].span.end),
                Span(
                    source_words[best_at].span.start,
                    source_words[best_at + best_length - 1].span.end,
                ),
                best_length,
            )
        n += max(1, best_length)


class Untranslated(PairCheck):
    """Left in the source language, whole or in part."""

    id = "untranslated"
    name = "Left untranslated"
    description = (
        "The row, or a run of four or more words of it, stands in the version as it stands in "
        "the source. Names, addresses, code, placeholders and quoted titles are let through. A "
        "slogan or a title that is kept on purpose, without quotation marks, is a false alarm."
    )
    category = "Accuracy/Untranslated"
    severity = "major"

    def applies(self, pair: Pair) -> bool:
        return (
            pair.kind != "code"
            and bool(pair.source.strip())
            and bool(pair.target.strip())
            and pair.language.split("-")[0] != pair.source_language.split("-")[0]
        )

    def find(self, pair: Pair) -> Iterable[Finding]:
        runs = [run for run in copied(pair) if not _in_quotes(run, pair.target)]
        if not runs:
            return
        total = len(words(pair.target))
        copied_words = sum(run.count for run in runs)
        if copied_words >= WHOLE * total:
            yield self.finding(
                pair,
                f"This paragraph is left in {profile(pair.source_language).name}.",
                target=Span(0, len(pair.target)),
                source=Span(0, len(pair.source)),
                confidence=0.97,
            )
            return
        for run in runs:
            yield self.finding(
                pair,
                f"{run.count} words in a row are left in {profile(pair.source_language).name}.",
                target=run.span,
                source=run.source,
                confidence=min(0.95, 0.6 + 0.05 * run.count),
            )


def _in_quotes(run: Run, text: str) -> bool:
    return any(
        m.start() <= run.span.start and run.span.end <= m.end() for m in _QUOTED.finditer(text)
    )


class WrongLanguage(PairCheck):
    """Text in another language or script than the version's."""

    id = "wrong-language"
    name = "Another language"
    description = (
        "Most of the row is written in another script than the version's, or its function words "
        "are those of another language; text copied from the source is reported as untranslated "
        "instead. A row of names, formulas or quotations in another script is a false alarm."
    )
    category = "Accuracy/Mistranslation"
    severity = "major"

    def applies(self, pair: Pair) -> bool:
        return pair.kind != "code" and bool(pair.target.strip())

    def find(self, pair: Pair) -> Iterable[Finding]:
        if any(True for _ in copied(pair)):
            return
        text = _blanked(pair.target, _VERBATIM, _QUOTED)
        found = _other_script(pair, text) or _other_words(pair, text)
        if found is not None:
            what, confidence, severity = found
            yield self.finding(
                pair,
                f"This paragraph is not {profile(pair.language).name}: {what}.",
                target=Span(0, len(pair.target)),
                severity=severity,
                confidence=confidence,
            )


def _other_script(pair: Pair, text: str) -> tuple[str, float, Severity] | None:
    own = SCRIPT_NAMES.get(profile(pair.language).script)
    letters = script_letters(text)
    total = sum(letters.values())
    if own is None or total < LETTERS:
        return None
    script, count = letters.most_common(1)[0]
    if script == own or count < FOREIGN * total:
        return None
    if own == "CJK" and script == "HANGUL" and letters[own]:
        return None
    if script == "LATIN" and sum(not _is_name(w) for w in words(text) if w.text.isascii()) < RUN:
        return None
    # Letters of another script that the source has there too are names or quotations.
    if script_letters(pair.source).get(script, 0) >= count and script != "LATIN":
        return None
    share = count / total
    return f"{share:.0%} of its letters are {script.capitalize()}", 0.6 + 0.4 * share, "major"


def _other_words(pair: Pair, text: str) -> tuple[str, float, Severity] | None:
    here = profile(pair.language)
    found = [w.key for w in words(text)]
    if not here.function_words or len(found) < 2 * FUNCTION_WORDS:
        return None
    own = sum(w in here.function_words for w in found)
    best, most = "", 0
    for code in codes():
        other = profile(code)
        if other.script != here.script or code == here.code:
            continue
        hits = sum(w in other.function_words and w not in here.function_words for w in found)
        if hits > most:
            best, most = code, hits
    if most < max(FUNCTION_WORDS, FUNCTION_SHARE * len(found)) or own * 3 > most:
        return None
    return f"its function words are {profile(best).name}", 0.85, "major"
