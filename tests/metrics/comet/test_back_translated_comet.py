"""COMET of back-translations: what a checkpoint is given, and which have no use for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from evalkit.alignment.rows import Pair, Version
from evalkit.document import InputError
from evalkit.encoders.resources import Resources
from evalkit.evaluation.scoring import score_versions
from evalkit.metrics import Tools, create
from evalkit.metrics.comet.checkpoint_metric import Comet
from tests.builders import document, pair
from tests.neural.checkpoints import checkpoint
from tests.remembering import Remembering

pytest.importorskip("comet")
pytestmark = pytest.mark.neural

MODEL = "granite3.3:8b"


@pytest.fixture(scope="module")
def metric(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, str], Comet]:
    folders: dict[str, Path] = {}

    def created(family: str, kind: str) -> Comet:
        if kind not in folders:
            folders[kind] = checkpoint(tmp_path_factory.mktemp("checkpoints") / kind, kind)
        tools = Tools(resources=Resources(device="cpu"))
        found = create(f"{family}:{folders[kind]}", tools)
        assert isinstance(found, Comet)
        return found

    return created


def made(source: str, target: str, back: str | None, row: int = 1, why: str = "") -> Pair:
    plain = pair(source, target, row=row, back_translation=back)
    return replace(plain, back_translated_by=MODEL, untranslated=why)


ROWS = [
    made("The river rose.", "নদী বেড়েছে।", "The water of the river rose."),
    made("The bridge is open.", "সেতু খোলা।", "The council opened the bridge.", 2),
]


@pytest.mark.parametrize("kind", ["regression", "unified", "unified-reference", "xcomet"])
def test_it_is_the_checkpoints_score_from_the_other_side(
    kind: str, metric: Callable[[str, str], Comet]
) -> None:
    turned = [
        pair(row.target, str(row.back_translation), "en", source_language="bn", row=row.row,
             references=(row.source,))
        for row in ROWS
    ]  # fmt: skip
    expected = metric("comet", kind).score(turned)
    found = metric("bt-comet", kind).score(ROWS)
    assert [s.value for s in found.rows] == [s.value for s in expected.rows]
    assert found.corpus.value == expected.corpus.value
    assert all(f"translated back by {MODEL}" in s.detail for s in (*found.rows, found.corpus))
    assert found.signature == expected.signature + f"|input:back-translation|by:{MODEL}"


@pytest.mark.parametrize("kind", ["referenceless", "unified-source"])
def test_a_checkpoint_that_reads_no_reference_is_refused(
    kind: str, metric: Callable[[str, str], Comet]
) -> None:
    with pytest.raises(InputError, match=r"reads no reference .* take comet:"):
        metric("bt-comet", kind)


def test_errors_marked_in_a_back_translation_are_not_the_versions(
    metric: Callable[[str, str], Comet],
) -> None:
    found = metric("bt-comet", "xcomet").score(ROWS)
    assert all(score.spans == () for score in found.rows)


def test_places_of_windows_are_the_versions(metric: Callable[[str, str], Comet]) -> None:
    many = 60
    row = made("The river rose. " * many, "নদী বেড়েছে। " * many, "The water rose. " * many)
    (score,) = metric("bt-comet", "regression").score([row]).rows
    assert score.windows is not None
    assert score.windows.count > 1
    start, end = score.windows.target
    assert 0 <= start < end <= len(row.target)
    assert score.windows.source == (0, 0), "where it lies in the source nobody knows"


def test_rows_that_cannot_be_scored_say_why(metric: Callable[[str, str], Comet]) -> None:
    rows = [
        made("One.", "এক।", None, 1, why="the answer is empty"),
        made("Two.", "", None, 2),
        made("", "তিন।", "Three.", 3),
        made("Left as it stood.", "Left as it stood.", "Left as it stood.", 4),
        pair("Five.", "পাঁচ।", row=5),
    ]
    found = metric("bt-comet", "regression").score(rows)
    assert [score.reason for score in found.rows] == [
        "not translated back: the answer is empty",
        "missing in Bengali",
        "nothing in the source faces it",
        "left in English",
        "no back-translation",
    ]
    assert found.corpus.value is None


def test_what_was_scored_before_is_not_scored_again(
    metric: Callable[[str, str], Comet], monkeypatch: pytest.MonkeyPatch
) -> None:
    memory = Remembering()
    versions = [Version("bn", document(language="bn"), tuple(ROWS))]
    first = score_versions(metric("bt-comet", "regression"), versions, memory, lambda _: None)
    again = metric("bt-comet", "regression")
    monkeypatch.setattr(Comet, "_scorer", property(lambda _: pytest.fail("loaded")))
    assert score_versions(again, versions, memory, lambda _: None) == first
    other = [replace(versions[0], pairs=(replace(ROWS[0], back_translation="Another."), ROWS[1]))]
    with pytest.raises(pytest.fail.Exception, match="loaded"):
        score_versions(again, other, memory, lambda _: None)
