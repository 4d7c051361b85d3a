"""Words that are lost: at the end, inside, with a link; and facts that are lost or changed."""

from __future__ import annotations

import random
import unicodedata
from dataclasses import replace

import regex

from evalkit.checks.base import Span
from evalkit.checks.evidence.conventions import set_apart
from evalkit.languages import primary
from evalkit.text.numbers import numbers
from evalkit.text.sentences import split
from evalkit.text.words import content_end, words
from evalkit.validation.damage.context import Change, DamageContext, Way
from evalkit.validation.damage.damage_kinds import verb_final
from evalkit.validation.damage.text_units import closing, sentences, trimmed, units

LONG, SHORT = 0.30, 0.15
"""Shares of a paragraph's words that are cut from its end."""
FEWEST_OF_A_SENTENCE = 4
CLAUSE = (4, 8)
MARGIN = 2
"""Words that stay on either side of a dropped clause."""
FEWEST_BEFORE_A_VERB = 3
AUXILIARY = 4
"""Code points up to which a last word leans on the one before it (ਹੈ, ਹਨ, है)."""
MOST_OF_A_LINK = 4

_MARK = regex.compile(r"(?<=[\p{L}\p{M}])[,;:.?!।॥|،؛۔](?=\s|$)")
_BEFORE = regex.compile(r"[\p{L}\p{M}\p{N}'’-]+(?:\s+[\p{L}\p{M}\p{N}'’-]+)*+$")


def edited(
    context: DamageContext, paragraph: int, place: Span, put: str = "", source: Span | None = None
) -> Change:
    """One stretch of a paragraph replaced by another."""
    old = context.document.paragraphs[paragraph]
    text = old.text[: place.start] + put + old.text[place.end :]
    changed = Span(place.start, place.start + len(put))
    return Change((replace(old, text=text),), place, changed, source)


def cut(share: float) -> Way:
    """The last words are gone, and with them the mark that ended the sentence."""

    def way(context: DamageContext, paragraph: int, _chance: random.Random) -> Change | None:
        if not context.prose(paragraph):
            return None
        return edited(context, paragraph, _tail(context.text(paragraph), share))

    return way


def cut_closed(share: float) -> Way:
    """The last words are gone, and the sentence ends as it did."""

    def way(context: DamageContext, paragraph: int, _chance: random.Random) -> Change | None:
        if not context.prose(paragraph):
            return None
        text = context.text(paragraph)
        place = _tail(text, share)
        tail = text[content_end(text) :]
        end = closing(text[: place.start], tail)
        if tail.endswith(end):
            return edited(context, paragraph, Span(place.start, len(text) - len(end)))
        return edited(context, paragraph, place, end)

    return way


def _tail(text: str, share: float) -> Span:
    """The last share of the words, the marks before them included."""
    found = units(text)
    gone = max(1, round(len(found) * share))
    return Span(content_end(text[: found[-gone].start]), len(text))


def middle_sentence(context: DamageContext, paragraph: int, chance: random.Random) -> Change | None:
    """A sentence that is neither first nor last is gone; of two, the first."""
    text = context.text(paragraph)
    parts = split(text, context.version.language)
    if not context.prose(paragraph) or len(parts) < 2:
        return None
    inner = range(1, len(parts) - 1) if len(parts) > 2 else range(1)
    long = [n for n in inner if len(units(parts[n].of(text))) >= FEWEST_OF_A_SENTENCE]
    if not long:
        return None
    n = chance.choice(long)
    place = Span(parts[n].start, parts[n + 1].start)
    return edited(
        context, paragraph, place, source=_same_sentence(context, paragraph, n, len(parts))
    )


def _same_sentence(context: DamageContext, paragraph: int, n: int, count: int) -> Span | None:
    """The place of the source's sentence n, where both have as many of them."""
    pair = context.pair(paragraph)
    theirs = split(pair.source, pair.source_language)
    if not context.alone(paragraph) or len(theirs) != count:
        return None
    return Span(theirs[n].start, theirs[n].end)


