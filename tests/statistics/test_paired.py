"""Paired tests: against sacrebleu, full enumeration and cases worked by hand."""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations, product
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sacrebleu.metrics.base import Metric as Engine
from sacrebleu.metrics.bleu import BLEU
from sacrebleu.metrics.chrf import CHRF
from sacrebleu.significance import PairedTest

from evalkit.metrics.lexical import score_sums
from evalkit.result.penalties import per_hundred
from evalkit.settings import SEED
from evalkit.statistics.intervals import FEWEST
from evalkit.statistics.paired import Paired, corrected, differences, holm, of_sums, paired
from evalkit.statistics.resampling import mean, resampled, swapped_every_way

REFERENCES = [
    "the river rose by three metres in one night",
    "nobody in the village was told before noon",
    "the bridge at the old market was closed on Monday",
    "volunteers carried the library's books to the upper floor",
    "the sensor sends a number to a small computer",
    "when the water rises the software calls the people nearby",
    "open code has a practical reason",
    "the team publishes every mistake with its cause",
    "in the first year one warning in ten was wrong",
    "students compare the rivers of both regions",
    "the next version will appear in spring",
    "it works even when the telephone network fails",
]
BASELINE = [
    "the river rose three metres at night",
    "no one in the village was told until noon",
    "the bridge by the old market closed Monday",
    "volunteers took books of the library upstairs",
    "a sensor sends the number to the small computer",
    "if water rises software calls people near",
    "the open code has practical reasons",
    "the team publishes mistakes with causes",
    "in first year one of ten warnings was wrong",
    "students can compare rivers in both regions",
    "a next version appears in spring",
    "it works if the telephone network fails",
]
SYSTEM = [
    "the river rose by three metres in a night",
    "nobody in the village was told before the noon",
    "the bridge at the old market was closed Monday",
    "volunteers took books of the library upstairs",
    "the sensor sends the number to a small computer",
    "when the water rises the software calls people near",
    "open code has practical reasons",
    "the team publishes mistakes with causes",
    "in the first year one of ten warnings was wrong",
    "students can compare the rivers of both regions",
    "the next version appears in spring",
    "it works even if the telephone network fails",
]
METRICS: dict[str, tuple[Engine, Callable[[Any], Any]]] = {
    "BLEU": (BLEU(force=True), score_sums.bleu),
    "chrF2": (CHRF(), score_sums.chrf),
    "chrF2++": (CHRF(word_order=2), score_sums.chrf),
}


def statistics(engine: Engine, texts: list[str]) -> Any:
    return np.array(engine._extract_corpus_statistics(texts, [REFERENCES]), dtype=float)


@pytest.mark.parametrize("name", METRICS)
def test_the_resamples_are_sacrebleus(name: str) -> None:
    """sacrebleu's p of its paired bootstrap, from our differences, to the last digit."""
    engine, scoring = METRICS[name]
    _, theirs = PairedTest(
        [("baseline", BASELINE), ("system", SYSTEM)],
        {name: engine},
        [REFERENCES],
        test_type="bs",
        n_samples=1000,
    )()
    baseline, system = theirs[name]
    assert not isinstance(baseline, str)
    assert not isinstance(system, str)
    ours, against = statistics(engine, SYSTEM), statistics(engine, BASELINE)
    drawn = np.abs(differences(ours, against, scoring, SEED))
    found = paired(ours, against, scoring, SEED)
    assert (found.value, found.against) == pytest.approx((system.score, baseline.score))
    beyond = int((drawn - drawn.mean() > abs(found.difference)).sum())
    assert (beyond + 1) / 1001 == system.p_value


# Each the better one in some segments, so that neither wins clearly.
ONE = [s if n % 3 else b for n, (s, b) in enumerate(zip(SYSTEM, BASELINE, strict=True))]
TWO = [b if n % 3 else s for n, (s, b) in enumerate(zip(SYSTEM, BASELINE, strict=True))]


@pytest.mark.parametrize("name", METRICS)
@pytest.mark.parametrize(("ours", "theirs"), [(SYSTEM, BASELINE), (ONE, TWO)])
def test_all_swaps_come_out_as_sacrebleus_random_ones(
    name: str, ours: list[str], theirs: list[str]
) -> None:
    """sacrebleu counts what is beyond the difference, we what equals it too.

    That is the data themselves and their mirror image, with every way to swap
    segments that are the same in both.
    """
    engine, scoring = METRICS[name]
    _, found = PairedTest(
        [("theirs", theirs), ("ours", ours)],
        {name: engine},
        [REFERENCES],
        test_type="ar",
        n_samples=20_000,
    )()
    system = found[name][1]
    assert not isinstance(system, str)
    assert system.p_value is not None
    same = sum(a == b for a, b in zip(ours, theirs, strict=True))
    ties = 2 * 2**same / 2 ** len(ours)
    exact = paired(statistics(engine, ours), statistics(engine, theirs), scoring, SEED)
    assert exact.p_randomisation == pytest.approx(system.p_value + ties, abs=0.012)


