"""The real cause of a failure with a model, and the command that mends it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from evalkit.document import InputError
from evalkit.encoders import model_hub
from evalkit.encoders.failure_causes import AGAIN, CAUSES, LOG_IN, UNFIT, Cause
from evalkit.encoders.requirements import misfits
from evalkit.errors import SEE_WHERE

LONGEST_DETAIL = 160
_QUERY = re.compile(r"(https?://[^\s?'\"]+)\?[^\s'\"]+")
_PASSWORD = re.compile(r"(?<=://)[^/\s@]+@")
_TOKEN = re.compile(r"\bhf_\w{8,}")
_VERSIONED = (ImportError, AttributeError)
"""What a package of the wrong version raises."""


def explain(error: BaseException, what: str) -> InputError:
    """What really went wrong with `what` (a model's name or path), in one line, and what mends it.

    The error's own causes are looked through, as far as they are known: a
    library tells of a full disk as of any other failure. No library is
    imported. An unknown error keeps its type and message.

    >>> print(explain(OSError(28, "No space left on device", "/data/blob"), "owner/model"))
    owner/model: the disk of /data/blob is full; free some space, or put the hub's cache \
elsewhere: HF_HOME=/another/disk
    """
    chain = list(_chain(error))
    for link in chain:
        if isinstance(link, InputError):
            return link
    for cause in CAUSES:
        for link in chain:
            if _fits(cause, link):
                return _explained(cause, link, what)
    if any(isinstance(link, _VERSIONED) for link in chain):
        for misfit in misfits():
            return InputError(str(misfit), path=what, remedy=misfit.remedy)
    for link in chain:
        if _fits(UNFIT, link):
            return _explained(UNFIT, link, what)
    return InputError(
        f"{type(error).__name__}: {_detail(error)}",
        path=what,
        remedy=SEE_WHERE,
    )


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    """An error and what led to it, the outermost first."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        # What a library hides by `from None` may still be the cause.
        error = error.__cause__ or error.__context__


def _fits(cause: Cause, error: BaseException) -> bool:
    if cause.names and cause.names.isdisjoint(kind.__name__ for kind in type(error).__mro__):
        return False
    if cause.numbers and getattr(error, "errno", None) not in cause.numbers:
        return False
    if cause.statuses:
        least, greatest = cause.statuses
        if not least <= _status(error) <= greatest:
            return False
    return cause.pattern is None or cause.pattern.search(str(error)) is not None


def _status(error: BaseException) -> int:
    status = getattr(getattr(error, "response", None), "status_code", 0)
    return status if isinstance(status, int) else 0


def _explained(cause: Cause, error: BaseException, what: str) -> InputError:
    words = {
        "what": what,
        "endpoint": model_hub.endpoint(),
        "status": _status(error),
        "module": (getattr(error, "name", "") or "").partition(".")[0] or _detail(error),
        "where": getattr(error, "filename", None) or model_hub.cache_folder(),
        "detail": _detail(error),
        "log_in": LOG_IN,
    }
    # The hub's command does not help with a file of one's own.
    mine = cause.remedy == AGAIN and Path(what).exists()
    remedy = "copy or download it again" if mine else cause.remedy
    return InputError(cause.problem.format(**words), path=what, remedy=remedy.format(**words))


def _detail(error: BaseException) -> str:
    """The first line of a message that says something, without what is secret in it."""
    lines = str(error).strip().splitlines() or [type(error).__name__]
    said = " ".join(lines[:2]) if lines[0].endswith(":") else lines[0]
    line = _QUERY.sub(r"\1", " ".join(said.split()))
    line = _TOKEN.sub("hf_…", _PASSWORD.sub("", line))
    return line if len(line) <= LONGEST_DETAIL else line[:LONGEST_DETAIL] + "…"
