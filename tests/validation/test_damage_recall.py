"""The self-test: what is found of the damage, what was there before, and what it costs."""

from __future__ import annotations

from dataclasses import replace

import pytest

from evalkit.document import InputError
from evalkit.encoders.resources import NONE, Resources
from evalkit.evaluation import Reading, evaluate
from evalkit.statistics.intervals import wilson
from evalkit.validation.damage import damage
from evalkit.validation.damage_recall import SelfTest, selftest
from evalkit.validation.damage_trials import Run, trials
from evalkit.validation.detected import odds, unseen
from tests.builders import SAMPLE, document
from tests.validation.texts import BENGALI, ENGLISH

ALONE = Resources(encoder=NONE)


@pytest.fixture(scope="module")
def sample() -> SelfTest:
    """The sample, two kinds of damage that are easy to find, and one that harms nothing."""
    return selftest(
        [f"bn={SAMPLE / 'bn.txt'}", f"pa={SAMPLE / 'pa.txt'}"],
        [SAMPLE / "en.txt"],
        ["untranslated", "number", "joined"],
        rounds=2,
        metrics=(),
        resources=ALONE,
    )


def test_plain_damage_is_found_in_both_versions(sample: SelfTest) -> None:
    for version in ("bn", "pa"):
        untranslated, number, _ = sample.of(version)
        assert untranslated.found == untranslated.major == untranslated.tried > 0
        assert untranslated.checks == {"untranslated": untranslated.tried}
        assert number.found == number.tried > 0
        assert number.placed == number.place_known == number.found
        assert number.confidence is not None


def test_the_false_side_is_what_the_report_says_undamaged(sample: SelfTest) -> None:
    given = [f"bn={SAMPLE / 'bn.txt'}", f"pa={SAMPLE / 'pa.txt'}"]
    judged = evaluate(given, [SAMPLE / "en.txt"], [], resources=ALONE)
    for summary, sound in zip(judged.summary_records, sample.versions, strict=True):
        assert (summary.findings or 0) - sound.alarms == summary.neutral
        assert sound.grave - (summary.critical or 0) == summary.major


def test_a_trial_for_every_damage_and_a_place_for_every_trial(sample: SelfTest) -> None:
    assert len(sample.trials) == sum(counted.tried for counted in sample.tallies)
    places = [(t.version, t.damage, t.paragraph) for t in sample.trials]
    assert len(places) == len(set(places))


def test_risks_are_left_open_where_none_are_computed(sample: SelfTest) -> None:
    if all(trial.omission_risk is None for trial in sample.trials):
        assert all(counted.omission_risk is None for counted in sample.tallies)
    else:
        assert any(counted.omission_risk is not None for counted in sample.tallies)


def test_rounds_bound_the_copies(sample: SelfTest) -> None:
    assert sample.evaluations <= 1 + 2 * 3
    assert sample.rounds_in_all > sample.rounds


def test_the_same_seed_gives_the_same_result(sample: SelfTest) -> None:
    again = selftest(
        [f"bn={SAMPLE / 'bn.txt'}", f"pa={SAMPLE / 'pa.txt'}"],
        [SAMPLE / "en.txt"],
        ["number"],
        rounds=2,
        metrics=(),
        resources=ALONE,
    )
    assert again.trials == tuple(t for t in sample.trials if t.damage == "number")


def test_what_stood_there_before_is_not_found() -> None:
    english, sound = document(*ENGLISH), document(*BENGALI, language="bn")
    hurt = damage("number", sound, english)
    judged = evaluate([hurt.document], [english], [], resources=ALONE)
    after = Run.of(judged, "bn", english)
    before = Run.of(evaluate([sound], [english], [], resources=ALONE), "bn", english)
    (found,) = trials(before, after, hurt.damages)
    assert (found.found, found.checks) == (True, ("number-mismatch",))
    (known,) = trials(after, after, hurt.damages)
    assert (known.found, known.checks, known.confidence) == (False, (), None)


def test_a_dropped_paragraph_is_found_where_its_source_stands() -> None:
    english, sound = document(*ENGLISH), document(*BENGALI, language="bn")
    tested = selftest([sound], [english], ["paragraph"], metrics=(), resources=ALONE, rounds=1)
    (trial,) = tested.trials
    assert trial.checks == ("missing-paragraph",)
    assert trial.placed


def test_line_by_line_no_line_is_taken_away() -> None:
    english, sound = document(*ENGLISH), document(*BENGALI, language="bn")
    tested = selftest(
        [sound], [english], ["paragraph", "joined", "cut"], metrics=(), resources=ALONE,
        reading=Reading(aligned=True), rounds=1,
    )  # fmt: skip
    assert [t.tried for t in tested.tallies] == [0, 0, 1]
    assert tested.tallies[0].low is None


def test_a_bilingual_file_needs_no_reference() -> None:
    own = replace(document(*BENGALI, language="bn"), source=document(*ENGLISH))
    tested = selftest([own], damages=["paragraph"], metrics=(), resources=ALONE, rounds=1)
    assert [t.tried for t in tested.tallies] == [1]


def test_two_versions_of_one_language_are_told_apart() -> None:
    one = document(*BENGALI, language="bn-x-one")
    two = document(*BENGALI, language="bn-x-two")
    tested = selftest(
        [one, two], [document(*ENGLISH)], ["number"], metrics=(), resources=ALONE, rounds=1
    )
    assert [(t.version, t.tried) for t in tested.tallies] == [("bn-x-one", 1), ("bn-x-two", 1)]
    # They are hurt in different places: each stays a witness against the other.
    assert len({trial.paragraph for trial in tested.trials}) == 2


def test_an_unknown_damage_is_refused_before_anything_is_read() -> None:
    with pytest.raises(InputError, match="choose from"):
        selftest(["nowhere.txt"], ["gone.txt"], ["torn"])


def test_kinds_that_harm_nothing_are_left_out_of_what_silence_is_worth(sample: SelfTest) -> None:
    assert {many for many, _, _ in unseen(sample.of("bn"))} == {
        "untranslated paragraphs",
        "changed numbers",
    }


# Newcombe (1998), "Two-sided confidence intervals for the single proportion", Statistics in
# Medicine 17, table I, Wilson's score method without continuity correction.
@pytest.mark.parametrize(
    ("count", "total", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)  # fmt: skip
def test_intervals_are_those_that_were_published(
    count: int, total: int, low: float, high: float
) -> None:
    assert wilson(count, total) == pytest.approx((low, high), abs=5e-5)


@pytest.mark.parametrize(
    ("count", "total", "said"),
    [
        (1, 12, "about 1 in 12"), (1, 3, "about 1 in 3"), (2, 5, "about 4 in 10"),
        (5, 10, "about half of the"), (6, 6, "nearly all"),
    ],
)  # fmt: skip
def test_shares_are_said_as_people_say_them(count: int, total: int, said: str) -> None:
    assert odds(count, total) == said