def clause(context: DamageContext, paragraph: int, chance: random.Random) -> Change | None:
    """Some words inside a sentence are gone."""
    text = context.text(paragraph)
    fewest, most = CLAUSE
    long = sentences(text, context.version.language, fewest + 2 * MARGIN + 1)
    if not context.prose(paragraph) or not long:
        return None
    sentence = chance.choice(long)
    found = units(sentence.of(text))
    size = chance.randint(fewest, min(most, len(found) - 2 * MARGIN - 1))
    first = chance.randint(MARGIN, len(found) - MARGIN - size)
    start, end = found[first].start, found[first + size].start
    return edited(context, paragraph, Span(sentence.start + start, sentence.start + end))


def verb(context: DamageContext, paragraph: int, chance: random.Random) -> Change | None:
    """The words before a sentence's end are gone, where a language has its verb there."""
    text, language = context.text(paragraph), context.version.language
    if not context.prose(paragraph) or primary(language) not in verb_final():
        return None
    places = []
    for sentence in sentences(text, language, FEWEST_BEFORE_A_VERB + 2):
        own = sentence.of(text)
        found, end = units(own), content_end(own)
        short = trimmed(own, found[-1]) - found[-1].start <= AUXILIARY
        start = content_end(own[: found[-2 if short else -1].start])
        if end < len(own) and start < end:
            places.append(Span(sentence.start + start, sentence.start + end))
    return edited(context, paragraph, chance.choice(places)) if places else None


def link(context: DamageContext, paragraph: int, chance: random.Random) -> Change | None:
    """Words before a mark are gone with the link they were, and left their space."""
    if not context.prose(paragraph):
        return None
    text, apart = context.text(paragraph), set_apart(context.version.language)
    places = []
    for mark in _MARK.finditer(text):
        before = _BEFORE.search(text, 0, mark.start())
        if mark.group() in apart or before is None:
            continue
        found = [u for u in units(text[: mark.start()]) if u.start >= before.start()]
        gone = chance.randint(1, MOST_OF_A_LINK)
        if len(found) > gone:
            kept = len(text[: found[-gone].start].rstrip())
            places.append(Span(kept, mark.start()))
    return edited(context, paragraph, chance.choice(places), " ") if places else None


def number(context: DamageContext, paragraph: int, chance: random.Random) -> Change | None:
    """One digit of a number that the source has too is another, of the same script."""
    if not context.alone(paragraph) or not context.pair(paragraph).source.strip():
        return None
    pair, text = context.pair(paragraph), context.text(paragraph)
    there = [n for n in numbers(pair.source, pair.source_language) if n.written == "digits"]
    faced = [
        (ours, theirs)
        for ours in numbers(text, pair.language)
        for theirs in there
        if ours.written == "digits"
        and "marker" not in (ours.kind, theirs.kind)
        and ours.readings & theirs.readings
    ]
    if not faced:
        return None
    ours, theirs = chance.choice(faced)
    at = chance.choice([n for n in range(ours.start, ours.end) if text[n].isdecimal()])
    old = unicodedata.decimal(text[at])
    new = chance.choice([digit for digit in range(1, 10) if digit != old])
    put = chr(ord(text[at]) - old + new)
    return edited(context, paragraph, Span(at, at + 1), put, Span(theirs.start, theirs.end))


def name(context: DamageContext, paragraph: int, chance: random.Random) -> Change | None:
    """A name that the version carries once is gone, with what is hung on it."""
    if not context.alone(paragraph):
        return None
    text = context.text(paragraph)
    once = [
        mention
        for mention in context.mentions.get(context.rows[paragraph], ())
        if len(mention.written) == 1 and mention.times == 1
    ]
    if not once:
        return None
    mention = chance.choice(once)
    touched = [w.span for w in words(text) if w.span.overlaps(mention.written[0].span)]
    start = min(mention.written[0].span.start, *(span.start for span in touched))
    end = max(mention.written[0].span.end, *(span.end for span in touched))
    if start == 0 and end == len(text):
        return None
    while end < len(text) and text[end].isspace():
        end += 1
    return edited(context, paragraph, Span(start, end), source=mention.name.span)
