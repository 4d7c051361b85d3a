"""Running the command line inside the test process, as a shell would see it."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from evalkit.cli import main
from tests.builders import SAMPLE

ENGLISH = "The river rose by 3 metres.\nNobody in Khulna was hurt.\nThe bridge is open again.\n"
BENGALI = "নদীর পানি ৩ মিটার বেড়েছে।\nখুলনায় কেউ আহত হননি।\nসেতুটি আবার খোলা হয়েছে।\n"
PUNJABI = "ਦਰਿਆ ਦਾ ਪਾਣੀ 3 ਮੀਟਰ ਚੜ੍ਹ ਗਿਆ।\nਖੁਲਨਾ ਵਿੱਚ ਕੋਈ ਜ਼ਖਮੀ ਨਹੀਂ ਹੋਇਆ।\nਪੁਲ ਫਿਰ ਖੁੱਲ੍ਹ ਗਿਆ ਹੈ।\n"


@dataclass(frozen=True)
class Result:
    status: int
    out: str
    err: str


Run = Callable[..., Result]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Call `evalkit ARGUMENTS…` and return its exit status, output and errors."""

    def call(*arguments: str | Path) -> Result:
        monkeypatch.setattr(sys, "argv", ["evalkit", *map(str, arguments)])
        # --offline sets it for the libraries; the next test shall not inherit that.
        monkeypatch.delenv("HF_HUB_OFFLINE", raising=False)
        capsys.readouterr()
        with pytest.raises(SystemExit) as stop:
            main()
        captured = capsys.readouterr()
        code = stop.value.code
        return Result(code if isinstance(code, int) else 0, captured.out, captured.err)

    return call


@pytest.fixture(scope="session")
def judged_sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the reports of the sample, as `compare` writes them; nobody writes into it."""
    folder = tmp_path_factory.mktemp("sample")
    texts = [SAMPLE / f"{language}.txt" for language in ("bn", "pa")]
    options = ["-m", "none", "--encoder", "none", "--no-cache", "--article", "flood-warning"]
    call = ["evalkit", "compare", "-r", SAMPLE / "en.txt", *texts, "-o", folder, *options]
    with pytest.MonkeyPatch.context() as patch, pytest.raises(SystemExit) as stop:
        patch.setattr(sys, "argv", [str(word) for word in call])
        main()
    assert not stop.value.code
    return folder


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """A folder with three short versions of one article."""
    for name, text in (("en", ENGLISH), ("bn", BENGALI), ("pa", PUNJABI)):
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    return tmp_path
