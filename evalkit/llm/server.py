"""Where a language model answers, and what a run may spend on it."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from urllib.parse import urlsplit, urlunsplit

from evalkit.document import InputError

DEFAULT_URL = "http://localhost:8080/v1"
"""Where RamaLama and llama.cpp listen unless told otherwise."""
KEYS = ("EVALKIT_JUDGE_KEY", "OPENAI_API_KEY")
"""The environment variables a key is taken from, the first that is set."""
NO_KEY = "none"
"""What the client sends where there is no key: servers on one's own machine want none."""
START = (
    "ramalama serve --port 8080 granite:8b",
    "vllm serve ibm-granite/granite-3.3-8b-instruct --port 8080",
    "in Podman AI Lab: Services, New Model Service, a Granite model, and its address behind "
    "--judge-url",
)


@dataclass(frozen=True, slots=True)
class Server:
    """An OpenAI-compatible server and the limits of what is asked of it.

    `model` is "" for the only one that the server offers. `max_calls` and
    `max_tokens` (of prompts and answers together) are a run's budget, None for
    none: no call is begun once it is spent. `timeout` is the time limit of a
    call in seconds, `concurrency` how many are under way at once,
    `answer_tokens` how long an answer may be. `again` asks once more for what
    could not be answered in an earlier run. `ledger` is a file in which several
    processes that share a budget keep it, "" for one process; `first_wait` is
    how long (seconds) a call waits before its second try.
    """

    url: str = DEFAULT_URL
    model: str = ""
    max_calls: int | None = None
    max_tokens: int | None = None
    timeout: float = 120.0
    concurrency: int = field(default=4, repr=False)
    answer_tokens: int = 2048
    again: bool = False
    ledger: str = field(default="", repr=False)
    first_wait: float = field(default=0.5, repr=False)

    def __post_init__(self) -> None:
        parts = urlsplit(self.url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise InputError(
                f"--judge-url {self.url!r} is no address",
                remedy=f"write it as in {DEFAULT_URL}",
            )

    @property
    def shown(self) -> str:
        """The address without a name and a password in it.

        >>> Server("http://ann:secret@gpu.local:8000/v1").shown
        'http://gpu.local:8000/v1'
        """
        parts = urlsplit(self.url)
        host = parts.netloc.rpartition("@")[2]
        return urlunsplit((parts.scheme, host, parts.path, "", ""))


def key_of_environment() -> str:
    """The key that goes with every call; it is written nowhere."""
    return next((found for name in KEYS if (found := os.environ.get(name))), NO_KEY)


def nothing_listens(server: Server, why: str) -> InputError:
    """What is said where nobody answers at the address, with how to start somebody."""
    return InputError(
        f"no model server answers at {server.shown} ({why})",
        remedy=f"start one: {'; or '.join(START)}",
    )
