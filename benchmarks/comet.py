"""COMET: evalkit against unbabel-comet, cold processes, the same checkpoint and texts.

`python -m benchmarks.comet` scores one English source with its Bengali and its
Punjabi version, 1,000 NTREX segments each, on the CPU. The checkpoint has random
heads on an encoder of 12 layers, 384 wide. Every side is a process of its own;
they take turns, so that a machine that is busy is busy for all.

- `evalkit`, the first time: `evalkit compare --aligned -m comet:PATH --format csv`, scores in a
  file as comet-score writes them, nothing remembered
- `evalkit`, again: the same, with what the first time left in the store
- `predict`: `load_from_checkpoint`, then `predict` for each version, in float32
- `comet-score`: the same with the cache of embeddings that comet-score turns on
- `--half` adds comet-score's own command, which computes in float16
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from lab.data import everything, ntrex

VERSIONS = ("bn", "pa")
SEGMENTS = 1000
CLASSES = ("referenceless", "regression")
FIRST_TIME, AGAIN, CLOSE, MEMORY = 1.5, 5.0, 1e-4, 3 * 1024.0
"""What is demanded: times as fast as `predict`, the greatest difference, MiB."""
PEER = """
import json, sys
import comet
path, cached, *files = sys.argv[1:]
model = comet.load_from_checkpoint(path, local_files_only=True)
model.eval()
if cached == "cached":
    model.set_embedding_cache()
scores = []
for file in files:
    samples = json.load(open(file, encoding="utf-8"))
    scores.append(model.predict(samples, gpus=0, progress_bar=False).scores)
