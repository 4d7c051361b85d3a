"""A page under watch: what it complains of, and what it asks of anything but its own file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from evalkit.reports import write
from evalkit.result.evaluation import Evaluation
from tests import timing

if TYPE_CHECKING:
    from playwright.sync_api import ConsoleMessage, Page, Request

PATIENCE = 15_000.0 * timing.PATIENCE
"""Milliseconds for whatever is waited for: other work may share the machine."""
INSIDE = ("data:", "blob:", "about:")
"""Addresses within the page itself."""


class Opened:
    """A page of the browser; `complaints` gathers what a report's page must never give.

    That is an error on the console or in the script, or a request: for anything
    but the file opened, and any file a link on it leads to.
    """

    def __init__(self, page: Page) -> None:
        self.page = page
        self.complaints: list[str] = []
        self._heard = {
            "console": self._said,
            "pageerror": lambda error: self.complaints.append(f"error in the page: {error}"),
            "request": self._asked,
            "websocket": lambda socket: self.complaints.append(f"asked for {socket.url}"),
        }
        for event, heard in self._heard.items():
            page.on(event, heard)  # type: ignore[call-overload]

    def leave(self) -> None:
        """Watch the page no longer."""
        for event, heard in self._heard.items():
            self.page.remove_listener(event, heard)

    def open(self, report: Path, fragment: str = "") -> Page:
        """Open a written page, at a fragment ("#row-4") if one is given."""
        self.page.goto(report.resolve().as_uri() + fragment)
        return self.page

    def _said(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.complaints.append(f"error on the console: {message.text}")

    def _asked(self, request: Request) -> None:
        walked = request.is_navigation_request() and request.url.startswith("file:")
        if not walked and not request.url.startswith(INSIDE):
            self.complaints.append(f"asked for {request.url}")


def until(page: Page, condition: str, patience: float = PATIENCE) -> None:
    """Wait until a condition of the page holds: "() => …", looked at once a frame.

    Playwright's own `wait_for_function` compiles text within the page, which the
    report's content security policy forbids.
    """
    late: bool = page.evaluate(
        f"""async patience => {{
          const holds = {condition};
          const since = performance.now();
          while (!holds()) {{
            if (performance.now() - since > patience) return true;
            await new Promise(requestAnimationFrame);
          }}
          return false;
        }}""",
        patience,
    )
    if late:
        raise AssertionError(f"not within {patience / 1000:g} s: {condition}")


def written(evaluation: Evaluation, directory: Path) -> Path:
    """The evaluation's report.html in that directory."""
    (path,) = write(evaluation, directory, ["html"])
    return path
