"""Real model servers for tests: a tiny Granite behind llama.cpp and behind `transformers serve`.

Where one cannot be had the tests skip and say so; with EVALKIT_SERVERS=required they fail.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from threading import Thread
from typing import IO

import pytest

from tests import timing
from tests.builders import ROOT
from tests.serving import granite

REQUIRED = "EVALKIT_SERVERS"
PATIENCE = 60.0 * timing.PATIENCE
"""Seconds in which a server must have started."""
ALONE = {"HF_HUB_OFFLINE": "1", "TRANSFORMERS_OFFLINE": "1", "OMP_NUM_THREADS": "1"}
"""No hub, and one thread: several wait for each other by spinning, long where cores are shared."""
ADDRESS = re.compile(r"http://127\.0\.0\.1:\d+")


@dataclass(frozen=True)
class Real:
    """A server that runs: where it is, and by which name it knows its model.

    `room` are the tokens of an answer: enough for one to end where a form ends it.
    """

    url: str
    model: str
    room: int

    @property
    def root(self) -> str:
        """Where it answers to what is not OpenAI's."""
        return self.url.removesuffix("/v1")


def demand(*packages: str) -> None:
    """Skip the test, or fail it where servers are required, unless these are installed."""
    missing = [package for package in packages if find_spec(package) is None]
    if not missing:
        return
    words = f"{', '.join(missing)} cannot be had on Python {sys.version.split()[0]} here"
    if os.environ.get(REQUIRED) == "required":
        pytest.fail(words)
    pytest.skip(words)


@pytest.fixture(scope="session")
def granite_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    demand("torch", "transformers")
    return granite.write_folder(tmp_path_factory.mktemp("granite") / granite.NAME)


@pytest.fixture(scope="session")
def granite_gguf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    demand("torch", "transformers", "gguf")
    return granite.write_gguf(tmp_path_factory.mktemp("gguf") / f"{granite.NAME}.gguf")


@pytest.fixture(scope="session")
def llama_cpp_server(granite_gguf: Path) -> Iterator[Real]:
    demand("xllamacpp")
    command = [sys.executable, "-m", "tests.serving.llama_cpp", str(granite_gguf)]
    with running(command, ADDRESS) as url:
        yield Real(f"{url}/v1", str(granite_gguf), room=700)


@pytest.fixture(scope="session")
def transformers_server(granite_folder: Path) -> Iterator[Real]:
    demand("fastapi", "uvicorn", "accelerate", "openai")
    from tests.serving.scripted import silent_port

    serve = Path(sys.executable).with_name("transformers")
    command = [
        str(serve), "serve", "--host", "127.0.0.1", "--port", str(silent_port()), "--device", "cpu",
    ]  # fmt: skip
    with running(command, ADDRESS) as url:
        real = Real(f"{url}/v1", str(granite_folder), room=60)
        # It loads a model for its first request; several at once spoil each other's, for good.
        asked = {"messages": [{"role": "user", "content": "."}], "max_tokens": 1}
        posted(f"{real.url}/chat/completions", model=real.model, **asked)
        yield real


def posted(url: str, **body: object) -> bytes:
    """What is answered to a JSON body, as it came; urllib's HTTPError where it is refused."""
    request = urllib.request.Request(
        url, json.dumps(body).encode(), {"Content-Type": "application/json"}
    )
    with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
        said: bytes = answer.read()
    return said


@contextmanager
def running(command: Sequence[str], wanted: re.Pattern[str]) -> Iterator[str]:
    """The first address that a command prints, while it runs."""
    process = subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        cwd=ROOT,
        env={**os.environ, **ALONE},
    )
    assert process.stdout is not None
    reader = _Reader(process.stdout, wanted)
    try:
        reader.join(PATIENCE)
        if reader.found is None:
            pytest.fail(f"{command[0]} has not started:\n{''.join(reader.lines[-20:])}")
        yield reader.found
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


class _Reader(Thread):
    """Reads what a process prints to its end; done with waiting once the wanted is found."""

    def __init__(self, stream: IO[str], wanted: re.Pattern[str]) -> None:
        super().__init__(daemon=True)
        self.found: str | None = None
        self.lines: list[str] = []
        self._stream, self._wanted = stream, wanted
        self.start()

    def run(self) -> None:
        for line in self._stream:
            self.lines.append(line)
            if self.found is None and (found := self._wanted.search(line)):
                self.found = found[0]
                # Nobody must wait for a pipe that is full.
                Thread(target=self._drain, daemon=True).start()
                return

    def _drain(self) -> None:
        for _ in self._stream:
            pass
