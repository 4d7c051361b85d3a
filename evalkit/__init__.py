"""evalkit judges translated documents: it aligns, scores and finds drift."""

from evalkit._version import __version__

__all__ = ["__version__"]
