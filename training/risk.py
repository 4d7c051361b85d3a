"""Fits the models behind `omission_risk` and `addition_risk`, and writes them.

    python -m training.risk --folds FILE FILE [-o FILE]

Positive and negative rows are sound translations (NTREX's tuning documents in four
languages, as paragraphs of one to five sentences) as they are and damaged, and
machine translations in which people marked omissions and additions (tuning documents
of `esa_wmt24`, `indicmt_eval`, `mqm_zhen`, `challenge`). The rows' words are aligned
by networks that did not see the document (`training.counterparts --fold`). Every set
of data has an intercept of its own in the fit, for people mark at different rates; the
one that ships is set for NTREX's damage in one row of twenty.
"""

from __future__ import annotations

import argparse
import hashlib
import math
import pickle
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

import evalkit
from benchmarks.data import ntrex, tuning
from benchmarks.false_alarms import as_version
from benchmarks.truncation import rebuilt
from evalkit.alignment.rows import Article, Version
from evalkit.checks.length import size
from evalkit.checks.risk import traits
from evalkit.checks.risk.model import Logistic, Models
from evalkit.checks.risk.rows import Row, rows
from evalkit.checks.risk.testimony import WITNESSED
from evalkit.checks.risk.traits import TEXT, WORDS
from evalkit.directories import cache_directory
from evalkit.document import Document
from evalkit.evaluation.understanding import with_words
from evalkit.neural import counterparts
from evalkit.neural.counterparts import Counterparts
from evalkit.neural.encoder import Encoder
from evalkit.neural.meaning import Meaning
from evalkit.neural.resources import Resources
from evalkit.store import open_memory
from training.counterparts import fold
from training.damaged import ADDING, BOTH, OMITTING, Damaged, damaged
from training.judged import ADDS, FILES, OMITS, judged, name

SHIPPED = Path(evalkit.__file__).parent / "checks" / "data" / "risk.toml"
LANGUAGES = ("bn", "pa", "hi", "de")
WITNESS = {"bn": "pa", "pa": "bn", "hi": "bn", "de": "hi"}
"""The language whose sound translation of the same document bears witness."""
PREVALENCE = 0.05
HUMAN = 0.5
"""What a row that people judged weighs beside one of NTREX."""
RIDGE = 5.0
EDGES = (0.0, -0.5, -1.0, -1.5, -2.0, -2.5, -3.0, -3.5, -4.0, -5.0, -6.0)
"""Standard deviations under the expected length at which the share of sound rows is told."""


@dataclass(frozen=True, slots=True)
class Example:
    """One row: the set it is of, its document, what was done to it, what is wrong, its traits.

    `paragraph` counts its sentences where it was rebuilt from some; `z` is its length.
    """

    collection: str
    document: str
    kind: str
    omits: bool
    adds: bool
    traits: Mapping[str, float]
    witness: Mapping[str, float] | None
    z: float
    paragraph: int = 0


class Reader:
    """Fills in the words of versions, by the network that did not see the document."""

    def __init__(self, networks: Sequence[Counterparts | None]) -> None:
        memory = open_memory()
        self._meanings = [Meaning(Encoder(Resources()), memory, network) for network in networks]
        self.digest = " ".join(network.digest if network else "" for network in networks)

    def __call__(self, versions: Sequence[Version], document: str) -> tuple[Version, ...]:
        meaning = self._meanings[fold(document) % len(self._meanings)]
        return with_words(Article("", Document((), "en"), tuple(versions)), meaning).versions


def synthetic(language: str, keep: Callable[[str], bool], read: Reader) -> Iterator[Example]:
    """Rows of NTREX, sound and damaged; the sound translation into `WITNESS` testifies."""
    others = {document.name: document for document in ntrex(WITNESS[language], keep)}
    for document in ntrex(language, keep):
        other = others.get(document.name)
        if other is None or other.source != document.source:
            other = None
        told: set[int] = set()
        for copy in damaged(document):
            beside = [as_version(rebuilt(other, copy.size))] if other else []
            sound = [] if copy.size in told else [(copy.sound, dict.fromkeys(_numbers(copy), ""))]
            told.add(copy.size)
            for version, kinds in [*sound, (copy.version, copy.kinds)]:
                found, *_ = read([version, *beside], document.name)
                for pair, row in zip(found.pairs, rows(found), strict=True):
                    if row and pair.row in kinds:
                        kind = kinds[pair.row]
                        yield Example(
                            f"ntrex {language}",
                            document.name,
                            kind,
                            kind in OMITTING or kind in BOTH,
                            kind in ADDING or kind in BOTH,
                            {**row.text, **(row.words or {})},
                            row.witness,
                            _z(row),
                            copy.size,
                        )


def _numbers(copy: Damaged) -> list[int]:
    return [pair.row for pair in copy.sound.pairs]


def human(path: str, keep: Callable[[str], bool], read: Reader) -> Iterator[Example]:
    """Rows of machine translations with what people marked in them."""
    for found in judged(path, keep):
        (version,) = read([found.version], found.document)
        for segment, row in zip(found.segments, rows(version), strict=True):
            if row:
                yield Example(
                    found.collection,
                    name(segment),
                    "",
                    any(segment.labels.get(label, False) for label in OMITS),
                    any(segment.labels.get(label, False) for label in ADDS),
                    {**row.text, **(row.words or {})},
                    None,
                    _z(row),
                )


def _z(row: Row) -> float:
    return row.model.z(size(row.pair.source), size(row.pair.target))


