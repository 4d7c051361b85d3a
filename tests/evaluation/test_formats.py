"""One article in every format: the same rows, the same alignment, the same findings.

The files come from tests/loaders/article.py, whose writers share nothing with
the loaders. Both translations have planted faults, so that "no findings
anywhere" cannot pass for "the same findings everywhere".
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import pytest

from evalkit.encoders.resources import Resources
from evalkit.evaluation import Evaluation, evaluate
from evalkit.loaders.markers import starts_with_marker
from tests.builders import SAMPLE
from tests.loaders import article as writers

ENGLISH = writers.ENGLISH
ALONE = Resources(encoder="none")


def replaced(texts: Sequence[str], **changes: tuple[str, str]) -> tuple[str, ...]:
    changed = list(texts)
    for key, (old, new) in changes.items():
        number = int(key.removeprefix("row")) - 1
        assert old in changed[number]
        changed[number] = changed[number].replace(old, new)
    return tuple(changed)


BENGALI = replaced(
    writers.BENGALI,
    row2=("৩,৪০০ বই", "৪,৩০০ বই বই"),
    row3=("বলেন মাঝি।", "বলেন মাঝি।."),
    row7=(", তার দাম তাকের দুটি বইয়ের সমান।", " ,"),
)
PUNJABI = replaced(
    writers.PUNJABI,
    row2=("ਲੰਮੀ ਹੈ”।", "ਲੰਮੀ ਹੈ।"),
    row10=("ਬੇੜੀ ਸ਼ੁੱਕਰਵਾਰ ਨੂੰ ਫਿਰ ਤੁਰੇਗੀ।", "The boat sails again on Friday."),
)
TEXTS = {"en": ENGLISH, "bn": BENGALI, "pa": PUNJABI}
Write = Callable[[Path, Sequence[str]], Path]


def wrapped(path: Path, texts: Sequence[str]) -> Path:
    marked = [
        f"- {t}" if n in (writers.FIRST_ITEM, writers.SECOND_ITEM) else t
        for n, t in enumerate(texts)
    ]
    path.write_text("\n\n".join(textwrap.fill(t, 70) for t in marked) + "\n", encoding="utf-8")
    return path


def utf16_crlf(path: Path, texts: Sequence[str]) -> Path:
    plain = writers.write_lines(path, texts).read_text(encoding="utf-8")
    path.write_bytes(plain.replace("\n", "\r\n").encode("utf-16"))
    return path


MONOLINGUAL: dict[str, tuple[str, Write]] = {
    "lines": ("txt", writers.write_lines),
    "wrapped": ("txt", wrapped),
    "utf-16": ("txt", utf16_crlf),
    "markdown": ("md", writers.write_markdown),
    "html": ("html", writers.write_html),
    "docx": ("docx", writers.write_docx),
    "strings": ("jsonl", writers.write_strings),
}
BILINGUAL: dict[str, tuple[str, Callable[[str], Write]]] = {
    "csv": ("csv", lambda _: writers.write_table),
    "tsv": ("tsv", lambda _: writers.write_table),
    "jsonl": ("jsonl", lambda _: writers.write_table),
    "xliff 1.2": ("xliff", lambda tag: partial(writers.write_xliff12, target=tag)),
    "xliff 2.0": ("xliff", lambda tag: partial(writers.write_xliff20, target=tag)),
    "tmx": ("tmx", lambda tag: partial(writers.write_tmx, target=tag)),
    "po": ("po", lambda tag: partial(writers.write_po, target=tag)),
}


def make(folder: Path, name: str, tag: str) -> str:
    """Write one side of the article in a format; the argument that names it."""
    folder.mkdir(exist_ok=True)
    if name in MONOLINGUAL:
        suffix, write = MONOLINGUAL[name]
    else:
        suffix, of_language = BILINGUAL[name]
        write = of_language(tag)
    path = write(folder / f"{tag}-{name.replace(' ', '-')}.{suffix}", TEXTS[tag])
    return f"{tag}={path}"


def bare(text: str) -> str:
    """The text without what a format may add: a list marker, line breaks, double spaces."""
    text = re.sub(r"^\s*\S+\s+", "", text) if starts_with_marker(text) else text
    return " ".join(text.split())


def rows(judged: Evaluation) -> list[tuple[str, dict[str, tuple[str, str]]]]:
    return [
        (bare(r.source), {v: (bare(t.text), t.alignment) for v, t in r.targets.items()})
        for r in judged.rows
    ]


def found(judged: Evaluation) -> list[tuple[int, str, str]]:
    return sorted((f.row, f.version, f.check) for f in judged.finding_records)


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Evaluation:
    folder = tmp_path_factory.mktemp("plain")
    versions = [make(folder, "lines", tag) for tag in ("bn", "pa")]
    return evaluate(versions, [make(folder, "lines", "en")], metrics=[], resources=ALONE)


def test_the_planted_faults_are_found(plain: Evaluation) -> None:
    assert len(plain.rows) == len(ENGLISH)
    assert {
        (2, "bn", "number-mismatch"),
        (2, "bn", "repeated-word"),
        (3, "bn", "doubled-punctuation"),
        (7, "bn", "truncated-sentence"),
        (2, "pa", "unbalanced-quote"),
        (10, "pa", "untranslated"),
    } <= set(found(plain))


@pytest.mark.parametrize("name", [*MONOLINGUAL, *BILINGUAL])
def test_every_format_gives_the_same(name: str, plain: Evaluation, tmp_path: Path) -> None:
    versions = [make(tmp_path, name, tag) for tag in ("bn", "pa")]
    # Exchange files hold no list markers, so neither may the text they are compared with.
    source = make(tmp_path, name if name in MONOLINGUAL else "docx", "en")
    judged = evaluate(versions, [source], metrics=[], resources=ALONE)
    assert rows(judged) == rows(plain)
    assert found(judged) == found(plain)


@pytest.mark.parametrize("name", BILINGUAL)
def test_a_bilingual_file_needs_no_reference(name: str, plain: Evaluation, tmp_path: Path) -> None:
    judged = evaluate(
        [make(tmp_path, name, tag) for tag in ("bn", "pa")], [], metrics=[], resources=ALONE
    )
    assert rows(judged) == rows(plain)
    assert found(judged) == found(plain)


@pytest.mark.parametrize(
    ("source", "bengali", "punjabi"),
    [
        ("docx", "xliff 1.2", "markdown"),
        ("wrapped", "html", "docx"),
        ("markdown", "lines", "wrapped"),
        ("html", "po", "tmx"),
    ],
)
def test_formats_may_be_mixed(
    source: str, bengali: str, punjabi: str, plain: Evaluation, tmp_path: Path
) -> None:
    versions = [make(tmp_path, bengali, "bn"), make(tmp_path, punjabi, "pa")]
    judged = evaluate(versions, [make(tmp_path, source, "en")], metrics=[], resources=ALONE)
    assert rows(judged) == rows(plain)
    assert found(judged) == found(plain)


def test_the_sample_hard_wrapped_is_the_sample(tmp_path: Path) -> None:
    for tag in ("en", "bn", "pa"):
        lines = (SAMPLE / f"{tag}.txt").read_text(encoding="utf-8").splitlines()
        filled = [textwrap.fill(line, 70, break_on_hyphens=False) for line in lines if line]
        (tmp_path / f"{tag}.txt").write_text("\n\n".join(filled) + "\n", encoding="utf-8")
    before, after = (
        evaluate(
            [folder / "bn.txt", folder / "pa.txt"], [folder / "en.txt"], metrics=[], resources=ALONE
        )
        for folder in (SAMPLE, tmp_path)
    )
    assert rows(after) == rows(before)
    assert found(after) == found(before)
