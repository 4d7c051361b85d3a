"""What is kept of an article: enough to compare, little enough for ten thousand."""

from __future__ import annotations

import pickle
from dataclasses import replace

import pytest

from evalkit.comparison.article_statistics import Cells, gathered
from evalkit.comparison.article_summary import Packed, digest, worst
from evalkit.comparison.pooled_batch import Batch
from evalkit.comparison.sufficient_statistics import tallied
from tests.comparison.test_versions import article, batch
from tests.reports import sample
from tests.reports.big import big


def test_it_is_small_however_long_the_article() -> None:
    short, long = sample.evaluation(), big(2000)
    sizes = [len(pickle.dumps(digest(judged))) for judged in (short, long)]
    # A strip has a letter for each row.
    assert sizes[1] - sizes[0] < 3 * len(long.rows) * len(long.versions)
    assert max(sizes) < 20_000


def test_the_gravest_are_named_in_their_order() -> None:
    found = worst(sample.evaluation())
    assert [finding.severity for finding in found] == ["critical", "critical", "major"]


def test_packed_digests_are_what_they_were() -> None:
    digests = [digest(judged) for judged in batch(7)]
    packed = Packed()
    for each in digests:
        packed.append(each)
    assert list(packed) == digests
    assert packed[-1] == digests[-1]
    assert packed[2:4] == digests[2:4]
    one, two = Batch(digests), Batch(packed)
    assert (one.pooled, one.systems) == (two.pooled, two.systems)


def test_a_document_is_the_sum_of_its_paragraphs() -> None:
    judged = article({"bn-x-one": ["major", None, "minor"], "bn-x-two": [None] * 3})
    whole = tallied(judged, "document")
    rows = tallied(judged, "paragraph")
    assert [t.versions for t in whole.tallies] == [
        ("bn-x-one",), ("bn-x-two",), ("bn-x-one", "bn-x-two")
    ]  # fmt: skip
    assert rows.tallies[0].counts == (((5.0, 10.0), (0.0, 10.0), (1.0, 10.0)),)
    assert whole.tallies[0].counts == (((6.0, 30.0),),)
    assert whole.tallies[2].counts == (((6.0, 30.0),), ((0.0, 30.0),))


def test_sides_are_found_in_whatever_order_an_article_has_them() -> None:
    one = article({"bn-x-one": ["major"], "bn-x-two": [None]})
    other = article({"bn-x-two": [None], "bn-x-one": ["major"]}, name="other")
    found = gathered(tallied(judged, "document") for judged in (one, other))
    both = found.tallies[frozenset({"bn-x-one", "bn-x-two"}), "penalty"]
    assert both.versions == ("bn-x-one", "bn-x-two")
    assert [side.table().tolist() for side in both.counts] == [
        [[5.0, 10.0], [5.0, 10.0]],
        [[0.0, 10.0], [0.0, 10.0]],
    ]


def test_an_article_without_rows_is_a_document_all_the_same() -> None:
    empty = replace(article({"bn": [None]}), rows=(), article="empty")
    (line,) = Batch([digest(judged) for judged in (empty, article({"bn": ["major"]}))]).pooled
    assert (line.rows, line.penalty) == (1, 50.0)


def test_lines_of_another_length_are_refused() -> None:
    cells = Cells()
    cells.add(((1.0, 2.0),))
    with pytest.raises(ValueError, match="3 numbers among those of 2"):
        cells.add(((1.0, 2.0, 3.0),))
