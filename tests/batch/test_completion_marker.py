"""The seal beside the reports: what goes in comes out, and times leave no trace."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from evalkit.batch.completion_marker import NAME, Seal, content_of, read_seal, unclaimed, write_seal
from evalkit.comparison.article_summary import digest
from evalkit.energy import Energy
from evalkit.evaluation import Evaluation
from evalkit.review import applied, settled
from tests.reports import sample
from tests.reports.test_comparison_tables import two_bengalis
from tests.review.entries import about, entry


def judged() -> Evaluation:
    """An evaluation that has everything: two versions of a language, scores, decisions."""
    whole = two_bengalis()
    first, second, *_ = whole.finding_records
    gone = entry("fixed", article=whole.article)
    return applied(whole, [about(first, "dismissed"), about(second, "accepted"), gone])


@pytest.mark.parametrize("evaluation", [judged(), sample.neural(), sample.quiet()])
def test_what_goes_in_comes_out(evaluation: Evaluation, tmp_path: Path) -> None:
    assert read_seal(tmp_path) is None
    seal = Seal("made for", "content", digest(evaluation), settled(evaluation))
    write_seal(seal, tmp_path)
    assert read_seal(tmp_path) == seal
    assert [path.name for path in tmp_path.iterdir()] == [NAME]


@pytest.mark.parametrize("place", [0, 40, 64, 65, 66, 300, -1])
def test_a_damaged_one_is_none(place: int, tmp_path: Path) -> None:
    write_seal(Seal("", "", digest(judged()), settled(judged())), tmp_path)
    content = bytearray((tmp_path / NAME).read_bytes())
    content[place] ^= 1
    (tmp_path / NAME).write_bytes(bytes(content))
    assert read_seal(tmp_path) is None
    (tmp_path / NAME).write_bytes(bytes(content[:place]))
    assert read_seal(tmp_path) is None


def test_a_hash_of_the_content_is_the_same_however_long_it_took(tmp_path: Path) -> None:
    whole = sample.evaluation()
    found = set()
    for times in ({"chrf": 0.1}, {"chrf": 12.75, "checks": 3}, {}):
        manifest = {"evalkit": "0.1", "seconds": times, "batch": {"code": "x"}}
        (tmp_path / "e.json").write_text(replace(whole, manifest=manifest).to_json(), "utf-8")
        found.add(content_of(tmp_path / "e.json"))
    assert len(found) == 1
    manifest = {"evalkit": "0.2", "seconds": {"chrf": 0.1}, "batch": {"code": "x"}}
    (tmp_path / "e.json").write_text(replace(whole, manifest=manifest).to_json(), "utf-8")
    assert content_of(tmp_path / "e.json") not in found


def test_a_hash_of_the_content_is_the_same_whatever_was_used(tmp_path: Path) -> None:
    whole = sample.evaluation().with_manifest(seconds={"chrf": 0.1})
    found = set()
    for used in (None, Energy(0.5, 9.0, 3, 0.5, 0.0, 0.0, "x"), Energy(0, 1, 0, 0, 0, 0, "y, z")):
        judged = whole.with_manifest(energy=used.told()) if used else whole
        (tmp_path / "e.json").write_text(judged.with_manifest(batch={}).to_json(), "utf-8")
        found.add(content_of(tmp_path / "e.json"))
    assert len(found) == 1


def test_only_folders_that_a_batch_made_are_unclaimed(tmp_path: Path) -> None:
    for name in ("one", "two", "by-hand"):
        (tmp_path / name).mkdir()
        if name != "by-hand":
            (tmp_path / name / NAME).write_bytes(b"")
    assert unclaimed(tmp_path, ["two", "three"]) == ["one"]
    assert unclaimed(tmp_path / "nowhere", []) == []
