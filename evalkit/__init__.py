"""evalkit judges translated documents: it aligns, scores and finds drift.

>>> import evalkit
>>> callable(evalkit.evaluate)
True
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from evalkit._version import __version__

if TYPE_CHECKING:
    from evalkit.document import Document, InputError, Paragraph
    from evalkit.evaluation import Evaluation, Reading, evaluate

__all__ = [
    "Document", "Evaluation", "InputError", "Paragraph", "Reading", "__version__", "evaluate",
]  # fmt: skip

_HOMES = {
    "Document": "evalkit.document",
    "Paragraph": "evalkit.document",
    "InputError": "evalkit.document",
    "Evaluation": "evalkit.evaluation",
    "Reading": "evalkit.evaluation",
    "evaluate": "evalkit.evaluation",
}


def __getattr__(name: str) -> Any:
    # Imported on use, so that `import evalkit` and `evalkit --help` stay instant.
    if name in _HOMES:
        from importlib import import_module

        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'evalkit' has no attribute {name!r}")
