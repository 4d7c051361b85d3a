"""Whether anything but a text or a refusal in a line comes out of a damaged file.

    python -m benchmarks.fuzz [--files 10000] [--seed 12345] [-o DIR] [NAME …]
    python -m benchmarks.fuzz --minutes 10

So many files of each format are made of a small whole one (`tests.loaders.damaging`) and read. Of
what breaks a loader the number, the exception and where it was raised are printed, and the file is
kept in DIR. With `--minutes` it goes on at random instead, property tests of the suite between
(`make fuzz`), until the time is up or something breaks. Ends with status 1 where something does.
"""

from __future__ import annotations

import argparse
import os
import random
import subprocess
import sys
import time
import traceback
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.loaders.damaging import Format, damaged, formats, outcome

ROOT = Path(__file__).resolve().parents[1]
AT_ONCE = 500
"""Files of a format between two modules of property tests."""
SLOW = 5.0
"""Seconds beyond which a small file takes too long."""


def fuzz(format_: Format, files: int, seed: str, kept: Path) -> int:
    """How many of the files break the loader; what they are is printed."""
    broken: Counter[str] = Counter()
    slowest, started = 0.0, time.process_time()
    with TemporaryDirectory() as folder:
        for number in range(files):
            content = damaged(format_.whole, random.Random(f"{seed} {format_.name} {number}"))
            begun = time.process_time()
            error = outcome(format_, content, Path(folder))
            slowest = max(slowest, taken := time.process_time() - begun)
            if error is None and taken < SLOW:
                continue
            kind = _where(error) if error else f"takes more than {SLOW:.0f} s"
            broken[kind] += 1
            if broken[kind] == 1:
                kept.mkdir(parents=True, exist_ok=True)
                path = kept / f"{number}-{format_.name}"
                path.write_bytes(content)
                print(f"    {path}: {kind}", flush=True)
    count, seconds = broken.total(), time.process_time() - started
    print(
        f"{format_.name:16} {files:6,} files, {count:5,} break it in {len(broken)} ways, "
        f"the slowest {slowest * 1000:.0f} ms  ({seconds:.0f} s)",
        flush=True,
    )
    return count


def _where(error: Exception) -> str:
    said = " ".join(str(error).split())[:100]
    frames = traceback.extract_tb(error.__traceback__)
    place = f" at {Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
    own = next(
        (
            f" in {Path(f.filename).name}:{f.lineno}"
            for f in reversed(frames)
            if "evalkit" in f.filename
        ),
        "",
    )
    return f"{type(error).__name__}: {said}{place}{own}"


def search(minutes: float, kept: Path) -> int:
    """Search at random until the time is up: 0, or 1 at the first thing that breaks."""
    end = time.monotonic() + 60 * minutes
    environment = {**os.environ, "EVALKIT_HYPOTHESIS": "search"}
    by = random.Random()
    while True:
        modules = [
            path
            for path in sorted((ROOT / "tests").rglob("test_*.py"))
            if "hypothesis" in path.read_text(encoding="utf-8")
        ]
        by.shuffle(modules)
        for module in modules:
            if fuzz(by.choice(list(formats())), AT_ONCE, str(by.getrandbits(64)), kept):
                return 1
            left = end - time.monotonic()
            if left <= 0:
                return 0
            name = module.relative_to(ROOT)
            print(name, flush=True)
            command = [sys.executable, "-m", "pytest", "-m", "hypothesis", "-q", "--no-header"]
            try:
                done = subprocess.run(
                    [*command, str(name)], cwd=ROOT, env=environment, timeout=left, check=False
                )
            except subprocess.TimeoutExpired:
                return 0
            if done.returncode not in (0, 5):  # 5: nothing in it for this machine
                return 1


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("names", nargs="*", metavar="NAME")
    parser.add_argument("--files", type=int, default=10_000, help="of each format")
    parser.add_argument("--seed", default="12345")
    parser.add_argument("--minutes", type=float, help="search at random for so long")
    parser.add_argument("-o", dest="kept", type=Path, default=ROOT / "build" / "fuzz")
    options = parser.parse_args()
    if options.minutes is not None:
        return search(options.minutes, options.kept)
    chosen = [f for f in formats() if not options.names or f.name in options.names]
    broken = sum(fuzz(f, options.files, options.seed, options.kept) for f in chosen)
    return 1 if broken else 0


if __name__ == "__main__":
    raise SystemExit(main())
