"""Figures from verdicts, counted by hand."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from evalkit.checks import CHECKS, traits_of
from evalkit.validation.figures import (
    ANY_ABOUT,
    ANY_FINDING,
    ANY_MAJOR,
    HUMAN,
    SOUND,
    Figure,
    Signed,
    measure,
)
from evalkit.validation.human_judgement import Judged
from evalkit.validation.labels import KINDS_OF_RISK
from evalkit.validation.predictions import Verdict


def verdict(
    n: int,
    *,
    system: str = "A",
    score: float | None = None,
    metric: float | None = None,
    fired: Mapping[str, float] | None = None,
    labels: Mapping[str, bool] | None = None,
    sound: bool = False,
    worst: str = "",
    risk: float | None = None,
) -> Verdict:
    judged = Judged(
        "set", "en", "hi", f"d{n}", "1", system, "x", "y",
        score=score, labels=labels or {}, sound=sound,
    )  # fmt: skip
    metrics = {"m": metric, "omission_risk": risk, "addition_risk": None}
    return Verdict(judged, metrics, fired or {}, worst)


def figure(figures: list[Figure], name: str, against: str, measured: str) -> Figure:
    (found,) = [f for f in figures if (f.name, f.against, f.measure) == (name, against, measured)]
    return found


OMISSIONS = [
    verdict(1, labels={"omission": True}, fired={"truncated-sentence": 0.9}),
    verdict(2, labels={"omission": True}),
    verdict(3, labels={"omission": True}, fired={"length-outlier": 0.5}),
    verdict(4, labels={"omission": False}, fired={"truncated-sentence": 0.4}),
    *(verdict(n, labels={"omission": False}) for n in range(5, 9)),
]


class TestChecks:
    def test_recall_precision_and_false_alarms(self) -> None:
        found = list(measure(OMISSIONS, (), ("truncated-sentence",)))
        shares = {f.measure: (f.part, f.whole) for f in found if f.part is not None}
        assert shares == {"recall": (1, 3), "precision": (1, 2), "false alarms": (1, 5)}
        recall = figure(found, "truncated-sentence", "omission", "recall")
        assert recall.value == pytest.approx(1 / 3)
        assert recall.subject == "check"
        assert recall.low is not None and recall.high is not None
        assert recall.low < 1 / 3 < recall.high

    def test_auc_takes_a_quiet_check_for_nothing(self) -> None:
        # Faulty 0.9, 0, 0 against sound 0.4 and four of 0: won 5 + 0 + 0, tied 4 halves twice.
        found = list(measure(OMISSIONS, (), ("truncated-sentence",)))
        auc = figure(found, "truncated-sentence", "omission", "AUC")
        assert auc.value == pytest.approx((5 + 2 + 2) / 15)

    def test_all_checks_about_a_fault_together(self) -> None:
        found = list(measure(OMISSIONS, (), ("truncated-sentence", "length-outlier")))
        assert figure(found, ANY_ABOUT, "omission", "recall").part == 2

    def test_a_check_is_not_measured_against_what_it_is_not_about(self) -> None:
        found = list(measure(OMISSIONS, (), ("number-mismatch", "truncated-sentence")))
        assert {f.name for f in found} == {"truncated-sentence"}

    def test_only_the_labels_asked_for(self) -> None:
        both = [verdict(1, labels={"omission": True, "major omission": False})]
        found = measure(both, (), ("truncated-sentence",), ("major omission",))
        assert {f.against for f in found} == {"major omission"}

    def test_nobody_looked_is_not_nothing_there(self) -> None:
        found = list(measure([*OMISSIONS, verdict(9)], (), ("truncated-sentence",)))
        assert figure(found, "truncated-sentence", "omission", "false alarms").whole == 5

    def test_sound_translations(self) -> None:
        sound = [
            verdict(1, sound=True, fired={"empty": 1.0}, worst="minor"),
            verdict(2, sound=True, fired={"number-mismatch": 1.0}, worst="major"),
            verdict(3, sound=True, worst="neutral"),
        ]
        found = list(measure(sound, (), ("empty", "untranslated")))
        parts = {f.name: (f.part, f.whole) for f in found if f.against == SOUND}
        assert parts == {
            "empty": (1, 3),
            "untranslated": (0, 3),
            ANY_FINDING: (2, 3),
            ANY_MAJOR: (1, 3),
        }


class TestRisks:
    def test_a_risk_is_a_signal(self) -> None:
        verdicts = [
            verdict(1, labels={"omission": True}, risk=0.9),
            verdict(2, labels={"omission": True}, risk=0.1),
            verdict(3, labels={"omission": False}, risk=0.2),
        ]
        found = list(measure(verdicts, (), ()))
        assert figure(found, "omission_risk", "omission", "AUC").value == pytest.approx(1 / 2)
        recall = figure(found, "omission_risk", "omission", "recall at 1 % false alarms")
        assert recall.value == pytest.approx(1 / 2)
        assert recall.whole == 2

    def test_a_risk_that_is_not_computed_is_left_out(self) -> None:
        assert list(measure(OMISSIONS, (), ())) == []


class TestMetrics:
    def test_agreement_with_the_human_score(self) -> None:
        verdicts = [
            verdict(n, score=s, metric=m) for n, (s, m) in enumerate([(1, 5), (2, 7), (3, 6)])
        ]
        found = list(measure(verdicts, (Signed("m", 1),), ()))
        assert figure(found, "m", HUMAN, "kendall").value == pytest.approx(1 / 3)
        assert figure(found, "m", HUMAN, "spearman").value == pytest.approx(1 / 2)

    def test_where_lower_is_better_the_sign_is_turned(self) -> None:
        verdicts = [verdict(n, score=n, metric=-n, labels={"omission": n == 0}) for n in range(4)]
        found = list(measure(verdicts, (Signed("m", -1),), ()))
        assert figure(found, "m", HUMAN, "kendall").value == 1
        # The highest value is the worst translation, and that one lacks something.
        assert figure(found, "m", "omission", "AUC").value == 1

    def test_systems_and_items(self) -> None:
        verdicts = [
            verdict(n, system=name, score=quality + n, metric=quality)
            for n in range(6)
            for quality, name in enumerate("ABC")
        ]
        found = list(measure(verdicts, (Signed("m", 1),), ()))
        for measured, of in (
            ("system kendall", 3),
            ("soft pairwise accuracy", 3),
            ("kendall by item", 6),
        ):
            given = figure(found, "m", HUMAN, measured)
            assert given.value == pytest.approx(1)
            assert given.whole == of

    def test_two_systems_are_too_few_to_correlate(self) -> None:
        verdicts = [
            verdict(n, system=s, score=n, metric=n + len(s)) for n in range(3) for s in ("A", "BB")
        ]
        found = measure(verdicts, (Signed("m", 1),), ())
        assert not any(f.measure.startswith("system") for f in found)


def test_every_kind_that_is_named_is_a_word_some_set_has() -> None:
    known = {
        "omission", "major omission", "agreed omission", "lost word", "addition", "agreed addition",
        "hallucination", "full hallucination", "untranslated", "number", "critical", "name",
        "repetition", "final punctuation", "punctuation", "placeholder", "markup", "empty",
    }  # fmt: skip
    named = {kind for check in CHECKS for kind in traits_of(check).labels}
    assert named | set(KINDS_OF_RISK["omission_risk"]) <= known
