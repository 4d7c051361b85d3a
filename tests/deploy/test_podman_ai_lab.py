"""The recipe of Podman AI Lab: its files, and its script beside a model server."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.builders import ROOT
from tests.deploy.recipes import stages
from tests.deploy.test_containerfile import tool
from tests.serving.judging import judge
from tests.serving.scripted import MODEL, Scripted
from tests.timing import PATIENCE

RECIPE = ROOT / "deploy" / "podman-ai-lab"
SCRIPT = RECIPE / "judge-and-serve.sh"
SCHEMA = Path(__file__).with_name("ai-lab.schema.json")
TEXTS = {
    "en": "Boat number 1 left the harbour at noon.\n",
    "bn": "১ নম্বর নৌকা দুপুরে বন্দর ছেড়েছে।\n",
    "pa": "1 ਨੰਬਰ ਕਿਸ਼ਤੀ ਦੁਪਹਿਰੇ ਬੰਦਰਗਾਹ ਤੋਂ ਚਲੀ ਗਈ।\n",
}
WAIT = 60 * PATIENCE
"""Seconds until a test gives up on what should have come long ago."""


@pytest.fixture
def recipe() -> Mapping[str, Any]:
    yaml = pytest.importorskip("yaml")
    read: Mapping[str, Any] = yaml.safe_load((RECIPE / "ai-lab.yaml").read_text("utf-8"))
    return read


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    folder = tmp_path / "references" / "boats"
    folder.mkdir(parents=True)
    for language, text in TEXTS.items():
        (folder / f"{language}.txt").write_text(text, encoding="utf-8")
    (tmp_path / "reports").mkdir()
    return folder.parent


def test_the_recipe_is_of_the_form_that_is_documented(recipe: Mapping[str, Any]) -> None:
    jsonschema = pytest.importorskip("jsonschema")
    schema = json.loads(SCHEMA.read_text("utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(recipe, schema)


def test_what_the_recipe_names_is_there_and_listens_where_it_says(
    recipe: Mapping[str, Any],
) -> None:
    services = []
    for container in recipe["application"]["containers"]:
        folder = (RECIPE / container["contextdir"]).resolve()
        assert folder.is_relative_to(ROOT)
        containerfile = folder / container["containerfile"]
        exposed = [v for stage in stages(containerfile) for v in stage.values("EXPOSE")]
        assert exposed == [str(port) for port in container["ports"]]
        services.append(container.get("model-service", False))
    # One serves the model, one asks it.
    assert sorted(services) == [False, True]


def test_the_catalog_has_what_podman_ai_lab_wants_of_a_recipe_and_of_a_model() -> None:
    catalog = json.loads((RECIPE / "catalog.json").read_text("utf-8"))
    assert catalog["version"] == "1.0"
    (recipe,), (model,) = catalog["recipes"], catalog["models"]
    for key in ("id", "name", "description", "repository", "readme"):
        assert isinstance(recipe[key], str), key
    assert (ROOT / recipe["basedir"] / "ai-lab.yaml").is_file()
    assert recipe["recommended"] == [model["id"]]
    assert recipe["backend"] == model["backend"] == "llama-cpp"
    assert model["url"].endswith(".gguf")


def test_shellcheck_has_nothing_to_say() -> None:
    done = subprocess.run(
        [tool("shellcheck"), str(SCRIPT)], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (0, "")


class Application:
    """The script as the container starts it, for as long as it is entered."""

    def __init__(self, articles: Path, **environment: str) -> None:
        home = articles.parent
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        (home / "bin").mkdir()
        evalkit = home / "bin" / "evalkit"
        evalkit.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m evalkit "$@"\n')
        evalkit.chmod(0o755)
        given = {
            **os.environ,
            "PATH": f"{home / 'bin'}{os.pathsep}{os.environ['PATH']}",
            "PYTHONPATH": str(ROOT),
            "EVALKIT_CACHE": str(home / "cache"),
            "REFERENCES": str(articles),
            "REPORTS": str(home / "reports"),
            "PORT": str(self.port),
            "METRICS": "chrf",
        }
        given.pop("MODEL_ENDPOINT", None)
        self.log = home / "log"
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                ["sh", str(SCRIPT)], env={**given, **environment}, stdout=log, stderr=log
            )

    def get(self, path: str) -> str:
        """The page, as soon as it is there."""
        until = time.monotonic() + WAIT
        while True:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/{path}") as answer:
                    read: bytes = answer.read()
                    return read.decode("utf-8")
            except (urllib.error.URLError, ConnectionError):
                assert self.process.poll() is None, self.log.read_text("utf-8")
                assert time.monotonic() < until, self.log.read_text("utf-8")
                time.sleep(0.1)

    def end(self) -> int:
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(WAIT)


@pytest.fixture
def started() -> Iterator[list[Application]]:
    """Applications that a test has started; none is left behind."""
    all_of_them: list[Application] = []
    yield all_of_them
    for each in all_of_them:
        if each.process.poll() is None:
            each.end()


@pytest.mark.slow
def test_the_application_judges_with_the_model_beside_it_and_serves_what_comes_of_it(
    articles: Path, started: list[Application]
) -> None:
    with Scripted(judge) as there:
        # Podman AI Lab names the server, not the path below it.
        started.append(Application(articles, MODEL_ENDPOINT=there.url.removesuffix("/v1")))
        application = started[0]
        index = application.get("index.html")
        assert "boats/report.html" in index
        told = json.loads(application.get("boats/evaluation.json"))["manifest"]["judge"]
        assert told["model"] == MODEL
        assert told["calls"] == len(there.asked) == 2
        assert "boats" in application.get("boats/report.html")
        assert application.end() == 0


@pytest.mark.slow
def test_the_application_serves_at_once_and_judges_without_a_model_where_none_answers(
    articles: Path, started: list[Application]
) -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{nobody.getsockname()[1]}"
        started.append(Application(articles, MODEL_ENDPOINT=address, PATIENCE="6"))
        application = started[0]
        assert "Directory listing" in application.get("")
        assert not (articles.parent / "reports" / "index.html").exists()
        assert "boats/report.html" in application.get("index.html")
    evaluation = json.loads(application.get("boats/evaluation.json"))
    assert "judge" not in evaluation["manifest"]
    assert "judging without a judge" in application.log.read_text("utf-8")
    assert application.end() == 0
