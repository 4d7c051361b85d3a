"""Whether the compiled counts are sacrebleu's: over every short text, and over a million others.

    python -m benchmarks.kernels [--longest 4] [--random 1000000] [--seed 12345] [NAME …]

Every setting of TER's tokenizer, BLEU with each tokenizer that needs no other program, chrF and
chrF++ count every text of up to four characters of an alphabet that tells their rules apart,
against itself and against the text before it, which differs in little; then random texts, words
moved and changed, made of the same characters, of entities and of any code points. Prints what
differs, and ends with status 1 where anything does. An hour on one core; `--longest 3 --random
100000` takes four minutes.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import islice, product
from typing import Any

from sacrebleu.metrics.bleu import BLEU
from sacrebleu.metrics.chrf import CHRF
from sacrebleu.metrics.ter import TER

from evalkit.metrics.lexical import counting

ALPHABET = ".,1-'sA&\n \u3000।一あア、"
"""Stops, a digit, a dash, a possessive, a capital, an entity's mark, spaces, a mark that none
of the tokenizers knows, and a character of each rule for scripts without spaces."""
PIECES = (
    *ALPHABET,
    *(
        "a",
        "9",
        "२",
        "\t",
        "\r",
        "\x1c",
        "\x85",
        "\u2028",
        "\0",
        "\x01",
        "\u0301",
        "\u200d",
        "İ",
        "ß",
    ),
    *(
        "(",
        ")",
        '"',
        "?",
        "!",
        ";",
        ":",
        "/",
        "{",
        "~",
        "@",
        "[",
        "`",
        "<",
        ">",
        "_",
        "–",
        "€",
        "²",
    ),
    *(
        "㍿",
        "㈱",
        "⺀",
        "ㇰ",
        "，",
        "。",
        "（",
        "・",
        "ｱ",
        "豈",
        "\U00020000",
        "😀",
        "\ud800",
        "\udfff",
    ),
    *("&amp;", "&quot;", "&lt;", "&amp;lt;", "<skipped>", "-\n", "\n-", "'s ", "3.5", "..1", "  "),
)
BATCH = 20_000
SHOWN = 10


@dataclass(frozen=True, slots=True)
class Kernel:
    """A way to count: the compiled one, and how sacrebleu's metric is made that it is held to."""

    count: Callable[[Any, Sequence[str], counting.References], counting.Counts]
    engine: Callable[[], Any]

    def differing(self, pairs: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
        """The pairs of hypothesis and reference that sacrebleu counts otherwise."""
        ours = [one for one, _ in pairs]
        theirs = [(other,) for _, other in pairs]
        found = self.count(self.engine(), ours, theirs)
        expected = counting.by_sacrebleu(self.engine(), ours, theirs)
        return [p for p, a, b in zip(pairs, found, expected, strict=True) if a != b]


def _kernels() -> Iterator[tuple[str, Kernel]]:
    for tokenizer in ("13a", "zh", "intl", "char", "none"):
        yield (
            f"bleu-{tokenizer}",
            Kernel(counting.bleu, partial(BLEU, tokenize=tokenizer, force=True)),
        )
    lower = partial(BLEU, lowercase=True, force=True)
    yield "bleu-13a-lower", Kernel(counting.bleu, lower)
    yield "chrf", Kernel(counting.chrf, CHRF)
    yield "chrf++", Kernel(counting.chrf, partial(CHRF, word_order=2))
    yield "chrf-lower", Kernel(counting.chrf, partial(CHRF, lowercase=True, word_order=1))
    yield "chrf-whitespace", Kernel(counting.chrf, partial(CHRF, whitespace=True, char_order=3))
    settings = ("normalized", "no_punct", "asian_support", "case_sensitive")
    for chosen in product((False, True), repeat=len(settings)):
        given: dict[str, Any] = dict(zip(settings, chosen, strict=True))
        words = "".join(f"-{name.partition('_')[0]}" for name, on in given.items() if on)
        yield f"ter{words}", Kernel(counting.ter, partial(TER, **given))


KERNELS: Mapping[str, Kernel] = dict(_kernels())


def every(alphabet: str, longest: int) -> Iterator[tuple[str, str]]:
    """Every text of the alphabet up to a length, against itself and against the one before it."""
    before = ""
    for length in range(longest + 1):
        for characters in product(alphabet, repeat=length):
            text = "".join(characters)
            yield text, text
            yield text, before
            before = text


def at_random(by: random.Random) -> Iterator[tuple[str, str]]:
    """Without end: texts of few pieces or many, each against another, a changed copy or itself."""
    while True:
        longest = by.choices((5, 20, 60), (10, 10, 1))[0]
        text = [_piece(by) for _ in range(by.randrange(longest))]
        other = list(text)
        if (kind := by.random()) < 0.3:
            other = [_piece(by) for _ in range(by.randrange(longest))]
        elif kind < 0.8:
            start, end, place = (by.randrange(len(text) + 1) for _ in range(3))
            phrase, rest = text[start:end], text[:start] + text[max(start, end) :]
            other = rest[:place] + phrase + rest[place:]
        between = by.choice(("", "", " "))
        yield between.join(text), between.join(other)


def _piece(by: random.Random) -> str:
    return by.choice(PIECES) if by.random() < 0.95 else chr(by.randrange(sys.maxunicode + 1))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(KERNELS))
    parser.add_argument("--longest", type=int, default=4, help="of the texts that are all tried")
    parser.add_argument("--random", type=int, default=1_000_000, help="how many others, in all")
    parser.add_argument("--seed", type=int, default=12345)
    options = parser.parse_args()
    if counting.compiled() is None:
        print("the compiled module is not installed: there is nothing to compare", file=sys.stderr)
        return 2
    chosen = {
        name: kernel for name, kernel in KERNELS.items() if name in (options.names or KERNELS)
    }
    wrong = 0
    for number, (name, kernel) in enumerate(chosen.items()):
        started, tried, differ = time.perf_counter(), 0, []
        share = len(range(number, options.random, len(chosen)))
        others = islice(at_random(random.Random(f"{options.seed} {name}")), share)
        for texts in (every(ALPHABET, options.longest), others):
            while batch := list(islice(texts, BATCH)):
                tried += len(batch)
                differ += kernel.differing(batch)
        seconds = time.perf_counter() - started
        print(f"{name:45} {tried:9,} pairs, {len(differ):6,} differ  ({seconds:.0f} s)", flush=True)
        for pair in differ[:SHOWN]:
            print(f"    {pair!a}")
        wrong += len(differ)
    print(f"{wrong:,} pairs are counted otherwise than by sacrebleu" if wrong else "all are equal")
    return 1 if wrong else 0


if __name__ == "__main__":
    raise SystemExit(main())
