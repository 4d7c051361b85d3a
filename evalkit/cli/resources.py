"""What models may use, from the command line's options."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any

from evalkit.llm.server import Server
from evalkit.neural.resources import BUILT_IN, Resources


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
        server=Server(**(server or {})),
    )
