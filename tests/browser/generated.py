"""A long document, judged by nobody: as many paragraphs as wanted in two versions.

    python -m tests.browser.generated -o DIR [--paragraphs 10000]

writes its report.html and holds the size of that against texts and findings.
The same number gives the same document, and the first rows of a longer one;
its words mean nothing.
"""

from __future__ import annotations

import argparse
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from itertools import accumulate
from pathlib import Path
from random import Random

from evalkit.checks import CHECKS
from evalkit.reports import write
from evalkit.result.evaluation import Evaluation
from evalkit.result.records import Input, RiskRecord, RowRecord, ScoreRecord, Target
from tests.browser.faults import Findings
from tests.browser.wordlists import BENGALI, EMOJI, ENGLISH, PUNJABI, RARE

ARTICLE = "generated"
PARAGRAPHS = 10_000
METRICS = ("chrf++", "similarity")
BLOCK = 12
"""Rows from heading to heading."""
WORDS = {"heading": (2, 7), "list-item": (4, 14), "paragraph": (20, 90)}
SHAPES = {"missing": 8, "added": 5, "merged": 10, "split": 10, "empty": 3, "": 964}
"""What may be wrong with a row of one version, and how often in a thousand."""
ASTRAL = 0.1
FAR = "unusually far: 1 in 100 sound translations of this length is this far"


@dataclass(frozen=True, slots=True)
class Tongue:
    """A language to draw texts in."""

    code: str
    name: str
    words: Sequence[str]
    end: str
    zero: str

    def text(self, length: int, chance: Random) -> str:
        """So many words in sentences, here and there a comma and a number."""
        drawn = chance.choices(self.words, cum_weights=_falling(len(self.words)), k=length)
        left = 0
        for place, word in enumerate(drawn):
            if not left:
                left = chance.randint(6, 14)
                drawn[place] = word.capitalize()
            left -= 1
            if not left or place == length - 1:
                drawn[place] += self.end
                left = 0
            elif chance.random() < 0.06:
                drawn[place] += ","
            elif chance.random() < 0.03:
                drawn[place] = self._number(chance.randint(2, 4000))
        return " ".join(drawn)

    def _number(self, value: int) -> str:
        return "".join(chr(ord(self.zero) + int(digit)) for digit in str(value))


SOURCE = Tongue("en", "English", ENGLISH, ".", "0")
BN = Tongue("bn", "Bengali", BENGALI, "।", "০")
PA = Tongue("pa", "Punjabi", PUNJABI, "।", "੦")
VERSIONS = (BN, PA)
FIVE = (*VERSIONS, *(replace(BN, code=f"bn-x-{name}") for name in ("old", "new", "other")))


@dataclass(frozen=True, slots=True)
class Plan:
    """What is drawn: words of a paragraph, in how many rows findings, and how many in one."""

    paragraph: tuple[int, int] = WORDS["paragraph"]
    share: float = 0.28
    several: Sequence[int] = (1, 1, 1, 1, 1, 1, 2, 2, 2, 3)
    versions: Sequence[Tongue] = VERSIONS

    @property
    def names(self) -> Mapping[str, str]:
        return {tongue.code: tongue.name for tongue in self.versions}


USUAL = Plan()
DENSE = Plan(paragraph=(60, 460), share=0.9, several=(1, 3, 6, 12))
"""Rows taller than any window, and more cards beside them than one holds."""


def evaluation(paragraphs: int = PARAGRAPHS, plan: Plan = USUAL) -> Evaluation:
    """A row for each paragraph, some with findings, all with scores and risks."""
    rows = [_row(number, plan) for number in range(1, paragraphs + 1)]
    cells = [(row, version) for row in rows for version in plan.names]
    return Evaluation(
        article=ARTICLE,
        inputs=tuple(
            _input(tongue, "source" if tongue is SOURCE else "version", paragraphs)
            for tongue in (SOURCE, *plan.versions)
        ),
        rows=tuple(rows),
        metrics=METRICS,
        checks=tuple(CHECKS),
        score_records=(
            *(_whole(metric, version, paragraphs) for metric in METRICS for version in plan.names),
            *(score for row, version in cells for score in _scores(row, version)),
        ),
        finding_records=tuple(finding for row in rows for finding in _findings(row, plan).drawn()),
        manifest={"evalkit": "0.0", "python": "3.11", "seconds": {"checks": 0.0}},
        risk_records=tuple(_risk(row, version) for row, version in cells),
    )


def content(evaluation: Evaluation) -> tuple[int, int]:
    """Bytes of UTF-8 in the texts, and in the findings: their values, a tab between two."""
    texts = sum(
        len(text.encode())
        for row in evaluation.rows
        for text in (row.source, *(target.text for target in row.targets.values()))
    )
    findings = 0
    for finding in evaluation.finding_records:
        values = (getattr(finding, field.name) for field in fields(finding))
        plain = (
            "; ".join(v) if isinstance(v, tuple) else "" if v is None else str(v) for v in values
        )
        findings += len("\t".join(plain).encode()) + 1
    return texts, findings


def _chance(*of: object) -> Random:
    return Random(" ".join(map(str, of)))


def _falling(count: int) -> list[float]:
    """Weights, added up: a word is drawn the less, the later it stands."""
    return list(accumulate(1 / (place + 8) for place in range(count)))


def _findings(row: RowRecord, plan: Plan) -> Findings:
    chance = _chance("findings", row.row)
    return Findings(ARTICLE, row, plan.names, chance, plan.share, plan.several)


