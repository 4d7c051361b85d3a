"""What holds for every test: nothing is read from or written into the user's own cache."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from evalkit.directories import VARIABLE

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


@pytest.fixture(scope="session", autouse=True)
def cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A cache directory of the session's own, for subprocesses too."""
    given = os.environ.get(VARIABLE)
    directory = tmp_path_factory.mktemp("cache")
    os.environ[VARIABLE] = str(directory)
    yield directory
    if given is None:
        del os.environ[VARIABLE]
    else:
        os.environ[VARIABLE] = given
