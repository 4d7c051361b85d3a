"""What a row, a version and their limits score, held against sacrebleu's public API."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import sacrebleu
from hypothesis import given, settings
from hypothesis import strategies as st
from sacrebleu.metrics.base import Metric as Engine
from sacrebleu.metrics.bleu import BLEU
from sacrebleu.metrics.chrf import CHRF
from sacrebleu.metrics.ter import TER
from sacrebleu.significance import _bootstrap_resample

from evalkit.alignment.rows import Pair
from evalkit.metrics import METRICS, create, load_class
from evalkit.metrics.base import Score, Tools
from evalkit.metrics.lexical import counting
from evalkit.statistics.intervals import around
from tests.builders import SHARED, needs_shared_data, pair

NAMES = ("bleu", "chrf", "chrf++", "ter")

BENGALI = (
    ("দলটি গত বছর ৩.৫ মিলিয়ন নতুন গাছ লাগিয়েছে।", "দলটি গত বছর ৩.৫ মিলিয়ন গাছ লাগিয়েছে।"),
    ("সেতুটি মার্চ মাসে খোলা হবে।.", "সেতুটি মার্চ মাসে খুলে দেওয়া হবে।"),
    ("মেয়র বলেছেন, কাজ শেষ হয়েছে।", "কাজ শেষ, বলেছেন মেয়র।"),
    ("", "এই বাক্যটি হারিয়ে গেছে।"),
    ("কেউ আহত হয়নি বলে জানিয়েছে পুলিশ ।", "পুলিশ জানিয়েছে, কেউ আহত হননি।"),
)
SECOND_REFERENCES = (
    "গত বছর দলটি পঁয়ত্রিশ লাখ গাছ রোপণ করেছে।",
    "মার্চে সেতুটি চালু হবে।",
    "মেয়রের মতে কাজ শেষ হয়েছে।",
    "এই বাক্যটি আর নেই।",
    "পুলিশ বলেছে কেউ আহত হয়নি।",
)


def referenced(
    texts: Sequence[tuple[str, str]], second: Sequence[str] = (), language: str = "bn"
) -> list[Pair]:
    return [
        pair("A line.", hypothesis, language, row=n, references=(reference, *second[n - 1 : n]))
        for n, (hypothesis, reference) in enumerate(texts, 1)
    ]


ENGINES: dict[str, Callable[[], Engine]] = {
    "bleu": BLEU,
    "chrf": CHRF,
    "chrf++": lambda: CHRF(word_order=2),
    "ter": TER,
}


def sentence_score(name: str, hypothesis: str, references: Sequence[str]) -> float:
    """sacrebleu's public function for one sentence."""
    functions: dict[str, Callable[[], Any]] = {
        "bleu": lambda: sacrebleu.sentence_bleu(hypothesis, references),
        "chrf": lambda: sacrebleu.sentence_chrf(hypothesis, references),
        "chrf++": lambda: sacrebleu.sentence_chrf(hypothesis, references, word_order=2),
        "ter": lambda: sacrebleu.sentence_ter(hypothesis, references),
    }
    return float(functions[name]().score)


def values(scores: Sequence[Score]) -> list[float | None]:
    return [score.value for score in scores]


def bootstrapped(engine: Engine, hypotheses: list[str], streams: list[list[str]]) -> Any:
    """sacrebleu's own corpus score with its bootstrap."""
    try:
        return engine.corpus_score(hypotheses, streams, n_bootstrap=1000)
    except TypeError as error:
        pytest.skip(f"sacrebleu's own bootstrap fails on this numpy: {error}")


