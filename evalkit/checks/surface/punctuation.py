"""Punctuation that is doubled, missing at the end, or opened and never closed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

import regex

from evalkit.alignment.rows import Pair, Version
from evalkit.checks.base import Finding, PairCheck, Severity, Span, VersionCheck
from evalkit.checks.evidence.conventions import (
    EXCLAMATION_MARKS,
    QUESTION_MARKS,
    Conventions,
    conventions,
    ends_sentence,
    final_mark,
)
from evalkit.checks.traits import Fold, Traits
from evalkit.text.words import words

# Runs of these are doubled punctuation, but for the runs that mean something.
_STOPS = "।॥.,;:،؛۔、，。|"
_RUN = regex.compile(rf"[{regex.escape(_STOPS)}](?:[\"'”’»)\]]?[{regex.escape(_STOPS)}])++")
_DANDA = "।॥|"
# A word this short before a point may be an abbreviation.
ABBREVIATION = 3
# This many rows with the same doubling are a habit of the document.
HABIT = 3
# A missing end mark is an outlier up to this share of the document's sentences.
RARE_MISSING = 0.05
# An end mark other than the usual ones: up to this share.
RARE_MARK = 0.1
# Quotation marks without a partner are slips up to this share of the rows that have any.
RARE_UNPAIRED = 0.15
# So many paragraphs with a sentence end are needed to speak of a convention.
ENOUGH = 5


def doublings(text: str) -> Iterator[tuple[Span, str]]:
    """The places where marks are doubled, and the marks there.

    An ellipsis, `॥`, a danda written as `||`, the full stop of an abbreviation
    before another mark, and decimal or list points are none.

    >>> [marks for _, marks in doublings("এক।. দুই... তিন,, ড., চার।")]
    ['।.', ',,']
    """
    for match in _RUN.finditer(text):
        marks = "".join(c for c in match.group() if c in _STOPS)
        if not _meant(text, match, marks):
            yield Span(match.start(), match.end()), marks


def _meant(text: str, match: regex.Match[str], marks: str) -> bool:
    """Whether marks that stand together mean something together."""
    around = text[max(0, match.start() - 1) : match.start()] + text[match.end() : match.end() + 1]
    if marks in ("||", "::") or marks.startswith("...") or any(c in "/\\" for c in around):
        return True
    if len(marks) < len(match.group()):
        # A mark inside the quotation and one behind it: two sentence ends are one too many.
        return not (marks[0] in _DANDA and marks[-1] in _DANDA + ".")
    if marks[0] == "." and marks != "..":
        before = words(text[max(0, match.start() - 12) : match.start()])
        abbreviated = bool(before) and len(before[-1].text) <= ABBREVIATION
        return marks[1] not in _DANDA or abbreviated
    return marks[0] in ":;" and text[match.end() : match.end() + 1] in tuple(")(DP")


class DoubledPunctuation(VersionCheck):
    """Two marks where one belongs: `।.`, `।।`, `,,`."""

    id = "doubled-punctuation"
    traits = Traits(
        kind="surface",
        slip=True,
        punctuation=True,
        folds=(Fold(44, ("final-punctuation",), "place"),),
        tells_of=("link",),
    )
    name = "Doubled punctuation"
    description = (
        "Two sentence ends or commas stand together, such as a danda with a full stop; one "
        "finding a row. An ellipsis, “?!” and the full stop of an abbreviation before another "
        "mark are none. A double danda typed as two dandas in verse is a false alarm."
    )
    category = "Fluency"
    severity = "minor"

    def applies(self, version: Version) -> bool:
        return bool(version.pairs)

    def find(self, version: Version) -> Iterable[Finding]:
        rows: list[tuple[Pair, list[tuple[Span, str]]]] = []
        for pair in version.pairs:
            if pair.kind == "code":
                continue
            found = list(doublings(pair.target))
            known = Counter(marks for _, marks in doublings(pair.source))
            if len(found) > sum(known.values()) and any(m not in known for _, m in found):
                rows.append((pair, found))
        habits = Counter(marks for _, found in rows for marks in {m for _, m in found})
        for pair, found in rows:
            place, marks = found[0]
            count = f" ({len(found)} places)" if len(found) > 1 else ""
            often = (
                f"; the same runs through {habits[marks]} rows of this document"
                if habits[marks] >= HABIT
                else ""
            )
            yield self.finding(
                pair,
                f"The marks “{marks}” stand together{count}{often}.",
                target=place,
                confidence=0.95,
                suggestion=place.of(pair.target)[0],
            )


class FinalPunctuation(VersionCheck):
    """The paragraph's end mark is not what the document's own habit asks for."""

    id = "final-punctuation"
    traits = Traits(
        kind="surface",
        group="content",
        punctuation=True,
        labels=("final punctuation", "punctuation"),
        tells_of=("cut", "verb", "looped"),
    )
    name = "Final punctuation"
    description = (
        "The source closes a sentence here and the version does not, though it does elsewhere; "
        "or it closes it with a mark it does not otherwise use; or a question lost its question "
        "mark. What is usual is learnt from the document. Reported speech that turns a question "
        "into a statement is a false alarm."
    )
    category = "Fluency"
    severity = "minor"

    def applies(self, version: Version) -> bool:
        return any(ends_sentence(pair) and pair.target.strip() for pair in version.pairs)

    def find(self, version: Version) -> Iterable[Finding]:
        habits = conventions(version)
        for pair in version.pairs:
            if ends_sentence(pair) and pair.target.strip():
                yield from self._find(pair, habits)

    def _find(self, pair: Pair, habits: Conventions) -> Iterator[Finding]:
        mark, due = final_mark(pair.target), final_mark(pair.source)
        end = len(pair.target.rstrip())
        place = Span(max(0, end - 1), end)
        source_end = len(pair.source.rstrip())
        there = Span(source_end - 1, source_end)
        total = habits.ended + habits.unended
        if not mark:
            if total < ENOUGH or habits.ended < habits.unended:
                return
            rare = habits.unended <= RARE_MISSING * (total + habits.inside)
            severity: Severity = (
                "minor" if rare and not _closes_otherwise(pair.target) else "neutral"
            )
            yield self.finding(
                pair,
                f"The sentence end is missing; {habits.ended} of {total} paragraphs here have one.",
                target=place,
                source=there,
                severity=severity,
                confidence=1 - habits.missing,
            )
        elif due in QUESTION_MARKS and mark not in QUESTION_MARKS + EXCLAMATION_MARKS:
            yield self.finding(
                pair,
                f"The source asks a question; the version ends on “{mark}”.",
                target=place,
                source=there,
                severity="minor",
                confidence=0.6,
            )
        elif mark in QUESTION_MARKS + EXCLAMATION_MARKS or total < ENOUGH:
            return
        elif habits.end_marks.get(mark, 0) <= RARE_MARK * total and mark != habits.usual_end:
            yield self.finding(
                pair,
                f"The paragraph ends on “{mark}”; this document usually ends on "
                f"“{habits.usual_end}”.",
                target=place,
                source=there,
                severity="neutral",
                confidence=0.6,
            )


def _closes_otherwise(text: str) -> bool:
    """Whether a colon, a semicolon or an abbreviation's point closes the text."""
    return text.rstrip()[-1:] in ":;؛："