def _row(number: int, plan: Plan) -> RowRecord:
    chance = _chance("row", number)
    kind = _kind(number)
    (shape,) = chance.choices(list(SHAPES), list(SHAPES.values()))
    touched = chance.choice(list(plan.names))
    astral = chance.choice(EMOJI) if chance.random() < ASTRAL else ""
    length = chance.randint(*(plan.paragraph if kind == "paragraph" else WORDS[kind]))
    source = _with(astral, SOURCE.text(length, chance))
    if shape == "merged":
        source = _halved(source)
    targets = {}
    for tongue in plan.versions:
        text = tongue.text(max(2, round(length * chance.uniform(0.75, 1.05))), chance)
        if tongue.code == "bn" and chance.random() < 0.01:
            text = f"{text.split()[0]} {RARE} {' '.join(text.split()[1:])}"
        usual = Target(_with(astral, text), "1:1", (kind,))
        targets[tongue.code] = _shaped(usual, shape, touched == tongue.code)
    return RowRecord(
        row=number,
        kind=kind,
        level=1 + number // BLOCK % 3 if kind == "heading" else 0,
        source="" if shape == "added" else source,
        place="" if shape == "added" else f"line {number}",
        targets=targets,
    )


def _shaped(usual: Target, shape: str, touched: bool) -> Target:
    """What stands in a version's cell of such a row: in the version touched, or in the other."""
    nothing = replace(usual, text="", kinds=())
    if shape == "missing" and touched:
        return replace(nothing, alignment="1:0")
    if shape == "added":
        return replace(usual, alignment="0:1") if touched else replace(nothing, alignment="0:0")
    if shape == "merged":
        twice = replace(usual, text=_halved(usual.text), alignment="2:2", kinds=usual.kinds * 2)
        return replace(usual, alignment="2:1") if touched else twice
    if shape == "split" and touched:
        return replace(usual, text=_halved(usual.text), alignment="1:2", kinds=usual.kinds * 2)
    return replace(usual, text="") if shape == "empty" and touched else usual


def _kind(number: int) -> str:
    """Every block begins with a heading; many have a list."""
    block, place = divmod(number - 1, BLOCK)
    if not place:
        return "heading"
    chance = _chance("block", block)
    first, items = chance.randint(2, BLOCK), chance.randint(2, 5)
    return "list-item" if first <= place < first + items else "paragraph"


def _with(astral: str, text: str) -> str:
    """The text with a sign beyond the basic plane after its first word."""
    first, _, rest = text.partition(" ")
    return " ".join(part for part in (first, astral, rest) if part)


def _halved(text: str) -> str:
    """Two paragraphs of one: a line break instead of the middle space."""
    words = text.split(" ")
    middle = len(words) // 2
    return "\n".join((" ".join(words[:middle]), " ".join(words[middle:])))


def _input(tongue: Tongue, role: str, paragraphs: int) -> Input:
    name = f"{tongue.code}.txt"
    return Input(
        role=role,
        version=tongue.code if role == "version" else "",
        language=tongue.code.partition("-")[0],
        language_name=tongue.name,
        name=name,
        path=f"references/{ARTICLE}/{name}",
        sha256=hashlib.sha256(name.encode()).hexdigest(),
        format="text",
        paragraphs=paragraphs,
    )


def _whole(metric: str, version: str, paragraphs: int) -> ScoreRecord:
    value = {"chrf++": 52.1234, "similarity": 48.5}[metric]
    made = _score(metric, None, version, value)
    return replace(made, low=value - 2, high=value + 2)


def _scores(row: RowRecord, version: str) -> Iterator[ScoreRecord]:
    chance = _chance("scores", row.row, version)
    both = row.source and row.targets[version].text
    for metric in METRICS:
        yield _score(metric, row.row, version, chance.betavariate(5, 4) * 100 if both else None)


def _score(metric: str, row: int | None, version: str, value: float | None) -> ScoreRecord:
    far = metric == "similarity" and row is not None and value is not None and value < 20
    return ScoreRecord(
        article=ARTICLE,
        row=row,
        version=version,
        metric=metric,
        value=value,
        state="unscored" if value is None else "scored",
        reason="nothing faces it" if value is None else "",
        signature=f"{metric}|generated",
        detail=FAR if far else "",
    )


def _risk(row: RowRecord, version: str) -> RiskRecord:
    target = row.targets[version].text
    if not (row.source and target):
        lost, alien = bool(row.source), bool(target)
        return RiskRecord(
            row.row, version, 0.99 * lost, 0.99 * alien,
            ("nothing in the version faces it",) if lost else (),
            ("nothing in the source faces it",) if alien else (),
        )  # fmt: skip
    chance = _chance("risk", row.row, version)
    omission, addition = (round(chance.betavariate(0.4, 6), 4) for _ in range(2))
    share = f"it is {round(100 * chance.uniform(0.5, 1.5))} % of the length expected"
    words = len(row.source.split())
    return RiskRecord(
        row.row, version, omission, addition,
        (share, f"nothing in the version stands for about {words // 3} of the source's {words} words")
        if omission > 0.2 else (),
        (f"nothing in the source stands for about {words // 4} of the version's words",)
        if addition > 0.2 else (),
    )  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("-o", "--output", type=Path, required=True, help="the report's directory")
    parser.add_argument("--paragraphs", type=int, default=PARAGRAPHS)
    options = parser.parse_args()
    made = evaluation(options.paragraphs)
    (path,) = write(made, options.output, ["html"])
    texts, findings = content(made)
    size = path.stat().st_size
    print(f"{path}: {size:,} bytes for {len(made.rows):,} rows")
    print(f"texts {texts:,} bytes, {len(made.finding_records):,} findings {findings:,} bytes")
    print(f"the file is {size / (texts + findings):.2f} times both together")


if __name__ == "__main__":
    main()