@pytest.fixture(params=["compiled", "sacrebleu"])
def counted(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both ways in which segments are counted."""
    if request.param == "sacrebleu":
        monkeypatch.setattr(counting, "compiled", lambda: None)
    elif counting.compiled() is None:
        pytest.skip("the compiled module is not installed: there is no C compiler")


def limits(engine: Engine, texts: list[str], streams: list[list[str]], value: float) -> Any:
    """Those of sacrebleu's own resamples, which it adds up in single precision."""
    statistics = engine._extract_corpus_statistics(texts, streams)
    _, resamples = _bootstrap_resample(statistics, engine)
    found = around(value, np.array([score.score for score in resamples]), len(texts))
    return pytest.approx(found, rel=1e-4)


@pytest.mark.usefixtures("counted")
@pytest.mark.parametrize("name", NAMES)
class TestAgainstSacrebleu:
    @pytest.mark.parametrize("second", [(), SECOND_REFERENCES], ids=["one", "two"])
    def test_rows_equal_its_sentence_scores(self, name: str, second: Sequence[str]) -> None:
        pairs = referenced(BENGALI, second)
        expected = [sentence_score(name, p.target, p.references) for p in pairs]
        assert values(create(name).score(pairs).rows) == expected

    @pytest.mark.parametrize("second", [(), SECOND_REFERENCES], ids=["one", "two"])
    def test_corpus_limits_and_signature_equal_its_bootstrap(
        self, name: str, second: Sequence[str]
    ) -> None:
        pairs = referenced(BENGALI * 2, (*second, *second))
        theirs = ENGINES[name]()
        streams = [list(stream) for stream in zip(*(p.references for p in pairs), strict=True)]
        expected = bootstrapped(theirs, [p.target for p in pairs], streams)
        ours = create(name).score(pairs)
        assert ours.corpus.value == expected.score
        texts = [p.target for p in pairs]
        assert (ours.corpus.low, ours.corpus.high) == limits(
            ENGINES[name](), texts, streams, expected.score
        )
        assert ours.signature == theirs.get_signature().format()
        assert f"nrefs:{len(streams)}|bs:1000|seed:12345|" in ours.signature

    @settings(deadline=None, max_examples=25)
    @given(
        texts=st.lists(
            st.tuples(
                st.text("কখ া।. ab1,\n", max_size=20),
                st.text("কখ া।. ab1,\n", min_size=1, max_size=20).filter(str.strip),
            ),
            min_size=1,
            max_size=4,
        )
    )
    def test_any_text_scores_as_it_scores(self, name: str, texts: list[tuple[str, str]]) -> None:
        pairs = [
            pair("A line.", hypothesis, row=n, references=(reference,))
            for n, (hypothesis, reference) in enumerate(texts, 1)
        ]
        ours = create(name).score(pairs)
        assert values(ours.rows) == [sentence_score(name, h, [r]) for h, r in texts]
        corpus = ENGINES[name]().corpus_score([h for h, _ in texts], [[r for _, r in texts]])
        assert ours.corpus.value == corpus.score

    def test_the_seed_of_its_environment_is_kept(
        self, name: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("SACREBLEU_SEED", "7")
        assert "|seed:7|" in create(name).score(referenced(BENGALI * 2)).signature


@pytest.mark.usefixtures("counted")
@pytest.mark.parametrize("name", NAMES)
class TestWhatIsComparedWithWhat:
    def test_without_a_reference_every_cell_says_so(self, name: str) -> None:
        scores = create(name).score([pair("A line.", "একটি লাইন।"), pair("Two.", "দুই।")])
        unscored = Score.unscored("no reference in Bengali")
        assert scores.rows == (unscored, unscored)
        assert scores.corpus == unscored

    def test_a_language_without_a_profile_has_its_name(self, name: str) -> None:
        scores = create(name).score([pair("A line.", "tlhIngan", "tlh")])
        assert scores.corpus.reason == "no reference in Klingon"

    def test_a_back_translation_faces_the_source(self, name: str) -> None:
        pairs = [
            pair("The bridge opens in March.", "সেতু খোলে।", back_translation="The bridge opens."),
            pair("Nobody was hurt.", "কেউ না।", row=2, back_translation="No one was hurt."),
        ]
        scores = create(name).score(pairs)
        expected = [sentence_score(name, p.back_translation or "", [p.source]) for p in pairs]
        assert values(scores.rows) == expected
        assert scores.signature.endswith("|input:back-translation")

    def test_what_was_left_in_the_source_language_is_unscored(self, name: str) -> None:
        pairs = [
            pair("The bridge opens in March.", "সেতু খোলে।", back_translation="The bridge opens."),
            pair(
                "Nobody was hurt.", "Nobody was hurt.", row=2, back_translation="Nobody was hurt."
            ),
            pair("A heading", "", row=3),
        ]
        scores = create(name).score(pairs)
        assert [s.state for s in scores.rows] == ["scored", "unscored", "omitted"]
        assert [s.reason for s in scores.rows] == ["", "left in English", "missing in Bengali"]
        assert scores.corpus.reason == (
            "1 of 3 rows scored; 1 missing in the version, counted as the worst"
        )

    def test_a_reference_wins_over_a_back_translation(self, name: str) -> None:
        both = pair("Two.", "দুই।", references=("দুই।",), back_translation="Three.")
        only = pair("Two.", "দুই।", row=2, back_translation="Two.")
        scores = create(name).score([both, only])
        assert scores.rows[0].value == sentence_score(name, "দুই।", ["দুই।"])
        assert scores.rows[1] == Score.unscored("no reference in Bengali")
        assert scores.corpus.reason == "1 of 2 rows scored"
        assert "input:" not in scores.signature

    def test_an_untranslated_row_scores_worst_and_is_counted(self, name: str) -> None:
        scores = create(name).score([pair("One.", "", references=("এক দুই।",))])
        worst = 100.0 if name == "ter" else 0.0
        assert scores.rows[0] == Score(worst, "omitted", "missing in Bengali")
        assert scores.corpus.value == worst

    def test_empty_against_empty_is_no_verdict(self, name: str) -> None:
        empty = pair("", "", row=1, references=(" ",))
        whole = "এক দুই তিন চার পাঁচ।"
        full = pair("One.", whole, row=2, references=(whole,))
        scores = create(name).score([empty, full])
        assert scores.rows[0] == Score.unscored("empty against empty")
        assert scores.corpus.value == scores.rows[1].value
        assert scores.corpus.reason == "1 of 2 rows scored"
        assert create(name).score([empty]).corpus == Score.unscored("no row to score")

    def test_no_rows_at_all(self, name: str) -> None:
        scores = create(name).score([])
        assert scores.rows == ()
        assert scores.corpus == Score.unscored("no rows")

    def test_a_row_is_scored_with_the_references_it_has(self, name: str) -> None:
        pairs = referenced(BENGALI, SECOND_REFERENCES)
        pairs = [replace(p, references=p.references[: 1 + p.row % 2]) for p in pairs]
        ours, theirs = create(name).score(pairs), ENGINES[name]()
        second = [p.references[1] if len(p.references) > 1 else None for p in pairs]
        expected = theirs.corpus_score(
            [p.target for p in pairs],
            [[p.references[0] for p in pairs], second],  # type: ignore[list-item]
        )
        assert ours.corpus.value == expected.score
        assert values(ours.rows) == [sentence_score(name, p.target, p.references) for p in pairs]
        assert ours.signature.startswith("nrefs:var|")

    @pytest.mark.parametrize("rows", [1, 5])
    def test_fewer_than_six_rows_have_no_limits(self, name: str, rows: int) -> None:
        scores = create(name).score(referenced(BENGALI[:rows]))
        assert (scores.corpus.low, scores.corpus.high) == (None, None)
        counted = "1 row" if rows == 1 else f"{rows} rows"
        assert scores.corpus.detail == f"no limits: {counted}, 6 are needed"
        assert "bs:" not in scores.signature

    def test_a_perfect_translation_has_none_of_no_width(self, name: str) -> None:
        texts = [(reference, reference) for _, reference in BENGALI * 2]
        scores = create(name).score(referenced(texts))
        assert scores.corpus.value == pytest.approx(0 if name == "ter" else 100)
        assert (scores.corpus.low, scores.corpus.high) == (None, None)
        assert scores.corpus.detail == "no limits: every resample of the rows scores the same"
        assert "|bs:1000|seed:12345|" in scores.signature, "as that of any version beside it"

    def test_no_segment_is_measured_twice(self, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
        count, calls = getattr(counting, name.rstrip("+")), []

        def counting_calls(engine: object, hypotheses: list[str], references: object) -> object:
            calls.extend(hypotheses)
            return count(engine, hypotheses, references)

        monkeypatch.setattr(counting, name.rstrip("+"), counting_calls)
        create(name).score(referenced(BENGALI))
        assert calls == [hypothesis for hypothesis, _ in BENGALI]


class TestTokenization:
    def signature(self, name: str, language: str) -> str:
        texts = [("你好，世界。", "你好世界。"), ("再见。", "再见了。")]
        return create(name).score(referenced(texts, language=language)).signature

    @pytest.mark.parametrize(
        ("language", "tokenizer"),
        [("bn", "13a"), ("pa", "13a"), ("zh-Hant", "zh"), ("ja", "char"), ("ko", "char")],
    )
    def test_bleu_names_its_tokenizer(self, language: str, tokenizer: str) -> None:
        assert f"|tok:{tokenizer}|" in self.signature("bleu", language)

    def test_a_row_of_bleu_has_effective_order_and_no_resamples(self) -> None:
        rows = create("bleu").score(referenced(BENGALI[:2])).row_signature
        line = BLEU(effective_order=True)
        line.sentence_score("a b", ["a b"])
        assert rows == line.get_signature().format()

    @pytest.mark.parametrize("name", NAMES)
    @pytest.mark.parametrize(
        ("language", "ours", "theirs"),
        [
            ("th", "สะพานเปิดในเดือนมีนาคม", "สะพานจะเปิดในเดือนมีนาคม"),
            ("my", "တံတားကိုမတ်လတွင်ဖွင့်မည်။", "တံတားသည်မတ်လတွင်ဖွင့်ပါမည်။"),
            ("km", "ស្ពានបើកនៅខែមីនា។", "ស្ពាននឹងបើកនៅខែមីនា។"),
            ("jv", "ꦗꦼꦩ꧀ꦧꦠꦤ꧀ꦲꦶꦏꦸꦧꦸꦏꦏ꧀", "ꦗꦼꦩ꧀ꦧꦠꦤ꧀ꦧꦸꦏꦏ꧀"),
        ],
    )
    def test_a_language_without_spaces_is_cut_into_characters(
        self, name: str, language: str, ours: str, theirs: str
    ) -> None:
        found = create(name).score(referenced([(ours, theirs)] * 2, language=language))
        cut = [" ".join(text) for text in (ours, theirs)]
        engine = BLEU(tokenize="char") if name == "bleu" else ENGINES[name]()
        sides = (ours, theirs) if name == "bleu" else cut
        expected = engine.corpus_score([sides[0]] * 2, [[sides[1]] * 2])
        assert found.corpus.value == expected.score
        assert 0 < expected.score < 100
        marks = {"bleu": "|tok:char|", "chrf": "|nw:0|", "chrf++": "|cut:char", "ter": "|cut:char"}
        assert marks[name] in found.signature

    @pytest.mark.parametrize(("language", "split"), [("bn", "no"), ("zh", "yes"), ("ko", "no")])
    def test_ter_splits_where_there_are_no_spaces(self, language: str, split: str) -> None:
        assert f"|norm:{split}|punct:yes|asian:{split}|" in self.signature("ter", language)

    def test_a_chinese_clause_is_not_one_word(self) -> None:
        scores = create("ter").score(referenced([("你好世界", "你好世间")], language="zh"))
        assert scores.rows[0].value == 25.0

    def test_back_translations_are_tokenized_as_the_source(self) -> None:
        pairs = [pair("Hello.", "你好。", "zh", row=n, back_translation="Hi.") for n in (1, 2)]
        assert "|tok:13a|" in create("bleu").score(pairs).signature


@pytest.mark.parametrize("name", NAMES)
class TestTwoFormsOfOneLetter:
    """A nukta letter as one code point and as two; the words are the same."""

    texts = (("বা\u09dcি ফিরে যায়নি কেউ আজ", "বা\u09a1\u09bcি ফিরে যায়নি কেউ আজ"),)

    def test_the_row_is_told_so(self, name: str) -> None:
        (row,) = create(name).score(referenced(self.texts)).rows
        best = 0.0 if name == "ter" else 100.0
        assert row.value != pytest.approx(best)
        assert row.detail == f"letters in two Unicode forms: {best:.2f} with --normalise nfc"

    def test_normalised_they_are_one(self, name: str) -> None:
        found = create(name, Tools(normalise="nfc")).score(referenced(self.texts))
        (row,) = found.rows
        assert row.value == pytest.approx(0.0 if name == "ter" else 100.0)
        assert row.detail == "" and found.signature.endswith("|unicode:nfc")

    def test_a_form_that_both_sides_have_is_no_matter(self, name: str) -> None:
        (row,) = create(name).score(referenced([(self.texts[0][0], self.texts[0][0])])).rows
        assert row.detail == ""


@pytest.mark.shared
@needs_shared_data
@pytest.mark.parametrize("name", ["bleu", "chrf", "chrf++"])
def test_real_paragraphs_with_two_references_score_as_they_score(name: str) -> None:
    streams = [
        (SHARED / "data/perf" / f"wmt23_ende_{stream}.txt").read_text(encoding="utf-8").split("\n")
        for stream in ("online-a", "online-b", "reference")
    ]
    texts = [t for t in zip(*streams, strict=True) if all(t)][:60]
    pairs = [
        pair("A line.", h, "de", row=n, references=(a, b)) for n, (h, a, b) in enumerate(texts, 1)
    ]
    ours, theirs = create(name).score(pairs), ENGINES[name]()
    expected = bootstrapped(
        theirs, [h for h, _, _ in texts], [[a for _, a, _ in texts], [b for _, _, b in texts]]
    )
    assert values(ours.rows) == [sentence_score(name, h, [a, b]) for h, a, b in texts]
    assert ours.corpus.value == expected.score
    assert (ours.corpus.low, ours.corpus.high) == limits(
        ENGINES[name](),
        [h for h, _, _ in texts],
        [[a for _, a, _ in texts], [b for _, _, b in texts]],
        expected.score,
    )


@pytest.mark.parametrize("name", NAMES)
def test_says_what_it_is(name: str) -> None:
    loaded = load_class(name)
    assert (loaded.name, name in METRICS) == (name, True)
    assert loaded.needs == {"reference"}
    assert loaded.label and len(loaded.description) > 40
    assert loaded.higher_is_better is (name != "ter")
    assert "nrefs:var" in create(name).signature()