BRACKETS = {"(": ")", "[": "]", "{": "}", "（": "）", "【": "】"}
_CLOSING = {close: opening for opening, close in BRACKETS.items()}
# "a)", "1)" and "iv)" number things: the bracket has no partner.
_LIST_MARK = regex.compile(r"(?:(?<=\s)|^)[\p{L}\p{M}\p{N}]{1,4}[.]?\)", regex.MULTILINE)
_EMOTICON = regex.compile(r"[:;=8][-']?[()]")


def unbalanced_brackets(text: str) -> list[tuple[int, str]]:
    """Brackets without a partner, with their places.

    >>> unbalanced_brackets("a) এক (দুই [তিন]")
    [(6, '(')]
    """
    skipped = {m.end() - 1 for m in _EMOTICON.finditer(text)}
    numbering = {m.end() - 1 for m in _LIST_MARK.finditer(text)}
    open_: list[tuple[int, str]] = []
    alone: list[tuple[int, str]] = []
    for at, char in enumerate(text):
        if at in skipped:
            continue
        if char in BRACKETS:
            open_.append((at, char))
        elif char in _CLOSING:
            if open_ and open_[-1][1] == _CLOSING[char]:
                open_.pop()
            elif at not in numbering:
                alone.append((at, char))
    return sorted(alone + open_)