json.dump(scores, sys.stdout)
"""


@dataclass(frozen=True, slots=True)
class Run:
    """A process: seconds by the clock, peak memory in MiB, scores by version."""

    seconds: float
    memory: float
    scores: Sequence[Sequence[float]]


def main() -> int:
    options = _options()
    with tempfile.TemporaryDirectory() as home:
        return compare(Path(home), options)


def compare(home: Path, options: argparse.Namespace) -> int:
    folder = Path(options.checkpoint) if options.checkpoint else _checkpoint(home, options.kind)
    texts = _texts(home, options.segments, options.kind == "regression")
    sides = ["first", "again", "predict", "comet-score", *(["half"] if options.half else [])]
    runs: dict[str, list[Run]] = {side: [] for side in sides}
    for turn in range(options.runs):
        cache = home / f"cache{turn}"
        for side in sides:
            if side in ("first", "again"):
                runs[side].append(_ours(home, folder, texts, cache))
            elif side == "half":
                runs[side].append(_half(home, folder, texts))
            else:
                runs[side].append(_peer(home, folder, texts, side == "comet-score"))
            print(f"  {side}: {runs[side][-1].seconds:.1f} s", file=sys.stderr, flush=True)
    return report(runs, options)


def report(runs: Mapping[str, Sequence[Run]], options: argparse.Namespace) -> int:
    seconds = {side: statistics.median(r.seconds for r in own) for side, own in runs.items()}
    memory = {side: max(r.memory for r in own) for side, own in runs.items()}
    expected = [score for version in runs["predict"][0].scores for score in version]
    print(
        f"{options.kind}, {len(VERSIONS)} versions of {options.segments} segments, "
        f"{os.cpu_count()} CPUs, median of {options.runs}; "
        f"scores from {min(expected):.2f} to {max(expected):.2f}"
    )
    names = {
        "first": "evalkit, the first time",
        "again": "evalkit, again",
        "predict": "unbabel-comet, predict",
        "comet-score": "unbabel-comet, as comet-score caches",
        "half": "comet-score itself (float16)",
    }
    difference = {}
    for side, own in runs.items():
        found = [score for version in own[0].scores for score in version]
        difference[side] = max(abs(a - b) for a, b in zip(found, expected, strict=True))
        print(
            f"{names[side]:38} {seconds[side]:7.1f} s  {memory[side]:6.0f} MiB  "
            f"largest difference {difference[side]:.1e}"
        )
    for side in ("first", "again"):
        ratios = ", ".join(
            f"{seconds[peer] / seconds[side]:.2f} times as fast as {names[peer]}"
            for peer in runs
            if peer not in ("first", "again")
        )
        print(f"{names[side]}: {ratios}")
    met = (
        seconds["predict"] / seconds["first"] >= FIRST_TIME
        and seconds["predict"] / seconds["again"] >= AGAIN
        and max(difference["first"], difference["again"]) <= CLOSE
        and memory["first"] < MEMORY
    )
    print(
        f"demanded: {FIRST_TIME} and {AGAIN} times as fast as predict, "
        f"{CLOSE:.0e}, {MEMORY:.0f} MiB: {'met' if met else 'NOT MET'}"
    )
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.comet")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--segments", type=int, default=SEGMENTS)
    parser.add_argument("--kind", choices=CLASSES, default=CLASSES[0])
    parser.add_argument("--checkpoint", help="a folder to use in place of a new random checkpoint")
    parser.add_argument("--half", action="store_true", help="run comet-score itself too")
    return parser.parse_args()


def _checkpoint(home: Path, kind: str) -> Path:
    """A checkpoint on the built-in encoder's own weights, made in a process that is not measured.

    The head is random, with the sizes that published checkpoints have.
    """
    folder = home / kind
    script = (
        "import sys; from pathlib import Path\n"
        "from tests.neural.checkpoints import large\n"
        "large(Path(sys.argv[1]), sys.argv[2])\n"
    )
    subprocess.run(
        [sys.executable, "-W", "ignore", "-c", script, str(folder), kind],
        check=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    return folder


def _texts(home: Path, count: int, referenced: bool) -> Path:
    """One file per side, a segment per line, as both tools read them; references are shifted.

    A reference is another segment in the version's language: for the time it takes, any will do.
    """
    folder = home / "texts"
    folder.mkdir()
    for language in VERSIONS:
        documents = ntrex(language, everything)
        pairs = [p for d in documents for p in zip(d.source, d.target, strict=True)]
        pairs = [(" ".join(s.split()), " ".join(t.split())) for s, t in pairs][:count]
        sources, targets = zip(*pairs, strict=True)
        references = (*targets[1:], targets[0])
        _lines(folder / "en.txt", sources)
        _lines(folder / f"{language}.txt", targets)
        columns = {"src": sources, "mt": targets}
        if referenced:
            _lines(folder / f"{language}.ref.txt", references)
            columns["ref"] = references
        samples = [
            dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)
        ]
        text = json.dumps(samples, ensure_ascii=False)
        (folder / f"{language}.json").write_text(text, encoding="utf-8")
    return folder


def _lines(path: Path, texts: Sequence[str]) -> None:
    path.write_text("".join(f"{text}\n" for text in texts), encoding="utf-8")


def _ours(home: Path, folder: Path, texts: Path, cache: Path) -> Run:
    out = home / "out"
    shutil.rmtree(out, ignore_errors=True)
    references = sorted(texts.glob("*.ref.txt"))
    command = [
        sys.executable, "-m", "evalkit", "compare",
        *(f"{language}={texts / language}.txt" for language in VERSIONS),
        "-r", f"en={texts / 'en.txt'}",
        *(arg for r in references for arg in ("-r", f"{r.name.partition('.')[0]}={r}")),
        "--aligned", "-m", f"comet:{folder}", "--checks", "none", "-o", str(out),
        "--format", "csv",
    ]  # fmt: skip
    seconds, memory, _ = _timed(command, {"EVALKIT_CACHE": str(cache)})
    found: dict[str, list[float]] = {language: [] for language in VERSIONS}
    with (out / "scores.csv").open(encoding="utf-8", newline="") as stream:
        for line in csv.DictReader(stream):
            if line["row"]:
                found[line["version"]].append(float(line["value"]))
    return Run(seconds, memory, list(found.values()))


def _peer(home: Path, folder: Path, texts: Path, cached: bool) -> Run:
    script = home / "peer.py"
    script.write_text(PEER, encoding="utf-8")
    files = [str(texts / f"{language}.json") for language in VERSIONS]
    word = "cached" if cached else "plain"
    command = [sys.executable, str(script), str(_model(folder)), word, *files]
    seconds, memory, output = _timed(command, {})
    return Run(seconds, memory, json.loads(output))


def _half(home: Path, folder: Path, texts: Path) -> Run:
    out = home / "half.json"
    files = [str(texts / f"{language}.txt") for language in VERSIONS]
    command = [
        str(Path(sys.executable).with_name("comet-score")), "--gpus", "0", "--quiet",
        "--model", str(_model(folder)), "-s", str(texts / "en.txt"), "-t", *files,
        "--to_json", str(out), "--only_system",
    ]  # fmt: skip
    seconds, memory, _ = _timed(command, {})
    found = json.loads(out.read_text(encoding="utf-8"))
    return Run(seconds, memory, [[row["COMET"] for row in found[file]] for file in files])


def _model(folder: Path) -> Path:
    return folder / "checkpoints" / "model.ckpt"


def _timed(command: Sequence[str], environment: Mapping[str, str]) -> tuple[float, float, str]:
    """Seconds, peak memory (MiB) and output of a process; it and its children have one parent."""
    # A process of its own in between: `ru_maxrss` of children is the greatest there ever was.
    script = (
        "import json, resource, subprocess, sys, time\n"
        "start = time.perf_counter()\n"
        "done = subprocess.run(sys.argv[1:], capture_output=True, text=True)\n"
        "seconds = time.perf_counter() - start\n"
        "peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024\n"
        "json.dump([done.returncode, seconds, peak, done.stdout, done.stderr], sys.stdout)\n"
    )
    made = subprocess.run(
        [sys.executable, "-c", script, *command],
        check=True,
        capture_output=True,
        text=True,
        env={**os.environ, **environment},
    )
    status, seconds, peak, output, errors = json.loads(made.stdout)
    if status:
        raise SystemExit(f"{command[0]} failed: {errors[-2000:]}")
    return seconds, peak, output


if __name__ == "__main__":
    raise SystemExit(main())
