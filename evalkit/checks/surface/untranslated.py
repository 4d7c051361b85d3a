"""Text left in the source language, and text in a language that is neither."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import regex

from evalkit.alignment.rows import Pair
from evalkit.checks.base import Finding, PairCheck, Span
from evalkit.checks.evidence.sentence_pairs import split
from evalkit.checks.surface.own_scripts import own_scripts
from evalkit.checks.traits import CONTENT, Fold, Traits
from evalkit.languages import Profile, language_name, primary, profile
from evalkit.text.language_detection import Detection, detect
from evalkit.text.scripts import scripts
from evalkit.text.words import Word, words

# A copied run counts from this many words of the source language on.
RUN = 4
# From this share of the row's words on, the whole row counts as left untranslated.
WHOLE = 0.7
# A row in another script than the version's: at least so many letters, and this share of them.
LETTERS = 20
FOREIGN = 0.6
# Between languages of one script, words decide; this sure they must be.
SURE = 0.7
# Scripts that are written mixed with others.
MIXED = ("Jpan", "Hans", "Kore", "Zzzz")

# What is copied rightly: addresses, code, placeholders, tags.
_VERBATIM = regex.compile(
    r"\b(?:https?://|www\.)\S+|\S+@\S+\.\S+|`[^`\n]*+`|</?[A-Za-z][^>\n]*+>|\{[^}\n]*+\}|%\w+"
    r"|(?<!\w)--?[a-z][\w-]*+|\b\w+(?:[./_]\w+)+\b"
)
_QUOTED = regex.compile(
    r"“[^”\n]*+”|\"[^\"\n]*+\"|«[^»\n]*+»|„[^“”\n]*+[“”]|‘[^’\n]*+’|\([^)\n]*+\)"
)


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


def _speaks(run: Iterable[Word], language: str) -> bool:
    """Whether there is a word among them that belongs to no name: a title in capitals has some."""
    return any(word.key in profile(language).function_words for word in run)


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
        everything = best_length == len(source_words) == len(found)
        if len(plain) >= RUN or (everything and (plain or _speaks(run, pair.source_language))):
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
    traits = Traits(
        kind="whole text",
        untranslated=True,
        folds=(
            Fold(66, ("marked",), "place"),
            Fold(80, (*CONTENT, "surface", "habit", "wrong-language"), "row"),
        ),
        labels=("untranslated",),
        damages=("untranslated",),
    )
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
            and primary(pair.language) != primary(pair.source_language)
        )

    def find(self, pair: Pair) -> Iterable[Finding]:
        own = (primary(pair.source_language), "und")
        runs = [
            run
            for run in copied(pair)
            # What stands in a third language on both sides is a quotation.
            if not _in_quotes(run, pair.target) and detect(run.span.of(pair.target)).language in own
        ]
        if not runs:
            return
        total = len(words(pair.target))
        copied_words = sum(run.count for run in runs)
        if copied_words >= WHOLE * total:
            yield self.finding(
                pair,
                f"This paragraph is left in {language_name(pair.source_language)}.",
                target=Span(0, len(pair.target)),
                source=Span(0, len(pair.source)),
                confidence=0.97,
            )
            return
        for run in runs:
            yield self.finding(
                pair,
                f"{run.count} words in a row are left in {language_name(pair.source_language)}.",
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
    traits = Traits(
        kind="whole text",
        untranslated=True,
        folds=(Fold(67, ("marked",), "place"), Fold(81, (*CONTENT, "surface", "habit"), "row")),
        labels=("untranslated",),
    )
    name = "Another language"
    description = (
        "Most of the row is written in another script than the version's and the version's own "
        "function words do not hold it together, or its function words are those of another "
        "language; text copied from the source is reported as untranslated instead. A row of "
        "names, formulas or quotations in another script is a false alarm."
    )
    category = "Accuracy/Mistranslation"
    severity = "major"

    def applies(self, pair: Pair) -> bool:
        return pair.kind != "code" and bool(pair.target.strip())

    def find(self, pair: Pair) -> Iterable[Finding]:
        if any(True for _ in copied(pair)):
            return
        text = _blanked(pair.target, _VERBATIM, _QUOTED)
        whole = Span(0, len(pair.target))
        for span in (whole, *split(pair.target, pair.language)):
            found = _another(span.of(text), pair)
            if found is None:
                continue
            what = "paragraph" if span == whole else "sentence"
            yield self.finding(
                pair,
                f"This {what} is not {language_name(pair.language)}: {found.because}.",
                target=span,
                confidence=found.confidence,
            )
            if span == whole:
                return


@dataclass(frozen=True, slots=True)
class _Another:
    because: str
    confidence: float


def _another(text: str, pair: Pair) -> _Another | None:
    """Why a text is not in the version's language, if it is not."""
    here = profile(pair.language)
    letters = scripts(text)
    detected = detect(text)
    if sum(letters.values()) < LETTERS or here.code in (detected.language, "und"):
        return None
    if here.script not in MIXED:
        script, count = max(letters.items(), key=lambda item: item[1])
        share = count / sum(letters.values())
        if script not in own_scripts(pair):
            kept = (
                share < FOREIGN
                or _belongs_there(text, script, count, pair)
                or _speaks_its_own(text, here, profile(detected.language))
            )
            return None if kept else _in_script(script, share, detected)
    if detected.confidence >= SURE and detected.script == here.script:
        return _Another(f"its words are {language_name(detected.language)}", detected.confidence)
    return None


def _belongs_there(text: str, script: str, count: int, pair: Pair) -> bool:
    """Whether letters of another script are names or quotations that the source has too."""
    if script == "Latn":
        return sum(w.text.isascii() and not _is_name(w) for w in words(text)) < RUN
    return scripts(pair.source).get(script, 0) >= count


def _speaks_its_own(text: str, own: Profile, other: Profile) -> bool:
    """Whether the version's function words hold the text together, whatever terms it keeps."""
    found = words(text)
    ours = sum(word.key in own.function_words for word in found)
    theirs = sum(word.key in other.function_words - other.borrowed for word in found)
    return ours > 0 and ours >= theirs


def _in_script(script: str, share: float, detected: Detection) -> _Another:
    language = language_name(detected.language)
    told = f" ({language})" if detected.language != "und" else ""
    return _Another(f"{share:.0%} of its letters are {script}{told}", 0.6 + 0.4 * share)
