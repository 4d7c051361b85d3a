"""How often the language of a single sentence is told rightly.

    python -m benchmarks.languages [--tuning] [--wrong]

Professional translations of NTREX (the held-out documents, unless --tuning) and of
the Universal Declaration, references of IndicMT-Eval, and the blocks of
translated guides that are not marked as untranslated. *wrong* is another
language's code, *und* an honest "undecided"; accuracy counts both as misses.
Only texts of at least three words with letters are asked for.
"""

from __future__ import annotations

import argparse
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator

from evalkit.text.language_detection import detect
from lab.data import NTREX_COLUMNS, held_out, ntrex, table, tuning

UDHR = ("en", "bn", "pa", "hi", "de", "gu", "mr", "ta")
INDICMT = ("gu", "hi", "ml", "mr", "ta")
LEAST_WORDS = 3


def sentences(keep: Callable[[str], bool]) -> Iterator[tuple[str, str, str]]:
    """Collection, language and text of everything that is asked for."""
    for language in NTREX_COLUMNS:
        for document in ntrex(language, keep):
            for text in document.target:
                yield "ntrex", language, text
    for line in table("docs/udhr/udhr.tsv"):
        for language in UDHR:
            yield "udhr", language, line[language]
    for language in INDICMT:
        seen = {line["reference"] for line in table(f"indicmt_eval/indicmt_en-{language}.tsv")}
        for text in sorted(seen):
            yield "indicmt", language, text
    for line in table("docs/paragraphs.tsv"):
        if line["untranslated"] == "0" and line["kind"] == "para":
            yield "guides", line["lang"], line["translation"]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument(
        "--tuning", action="store_true", help="the documents for choosing word lists"
    )
    parser.add_argument("--wrong", action="store_true", help="print what was told wrongly")
    options = parser.parse_args()
    answers: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for collection, language, text in sentences(tuning if options.tuning else held_out):
        if sum(any(map(str.isalpha, word)) for word in text.split()) < LEAST_WORDS:
            continue
        answer = detect(text)
        answers[collection, language][answer.language] += 1
        if options.wrong and answer.language != language:
            print(f"[{collection} {language} -> {answer}] {text[:300]}")
    print(f"{'collection':10} {'language':8} {'texts':>6} {'accuracy':>9} {'und':>7}  wrong")
    for (collection, language), counts in sorted(answers.items()):
        total = counts.total()
        wrong = {code: n for code, n in counts.items() if code not in (language, "und")}
        print(
            f"{collection:10} {language:8} {total:6} {counts[language] / total:9.2%} "
            f"{counts['und'] / total:7.2%}  {wrong or '-'}"
        )


if __name__ == "__main__":
    main()
