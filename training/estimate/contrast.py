"""Sound translations and damaged copies: the copy must score lower, by so much.

Human scores alone teach little of this: among real translations hardly any is cut in half,
left in English or of another paragraph, and a document's reviewer meets all of these.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from evalkit.encoders.word_anchors import figures
from training.texts import Sound

SHORTEST = 5
"""Words of a text that can be cut."""


@dataclass(frozen=True, slots=True)
class Contrast:
    """A sound pair, a worse translation of the same source, and how much worse it must score.

    `margin` is in deviations of human ranks.
    """

    kind: str
    collection: str
    languages: str
    source: str
    sound: str
    damaged: str
    margin: float


Damage = Callable[[Sound, Sound, random.Random], str | None]
"""What becomes of a pair's target; the second is another pair of its language."""


def _cut(low: float, high: float) -> Damage:
    def damage(pair: Sound, _other: Sound, drawn: random.Random) -> str | None:
        words = pair.target.split()
        if len(words) < SHORTEST:
            return None
        kept = max(1, round(len(words) * (1 - drawn.uniform(low, high))))
        end = words[-1][-1:] if drawn.random() < 0.5 and not words[-1][-1:].isalnum() else ""
        return " ".join(words[:kept]).rstrip(".,;:।|") + end

    return damage


def _without_middle(pair: Sound, _other: Sound, drawn: random.Random) -> str | None:
    words = pair.target.split()
    if len(words) < 2 * SHORTEST:
        return None
    length = drawn.randint(len(words) // 5, len(words) // 2)
    start = drawn.randint(1, len(words) - length - 1)
    return " ".join(words[:start] + words[start + length :])


def _untranslated(pair: Sound, _other: Sound, _drawn: random.Random) -> str | None:
    return pair.source


def _half_translated(pair: Sound, _other: Sound, drawn: random.Random) -> str | None:
    ours, theirs = pair.source.split(), pair.target.split()
    if min(len(ours), len(theirs)) < SHORTEST:
        return None
    share = drawn.uniform(0.3, 0.7)
    mine, yours = ours[round(len(ours) * share) :], theirs[: round(len(theirs) * share)]
    return " ".join(yours + mine)


def _detached(pair: Sound, other: Sound, _drawn: random.Random) -> str | None:
    return None if other.target == pair.target else other.target


def _half_detached(pair: Sound, other: Sound, drawn: random.Random) -> str | None:
    words, others = pair.target.split(), other.target.split()
    if min(len(words), len(others)) < SHORTEST or other.target == pair.target:
        return None
    share = drawn.uniform(0.3, 0.7)
    return " ".join(words[: round(len(words) * share)] + others[round(len(others) * share) :])


def _joined(pair: Sound, other: Sound, drawn: random.Random) -> str | None:
    if other.target == pair.target:
        return None
    both = [pair.target, other.target]
    return " ".join(both if drawn.random() < 0.7 else both[::-1])


def _shuffled(pair: Sound, _other: Sound, drawn: random.Random) -> str | None:
    words = pair.target.split()
    if len(words) < SHORTEST:
        return None
    return " ".join(drawn.sample(words, len(words)))


def _swapped(pair: Sound, _other: Sound, drawn: random.Random) -> str | None:
    words = pair.target.split()
    if len(words) < 2 * SHORTEST:
        return None
    for _ in range(max(2, len(words) // 6)):
        one, two = drawn.sample(range(len(words)), 2)
        words[one], words[two] = words[two], words[one]
    return " ".join(words)


def _looped(pair: Sound, _other: Sound, drawn: random.Random) -> str | None:
    words = pair.target.split()
    if len(words) < SHORTEST:
        return None
    length = drawn.randint(2, max(2, len(words) // 3))
    start = drawn.randint(0, len(words) - length)
    again = words[start : start + length] * drawn.randint(2, 4)
    return " ".join(words[: start + length] + again + words[start + length :])


def _renumbered(pair: Sound, _other: Sound, drawn: random.Random) -> str | None:
    words = pair.target.split()
    able = [n for n, word in enumerate(words) if figures(word)]
    if not able:
        return None
    which = drawn.choice(able)
    digits = [c for c in words[which] if c.isdecimal()]
    turned = drawn.choice(digits)
    zero = ord(turned) - int(turned)
    others = [chr(zero + n) for n in range(10) if chr(zero + n) != turned]
    words[which] = words[which].replace(turned, drawn.choice(others), 1)
    return " ".join(words)


DAMAGES: Mapping[str, tuple[Damage, float]] = {
    "half": (_cut(0.4, 0.65), 1.2),
    "cut": (_cut(0.12, 0.35), 0.5),
    "middle": (_without_middle, 0.6),
    "untranslated": (_untranslated, 1.8),
    "half translated": (_half_translated, 1.2),
    "detached": (_detached, 1.8),
    "half detached": (_half_detached, 1.2),
    "joined": (_joined, 0.8),
    "shuffled": (_shuffled, 1.0),
    "swapped": (_swapped, 0.5),
    "looped": (_looped, 0.8),
    "renumbered": (_renumbered, 0.15),
}
"""Each with its margin, in deviations of human ranks."""
PLAIN = ("half", "untranslated", "detached")
"""What every version's reader must be told of: made of every pair that counts `always`."""


def contrasts(
    pairs: Sequence[Sound], seed: int, always: Callable[[Sound], bool]
) -> Iterator[Contrast]:
    """One damaged copy of every pair, its kind drawn; all of `PLAIN` besides where asked."""
    by_language: dict[str, list[Sound]] = {}
    for pair in pairs:
        by_language.setdefault(f"{pair.collection} {pair.language}", []).append(pair)
    for number, pair in enumerate(pairs):
        drawn = random.Random(f"{seed} {number} {pair.source}")
        alike = by_language[f"{pair.collection} {pair.language}"]
        kinds = drawn.sample(sorted(DAMAGES), len(DAMAGES))
        wanted = [*PLAIN, *(k for k in kinds if k not in PLAIN)] if always(pair) else kinds
        many = len(PLAIN) + 1 if always(pair) else 1
        for kind in wanted:
            damage, margin = DAMAGES[kind]
            made = damage(pair, drawn.choice(alike), drawn)
            if made and made.strip() and made != pair.target:
                yield Contrast(
                    kind, pair.collection, _languages(pair), pair.source, pair.target, made, margin
                )
                many -= 1
            if not many:
                break


def _languages(pair: Sound) -> str:
    return pair.language if "-" in pair.language else f"en-{pair.language}"
