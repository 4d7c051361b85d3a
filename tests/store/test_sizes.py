"""Sizes as people write them."""

from __future__ import annotations

import pytest

from evalkit.store.sizes import DEFAULT_LIMIT, SMALLEST_LIMIT, limit_from_environment


@pytest.mark.parametrize(
    ("given", "limit"),
    [
        ("", DEFAULT_LIMIT),
        ("  ", DEFAULT_LIMIT),
        ("500MB", 500_000_000),
        ("2GB", 2_000_000_000),
        ("2 gb", 2_000_000_000),
        ("1.5g", 1_500_000_000),
        ("250000k", 250_000_000),
        ("20000000", 20_000_000),
        ("0", SMALLEST_LIMIT),
    ],
)
def test_the_environment_sets_the_limit(
    given: str, limit: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EVALKIT_CACHE_SIZE", given)
    assert limit_from_environment() == limit
