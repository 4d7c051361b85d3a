"""How metrics and their numbers are written: short, distinct, never rounded to more."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evalkit.reports.metric_labels import columns, covered, labels, percentile, places

HUB = (
    "comet:/root/.cache/huggingface/hub/models--Unbabel--XCOMET-XL/snapshots/"
    "6a123c5e8e6dccab25e5fcffa3c8b417abadb462/checkpoints/model.ckpt"
)


@pytest.mark.parametrize(
    ("metric", "label"),
    [
        ("chrf++", "chrF++"),
        ("similarity", "similarity"),
        ("comet:Unbabel/wmt22-cometkiwi-da", "wmt22-cometkiwi-da"),
        (HUB, "XCOMET-XL"),
        ("comet:/srv/desk/best.ckpt", "COMET best"),
        ("comet:/srv/desk/checkpoints/model.ckpt", "COMET desk"),
        ("comet:model.ckpt", "COMET model"),
        ("of-another-release", "of-another-release"),
    ],
)
def test_a_label_says_which_model(metric: str, label: str) -> None:
    assert labels([metric]) == {metric: label}


def test_models_that_share_a_name_are_told_apart() -> None:
    names = ["comet:/a/run/model.ckpt", "comet:/b/run/model.ckpt", "chrf"]
    assert list(labels(names).values()) == ["COMET a/run", "COMET b/run", "chrF"]


@given(st.lists(st.text(st.characters(codec="utf-8"), min_size=1), unique=True, max_size=5))
def test_labels_are_distinct_whatever_the_names(models: list[str]) -> None:
    names = [f"comet:{model}" for model in models]
    assert len(set(labels(names).values())) == len(names)


def test_a_long_name_is_cut_in_its_middle() -> None:
    (label,) = labels([f"comet:{'x' * 40}-{'y' * 40}"]).values()
    assert label == f"COMET {'x' * 12}…{'y' * 12}"


def test_a_terminal_shows_names_as_they_were_asked_for() -> None:
    assert list(columns(["ter", "comet:Unbabel/wmt22-comet-da"]).values()) == [
        "ter",
        "wmt22-comet-da",
    ]


def test_places_follow_the_range() -> None:
    assert (places("bleu"), places("comet:x"), places("of-another-release")) == (1, 3, 2)


@pytest.mark.parametrize(
    ("share", "said"),
    [
        (0.0, "under the 1st percentile"),
        (1, "1st percentile"),
        (2.9, "2nd percentile"),
        (11.5, "11th percentile"),
        (23, "23rd percentile"),
        (99, "99th percentile"),
        (99.01, "above the 99th percentile"),
    ],
)
def test_percentiles_in_words(share: float, said: str) -> None:
    assert percentile(share) == said


@given(st.floats(0, 1, exclude_max=True))
def test_part_of_a_text_is_never_called_all_of_it(share: float) -> None:
    assert "100" not in covered(share)
    assert "all" not in covered(share)
