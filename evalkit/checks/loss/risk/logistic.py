"""The fitted numbers behind the risks: logistic models over named traits, shipped as data."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from evalkit.package_data import table

FARTHEST = 30.0


@dataclass(frozen=True, slots=True)
class Logistic:
    """Log-odds from named traits; the prior is in the bias.

    >>> Logistic(-2.0, {"short": 1.5}).odds({"short": 2.0, "long": 9.0})
    1.0
    """

    bias: float
    weights: Mapping[str, float]

    def odds(self, traits: Mapping[str, float]) -> float:
        return self.bias + math.fsum(w * traits[name] for name, w in self.weights.items())


@dataclass(frozen=True, slots=True)
class Models:
    """The models of one risk.

    `text` reads what needs no encoder, `words` that and the word alignment;
    `witnessed` reads the odds of one of these and what other versions say of the
    same words; None where they have nothing to say.
    """

    text: Logistic
    words: Logistic
    witnessed: Logistic | None


@dataclass(frozen=True, slots=True)
class Fitted:
    """All of `data/risk.toml`.

    `shortness` is (z, share) in order: the share of sound paragraphs that are z
    standard deviations or more under the length expected.
    """

    omission: Models
    addition: Models
    shortness: tuple[tuple[float, float], ...]

    def as_short(self, z: float) -> float:
        """The share of sound paragraphs as many deviations too short as this, or more."""
        share = 1.0
        for edge, found in self.shortness:
            if z <= edge:
                share = found
        return share


@cache
def fitted() -> Fitted:
    """The models as shipped; `python -m training.risk` made them."""
    data = table("evalkit.checks.loss.risk", "risk.toml")
    return Fitted(
        _models(data["omission"]),
        _models(data["addition"]),
        tuple((float(z), float(share)) for z, share in data["shortness"]["shares"]),
    )


def _models(table: Mapping[str, Mapping[str, float]]) -> Models:
    witnessed = _logistic(table["witnessed"]) if "witnessed" in table else None
    return Models(_logistic(table["text"]), _logistic(table["words"]), witnessed)


def _logistic(table: Mapping[str, float]) -> Logistic:
    weights = {name: value for name, value in table.items() if name != "bias"}
    return Logistic(table["bias"], weights)


def probability(odds: float) -> float:
    """Log-odds as a probability.

    >>> probability(0.0)
    0.5
    """
    return 1 / (1 + math.exp(-max(-FARTHEST, min(FARTHEST, odds))))
