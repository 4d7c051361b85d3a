"""What a fifth version, 2,000 lines and a long evaluation.json cost, each beside its peer.

    python -m benchmarks.growth [--repeat 5]

Each pair takes its turns; the ratio of the medians is printed. Versions are the sample's Bengali
without one word of each paragraph, ten times as long, judged by every check without an encoder.
Lines are generated words, scored by BLEU: aligned by evalkit, and taken as they face each other.
These run in processes of their own, on one thread. The versions' evaluation is read in this one,
as records and as bare JSON (not the first time, which learns the records).
"""

from __future__ import annotations

import argparse
import json
import random
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.speed.measuring import Contender, Run, command, in_turns
from benchmarks.start import SAMPLE
from evalkit.evaluation import Evaluation

LINES = 2_000
WORDS = {
    "river": "Fluss", "bridge": "Brücke", "school": "Schule", "council": "Rat", "fee": "Gebühr",
    "storm": "Sturm", "train": "Zug", "market": "Markt", "village": "Dorf", "street": "Straße",
    "today": "heute", "soon": "bald", "early": "früh", "late": "spät", "comes": "kommt",
    "goes": "geht", "stays": "bleibt", "falls": "fällt", "opens": "öffnet", "closes": "schließt",
}  # fmt: skip


def versions(folder: Path) -> dict[str, Contender]:
    """`compare` of four versions and of five."""
    text = {language: (SAMPLE / f"{language}.txt").read_text("utf-8") for language in ("en", "bn")}
    (folder / "en.txt").write_text(text["en"] * 10, encoding="utf-8")
    names = "abcde"
    for n, name in enumerate(names):
        own = "\n".join(_without(n, line) for line in text["bn"].split("\n"))
        (folder / f"{name}.txt").write_text(own * 10, encoding="utf-8")
    return {
        f"{count} versions": called(
            "compare", "-r", str(folder / "en.txt"),
            *(f"bn-x-{name}={folder / name}.txt" for name in names[:count]),
            "-o", str(folder / "report"), "-m", "none", "--no-cache",
        )
        for count in (5, 4)
    }  # fmt: skip


def _without(place: int, line: str) -> str:
    words = line.split(" ")
    return " ".join([*words[:place], *words[place + 1 :]])


def lines(folder: Path) -> dict[str, Contender]:
    """`score` of as many lines as the source has."""
    by = random.Random(20261201)
    words, others = list(WORDS), list(WORDS.values())
    english = [by.choices(words, k=by.randint(3, 40)) for _ in range(LINES)]
    german = [[WORDS[word] for word in line] for line in english]
    worse = [[by.choice(others) if by.random() < 0.2 else w for w in line] for line in german]
    for name, texts in (("en", english), ("reference", german), ("de", worse)):
        written = "".join(" ".join(line).capitalize() + ".\n" for line in texts)
        (folder / f"{name}.txt").write_text(written, encoding="utf-8")
    arguments = (
        "score", f"de={folder / 'de.txt'}", "-r", str(folder / "en.txt"),
        "-r", f"de={folder / 'reference.txt'}", "-m", "bleu", "--checks", "none", "--no-cache",
    )  # fmt: skip
    return {"aligned by evalkit": called(*arguments), "--aligned": called(*arguments, "--aligned")}


def reading(folder: Path) -> dict[str, Contender]:
    """The evaluation that `versions` left."""
    text = (folder / "report" / "evaluation.json").read_text(encoding="utf-8")
    Evaluation.from_json(text)
    return {
        "as records": timed(lambda: Evaluation.from_json(text)),
        "as bare JSON": timed(lambda: json.loads(text)),
    }


def called(*arguments: str) -> Contender:
    """A command of evalkit, without an encoder."""
    return lambda: (1, command([*arguments, "--encoder", "none"]))


def timed(work: Callable[[], object]) -> Contender:
    """A function of this process."""

    def run() -> tuple[int, Run]:
        begun = time.perf_counter()
        work()
        return 1, Run(time.perf_counter() - begun, 0)

    return run


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--repeat", type=int, default=5)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        for pair in (versions, reading, lines):
            dear, cheap = in_turns(pair.__name__, pair(Path(home)), options.repeat)
            print(
                f"{dear.contender} beside {cheap.contender}: {dear.seconds / cheap.seconds:.2f} "
                f"times ({dear.seconds:.2f} s, {cheap.seconds:.2f} s)",
                flush=True,
            )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
