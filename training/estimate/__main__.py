"""Fits the quality estimate: `python -m training.estimate [--without en-gu] [-o FOLDER]`."""

from __future__ import annotations

import argparse
import hashlib
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch

import evalkit
from evalkit.encoders.resources import Resources
from evalkit.metrics.quality_estimate.perceptrons import Perceptrons, dump
from evalkit.metrics.quality_estimate.score_scale import Scale
from evalkit.statistics.correlation import spearman
from lab.data import SHARED
from lab.judged import FILES, measured, segments
from training.estimate import calibrating
from training.estimate.fitting import Contrasts, Floats, Halves, Judgements, fit
from training.estimate.gathered import traits
from training.estimate.judged import UNIT, Target, targets
from training.estimate.sound import damaged

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

SHIPPED = Path(evalkit.__file__).parent / "metrics" / "quality_estimate"
CONFIG = Path(__file__).with_name("config.toml")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--without", default="", help="leave a language pair out, as en-gu: prints, ships nothing"
    )
    parser.add_argument("--members", type=int, help="perceptrons, in the place of config.toml's")
    parser.add_argument("--device", default="auto", help="where texts are read and fitted")
    parser.add_argument("-o", dest="folder", type=Path, default=SHIPPED)
    given = parser.parse_args()
    config = tomllib.loads(CONFIG.read_text(encoding="utf-8"))
    settings = {**config["network"], "members": given.members or config["network"]["members"]}
    device = given.device
    if device == "auto":
        device = "cuda" if torch.cuda.is_available() else "cpu"
    resources = Resources(device=device)
    _say("data " + " ".join(f"{Path(path).name}:{_digest(path)}" for path in FILES))

    learnt, judged = _judged(config["judged"], given.without, resources)
    contrasts, sound = _contrasts(config, given.without, resources)
    _say(
        f"{len(judged.values)} judged segments, {len(sound.values)} sound translations, "
        f"{len(contrasts.margins)} contrasts"
    )
    begun = time.perf_counter()

    def fitted(some: Judgements, seed: int, members: int) -> Perceptrons:
        own = {**settings, "members": members}
        return fit(
            some.beside(sound), contrasts, own, config["contrast"]["weight"], seed, _say, device
        )

    network = fitted(judged, config["seed"], settings["members"])
    stored = dump(network)
    _say(f"fitted in {time.perf_counter() - begun:.0f} s, {len(stored) / 1e6:.1f} MB")
    report(network, resources)
    if given.without:
        return
    made = _scale(learnt, judged, config, fitted)
    given.folder.mkdir(parents=True, exist_ok=True)
    (given.folder / "estimate.npz").write_bytes(stored)
    (given.folder / "estimate.toml").write_text(calibrating.dump(made), encoding="utf-8")
    _say(f"scale {made.values[0]} to {made.values[-1]}")


def _scale(
    learnt: Sequence[Target],
    judged: Judgements,
    config: Mapping[str, Any],
    fitted: Callable[[Judgements, int, int], Perceptrons],
) -> Scale:
    """What raw scores mean, by networks that each leave a part of the sources out."""
    settings = config["scale"]
    folds = _folds(learnt, settings["folds"])
    raw = np.zeros(len(learnt))
    for fold in range(settings["folds"]):
        inside, outside = np.flatnonzero(folds == fold), np.flatnonzero(folds != fold)
        part = fitted(judged.some(outside), config["seed"] + 1 + fold, 1)
        raw[inside] = part.raw(judged.traits[inside].astype(np.float32))
    places = judged.values / UNIT + 0.5
    # One rater's points are no place: what is read by many decides what a score means.
    sure = np.array([target.collection.startswith(tuple(settings["sets"])) for target in learnt])
    trained = sorted({target.languages for target in learnt})
    return calibrating.scale(raw[sure], places[sure], settings["bins"], settings["limits"], trained)


def report(network: Perceptrons, resources: Resources) -> None:
    """Spearman's coefficient with human scores on every set, on what was not learnt from."""
    for path in FILES:
        some = [segment for segment in segments(path) if measured(segment)]
        if not some:
            continue
        found = traits(path, [(s.source, s.target) for s in some], resources)
        raw = network.raw(found.astype(np.float32))
        known = np.isfinite(raw)
        human = np.array([segment.score for segment in some], float)
        print(f"{path:34}{known.sum():6}  {spearman(raw[known], human[known]):.3f}", flush=True)


def _judged(
    settings: Mapping[str, Any], without: str, resources: Resources
) -> tuple[list[Target], Judgements]:
    every = targets(settings["most"])
    read = traits("judged", [(t.source, t.target) for t in every], resources)
    kept = [
        n
        for n, target in enumerate(every)
        if target.languages != without and np.isfinite(read[n]).all()
    ]
    learnt = [every[n] for n in kept]
    weights = [settings["weights"].get(target.collection.split()[0], 1.0) for target in learnt]
    values = np.array([target.value for target in learnt], np.float32)
    return learnt, Judgements(read[kept], values, np.array(weights, np.float32))


def _contrasts(
    config: Mapping[str, Any], without: str, resources: Resources
) -> tuple[Contrasts, Judgements]:
    """The contrasts, and their sound sides as judgements: each text once."""
    every = damaged(config["seed"], config["contrast"]["share"])
    both = [pair for c in every for pair in ((c.source, c.sound), (c.source, c.damaged))]
    read = traits("contrasts", both, resources)
    sound, worse = read[::2], read[1::2]
    kept = [
        n
        for n, contrast in enumerate(every)
        if contrast.languages != without
        and np.isfinite(sound[n]).all() & np.isfinite(worse[n]).all()
    ]
    margins: Floats = np.array([every[n].margin for n in kept], np.float32)
    weights = config["sound"]["weights"]
    once = {(every[n].source, every[n].sound): n for n in kept if every[n].collection in weights}
    rows = list(once.values())
    judged = Judgements(
        sound[rows],
        np.full(len(rows), config["sound"]["value"], np.float32),
        np.array([weights[every[n].collection] for n in rows], np.float32),
    )
    return Contrasts(sound[kept], worse[kept], margins), judged


def _folds(learnt: Sequence[Target], folds: int) -> Halves:
    """A fold for every segment: the same source, the same fold."""
    drawn: dict[str, int] = defaultdict(int)
    for target in learnt:
        drawn[target.source] = hashlib.sha256(target.source.encode()).digest()[0] % folds
    return np.array([drawn[target.source] for target in learnt])


def _digest(path: str) -> str:
    return hashlib.sha256((SHARED / "data" / path).read_bytes()).hexdigest()[:8]


def _say(line: str) -> None:
    print(line, flush=True)


if __name__ == "__main__":
    main()
