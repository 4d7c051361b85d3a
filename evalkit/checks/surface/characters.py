"""Checks on single characters: of another script, not to be seen, or broken."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterator
from functools import cache
from typing import Literal

import regex

from evalkit.alignment.rows import Pair
from evalkit.checks.base import Finding, PairCheck, Span
from evalkit.checks.surface.mojibake import garbled
from evalkit.checks.surface.own_scripts import data, own_scripts, script_name, scripts_of
from evalkit.checks.traits import Fold, Traits
from evalkit.languages import profile

Fault = tuple[Span, str]


def character_name(character: str) -> str:
    """A code point as Unicode writes it, for people.

    >>> character_name("\\u200b"), character_name("\\x07")
    ('U+200B ZERO WIDTH SPACE', 'U+0007 (control character)')
    """
    kinds = {
        "Cc": "(control character)",
        "Co": "(private use)",
        "Cn": "(unassigned)",
        "Cs": "(half of a character)",
    }
    name = unicodedata.name(character, kinds.get(unicodedata.category(character), ""))
    return f"U+{ord(character):04X} {name}".rstrip()


_WORD = regex.compile(r"[\p{L}\p{M}\p{Nd}\u200c\u200d]+")
_BRACKETED = regex.compile(r"[(（\[][^()（）\[\]\n]*[)）\]]")


class ForeignScript(PairCheck):
    """Letters of a script the version is not written in.

    A Latin name with an ending in the version's script (AIকে) is normal; so
    are words the source has in the same script, and glosses in brackets.
    """

    id = "foreign-script"
    traits = Traits(kind="surface", tells_of=("untranslated",))
    name = "Letters of another script"
    description = (
        "Letters of a script the version is not written in: Devanagari inside Bengali, a Latin "
        "letter inside a Punjabi word, a Cyrillic letter that looks Latin. Latin names, also "
        "with an ending glued to them, and words the source has as well are accepted. A quoted "
        "word of a third language is a false alarm."
    )
    category = "Fluency"
    severity = "minor"

    def applies(self, pair: Pair) -> bool:
        return any(c.isalpha() for c in pair.target)

    def find(self, pair: Pair) -> Iterator[Finding]:
        text, own = pair.target, own_scripts(pair)
        accepted = own | {"Latn"} | {s for c in set(pair.source) for s in scripts_of(c)}
        glosses = [m.span() for m in _BRACKETED.finditer(text)]
        whole: list[tuple[Span, str]] = []
        letters = foreign_letters = 0
        for word in _WORD.finditer(text):
            runs = _runs(word[0], word.start(), own)
            letters += len(word[0])
            if len(runs) > _MOST_RUNS:
                yield self.finding(
                    pair, "A word jumbles letters of several scripts", target=Span(*word.span())
                )
            elif len(runs) > 1:
                for span, code in _strays(runs, text, own):
                    yield self.finding(pair, _inside(span.of(text), code), target=span)
            elif runs and runs[0][1] not in accepted:
                foreign_letters += len(word[0])
                span, code = runs[0]
                if code == "Grek" and len(word[0]) == 1:
                    continue  # α and π are symbols everywhere
                if not any(a <= span.start and span.end <= b for a, b in glosses):
                    whole.append((span, code))
        # A text mostly in another script is in the wrong language: another check's.
        if foreign_letters * 2 <= letters:
            for span, code in _joined(whole, text):
                yield self.finding(
                    pair,
                    f"“{span.of(text)}” is written in {script_name(code)} script, which "
                    "neither the version nor the source uses",
                    target=span,
                )


# A word that changes script oftener is no word with a stray letter.
_MOST_RUNS = 6


def _inside(stray: str, code: str) -> str:
    if len(stray) == 1:
        what = f"The letter {character_name(stray)} of the {script_name(code)} script stands"
    else:
        what = f"The {script_name(code)} letters “{stray}” stand"
    return f"{what} inside a word of another script"


def _runs(word: str, offset: int, own: frozenset[str]) -> list[tuple[Span, str]]:
    """Stretches of one script in a word; characters of no script in particular join any."""
    runs: list[tuple[Span, str]] = []
    for place, character in enumerate(word, offset):
        scripts = scripts_of(character)
        if not scripts:
            continue
        if scripts & own:
            code = "own"
        elif runs and runs[-1][1] in scripts:
            code = runs[-1][1]
        else:
            code = min(scripts)
        if runs and runs[-1][1] == code:
            runs[-1] = (Span(runs[-1][0].start, place + 1), code)
        else:
            runs.append((Span(place, place + 1), code))
    own_code = min(own) if own else "Latn"
    return [(span, own_code if code == "own" else code) for span, code in runs]


def _strays(
    runs: list[tuple[Span, str]], text: str, own: frozenset[str]
) -> Iterator[tuple[Span, str]]:
    """The stretches of a mixed word that do not belong to it."""
    length = Counter[str]()
    for span, code in runs:
        length[code] += span.end - span.start
    letters = [run for run in runs if any(c.isalpha() for c in run[0].of(text))]
    home = max(own & set(length), key=lambda c: length[c], default=length.most_common(1)[0][0])
    for place, (span, code) in enumerate(runs):
        if code in own and not (home == "Latn" and code != "Latn"):
            continue
        if code == "Latn":
            if place == 0 and _is_name(span, text):
                continue
            if (span, code) in letters:
                yield span, code
        elif _pair_of_lookalikes(code, home):
            if all(c in data()["lookalikes"][code] for c in span.of(text)):
                yield span, code
        else:
            yield span, code


def _is_name(span: Span, text: str) -> bool:
    """Whether Latin letters at the start of a word are a name or code with an ending.

    One small letter is, where something stands before it: `%dটি`, `4kকে`.
    """
    if span.end - span.start > 1 or text[span.start].isupper():
        return True
    return span.start > 0 and not text[span.start - 1].isspace()


def _pair_of_lookalikes(code: str, home: str) -> bool:
    tables = data()["lookalikes"]
    return code in tables and home in tables


def _joined(spans: list[tuple[Span, str]], text: str) -> list[tuple[Span, str]]:
    """Neighbouring words of the same script as one stretch."""
    joined: list[tuple[Span, str]] = []
    for span, code in spans:
        if joined and joined[-1][1] == code and text[joined[-1][0].end : span.start].isspace():
            joined[-1] = (Span(joined[-1][0].start, span.end), code)
        else:
            joined.append((span, code))
    return joined


class InvisibleCharacter(PairCheck):
    """Characters nobody sees that break search, line breaks or the order of the text."""

    id = "invisible-character"
    traits = Traits(kind="surface", group="", punctuation=True)
    name = "Invisible character"
    description = (
        "Characters that nobody sees: zero-width spaces, byte order marks, soft hyphens, control "
        "and direction characters, and joiners where they join nothing. Joiners between letters "
        "of Indic scripts or Persian, and in emoji, are accepted; zero-width spaces beside a real "
        "one, which change nothing, are neutral; a soft hyphen may be meant."
    )
    category = "Fluency"
    severity = "minor"

    def applies(self, pair: Pair) -> bool:
        return any(_may_be_invisible(c) for c in pair.target)

    def find(self, pair: Pair) -> Iterator[Finding]:
        text, known = pair.target, data()["invisible"]
        right_to_left = profile(pair.language).direction == "rtl"
        places = [
            n
            for n, c in enumerate(text)
            if _may_be_invisible(c) and not _is_legitimate(text, n, right_to_left)
        ]
        for start, end in _stretches(places):
            names = list(dict.fromkeys(character_name(c) for c in text[start:end]))
            overriding = any(c in known["overrides"] for c in text[start:end])
            idle = _breaks_nothing(text, start, end)
            yield self.finding(
                pair,
                f"Invisible: {', '.join(names)}{_neighbourhood(text, start, end)}",
                target=Span(start, end),
                severity="major" if overriding else "neutral" if idle else None,
            )


def _breaks_nothing(text: str, start: int, end: int) -> bool:
    """Whether zero-width spaces stand beside a real one, where lines break anyway."""
    only_breaks = set(text[start:end]) <= set(data()["invisible"]["word_break"])
    return only_breaks and (text[:start][-1:].isspace() or text[end : end + 1].isspace())


def _may_be_invisible(character: str) -> bool:
    if character.isprintable() and character not in data()["invisible"]["always"]:
        return False
    return unicodedata.category(character) in {"Cc", "Cf", "Zl", "Zp", "Lo", "Mn"}


def _is_legitimate(text: str, place: int, right_to_left: bool) -> bool:
    character, known = text[place], data()["invisible"]
    if character in "\n\r\t":
        return True
    if character in known["joiners"]:
        return _joins(text, place)
    if character in known["word_break"]:
        return any(
            scripts_of(c) & set(known["word_break_scripts"])
            for c in text[max(0, place - 1) : place + 2]
        )
    if character in known["directional"] or character in known["overrides"]:
        return right_to_left and character not in known["overrides"][:2]
    # Emoji flags of regions are spelt with invisible tag letters.
    if "\U000e0020" <= character <= "\U000e007f":
        return any(c == "\U0001f3f4" for c in text[max(0, place - 8) : place])
    # Signs that Unicode files under format characters but that are seen.
    return bool(_VISIBLE_FORMAT.match(character))


_VISIBLE_FORMAT = regex.compile(
    r"[\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd]"
)
_PICTOGRAM = regex.compile(r"[\p{Extended_Pictographic}\p{Emoji_Modifier}\ufe0f\u20e3]")
_VIRAMA = regex.compile(r"\p{InSC=Virama}|\p{InSC=Pure_Killer}")
_SHAPED = regex.compile(r"[\p{L}\p{M}\p{Nd}]")


def _joins(text: str, place: int) -> bool:
    """Whether a joiner shapes a letter; after a virama it does even at a word's end."""
    before = text[place - 1] if place else ""
    after = text[place + 1 : place + 2]
    scripts = set(data()["invisible"]["joiner_scripts"])
    if not before or before.isspace():
        return False
    if _VIRAMA.match(before):
        return True
    if _PICTOGRAM.match(before) and after and _PICTOGRAM.match(after):
        return True
    return bool(
        _SHAPED.match(before)
        and after
        and _SHAPED.match(after)
        and (scripts_of(before) | scripts_of(after)) & scripts
    )


