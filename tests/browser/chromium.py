"""The real Chromium that the report is opened in."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Browser

VARIABLE = "CHROMIUM"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
HOW = (
    "no Chromium here: install one (Debian: apt-get install chromium fonts-noto-core; "
    f"elsewhere: python -m playwright install chromium), or set {VARIABLE} to its path"
)


class NoBrowserError(Exception):
    """No browser can be had here; the message says why, and how to get one."""


def on_this_machine() -> str | None:
    """The Chromium that CHROMIUM names, else the first on the PATH; None where there is none."""
    named = os.environ.get(VARIABLE)
    if not named:
        return next(filter(None, map(shutil.which, NAMES)), None)
    found = shutil.which(named)
    if found is None:
        raise NoBrowserError(f"{VARIABLE} is {named!r}, which is no program here")
    return found


@contextmanager
def launched() -> Iterator[Browser]:
    """A headless Chromium for as long as it is needed.

    Raises NoBrowserError where there is none, or it does not start.
    """
    machine = on_this_machine()
    try:
        from playwright.sync_api import Error, sync_playwright
    except ImportError as error:
        raise NoBrowserError(
            f"playwright is not installed here ({error}): pip install -e .[dev]"
        ) from None
    with sync_playwright() as playwright:
        path = machine or playwright.chromium.executable_path
        if not Path(path).is_file():
            raise NoBrowserError(HOW)
        try:
            # Without its sandbox: root has none, and no page but our own is opened.
            browser = playwright.chromium.launch(
                executable_path=path, args=["--headless=new"], chromium_sandbox=False
            )
        except Error as error:
            why = error.message.strip().splitlines()[0]
            raise NoBrowserError(f"{path} does not start ({why}); {HOW}") from None
        try:
            yield browser
        finally:
            browser.close()
