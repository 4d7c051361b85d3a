"""The seed of limits and tests: sacrebleu's variable, or one line that says what is wrong."""

from __future__ import annotations

import pytest

from evalkit.document import InputError
from evalkit.settings import SEED_VARIABLE, seed


@pytest.mark.parametrize(
    ("given", "expected"),
    [(None, 12345), ("7", 7), ("0", 0), (" 8 ", 8), ("none", None), ("None", None)],
)
def test_the_seed_is_the_environments(
    given: str | None, expected: int | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(SEED_VARIABLE, raising=False)
    if given is not None:
        monkeypatch.setenv(SEED_VARIABLE, given)
    assert seed() == expected


@pytest.mark.parametrize(
    ("given", "said"),
    [("", "it is empty"), ("abc", "'abc' is no seed"), ("-3", "'-3' is"), ("1.5", "'1.5' is")],
)
def test_what_is_no_seed_is_told(given: str, said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(SEED_VARIABLE, given)
    with pytest.raises(InputError, match=f"^SACREBLEU_SEED: {said}.*; set a whole number"):
        seed()
