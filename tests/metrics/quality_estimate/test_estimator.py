"""The estimate that ships, on the real encoder: what any reader would demand of it."""

from __future__ import annotations

import math

import pytest

from evalkit.encoders.encoder import Encoder
from evalkit.encoders.resources import Resources
from evalkit.metrics.quality_estimate import pair_features
from evalkit.metrics.quality_estimate.estimator import Estimator, load, scale, trained

pytestmark = pytest.mark.neural

ENGLISH = "The hospital in Dhaka opened 25 new beds on Monday, and nobody had to wait outside."
BENGALI = "সোমবার ঢাকার হাসপাতালটি ২৫টি নতুন শয্যা চালু করেছে, এবং কাউকে বাইরে অপেক্ষা করতে হয়নি।"
PUNJABI = "ਢਾਕਾ ਦੇ ਹਸਪਤਾਲ ਨੇ ਸੋਮਵਾਰ ਨੂੰ 25 ਨਵੇਂ ਬਿਸਤਰੇ ਖੋਲ੍ਹੇ, ਅਤੇ ਕਿਸੇ ਨੂੰ ਬਾਹਰ ਉਡੀਕ ਨਹੀਂ ਕਰਨੀ ਪਈ।"
OTHER = {
    "bn": "গত বছর চালের দাম তিন গুণ বেড়ে যাওয়ায় কৃষকেরা খুশি ছিলেন।",
    "pa": "ਪਿਛਲੇ ਸਾਲ ਚੌਲਾਂ ਦੀ ਕੀਮਤ ਤਿੰਨ ਗੁਣਾ ਵਧਣ ਕਾਰਨ ਕਿਸਾਨ ਖੁਸ਼ ਸਨ।",
}
WHOLE = {"bn": BENGALI, "pa": PUNJABI}


@pytest.fixture(scope="module")
def estimator(encoder: Encoder) -> Estimator:
    del encoder
    return load(Resources(device="cpu"))


def values(estimator: Estimator, *targets: str) -> list[float]:
    found = estimator.estimates([(ENGLISH, target) for target in targets])
    return [estimate.value if estimate else math.nan for estimate in found]


@pytest.mark.parametrize("language", WHOLE)
def test_damage_costs(estimator: Estimator, language: str) -> None:
    whole = WHOLE[language]
    half = " ".join(whole.split()[: len(whole.split()) // 2]) + "।"
    sound, *worse = values(estimator, whole, half, ENGLISH, OTHER[language], f"{whole} {whole}")
    assert all(value < sound - 5 for value in worse), (sound, worse)


def test_limits_stand_around_the_value(estimator: Estimator) -> None:
    (found,) = estimator.estimates([(ENGLISH, BENGALI)])
    assert found is not None and 0 <= found.low < found.value < found.high <= 100


def test_predict_answers_as_unbabel_comet_does(estimator: Estimator) -> None:
    samples = [{"src": ENGLISH, "mt": BENGALI}, {"src": ENGLISH, "mt": OTHER["bn"]}]
    found = estimator.predict(samples)
    assert found.scores == [v / 100 for v in values(estimator, BENGALI, OTHER["bn"])]
    assert found.system_score == pytest.approx(sum(found.scores) / 2)
    assert estimator.predict([]).system_score == 0.0


def test_a_text_without_tokens_has_no_estimate(estimator: Estimator) -> None:
    assert estimator.estimates([(ENGLISH, " \n"), ("", BENGALI)]) == [None, None]


def test_a_pair_has_the_same_estimate_in_any_company(estimator: Estimator) -> None:
    (alone,) = values(estimator, BENGALI)
    assert values(estimator, f"{BENGALI} {OTHER['bn']} " * 5, BENGALI)[1] == pytest.approx(
        alone, abs=0.05
    )


def test_the_trained_numbers_fit_the_traits(encoder: Encoder) -> None:
    ((some, found),) = pair_features.read(encoder, [(ENGLISH, BENGALI), (ENGLISH, PUNJABI)])
    assert len(some) == 2 and found.shape == (2, pair_features.width(384)) == (
        2,
        len(trained().middle),
    )


def test_its_signature_names_the_numbers_and_the_encoder(estimator: Estimator) -> None:
    assert trained().digest in estimator.signature and scale().digest in estimator.signature
    assert "multilingual-e5" in estimator.signature