def test_random_swaps_are_sacrebleus_where_they_are_too_many_to_take_all() -> None:
    """With the same draws only ties may differ."""
    engine, scoring = METRICS["chrF2"]
    texts = (ONE * 2, TWO * 2)
    _, theirs = PairedTest(
        [("baseline", texts[1]), ("system", texts[0])],
        {"chrF2": engine},
        [REFERENCES * 2],
        test_type="ar",
        n_samples=10_000,
    )()
    system = theirs["chrF2"][1]
    assert not isinstance(system, str)
    ours, against = (
        np.array(engine._extract_corpus_statistics(side, [REFERENCES * 2]), dtype=float)
        for side in texts
    )
    found = paired(ours, against, scoring, SEED)
    assert found.p_randomisation == pytest.approx(system.p_value, abs=0.0005)


def by_hand(ours: Any, theirs: Any, scoring: Callable[[Any], Any]) -> float:
    """The randomisation p by going through every way to swap, one after the other."""
    observed = abs(scoring(ours.sum(0)) - scoring(theirs.sum(0)))
    as_much = 0
    ways = list(product([True, False], repeat=len(ours)))
    for kept in ways:
        a = sum(o if keep else t for keep, o, t in zip(kept, ours, theirs, strict=True))
        b = sum(t if keep else o for keep, o, t in zip(kept, ours, theirs, strict=True))
        as_much += abs(scoring(a) - scoring(b)) >= observed - 1e-9
    return as_much / len(ways)


def test_six_rows_worked_by_hand() -> None:
    """Differences 1, 2, 3, 4, 5, -1: sums of ±1 ±2 ±3 ±4 ±5 ±1 as far out as 14.

    16 and -16 (one way each), 14 and -14 (turning one of the two ones: two ways each): 6 of 64.
    """
    ours = np.array([[x, 1.0] for x in (11, 12, 13, 14, 15, 9)])
    theirs = np.array([[10.0, 1.0]] * 6)
    found = paired(ours, theirs, mean, SEED)
    assert found.difference == pytest.approx(14 / 6)
    assert found.p_randomisation == 6 / 64


def test_penalties_swap_points_and_keep_their_words() -> None:
    ours = np.array([[0, 20], [5, 30], [0, 25], [1, 40], [6, 30], [0, 5.0]])
    theirs = np.array([[1, 20], [0, 30], [0, 25], [0, 40], [0, 30], [0, 5.0]])
    found = paired(ours, theirs, per_hundred, SEED)
    assert found.value == 8.0
    assert found.against == pytest.approx(2 / 3)
    # Row by row -1, 5, 0, 1, 6 and 0 points apart, 11 in all. Of the 16 ways to sign 1, 5, 1
    # and 6 three come to 11 or more (5 + 6 with the ones 0 or 2 together) and three to -11.
    assert found.p_randomisation == by_hand(ours, theirs, per_hundred) == 6 / 16


def test_equal_versions_are_not_told_apart() -> None:
    same = np.array([[n % 3, 10.0] for n in range(20)])
    found = paired(same, same, per_hundred, SEED)
    assert (found.difference, found.low, found.high) == (0.0, None, None)
    assert found.p_bootstrap == found.p_randomisation == 1.0


def test_a_version_better_in_every_row_is_told_apart() -> None:
    worse = np.array([[n % 3 + 2, 10.0] for n in range(20)])
    better = worse - [1.5, 0]
    found = paired(better, worse, per_hundred, SEED)
    assert found.difference == pytest.approx(-15)
    assert found.low is found.high is None, "better by the same in each: no resample differs"
    assert found.p_bootstrap == 2 / 1001
    assert found.p_randomisation == 1 / 10_001


@pytest.mark.parametrize("clusters", [1, FEWEST - 1])
def test_too_few_clusters_give_the_values_and_no_test(clusters: int) -> None:
    ours = np.array([[n, 10.0] for n in range(clusters)])
    found = paired(ours, ours + np.array([1.0, 0]), per_hundred, SEED)
    assert found.difference == pytest.approx(-10)
    assert found.low is found.high is found.p_bootstrap is found.p_randomisation is None


rows = st.lists(
    st.tuples(st.integers(0, 30), st.integers(0, 30), st.integers(0, 60)), min_size=6, max_size=9
)


