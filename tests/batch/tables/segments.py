"""Tables of segments for the tests, seeded: English, two Bengali systems, a human translation."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from random import Random

from evalkit.batch import mapped
from evalkit.batch.tables import Result, Run, Step, Task, read_roles
from evalkit.batch.tables.table_run import Mapped
from evalkit.document import Document, Paragraph
from evalkit.evaluation import Evaluation, Reading, evaluate
from evalkit.loaders.table_stream import Wanted

COLUMNS = ("en", "bn", "bn-x-two", "reference.bn")
SENTENCES = (
    ("The river rose by {} metres.", "নদীর পানি {} মিটার বেড়েছে।"),
    ("Nobody in Khulna was hurt on day {}.", "{} তারিখে খুলনায় কেউ আহত হননি।"),
    ("The bridge is open again after {} weeks.", "{} সপ্তাহ পর সেতুটি আবার খোলা হয়েছে।"),
    ("The mayor thanked {} volunteers.", "মেয়র {} জন স্বেচ্ছাসেবককে ধন্যবাদ জানিয়েছেন।"),
    ("The school has {} new books.", "স্কুলে {}টি নতুন বই এসেছে।"),
)
Line = tuple[str, ...]


def lines(count: int, seed: int = 7) -> list[Line]:
    """As many lines of `COLUMNS`; the first system drops words, the second changes numbers too."""
    chance = Random(seed)
    return [_line(chance) for _ in range(count)]


def _line(chance: Random) -> Line:
    english, bengali = zip(
        *(
            (en.format(n), bn.format(n))
            for en, bn in chance.sample(SENTENCES, chance.randint(1, 3))
            for n in [chance.randint(2, 99)]
        ),
        strict=True,
    )
    human = " ".join(bengali)
    words = human.split()
    dropped = [word for word in words if chance.random() < 0.85] or words
    changed = [str(chance.randint(2, 99)) if word.isdigit() else word for word in words]
    chance.shuffle(changed)
    second = changed if chance.random() < 0.4 else words
    return " ".join(english), " ".join(dropped), " ".join(second), human


def write_csv(path: Path, rows: Sequence[Line], names: Sequence[str] = COLUMNS) -> Path:
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([names, *rows])
    return path


def write_jsonl(path: Path, rows: Sequence[Line], names: Sequence[str] = COLUMNS) -> Path:
    records = (json.dumps(dict(zip(names, row, strict=True))) for row in rows)
    path.write_text("".join(f"{record}\n" for record in records), encoding="utf-8")
    return path


def write_parquet(path: Path, rows: Sequence[Line], names: Sequence[str] = COLUMNS) -> Path:
    import pyarrow as pa
    import pyarrow.parquet as pq

    columns = [list(column) for column in zip(*rows, strict=True)]
    pq.write_table(pa.table(columns, names=list(names)), path)
    return path


def task(path: Path, **wanted: object) -> Task:
    """A task of chrF alone, which is quick; `wanted` is what is not to be so."""
    roles = read_roles([path], Wanted())
    return Task(roles, **{"metrics": ("chrf",), "checks": ("none",), **wanted})  # type: ignore[arg-type]


def steps(run: Run, mapping: Mapped = mapped) -> list[Step]:
    return list(run.steps(mapping))


def finished(run: Run, mapping: Mapped = mapped) -> Result:
    failed = [step.error for step in run.steps(mapping) if step.error]
    assert failed == []
    return run.finish()


def tree(directory: Path) -> Mapping[str, bytes]:
    """All files below a directory, and the directories, by their place."""
    return {
        str(path.relative_to(directory)): b"" if path.is_dir() else path.read_bytes()
        for path in directory.rglob("*")
    }


def table(directory: Path, name: str) -> list[dict[str, str]]:
    """The lines of a CSV file, or of all parts of one in a folder of that name."""
    path = directory / name
    files = sorted(path.glob("part-*.csv")) if path.is_dir() else [path]
    return [line for file in files for line in _lines_of(file)]


def _lines_of(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        yield from csv.DictReader(stream)


def document(texts: Sequence[str], language: str) -> Document:
    return Document(tuple(map(Paragraph, texts)), language, name=language)


def evaluated(
    rows: Sequence[Line], metrics: Sequence[str], checks: Sequence[str], article: str
) -> Evaluation:
    """The same texts by `evaluate`, as documents whose lines face each other."""
    english, first, second, human = zip(*rows, strict=True)
    return evaluate(
        versions=[document(first, "bn"), document(second, "bn-x-two")],
        references=[document(english, "en"), document(human, "bn")],
        metrics=metrics,
        checks=checks,
        article=article,
        reading=Reading(aligned=True),
    )
