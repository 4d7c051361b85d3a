"""A memory that is a dictionary: what the tests ask of `evalkit.store.Memory`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping


class Remembering:
    """Keeps what it is told, for as long as it lives."""

    def __init__(self) -> None:
        self.kept: dict[bytes, bytes] = {}

    def get(self, keys: Iterable[bytes]) -> dict[bytes, bytes]:
        return {key: self.kept[key] for key in keys if key in self.kept}

    def put(self, items: Mapping[bytes, bytes]) -> None:
        self.kept.update(items)