class UnbalancedBracket(PairCheck):
    """A bracket without its partner, where the source has none such."""

    id = "unbalanced-bracket"
    traits = Traits(
        kind="surface",
        punctuation=True,
        tells_of=("cut", "cut-closed", "cut-short", "middle-sentence", "clause", "link"),
    )
    name = "Unbalanced bracket"
    description = (
        "A bracket is opened and not closed, or closed and not opened, where the source is "
        "balanced. List markers such as “a)” and emoticons are let through; a bracket that spans "
        "several paragraphs is a false alarm."
    )
    category = "Fluency"
    severity = "minor"

    def applies(self, pair: Pair) -> bool:
        return pair.kind != "code" and bool(pair.source) and bool(pair.target)

    def find(self, pair: Pair) -> Iterable[Finding]:
        here = unbalanced_brackets(pair.target)
        if not here:
            return
        there = Counter(char for _, char in unbalanced_brackets(pair.source))
        extra = Counter(char for _, char in here) - there
        if not extra:
            return
        at, char = next((at, char) for at, char in here if extra[char])
        what = "is not closed" if char in BRACKETS else "was never opened"
        yield self.finding(
            pair, f"The bracket “{char}” {what}.", target=Span(at, at + 1), confidence=0.85
        )


# Pairs that no language uses the other way round within one text.
_DOUBLE_ANY = '"“”„‟«»'
_LETTER = r"[\p{L}\p{M}\p{N}]"
_INCHES = regex.compile(r"(?<=\p{N})[\"”](?!\w)(?=[\s\p{P}]|$)")


# Single marks that open and that close, apostrophes inside words left out.
_OPENS = regex.compile(r"(?<![\w'’])['‘](?=\w)")
_CLOSES = regex.compile(r"(?<=[\w.,!?])['’](?!\w)")
# Two closing marks together: a quotation in a quotation, for which many write one.
_NESTED = regex.compile(r"[\"”“»][.,!?]?[\"”“»]")


def runs_on(text: str) -> bool:
    """Whether quotations of a text may go on beyond it, or end together.

    >>> runs_on("He said: 'We go."), runs_on("He said, 'We go.'"), runs_on('"So "on,"" he said.')
    (True, False, True)
    """
    single = len(_OPENS.findall(text)) != len(_CLOSES.findall(text))
    return single or bool(_NESTED.search(text)) or unbalanced_quote(text) is not None


def quote_places(text: str) -> list[int]:
    """Where double quotation marks stand, whatever their style."""
    return [at for at, char in enumerate(text) if char in _DOUBLE_ANY]


def unbalanced_quote(text: str) -> int | None:
    """The place of a double quotation mark without a partner; None where all have one.

    Styles may be mixed (“ with "): marks are paired as they come, an inch sign
    after a number stands alone. Single marks are not judged: they are
    apostrophes as often as not.

    >>> unbalanced_quote('সে বলল, "না।'), unbalanced_quote('“এক” ও "দুই"')
    (8, None)
    """
    places = quote_places(text)
    if len(places) % 2 == 0:
        return None
    inches = [m.start() for m in _INCHES.finditer(text)]
    opened: int | None = None
    for at in places:
        if at in inches and opened is None:
            return None
        opened = at if opened is None else None
    return opened


class UnbalancedQuote(VersionCheck):
    """A quotation mark without its partner, where the source's are paired."""

    id = "unbalanced-quote"
    traits = Traits(
        kind="surface",
        punctuation=True,
        tells_of=("cut", "cut-closed", "cut-short", "middle-sentence", "clause", "link"),
    )
    name = "Unbalanced quotation mark"
    description = (
        "A double quotation mark has no partner in the row, where those of the source have. "
        "Apostrophes, feet and inches are let through; a quotation that runs over several "
        "paragraphs is a false alarm where the source marks it otherwise. In a document that "
        "often leaves them alone, the findings are neutral."
    )
    category = "Fluency"
    severity = "minor"

    def applies(self, version: Version) -> bool:
        return any(quote_places(pair.target) for pair in version.pairs)

    def find(self, version: Version) -> Iterable[Finding]:
        rows = [pair for pair in version.pairs if pair.kind != "code" and pair.source]
        quoting = sum(bool(quote_places(pair.target)) for pair in rows)
        found = [
            (pair, at)
            for pair in rows
            if (at := unbalanced_quote(pair.target)) is not None and not runs_on(pair.source)
        ]
        often = len(found) > 1 and len(found) > RARE_UNPAIRED * quoting
        for pair, at in found:
            yield self.finding(
                pair,
                f"The quotation mark {pair.target[at]} has no partner"
                + (f"; {len(found)} of {quoting} rows with quotations are so." if often else "."),
                target=Span(at, at + 1),
                severity="neutral" if often else "minor",
                confidence=0.8 if quote_places(pair.source) else 0.6,
            )


__all__ = [
    "DoubledPunctuation",
    "FinalPunctuation",
    "UnbalancedBracket",
    "UnbalancedQuote",
    "doublings",
    "unbalanced_brackets",
    "unbalanced_quote",
]
