"""A hash of evalkit's own files: what else, beside the texts, could change a result."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

SUFFIXES = (".py", ".toml", ".npz", ".html", ".css", ".js")


@cache
def code_hash() -> str:
    """The first 16 hexadecimal digits of the SHA-256 of all code and data that ships."""
    root = Path(__file__).resolve().parents[1]
    digest = hashlib.sha256()
    for path in sorted(root.rglob("*")):
        if path.suffix in SUFFIXES and "__pycache__" not in path.parts:
            digest.update(f"{path.relative_to(root)}\0".encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()[:16]