def _neighbourhood(text: str, start: int, end: int) -> str:
    before = text[:start].rpartition(" ")[2][-12:]
    after = text[end:].partition(" ")[0][:12]
    shown = " and ".join(
        f"{word} “{part.strip()}”"
        for word, part in (("after", before), ("before", after))
        if part.strip().isprintable() and part.strip()
    )
    return f" {shown}" if shown else ""


def _stretches(places: list[int]) -> Iterator[tuple[int, int]]:
    start: int | None = None
    for n, place in enumerate(places):
        start = place if start is None else start
        if n + 1 == len(places) or places[n + 1] != place + 1:
            yield start, place + 1
            start = None


class BrokenEncoding(PairCheck):
    """Characters that a wrong decoding or a broken keyboard left behind."""

    id = "broken-encoding"
    traits = Traits(
        kind="whole text",
        untranslated=True,
        folds=(
            Fold(20, ("foreign-script", "invisible-character"), "place"),
            Fold(68, ("marked",), "place"),
        ),
    )
    name = "Broken characters"
    description = (
        "What a wrong decoding leaves: replacement characters, text such as “â€™” for a quotation "
        "mark, private-use and unassigned code points, and vowel signs that no letter carries or "
        "that follow one another, drawn with a dotted circle. Icon fonts and characters newer "
        "than this Python can be false alarms."
    )
    category = "Fluency"
    severity = "major"

    def applies(self, pair: Pair) -> bool:
        return not pair.target.isascii()

    def find(self, pair: Pair) -> Iterator[Finding]:
        text = pair.target
        own = own_scripts(pair)

        def believable(character: str) -> bool:
            return _within(character, data()["encoding"]["believable"]) or bool(
                scripts_of(character) & own and ord(character) > 0x17F
            )

        for found in garbled(text, believable):
            span = Span(found.start, found.end)
            yield self.finding(
                pair,
                f"“{_shown(span.of(text))}” is “{_shown(found.repaired)}” decoded wrongly",
                target=span,
                suggestion=found.repaired,
            )
        for span, fault, severity in _broken(text, pair.source):
            yield self.finding(pair, fault, target=span, severity=severity)