def logistic(
    examples: Sequence[Example],
    names: Sequence[str],
    labels: Sequence[bool],
    value: Callable[[Example], Mapping[str, float]],
) -> tuple[float, dict[str, float]]:
    """Newton's method on the logistic likelihood, with a ridge; the bias for `PREVALENCE`.

    Every set has an intercept of its own. The bias that is returned is that of NTREX's
    sets, moved from their share of damage to `PREVALENCE`.
    """
    sets = sorted({e.collection for e in examples if not e.collection.startswith("ntrex")})
    x = np.array([[value(e)[n] for n in names] for e in examples])
    y = np.array(labels, float)
    own = np.array([[float(e.collection == name) for name in sets] for e in examples])
    weight = np.array([1.0 if e.collection.startswith("ntrex") else HUMAN for e in examples])
    middle, spread = x.mean(0), x.std(0) + 1e-9
    z = np.c_[np.ones(len(x)), (x - middle) / spread, own.reshape(len(x), len(sets))]
    w = np.zeros(z.shape[1])
    ridge = RIDGE * np.diag([0.0] + [1.0] * (z.shape[1] - 1))
    for _ in range(40):
        p = 1 / (1 + np.exp(-np.clip(z @ w, -30, 30)))
        gradient = z.T @ (weight * (y - p)) - ridge @ w
        w += np.linalg.solve((z * (weight * p * (1 - p))[:, None]).T @ z + ridge, gradient)
    weights = w[1 : len(names) + 1] / spread
    share = float(np.mean([label for e, label in zip(examples, labels, strict=True) if _own(e)]))
    bias = w[0] - weights @ middle - math.log(share / (1 - share))
    bias += math.log(PREVALENCE / (1 - PREVALENCE))
    return float(bias), dict(zip(names, weights.tolist(), strict=True))


def _own(example: Example) -> bool:
    return example.collection.startswith("ntrex")


def fit(examples: Sequence[Example], wrong: Callable[[Example], bool]) -> Models:
    """The three models of one risk."""
    labels = [wrong(e) for e in examples]
    text = Logistic(*logistic(examples, TEXT, labels, lambda e: e.traits))
    words = Logistic(*logistic(examples, (*TEXT, *WORDS), labels, lambda e: e.traits))
    # A witness is asked for the rows of NTREX alone: the other sets have one version each.
    seen = [(e, label) for e, label in zip(examples, labels, strict=True) if e.witness]
    heard = [e for e, _ in seen]
    witnessed = Logistic(
        *logistic(
            heard,
            WITNESSED,
            [label for _, label in seen],
            lambda e: {"odds": words.odds(e.traits), **(e.witness or {})},
        )
    )
    return Models(text, words, witnessed)


def shares(examples: Iterable[Example]) -> list[tuple[float, float]]:
    """Of sound rows, the share that is so many deviations too short or more, at every edge."""
    sound = [e.z for e in examples if _own(e) and not e.kind]
    return [(edge, sum(z <= edge for z in sound) / len(sound)) for edge in EDGES]


def written(omission: Models, addition: Models, short: Sequence[tuple[float, float]]) -> str:
    lines = [
        "# How probable it is that a row leaves something out, or adds something: logistic",
        "# models over the traits of evalkit/checks/risk, for one such row",
        "# in twenty. Printed by `python -m training.risk`.",
    ]
    for risk, models in (("omission", omission), ("addition", addition)):
        for kind in ("text", "words", "witnessed"):
            found: Logistic = getattr(models, kind)
            lines += ["", f"[{risk}.{kind}]", f"bias = {found.bias:.4f}"]
            lines += [f"{name} = {value:.4f}" for name, value in found.weights.items()]
    lines += [
        "",
        "# Of sound paragraphs, the share that lies so many standard deviations or more under the",
        "# length expected: NTREX's tuning documents.",
        "[shortness]",
        "shares = [" + ", ".join(f"[{z}, {share:.5f}]" for z, share in short) + "]",
    ]
    return "\n".join(lines) + "\n"


def gather(keep: Callable[[str], bool], read: Reader, parts: Sequence[str]) -> list[Example]:
    """The examples of every part (a language of NTREX or a set's file), kept once read."""
    found: list[Example] = []
    code = hashlib.sha256()
    for folder in (Path(traits.__file__).parent, Path(__file__).parent):
        for path in sorted(folder.glob("*.py")):
            code.update(path.read_bytes())
    for part in parts:
        mark = f"{read.digest}|{keep.__name__}|{part}|{code.hexdigest()}"
        path = cache_directory() / "training" / f"{hashlib.sha256(mark.encode()).hexdigest()[:16]}"
        if not path.is_file():
            made = synthetic(part, keep, read) if part in LANGUAGES else human(part, keep, read)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(pickle.dumps(list(made)))
        found += pickle.loads(path.read_bytes())
        print(f"{part}: {len(found)} rows so far", flush=True)
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument(
        "--folds", type=Path, nargs=2, required=True, metavar="FILE",
        help="what training.counterparts wrote for --fold 0 and for --fold 1",
    )  # fmt: skip
    parser.add_argument("--parts", nargs="*", default=[*LANGUAGES, *FILES], help="what to read")
    parser.add_argument("--gather", action="store_true", help="read the parts, fit nothing")
    parser.add_argument("-o", "--output", type=Path, default=SHIPPED)
    options = parser.parse_args()
    read = Reader([counterparts.read(path.read_bytes()) for path in options.folds])
    examples = gather(tuning, read, options.parts)
    if options.gather:
        return
    omission = fit([e for e in examples if not e.adds or e.omits], lambda e: e.omits)
    addition = fit([e for e in examples if not e.omits or e.adds], lambda e: e.adds)
    options.output.write_text(written(omission, addition, shares(examples)), encoding="utf-8")


if __name__ == "__main__":
    main()
