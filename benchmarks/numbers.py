"""What number-mismatch catches of changed and lost numbers, and its false alarms.

    python -m benchmarks.numbers [--tuning] [--language bn pa] [--show]

In every segment whose source has a number in digits that the professional
translation has too, one such number of the translation is damaged: one of its
digits is changed, or the number is deleted. The source and the undamaged
translation are looked at first; a segment that alarms undamaged is a false
alarm and is not damaged. Seeded, so the figures repeat.
"""

from __future__ import annotations

import argparse
import random
import unicodedata
from dataclasses import dataclass

from evalkit.alignment.rows import Pair
from evalkit.checks.base import PENALTY, Finding
from evalkit.checks.numbers.number_mismatch import NumberMismatch
from evalkit.document import Paragraph
from evalkit.text.numbers import Number, numbers
from lab.data import NTREX_COLUMNS, held_out, ntrex, tuning

SEED = 2018


@dataclass(slots=True)
class Tally:
    segments: int = 0
    alarms: int = 0
    damaged: int = 0
    caught: int = 0
    placed: int = 0


def pair_of(language: str, source: str, target: str) -> Pair:
    return Pair(1, language, language, "en", (Paragraph(source),), (Paragraph(target),))


def alarms(language: str, source: str, target: str) -> list[Finding]:
    found = NumberMismatch().find(pair_of(language, source, target))
    return [finding for finding in found if PENALTY[finding.severity]]


def shared(language: str, source: str, target: str) -> list[tuple[Number, Number]]:
    """Numbers in digits of the source with the digits that say them in the version."""
    there = [n for n in numbers(target, language) if n.written == "digits"]
    return [
        (number, match)
        for number in numbers(source, "en")
        if number.written == "digits" and number.kind != "marker"
        for match in there
        if match.readings & number.readings
    ]


def change_digit(text: str, number: Number, chance: random.Random) -> str:
    """The text with one digit of the number replaced by another of its script."""
    places = [i for i in range(number.start, number.end) if text[i].isdecimal()]
    place = chance.choice(places)
    old = unicodedata.decimal(text[place])
    new = chance.choice([d for d in range(10) if d not in (old, 0)])
    return text[:place] + chr(ord(text[place]) - old + new) + text[place + 1 :]


def delete(text: str, number: Number, _chance: random.Random) -> str:
    return text[: number.start] + text[number.end :]


DAMAGES = {"digit changed": change_digit, "number deleted": delete}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument(
        "--tuning", action="store_true", help="the documents word lists are made on"
    )
    parser.add_argument(
        "--language", nargs="*", default=["bn", "pa"], choices=sorted(NTREX_COLUMNS)
    )
    parser.add_argument("--show", action="store_true", help="print what is not caught")
    options = parser.parse_args()
    share = "tuning" if options.tuning else "held-out"
    print(
        f"NTREX, {share} documents\n"
        f"{'':20}{'damaged':>9}{'caught':>9}{'on it':>9}{'false alarms':>15}"
    )
    for language in options.language:
        for name, damage in DAMAGES.items():
            chance = random.Random(SEED)
            tally = Tally()
            for document in ntrex(language, tuning if options.tuning else held_out):
                for source, target in zip(document.source, document.target, strict=True):
                    tally.segments += 1
                    if alarms(language, source, target):
                        tally.alarms += 1
                        continue
                    candidates = shared(language, source, target)
                    if not candidates:
                        continue
                    number, match = chance.choice(candidates)
                    damaged = damage(target, match, chance)
                    found = alarms(language, source, damaged)
                    tally.damaged += 1
                    tally.caught += bool(found)
                    tally.placed += any(
                        f.source is not None
                        and f.source.start < number.end
                        and number.start < f.source.end
                        for f in found
                    )
                    if options.show and not found:
                        print(f"missed ({language}, {name})\n    {source}\n    {damaged}")
            print(
                f"{language} {name:17}{tally.damaged:9}{tally.caught / tally.damaged:9.1%}"
                f"{tally.placed / tally.damaged:9.1%}{tally.alarms / tally.segments:15.2%}"
            )


if __name__ == "__main__":
    main()
