"""Print the figures of docs/figures.md, speed left out: `make figures`, or `-m benchmarks NAME`."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

SCRIPTS = (
    "languages",
    "sentences",
    "alignment",
    "false_alarms",
    "checks",
    "numbers",
    "names",
    "truncation",
    "drift",
    "links",
    "words",
    "similarity",
    "estimate",
    "limits",
    "encoder",
    "comet",
    "witnesses",
    "start",
    "growth",
    "article",
    "desk",
    "batch",
)


def main() -> int:
    wanted = sys.argv[1:] or SCRIPTS
    unknown = [name for name in wanted if not (Path(__file__).parent / f"{name}.py").is_file()]
    if unknown:
        print(f"no benchmark called {', '.join(unknown)}; choose from {', '.join(SCRIPTS)}")
        return 2
    for name in wanted:
        print(f"\n== benchmarks.{name}", flush=True)
        done = subprocess.run([sys.executable, "-m", f"benchmarks.{name}"], check=False)
        if done.returncode:
            return done.returncode
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
