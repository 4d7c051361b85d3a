"""What words sentences end on, by language: the figures behind the `[endings]` tables.

    python -m benchmarks.endings [--language bn pa …]

Reads good translations (the tuning documents of NTREX, references and well-judged
outputs of the other collections), takes the last word of every unit that ends
in a sentence end, and prints the shortest suffixes that stand at the end at
least `RATIO` times as often as elsewhere, with the share of sentences and of
other words that the whole list covers. Only suffixes and counts are printed.
"""

from __future__ import annotations

import argparse
import unicodedata
from collections import Counter
from collections.abc import Iterator

from evalkit.languages import EndingProfile, profile
from evalkit.text.words import content_end, words
from lab.data import NTREX_COLUMNS, ntrex, table, tuning

RATIO = 4.0
SUPPORT = 3
LONGEST = 7
GOOD = 0.3  # z-scored direct assessment from which a system's output counts as good
INDICMT = ("gu", "hi", "ml", "mr", "ta")
QE = ("gu", "hi", "mr", "ta", "te")


def good_texts(language: str) -> Iterator[str]:
    if language in NTREX_COLUMNS:
        for document in ntrex(language, tuning):
            yield from document.target
    if language in INDICMT:
        seen = set()
        for line in table(f"indicmt_eval/indicmt_en-{language}.tsv"):
            if line["ref_suspect"] != "1" and line["reference"] not in seen:
                seen.add(line["reference"])
                yield line["reference"]
    if language in QE:
        for line in table(f"qe_da/qe_en-{language}.tsv"):
            if float(line["da_z_mean"]) >= GOOD:
                yield line["hypothesis"]
    if language == "bn":
        for line in table("docs/paragraphs.tsv"):
            if line["lang"] == language and line["untranslated"] != "1":
                yield line["translation"]


def collect(language: str) -> tuple[Counter[str], Counter[str]]:
    """Last words of sentences, and the words before them."""
    ends = profile(language).sentence_ends + ".|"
    last: Counter[str] = Counter()
    other: Counter[str] = Counter()
    for text in good_texts(language):
        end = content_end(text)
        if not text[end:].strip() or not any(mark in text[end:] for mark in ends):
            continue
        found = [unicodedata.normalize("NFC", w.text).casefold() for w in words(text[:end])]
        if len(found) >= 4:
            last[found[-1]] += 1
            other.update(found[len(found) // 3 : -1])
    return last, other


def suffixes(counts: Counter[str]) -> Counter[str]:
    found: Counter[str] = Counter()
    for word, n in counts.items():
        for size in range(1, min(LONGEST, len(word)) + 1):
            found[word[-size:]] += n
    return found


def final(last: Counter[str], other: Counter[str]) -> list[str]:
    """The shortest telling suffixes, the most frequent first."""
    at_end, elsewhere = suffixes(last), suffixes(other)
    here, there = sum(last.values()), sum(other.values())
    chosen: list[str] = []
    for suffix in sorted(at_end, key=lambda s: (len(s), s)):
        if at_end[suffix] < SUPPORT or suffix.endswith(tuple(chosen)):
            continue
        if (at_end[suffix] / here) / ((elsewhere[suffix] + 1) / there) >= RATIO:
            chosen.append(suffix)
    return sorted(chosen, key=lambda s: -at_end[s])


def _covered(counts: Counter[str], shipped: EndingProfile) -> float:
    """The share of words that the shipped table takes for final."""
    hits = sum(
        n for w, n in counts.items() if f" {w}".endswith(shipped.final) and w not in shipped.never
    )
    return hits / max(sum(counts.values()), 1)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    languages = sorted({*NTREX_COLUMNS, *INDICMT, *QE} - {"en"})
    parser.add_argument("--language", nargs="*", default=languages, choices=languages)
    parser.add_argument("--rest", action="store_true", help="last words not covered, with counts")
    options = parser.parse_args()
    for language in options.language:
        last, other = collect(language)
        chosen = final(last, other)
        here, there = sum(last.values()), sum(other.values())
        covered = sum(n for w, n in last.items() if w.endswith(tuple(chosen))) / max(here, 1)
        elsewhere = sum(n for w, n in other.items() if w.endswith(tuple(chosen))) / max(there, 1)
        print(f"# {language}: {here} sentences, covered {covered:.3f}, elsewhere {elsewhere:.3f}")
        shipped = profile(language).endings
        if shipped.final:
            shares = [_covered(counts, shipped) for counts in (last, other)]
            print(f"# as shipped: covered {shares[0]:.3f}, elsewhere {shares[1]:.3f}")
        print("final = [" + ", ".join(f'"{s}"' for s in chosen) + "]")
        if options.rest:
            rest = Counter({w: n for w, n in last.items() if not w.endswith(tuple(chosen))})
            print("rest:", rest.most_common(60))
            never = [w for w, n in other.most_common(150) if last[w] == 0]
            print("never at the end:", never)


if __name__ == "__main__":
    main()
