"""The options on a model server: where it is, and what it may cost."""

from __future__ import annotations

from functools import wraps
from typing import Any, cast

import click

from evalkit.cli.options import F

SERVER = (
    "url", "model", "max_calls", "max_tokens", "answer_tokens", "timeout", "concurrency", "again",
)  # fmt: skip
"""The fields of a `Server` that have an option."""


def server_options(command: F) -> F:
    """Add them to a command, which gets those that were given together, as `server`."""

    @wraps(command)
    def gathered(*args: Any, **given: Any) -> Any:
        own = {name: given.pop(f"judge_{name}") for name in SERVER}
        return command(*args, server={n: v for n, v in own.items() if v is not None}, **given)

    found: Any = gathered
    for option in (
        click.option(
            "--judge-again",
            is_flag=True,
            default=None,
            help="Ask again for what could not be answered in an earlier run.",
        ),
        click.option(
            "--judge-concurrency",
            type=click.IntRange(1, 256),
            metavar="N",
            help="Calls under way at once (default: 4).",
        ),
        click.option(
            "--judge-timeout",
            type=click.FloatRange(min=0, min_open=True),
            metavar="SECONDS",
            help="The time limit of a call (default: 120).",
        ),
        click.option(
            "--judge-answer-tokens",
            type=click.IntRange(min=1),
            metavar="N",
            help="How long an answer may be (default: 2048; more for models that reason).",
        ),
        click.option(
            "--judge-max-tokens",
            type=click.IntRange(min=0),
            metavar="N",
            help="No call is begun after so many tokens, of prompts and answers together.",
        ),
        click.option(
            "--judge-max-calls",
            type=click.IntRange(min=0),
            metavar="N",
            help="No more calls than this; what is left stays unscored.",
        ),
        click.option(
            "--judge-model",
            metavar="NAME",
            help="The model to ask (default: the only one that the server offers).",
        ),
        click.option(
            "--judge-url",
            metavar="URL",
            help="The OpenAI-compatible server that -m judge and --back-translate ask (default: "
            "http://localhost:8080/v1); a key is taken from EVALKIT_JUDGE_KEY or OPENAI_API_KEY.",
        ),
    ):
        found = option(found)
    return cast("F", found)
