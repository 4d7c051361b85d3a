"""Scores of back-translations, held against sacrebleu's on the same texts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
import sacrebleu
from hypothesis import given
from hypothesis import strategies as st
from sacrebleu.metrics.base import Metric as Engine
from sacrebleu.metrics.bleu import BLEU
from sacrebleu.metrics.chrf import CHRF
from sacrebleu.metrics.ter import TER

from evalkit.alignment.rows import Pair
from evalkit.metrics import Score, create, load_class
from tests.builders import pair

MODEL = "granite3.3:8b"
NAMES = ("bleu", "chrf", "chrf++", "ter")
ENGINES: dict[str, Callable[[], Engine]] = {
    "bleu": BLEU,
    "chrf": CHRF,
    "chrf++": lambda: CHRF(word_order=2),
    "ter": TER,
}
SENTENCES: dict[str, Callable[[str, list[str]], Any]] = {
    "bleu": sacrebleu.sentence_bleu,
    "chrf": sacrebleu.sentence_chrf,
    "chrf++": lambda text, references: sacrebleu.sentence_chrf(text, references, word_order=2),
    "ter": sacrebleu.sentence_ter,
}
ROWS = (
    ("The bridge opens in March.", "সেতু মার্চে খোলে।", "The bridge will open in March."),
    ("Nobody was hurt.", "কেউ আহত হননি।", "No one was injured."),
    ("It cost 4.2 million.", "খরচ ৪২ লক্ষ।", "It cost 4.2 million euros."),
)


def made(
    source: str, target: str, back: str | None, row: int = 1, by: str = MODEL, why: str = ""
) -> Pair:
    """A row that a model translated back, or could not."""
    plain = pair(source, target, row=row, back_translation=back)
    return replace(plain, back_translated_by=by, untranslated=why)


def rows(by: str = MODEL) -> list[Pair]:
    return [made(*texts, row=n, by=by) for n, texts in enumerate(ROWS, 1)]


@pytest.mark.parametrize("name", NAMES)
class TestLexical:
    def test_rows_and_corpus_are_sacrebleus(self, name: str) -> None:
        scores = create(f"bt-{name}").score(rows())
        for (source, _, back), score in zip(ROWS, scores.rows, strict=True):
            assert score.value == float(SENTENCES[name](back, [source]).score)
        whole = ENGINES[name]().corpus_score([r[2] for r in ROWS], [[r[0] for r in ROWS]])
        assert scores.corpus.value == pytest.approx(whole.score, abs=1e-12)

    def test_the_counts_of_rows_add_up_to_the_corpus_score(self, name: str) -> None:
        import numpy as np

        scores = create(f"bt-{name}").score(rows())
        total = np.array([line for line in scores.statistics if line]).sum(axis=0, keepdims=True)
        (value,) = load_class(f"bt-{name}").of_sums(total)
        assert value == pytest.approx(scores.corpus.value)

    def test_who_translated_back_stands_with_every_score_and_in_the_signature(
        self, name: str
    ) -> None:
        scores = create(f"bt-{name}").score(rows())
        told = f"translated back by {MODEL}"
        assert {score.detail for score in scores.rows} == {told}
        assert scores.corpus.detail == f"no limits: 3 rows, 6 are needed; {told}"
        assert scores.signature.endswith(f"|input:back-translation|by:{MODEL}")
        other = create(f"bt-{name}").score(rows(by="another"))
        assert other.signature != scores.signature

    def test_one_that_a_person_made_is_scored_too(self, name: str) -> None:
        scores = create(f"bt-{name}").score(rows(by=""))
        assert scores.corpus.value == create(f"bt-{name}").score(rows()).corpus.value
        assert {score.detail for score in scores.rows} == {""}
        assert scores.signature == create(name).score(rows(by="")).signature

    def test_the_plain_name_leaves_what_a_model_made_unscored(self, name: str) -> None:
        scores = create(name).score(rows())
        reason = f"no reference in Bengali; bt-{name} scores its back-translation by {MODEL}"
        assert {*scores.rows, scores.corpus} == {Score.unscored(reason)}
        assert "input:" not in scores.signature

    def test_both_kinds_of_reference_have_their_own_score(self, name: str) -> None:
        both = [replace(row, references=(row.target,)) for row in rows()]
        forth = [pair(row.source, row.target, references=(row.target,)) for row in rows()]
        assert create(name).score(both).corpus == create(name).score(forth).corpus
        back = create(f"bt-{name}").score(both).corpus.value
        assert back == create(f"bt-{name}").score(rows()).corpus.value

    def test_rows_without_one_say_why(self, name: str) -> None:
        found = create(f"bt-{name}").score(
            [
                *rows(),
                made("One.", "এক।", None, 4, why="the answer is empty"),
                made("Two.", "", None, 5),
                made("Left as it stood.", "Left as it stood.", "Left as it stood.", 6),
                made("Five.", "পাঁচ।", None, 7),
            ]
        )
        assert [score.reason for score in found.rows[3:]] == [
            "not translated back: the answer is empty",
            "missing in Bengali",
            "left in English",
            "no back-translation",
        ]
        assert found.corpus.reason == (
            "3 of 7 rows scored; 1 missing in the version, counted as the worst"
        )
        assert found.rows[4].state == "omitted"

    def test_a_version_without_any_says_the_commonest_reason(self, name: str) -> None:
        failed = [made("One.", "এক।", None, n, why="the server is gone") for n in (1, 2)]
        found = create(f"bt-{name}").score([*failed, made("Two.", "", None, 3)])
        assert found.corpus == Score.unscored("not translated back: the server is gone")
        none = create(f"bt-{name}").score([pair("One.", "এক।")])
        assert none.corpus == Score.unscored("no back-translation")

    def test_no_rows(self, name: str) -> None:
        assert create(f"bt-{name}").score([]).corpus == Score.unscored("no rows")


@given(st.text(max_size=40))
def test_a_signature_keeps_to_its_parts_whatever_the_models_name(by: str) -> None:
    plain = create("bt-chrf").score(rows(by="x")).signature
    named = create("bt-chrf").score(rows(by=by)).signature if by else plain
    assert named.count("|") == plain.count("|")


def test_chinese_sources_are_counted_by_their_own_tokenizer() -> None:
    row = replace(
        pair("桥开了。", "সেতু খোলা।", source_language="zh", back_translation="桥已经开了。"),
        back_translated_by=MODEL,
    )
    expected = sacrebleu.sentence_bleu("桥已经开了。", ["桥开了。"], tokenize="zh").score
    assert create("bt-bleu").score([row]).rows[0].value == expected