@settings(deadline=None, max_examples=40)
@given(rows)
def test_randomisation_is_full_enumeration_and_has_no_direction(
    found: list[tuple[int, int, int]],
) -> None:
    ours = np.array([[a, words] for a, _, words in found], dtype=float)
    theirs = np.array([[b, words] for _, b, words in found], dtype=float)
    there, back = paired(ours, theirs, per_hundred, SEED), paired(theirs, ours, per_hundred, SEED)
    assert there.p_randomisation == by_hand(ours, theirs, per_hundred)
    assert there.p_randomisation == back.p_randomisation
    assert there.p_bootstrap == back.p_bootstrap
    assert there.difference == -back.difference
    assert (there.low is None) == (back.high is None)
    if there.low is not None and back.high is not None:
        assert there.low == pytest.approx(-back.high)
        assert there.low <= there.difference


def summed(ours: Any, theirs: Any) -> tuple[Any, Any, Any]:
    """What a comparison by sums alone is given: as they are, resampled, and all ways to swap."""
    drawn = resampled(ours, SEED), resampled(theirs, SEED)
    return (ours.sum(axis=0), theirs.sum(axis=0)), drawn, swapped_every_way(ours, theirs)


@pytest.mark.parametrize("name", METRICS)
def test_sums_alone_compare_as_their_clusters_do(name: str) -> None:
    """But for the data themselves, which count as one more sample among random swaps."""
    engine, scoring = METRICS[name]
    ours, theirs = statistics(engine, SYSTEM), statistics(engine, BASELINE)
    expected = paired(ours, theirs, scoring, SEED)
    found = of_sums(*summed(ours, theirs), scoring, len(ours))
    for field in ("value", "against", "clusters", "low", "high", "p_bootstrap"):
        assert getattr(found, field) == pytest.approx(getattr(expected, field)), field
    ways = 2 ** len(ours)
    assert expected.p_randomisation is not None
    assert found.p_randomisation == pytest.approx(
        (expected.p_randomisation * ways + 1) / (ways + 1)
    )


def test_a_few_clusters_have_no_limits_by_sums_either() -> None:
    ours = np.array([[n, 10.0] for n in range(1, FEWEST)])
    found = of_sums(*summed(ours, ours[::-1]), per_hundred, len(ours))
    assert (found.difference, found.clusters) == (0.0, FEWEST - 1)
    assert found.low is found.high is found.p_bootstrap is found.p_randomisation is None


def test_the_seed_decides_which_resamples_and_which_swaps() -> None:
    engine, scoring = METRICS["chrF2"]
    ours, theirs = (
        np.array(engine._extract_corpus_statistics(side, [REFERENCES * 2]), dtype=float)
        for side in (ONE * 2, TWO * 2)
    )
    one, again, other = (paired(ours, theirs, scoring, seed) for seed in (1, 1, 2))
    assert one == again
    assert (one.low, one.p_randomisation) != (other.low, other.p_randomisation)
    assert one.difference == other.difference


def test_holm_worked_by_hand() -> None:
    """4 x .005, 3 x .010, 2 x .030, then .040 raised to the .060 before it."""
    p = [0.010, 0.030, 0.040, 0.005]
    assert holm(p) == pytest.approx([0.030, 0.060, 0.060, 0.020])


@given(st.lists(st.floats(0, 1), max_size=12))
def test_holm_is_never_below_the_p_nor_above_bonferronis(p_values: list[float]) -> None:
    for p, adjusted in zip(p_values, holm(p_values), strict=True):
        assert p <= adjusted <= min(1.0, p * len(p_values))


def test_pairs_that_were_not_tested_do_not_count_among_those_that_were() -> None:
    few = Paired(1, 0, 3)
    tested = [Paired(1, 0, 20, p_randomisation=p, p_adjusted=p) for p in (0.02, 0.5)]
    one, none, two = corrected([tested[0], few, tested[1]])
    assert none is few
    assert (one.p_adjusted, one.p_randomisation, one.pairs) == (0.04, 0.02, 2)
    assert (two.p_adjusted, two.pairs) == (0.5, 2)


def test_a_pair_alone_is_left_as_it_is() -> None:
    alone = Paired(1, 0, 20, p_randomisation=0.02, p_adjusted=0.02)
    assert corrected([alone]) == [alone]


def test_six_equal_systems_are_seldom_told_apart() -> None:
    """A hundred runs of fifteen pairs of noise: uncorrected, about 40 call some pair different."""
    chance = np.random.default_rng(4)
    called, uncorrected = 0, 0
    for _ in range(100):
        systems = [np.stack([chance.normal(size=20), np.ones(20)], axis=1) for _ in range(6)]
        pairs = [paired(a, b, mean, SEED, 1000) for a, b in combinations(systems, 2)]
        uncorrected += any((pair.p_randomisation or 1) < 0.05 for pair in pairs)
        called += any((pair.p_adjusted or 1) < 0.05 for pair in corrected(pairs))
    assert uncorrected > 25
    assert called <= 5
