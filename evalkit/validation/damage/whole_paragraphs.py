"""What happens to whole sentences and paragraphs: left as they were, doubled, moved, lost."""

from __future__ import annotations

import random
from dataclasses import replace

from evalkit.checks.base import Span
from evalkit.loaders import same_language
from evalkit.text.words import content_end
from evalkit.validation.damage.context import Change, DamageContext
from evalkit.validation.damage.lost_words_damage import edited
from evalkit.validation.damage.text_units import between, sentences, space, units

FEWEST = 4
"""Words of a sentence that is worth saying twice or elsewhere."""
PHRASE, TIMES = (3, 5), (8, 16)
"""How many words a loop goes round, and how often."""
NEAREST = 3
"""So many sentences nearest in length may stand in a paragraph's place."""


def untranslated(context: DamageContext, paragraph: int, _chance: random.Random) -> Change | None:
    """The source stands where its translation should."""
    pair = context.pair(paragraph)
    if (
        not context.prose(paragraph)
        or pair.alignment != "1:1"
        or same_language(pair.language, pair.source_language)
    ):
        return None
    whole = Span(0, len(context.text(paragraph)))
    return edited(context, paragraph, whole, pair.source, _all_of_source(context, paragraph))


def doubled(context: DamageContext, paragraph: int, chance: random.Random) -> Change | None:
    """A sentence is said a second time, right behind the first."""
    text, language = context.text(paragraph), context.version.language
    long = sentences(text, language, FEWEST)
    if not context.prose(paragraph) or not long:
        return None
    sentence = chance.choice(long)
    put = between(text, sentences(text, language)) + sentence.of(text)
    return edited(context, paragraph, Span(sentence.end, sentence.end), put)


def looped(context: DamageContext, paragraph: int, chance: random.Random) -> Change | None:
    """The last words come again and again, as from a model that cannot stop."""
    if not context.prose(paragraph):
        return None
    text = context.text(paragraph)
    found, end = units(text), content_end(text)
    phrase = text[found[-chance.randint(*PHRASE)].start : end]
    return edited(
        context, paragraph, Span(end, len(text)), (space(text) + phrase) * chance.randint(*TIMES)
    )


def added(context: DamageContext, paragraph: int, chance: random.Random) -> Change | None:
    """A sentence of another paragraph stands between this one's sentences, or behind them."""
    text, language = context.text(paragraph), context.version.language
    others = _elsewhere(context, paragraph)
    if not context.prose(paragraph) or not others:
        return None
    parts = sentences(text, language)
    at = chance.choice(parts).end
    put = between(text, parts) + chance.choice(others)
    return edited(context, paragraph, Span(at, at), put)


def detached(context: DamageContext, paragraph: int, chance: random.Random) -> Change | None:
    """A sentence of another paragraph stands in place of this one: fluent, and about as long."""
    text = context.text(paragraph)
    others = _elsewhere(context, paragraph)
    if not context.prose(paragraph) or not others:
        return None
    near = sorted(others, key=lambda other: abs(len(other) - len(text)))[:NEAREST]
    whole = Span(0, len(text))
    source = _all_of_source(context, paragraph)
    return edited(context, paragraph, whole, chance.choice(near), source)


def swapped(context: DamageContext, paragraph: int, _chance: random.Random) -> Change | None:
    """The paragraph and the next have changed places."""
    pair = _with_next(context, paragraph)
    if pair is None:
        return None
    here, following = context.document.paragraphs[paragraph : paragraph + 2]
    place, changed = Span(0, len(here.text)), Span(0, len(following.text))
    return Change((following, here), place, changed, taken=2)


def joined(context: DamageContext, paragraph: int, _chance: random.Random) -> Change | None:
    """The paragraph and the next are one."""
    pair = _with_next(context, paragraph)
    if pair is None:
        return None
    here, following = context.document.paragraphs[paragraph : paragraph + 2]
    gap, end = space(here.text), len(here.text)
    whole = replace(here, text=here.text + gap + following.text)
    return Change((whole,), Span(end, end), Span(end, end + len(gap)), taken=2)


def paragraph(context: DamageContext, paragraph: int, _chance: random.Random) -> Change | None:
    """The paragraph is gone."""
    if not context.prose(paragraph) or not context.alone(paragraph):
        return None
    whole = Span(0, len(context.text(paragraph)))
    return Change((), whole, Span(0, 0), _all_of_source(context, paragraph))


def _with_next(context: DamageContext, paragraph: int) -> tuple[int, int] | None:
    following = paragraph + 1
    if following >= len(context.document.paragraphs):
        return None
    both = context.prose(paragraph) and context.prose(following)
    alike = context.text(paragraph) == context.text(following)
    return (paragraph, following) if both and not alike else None


def _elsewhere(context: DamageContext, paragraph: int) -> list[str]:
    """The sentences of other paragraphs that this one does not say."""
    text = context.text(paragraph)
    return [
        said
        for other in context.others(paragraph)
        for sentence in sentences(context.text(other), context.version.language, FEWEST)
        if (said := sentence.of(context.text(other))) not in text
    ]


def _all_of_source(context: DamageContext, paragraph: int) -> Span | None:
    return Span(0, len(context.pair(paragraph).source)) if context.alone(paragraph) else None
