"""Libraries that talk to the terminal, kept from it."""

from __future__ import annotations

import logging
import warnings
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def silence() -> Iterator[None]:
    """No warning and no log line below an error, whoever writes it.

    Lightning, transformers and torchmetrics tell of tips, upgrades and
    deprecations on every import and load.
    """
    before = logging.root.manager.disable
    logging.disable(max(before, logging.WARNING))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logging.disable(before)
