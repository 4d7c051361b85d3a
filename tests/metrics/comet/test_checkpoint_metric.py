"""COMET as a metric: what it needs, what it leaves unscored and why, and what stays with a score."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest

from evalkit.alignment.rows import Pair, Version
from evalkit.document import InputError
from evalkit.encoders.resources import Resources
from evalkit.evaluation.scoring import score_versions
from evalkit.metrics import Tools, create
from evalkit.metrics.base import Score
from evalkit.metrics.comet import runtime
from evalkit.metrics.comet.checkpoint_metric import Comet
from tests.builders import pair, version
from tests.neural.checkpoints import WINDOW, checkpoint, small_encoder
from tests.remembering import Remembering

pytest.importorskip("comet")
pytestmark = pytest.mark.neural

ENGLISH = "The council closed the bridge. "
BENGALI = "পরিষদ সেতু বন্ধ করে। "
EXACT = 1e-4


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    made: dict[str, Path] = {}

    def folder(kind: str) -> Path:
        if kind not in made:
            made[kind] = checkpoint(tmp_path_factory.mktemp("checkpoints") / kind, kind)
        return made[kind]

    return folder


@pytest.fixture(scope="module")
def metric(folders: Callable[[str], Path]) -> Callable[[str], Comet]:
    made: dict[str, Comet] = {}

    def created(kind: str) -> Comet:
        if kind not in made:
            made[kind] = comet(folders(kind))
        return made[kind]

    return created


@pytest.fixture(scope="module")
def covered(tmp_path_factory: pytest.TempPathFactory) -> Comet:
    """A referenceless checkpoint on an encoder whose languages are known."""
    home = tmp_path_factory.mktemp("covered")
    encoder = small_encoder(home / "xlm-roberta-base")
    return comet(checkpoint(home / "checkpoint", "referenceless", encoder))


def comet(folder: Path, **resources: Any) -> Comet:
    made = create(f"comet:{folder}", Tools(resources=Resources(device="cpu", **resources)))
    assert isinstance(made, Comet)
    return made


def reason(metric: Comet, row: Pair) -> str:
    found = metric.unscored(row)
    return found.reason if found else ""


def scores(metric: Comet, rows: Sequence[Pair]) -> list[Score]:
    return list(metric.score(rows).rows)


def value(metric: Comet, row: Pair) -> float:
    (score,) = scores(metric, [row])
    assert score.value is not None
    return score.value


class TestNeeds:
    @pytest.mark.parametrize(
        ("kind", "needs"),
        [
            ("regression", {"source", "reference"}),
            ("referenceless", {"source"}),
            ("unified", {"source"}),
            ("unified-source", {"source"}),
            ("unified-reference", {"reference"}),
            ("xcomet", {"source"}),
        ],
    )
    def test_they_are_those_of_the_class(
        self, kind: str, needs: set[str], metric: Callable[[str], Comet]
    ) -> None:
        assert metric(kind).needs == needs

    def test_the_name_is_as_typed(self, folders: Callable[[str], Path]) -> None:
        file = folders("unified") / "checkpoints" / "model.ckpt"
        assert comet(file).name == f"comet:{file}"

    def test_a_ranking_checkpoint_gives_no_scores(
        self, tmp_path: Path, folders: Callable[[str], Path]
    ) -> None:
        text = (folders("referenceless") / "hparams.yaml").read_text()
        (tmp_path / "checkpoints").mkdir()
        ranking = text.replace("referenceless_regression_metric", "ranking_metric")
        (tmp_path / "hparams.yaml").write_text(ranking)
        weights = folders("referenceless") / "checkpoints" / "model.ckpt"
        (tmp_path / "checkpoints" / "model.ckpt").write_bytes(weights.read_bytes())
        with pytest.raises(InputError, match="ranking"):
            comet(tmp_path)


class TestUnscored:
    def test_a_missing_side(self, metric: Callable[[str], Comet]) -> None:
        one = metric("referenceless")
        assert reason(one, pair("Water", "")) == "missing in Bengali"
        assert reason(one, pair("", "পানি")) == "nothing in the source faces it"
        assert reason(one, pair("", "")) == "empty against empty"
        assert reason(one, pair("Water", " \n")) == "missing in Bengali"
        assert reason(one, pair("Water", "পানি")) == ""

    @pytest.mark.parametrize("kind", ["regression", "unified-reference"])
    def test_no_reference(self, kind: str, metric: Callable[[str], Comet]) -> None:
        one = metric(kind)
        assert reason(one, pair("Water", "পানি")) == "no reference in Bengali"
        assert reason(one, pair("Water", "পানি", references=(" ",))) == "no reference in Bengali"
        assert reason(one, pair("Water", "পানি", references=("জল",))) == ""

    def test_a_back_translation_is_no_reference(self, metric: Callable[[str], Comet]) -> None:
        row = pair("Water", "পানি", back_translation="Water")
        assert reason(metric("regression"), row) == "no reference in Bengali"

    @pytest.mark.parametrize("kind", ["referenceless", "unified", "unified-source", "xcomet"])
    def test_others_do_without(self, kind: str, metric: Callable[[str], Comet]) -> None:
        assert reason(metric(kind), pair("Water", "পানি")) == ""

    def test_a_language_that_the_encoder_never_saw(self, covered: Comet) -> None:
        row = pair("Water", "Omi", "yo")
        assert "language not covered" in reason(covered, row)
        assert reason(covered, pair("Water", "পানি")) == ""
        (score,) = scores(covered, [row])
        assert score.value is None

    def test_a_version_without_a_score_says_why(self, metric: Callable[[str], Comet]) -> None:
        result = metric("regression").score([pair("Water", "পানি"), pair("One", "এক", row=2)])
        assert result.corpus == Score.unscored("no reference in Bengali")


class TestReferences:
    def test_the_first_counts_and_the_score_says_so(self, metric: Callable[[str], Comet]) -> None:
        first, second = "জল।", "পানি পাওয়া যায় শহর"
        both = pair("Water", "পানি", references=(first, second))
        (score,) = scores(metric("regression"), [both])
        assert score.value == value(metric("regression"), pair("Water", "পানি", references=(first,)))
        assert score.value != value(
            metric("regression"), pair("Water", "পানি", references=(second,))
        )
        assert "the first of 2 references" in score.detail

    def test_one_that_is_not_read_changes_nothing(self, metric: Callable[[str], Comet]) -> None:
        one = metric("referenceless")
        with_one = pair("Water", "পানি", references=("জল", "নদী"))
        assert one.texts(with_one) == one.texts(pair("Water", "পানি"))
        (score,) = scores(one, [with_one])
        assert "references" not in score.detail

    def test_one_that_is_read_is_part_of_the_question(self, metric: Callable[[str], Comet]) -> None:
        texts = {
            metric("xcomet").texts(pair("Water", "পানি", references=references))
            for references in ((), ("জল",), ("নদী",))
        }
        assert len(texts) == 3

    def test_scores_with_and_without_one_have_no_common_mean(
        self, metric: Callable[[str], Comet]
    ) -> None:
        rows = [pair("Water", "পানি", references=("জল",)), pair("River", "নদী", row=2)]
        result = metric("unified").score(rows)
        assert result.corpus.value == result.rows[0].value
        assert result.corpus.reason == "1 of 2 rows scored"
        assert "without a reference" in result.rows[1].detail
        assert "without a reference" not in result.rows[0].detail


class TestDetails:
    def test_what_nobody_knows_of_the_encoder_stays_with_the_score(
        self, metric: Callable[[str], Comet], covered: Comet
    ) -> None:
        rows = [pair("Water", "পানি"), pair("River", "", row=2)]
        unknown = metric("referenceless").score(rows)
        assert "not known" in unknown.rows[0].detail
        assert "not known" in unknown.corpus.detail
        assert unknown.rows[1].detail == ""
        known = covered.score(rows)
        assert known.rows[0].detail == ""
        assert known.corpus.detail == "no limits: 2 rows, 6 are needed"


class TestWindows:
    """A text beyond the window is scored in pieces, none of it is dropped in silence."""

    @pytest.mark.parametrize("kind", ["referenceless", "regression", "unified", "xcomet"])
    def test_a_long_row(self, kind: str, metric: Callable[[str], Comet]) -> None:
        one = metric(kind)
        row = pair(ENGLISH * 30, BENGALI * 30, references=(BENGALI * 30,))
        (score,) = scores(one, [row])
        assert score.windows is not None
        assert score.windows.count > 1
        assert score.windows.covered == 1.0
        assert "windows, all of the text covered; worst" in score.detail
        assert score.value is not None
        assert score.windows.worst <= score.value + EXACT
        start, end = score.windows.target
        assert BENGALI.strip() in row.target[start:end]

    def test_a_score_is_the_mean_of_its_windows_by_length(
        self, metric: Callable[[str], Comet]
    ) -> None:
        """Two windows worked out by hand: each scored alone, weighted with its characters."""
        one = metric("referenceless")
        english = ["bridge " * 80 + "water.", "river " * 85 + "bridge."]
        bengali = ["সেতু " * 80 + "পানি।", "নদী " * 85 + "সেতু।"]
        row = pair(" ".join(english), " ".join(bengali))
        (score,) = scores(one, [row])
        halves = [pair(e, b) for e, b in zip(english, bengali, strict=True)]
        alone = [value(one, half) for half in halves]
        if one.score(halves).rows[0].windows is not None:
            pytest.fail("a half must fit")
        weights = [len(half.source) + len(half.target) for half in halves]
        mean = sum(v * w for v, w in zip(alone, weights, strict=True)) / sum(weights)
        assert score.windows is not None
        assert score.windows.count == 2
        assert score.value == pytest.approx(mean, abs=EXACT)
        assert score.windows.worst == pytest.approx(min(alone), abs=EXACT)

    def test_marks_lie_in_the_row(self, metric: Callable[[str], Comet]) -> None:
        """The same sentence over and over is marked in every window, at its place in the row."""
        row = pair(ENGLISH * 40, BENGALI * 40)
        (score,) = scores(metric("xcomet"), [row])
        assert score.windows is not None
        last_window = len(row.target) * (score.windows.count - 1) // score.windows.count
        assert any(span.start > last_window for span in score.spans)
        for span in score.spans:
            text = row.target[span.start : span.end]
            assert text
            assert text == text.strip()
            assert span.model == metric("xcomet").name
        starts = [span.start for span in score.spans]
        assert starts == sorted(starts)

    @pytest.mark.parametrize("kind", ["regression", "xcomet"])
    @pytest.mark.parametrize(
        ("source", "target"),
        [
            ("x" * 10_000, "ক" * 10_000),
            ("word " * 2_000, "শব্দ " * 2_000),
            ("😀 " * 600, "😀🏽 " * 600),
            (ENGLISH * 2, "桥 мост " * 1_200 + "সেতু ਪੁਲ bridge."),
            (ENGLISH * 300, "শেষ।"),
        ],
    )
    def test_hostile_lengths(
        self, kind: str, source: str, target: str, metric: Callable[[str], Comet]
    ) -> None:
        (score,) = scores(metric(kind), [pair(source, target, references=(target,))])
        if score.value is None:
            assert "window" in score.reason
        else:
            assert score.windows is not None
            assert f"{score.windows.count} window" in score.detail
            assert 0 < score.windows.covered <= 1

    def test_every_row_is_answered_once(self, metric: Callable[[str], Comet]) -> None:
        rows = [
            pair("Water", "পানি"),
            pair(ENGLISH * 30, BENGALI * 30, row=2),
            pair("One word", "শব্দ", row=3),
            pair("Water", "ਪਾਣੀ", "pa"),
        ]
        found = [n for n, _ in metric("unified").rows(rows)]
        assert sorted(found) == [0, 1, 2, 3]

    def test_no_rows(self, metric: Callable[[str], Comet]) -> None:
        assert list(metric("unified").rows([])) == []
        assert metric("unified").score([]).corpus.value is None


class Dying(Remembering):
    """A memory that dies after so many scores."""

    def __init__(self, dies_after: int) -> None:
        super().__init__()
        self.dies_after = dies_after

    def put(self, items: Mapping[bytes, bytes]) -> None:
        if len(self.kept) >= self.dies_after:
            raise KeyboardInterrupt
        super().put(items)


class TestMemory:
    """What is scored is kept batch by batch, and never scored again."""

    def versions(self) -> list[Version]:
        words = ["নদী", "সেতু", "পানি", "শহর", "দেশ"]
        rows = [(f"Sentence {n}.", f"{word} {word}") for n, word in enumerate(words)]
        return [version(rows, "bn"), version(rows[:3], "pa")]

    def test_a_second_run_loads_nothing(self, folders: Callable[[str], Path]) -> None:
        memory = Remembering()
        first, second = comet(folders("xcomet")), comet(folders("xcomet"))
        before = score_versions(first, self.versions(), memory, print)
        assert score_versions(second, self.versions(), memory, print) == before
        assert "_scorer" in vars(first)
        assert "_scorer" not in vars(second)

    @pytest.mark.parametrize("kind", ["referenceless", "unified-source"])
    def test_a_run_that_is_killed_loses_the_batch_at_hand(
        self, kind: str, folders: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(runtime, "BUDGETS", {"cpu": 1})
        one = comet(folders(kind))
        expected = score_versions(one, self.versions(), Remembering(), print)
        memory = Dying(4)
        with pytest.raises(KeyboardInterrupt):
            score_versions(comet(folders(kind)), self.versions(), memory, print)
        assert len(memory.kept) == 4
        memory.dies_after = 1_000
        asked: list[int] = []
        again = comet(folders(kind))
        rows = again.rows

        def counted(pairs: Sequence[Pair]) -> Iterator[tuple[int, Score]]:
            asked.append(len(pairs))
            return rows(pairs)

        monkeypatch.setattr(again, "rows", counted)
        found = score_versions(again, self.versions(), memory, print)
        assert asked == [8 - 4]
        for tag, result in found.items():
            theirs = [row.value for row in expected[tag].rows]
            assert [row.value for row in result.rows] == pytest.approx(theirs, abs=EXACT)


class TestSignature:
    def test_it_holds_what_scores_depend_on(self, metric: Callable[[str], Comet]) -> None:
        found = metric("xcomet").signature()
        assert found.startswith("comet|checkpoint:xcomet:")
        assert "class:xcomet_metric" in found
        assert f"version:unbabel-comet-{metadata.version('unbabel-comet')}" in found
        assert "precision:float32" in found
        assert f"window:{WINDOW}" in found
        assert "refs:first" in found

    def test_it_tells_no_path(
        self, folders: Callable[[str], Path], metric: Callable[[str], Comet]
    ) -> None:
        assert str(folders("unified").parent) not in metric("unified").signature()

    def test_weights_and_precision_change_it(
        self, tmp_path: Path, folders: Callable[[str], Path]
    ) -> None:
        one = folders("referenceless")
        other = checkpoint(tmp_path / "referenceless", "referenceless", pool="cls")
        coarse = comet(one, precision="bfloat16").signature()
        assert len({comet(one).signature(), comet(other).signature(), coarse}) == 3

    def test_it_is_known_without_torch(self, folders: Callable[[str], Path]) -> None:
        """What the store answers costs no import: nor does what the model need not see."""
        name = f"comet:{folders('xcomet')}"
        script = (
            "import sys\n"
            "from evalkit.metrics import create\n"
            "from tests.builders import pair\n"
            f"metric = create({name!r})\n"
            "metric.signature(), metric.texts(pair('a', 'b')), metric.unscored(pair('', 'b'))\n"
            "metric.finish([pair('', 'b')], [metric.unscored(pair('', 'b'))])\n"
            "heavy = {'torch', 'comet', 'transformers', 'numpy', 'pandas'} & set(sys.modules)\n"
            "sys.exit(' '.join(sorted(heavy)) or 0)\n"
        )
        done = subprocess.run(
            [sys.executable, "-c", script], check=False, capture_output=True, text=True
        )
        assert (done.returncode, done.stderr) == (0, "")


def test_a_row_the_version_leaves_out_counts_as_the_worst_of_its_scale(
    folders: Callable[[str], Path],
) -> None:
    """A checkpoint with a sigmoid at its end gives 0 to 1; others have no bound."""
    rows = [pair("The river rose.", "নদী বেড়েছে।", references=("নদী বাড়ল।",))]
    rows.append(pair("Nobody was hurt.", "", row=2, references=("কেউ আহত হয়নি।",)))
    found = create(f"comet:{folders('regression-sigmoid')}").score(rows)
    assert found.rows[1] == Score(0.0, "omitted", "missing in Bengali")
    assert found.corpus.value == pytest.approx((found.rows[0].value or 0.0) / 2)
    assert found.corpus.reason.startswith("1 of 2 rows scored; 1 missing")
