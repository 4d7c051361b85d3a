"""The traits of pairs of texts, read once and kept in the user's cache directory."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from evalkit.directories import cache_directory
from evalkit.encoders.encoder import Encoder
from evalkit.encoders.resources import Resources
from evalkit.metrics.quality_estimate import pair_features as package_traits

Halves = NDArray[np.float16]

SHARD = 4096
"""Pairs to a file: what a kill loses."""


def traits(name: str, pairs: Sequence[tuple[str, str]], resources: Resources) -> Halves:
    """(pairs, traits) of (source, target) texts; `name` is for the reader of the terminal."""
    encoder = Encoder(resources)
    begun, made = time.perf_counter(), 0
    shards = []
    for start in range(0, len(pairs), SHARD):
        some = pairs[start : start + SHARD]
        mark = "\0".join(
            (
                str(package_traits.VERSION),
                encoder.signature,
                *(text for pair in some for text in pair),
            )
        )
        digest = hashlib.sha256(mark.encode("utf-8", "surrogatepass")).hexdigest()[:16]
        path = cache_directory() / "training" / f"traits-{digest}.npy"
        if not path.is_file():
            path.parent.mkdir(parents=True, exist_ok=True)
            read = np.concatenate([found for _, found in package_traits.read(encoder, some)])
            part = path.with_suffix(".part.npy")
            np.save(part, read.astype(np.float16))
            part.replace(path)
            made += len(some)
            spent = time.perf_counter() - begun
            print(f"{name}: {start + len(some)} of {len(pairs)}, {made / spent:.0f}/s", flush=True)
        shards.append(np.load(path))
    return np.concatenate(shards)
