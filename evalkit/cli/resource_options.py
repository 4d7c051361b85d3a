"""What models may use, from the command line's options."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from evalkit.encoders.resources import BUILT_IN, Resources
from evalkit.llm.server import Server


def resources_from(
    *,
    encoder: str | None,
    device: str,
    precision: str,
    offline: bool,
    server: Mapping[str, Any] | None = None,
) -> Resources:
    """`Resources` from the options that `options.resources` and `server_options` add.

    Offline holds for every library that would ask a hub.
    """
    if offline:
        os.environ["HF_HUB_OFFLINE"] = "1"
    return Resources(
        encoder=encoder or BUILT_IN,
        device=device,
        precision="bfloat16" if precision == "bfloat16" else "float32",
        offline=offline or os.environ.get("HF_HUB_OFFLINE", "") in ("1", "true", "TRUE"),
        server=_server(server or {}),
    )


def _server(given: Mapping[str, Any]) -> Server:
    """A budget holds for the whole call: its processes and articles keep one ledger."""
    made = Server(**given)
    if made.max_calls is None and made.max_tokens is None:
        return made
    folder = tempfile.mkdtemp(prefix="evalkit-budget-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return replace(made, ledger=str(Path(folder) / "spent.sqlite"))
