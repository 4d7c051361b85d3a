"""What is said of languages that a model never saw."""

from __future__ import annotations

from pathlib import Path

import pytest

from evalkit.encoders import language_coverage
from evalkit.encoders.language_coverage import Coverage, covered, family, judge
from evalkit.languages import codes
from evalkit.settings import read_settings

XLMR = "FacebookAI/xlm-roberta-large"
MBERT = "bert-base-multilingual-cased"


@pytest.mark.parametrize(
    ("name", "published"),
    # Conneau et al. 2020: one hundred; Devlin et al. 2019: 104 cased, 102 uncased;
    # RemBERT's card: 103 of 110; Feng et al. 2022: 109.
    [("xlmr", 100), ("mbert", 104), ("mbert-uncased", 102), ("rembert", 103), ("labse", 109)],
)
def test_the_lists_have_as_many_entries_as_were_published(name: str, published: int) -> None:
    data = read_settings(Path(language_coverage.__file__).parent / language_coverage.DATA)
    entries = data[name]["languages"].split()
    assert len(entries) == len(set(entries)) == published


def test_xlmr_saw_every_language_that_has_a_profile() -> None:
    assert [code for code in codes() if code != "und" and not covered(code, XLMR)] == []


@pytest.mark.parametrize(
    ("tag", "encoder", "expected"),
    [
        ("bn", XLMR, True),
        ("bn-BD", XLMR, True),
        ("bn-Latn", XLMR, True),
        ("bn-Latn", MBERT, False),
        ("pa", XLMR, True),
        ("pa-Guru", XLMR, True),
        ("pa-Arab", XLMR, False),
        ("pa-PK", XLMR, False),
        ("pa-IN-x-one", XLMR, True),
        ("pnb", XLMR, False),
        ("pnb", MBERT, True),
        ("zh-Hant-TW", XLMR, True),
        ("zh_TW", "google/rembert", True),
        ("yo", XLMR, False),
        ("yo", MBERT, True),
        ("th", MBERT, True),
        ("th", "bert-base-multilingual-uncased", False),
        ("as", MBERT, False),
        ("iw", XLMR, True),
        ("nb-NO", XLMR, True),
        ("sr-Latn", XLMR, None),
        ("sr-Arab", XLMR, False),
        ("as", "google/rembert", None),
        ("bo", "sentence-transformers/LaBSE", True),
        ("bn", "example/tiny", None),
    ],
)
def test_a_language_is_seen_in_its_script(tag: str, encoder: str, expected: bool | None) -> None:
    assert covered(tag, encoder) is expected


@pytest.mark.parametrize(
    ("encoder", "label"),
    [
        ("xlm-roberta-large", "XLM-R"),
        ("facebook/xlm-roberta-xxl", "XLM-R"),
        ("microsoft/infoxlm-large", "XLM-R"),
        ("/models/xlm-roberta-base", "XLM-R"),
        ("multilingual-e5-small-q4", "XLM-R"),
        ("google/rembert", "RemBERT"),
    ],
)
def test_an_encoder_is_known_by_its_name(encoder: str, label: str) -> None:
    known = family(encoder)
    assert known is not None
    assert known.label == label


@pytest.mark.parametrize("encoder", ["Davlan/afro-xlmr-large", "roberta-large", "", "xlm-roberta"])
def test_a_relation_by_name_alone_is_none(encoder: str) -> None:
    # AfroXLMR goes on from XLM-R with Yoruba among others: XLM-R's list is not its list.
    assert family(encoder) is None


def test_what_a_score_has_to_say() -> None:
    assert judge(["en", "bn"], XLMR, "COMET") == Coverage()
    assert judge(["en", "pa-PK"], XLMR, "COMET") == Coverage(
        unscored="language not covered: COMET never saw Punjabi (pa-PK)"
    )
    assert judge(["yo", "ig", "yo"], XLMR, "COMET") == Coverage(
        unscored="language not covered: COMET never saw Yoruba and Igbo"
    )
    assert judge(["en", "sr-Latn"], XLMR, "COMET") == Coverage(
        detail="whether COMET ever saw Serbian (sr-Latn) is not known"
    )
    assert judge(["en", "bn"], "example/tiny", "COMET") == Coverage(
        detail="which languages COMET was trained on is not known"
    )