def _within(character: str, ranges: list[list[int]]) -> bool:
    return any(low <= ord(character) <= high for low, high in ranges)


def _shown(text: str) -> str:
    """A text with what cannot be printed spelt out."""
    return "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in text)


def _broken(text: str, source: str) -> Iterator[tuple[Span, str, Literal["minor", "major"]]]:
    lost = [n for n, c in enumerate(text) if c == "\ufffd"]
    for start, end in _stretches(lost):
        count = "a character was" if end - start == 1 else f"{end - start} characters were"
        yield Span(start, end), f"Here {count} lost in decoding (U+FFFD)", "major"
    odd = [n for n, c in enumerate(text) if _has_no_meaning(c) and c not in source]
    for start, end in _stretches(odd):
        names = ", ".join(dict.fromkeys(map(character_name, text[start:end])))
        yield Span(start, end), f"Code points without a meaning of their own: {names}", "major"
    for mark in _LONE_MARK.finditer(text):
        if (
            text[mark.start() - 1 : mark.start()].isdigit()
            and mark[0] in data()["marks"]["after_digit"]
        ):
            continue
        message = f"{character_name(mark[0])} has no letter to stand on"
        yield Span(*mark.span()), message, "minor"
    for signs in _vowel_signs().finditer(text):
        if len(unicodedata.normalize("NFC", signs[0])) > 1:
            names = " and ".join(map(character_name, signs[0]))
            yield Span(*signs.span()), f"Two vowel signs on one letter: {names}", "minor"


def _has_no_meaning(character: str) -> bool:
    category = unicodedata.category(character)
    if category == "Cn":
        return not _within(character, data()["encoding"]["growing"])
    return category in {"Co", "Cs"}


_LONE_MARK = regex.compile(
    r"(?<![\p{L}\p{M}\p{S}\u200c\u200d\u25cc\u00a0])[\p{M}--[\p{VS}\u20d0-\u20f0]]", regex.V1
)


@cache
def _vowel_signs() -> regex.Pattern[str]:
    scripts = "".join(rf"\p{{Script={s}}}" for s in data()["scripts"]["indic"]["one_vowel_sign"])
    return regex.compile(rf"[\p{{InSC=Vowel_Dependent}}&&[{scripts}]]{{2}}", regex.V1)
