"""What is said of an error: its real cause, and the command that mends it.

The exceptions are the libraries' own, raised by them wherever that is possible.
"""

from __future__ import annotations

import errno
import io
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from evalkit.document import InputError
from evalkit.encoders import requirements
from evalkit.encoders.diagnosis import explain
from tests.neural import layout

NAME = "example/comet"


def raised(act: Callable[[], object]) -> BaseException:
    with pytest.raises(Exception) as caught:
        act()
    return caught.value


def said(error: BaseException, what: str = NAME) -> str:
    line = str(explain(error, what))
    assert "\n" not in line
    return line


def wrapped(inner: BaseException, outer: BaseException) -> BaseException:
    """`outer`, raised while `inner` was handled, and hiding it."""

    def act() -> None:
        try:
            raise inner
        except type(inner):
            raise outer from None

    return raised(act)


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (
            OSError(errno.ENOSPC, "No space left on device", "/data/x"),
            "the disk of /data/x is full",
        ),
        (RuntimeError("I/O error: No space left on device (os error 28)"), "is full; free some"),
        (MemoryError(), "not enough memory; close other programs"),
        (PermissionError(errno.EACCES, "Permission denied", "/data/x"), "/data/x may not be read"),
        (OSError(errno.EROFS, "Read-only file system", "/data/x"), "/data/x may not be written"),
        (FileNotFoundError(errno.ENOENT, "No such file", "/data/x"), "/data/x is not there"),
        (
            ModuleNotFoundError("No module named 'pkg_resources'", name="pkg_resources"),
            "torchmetrics imports; pip install 'setuptools<81'",
        ),
        (
            ModuleNotFoundError("No module named 'comet'", name="comet"),
            "the package comet is missing; pip install 'evalkit[neural]'",
        ),
        (
            ModuleNotFoundError("No module named 'sentencepiece'", name="sentencepiece"),
            "pip install sentencepiece 'protobuf<5'",
        ),
        (ImportError("numpy.core.multiarray failed to import"), "pip install 'numpy<2'"),
        (
            AttributeError("`np.float_` was removed in the NumPy 2.0 release."),
            "NumPy 2 does not fit what was built for NumPy 1",
        ),
        (
            TypeError("Descriptors cannot be created directly.\nIf this call came from"),
            "protobuf is too new; pip install 'protobuf<5'",
        ),
        (
            OSError("We couldn't connect to 'https://huggingface.co' to load the files"),
            "cannot be reached; check the network",
        ),
        (
            OSError("Can't load tokenizer for 'example/encoder'. If you were trying"),
            "the encoder's config or tokenizer is not at hand",
        ),
        (KeyError("class_identifier"), "it says nothing of the class"),
        (Exception("hparams.yaml file is missing from /data"), "the checkpoint lacks hparams.yaml"),
        (RuntimeError("CUDA out of memory. Tried to allocate 2 GiB"), "full; use --device cpu"),
        (AssertionError("Torch not compiled with CUDA enabled"), "use --device cpu"),
        (
            OSError("Consistency check failed: file should be of size 5 but has size 3"),
            "the download broke off",
        ),
    ],
)
def test_a_cause_is_told_with_its_remedy(error: BaseException, words: str) -> None:
    line = said(error)
    assert line.startswith(f"{NAME}: ")
    assert words in line


@pytest.mark.parametrize(
    ("inner", "outer", "words"),
    [
        (OSError(errno.ENOSPC, "full"), KeyError("Model not supported by COMET."), "is full"),
        (MemoryError(), RuntimeError("loading failed"), "not enough memory"),
        (
            ModuleNotFoundError("No module named 'pkg_resources'", name="pkg_resources"),
            RuntimeError("Failed to import transformers.models.xlm_roberta"),
            "pip install 'setuptools<81'",
        ),
    ],
)
def test_what_a_library_hides_is_found(
    inner: BaseException, outer: BaseException, words: str
) -> None:
    assert words in said(wrapped(inner, outer))


def test_what_is_explained_already_stays() -> None:
    known = InputError("empty", path="a.txt", remedy="fill it")
    assert explain(known, NAME) is known
    assert explain(wrapped(known, RuntimeError("while loading")), NAME) is known


def test_an_unknown_error_keeps_its_type_and_first_line() -> None:
    line = said(ZeroDivisionError("division by zero\nand more"))
    assert line == (
        f"{NAME}: ZeroDivisionError: division by zero; run it again with EVALKIT_DEBUG=1 to see where"
    )
    assert f"{NAME}: ZeroDivisionError: ZeroDivisionError;" in said(ZeroDivisionError())


def test_nothing_secret_is_repeated() -> None:
    line = said(
        ValueError(
            "https://me:secret@proxy/x https://files/y?Signature=secret hf_secretsecretsecret"
        )
    )
    assert "secret" not in line
    assert "https://proxy/x https://files/y" in line


def test_a_wrong_version_is_named_where_an_import_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    versions = {"unbabel-comet": "2.2.7", "transformers": "5.1.0"}
    monkeypatch.setattr(requirements, "installed", lambda package: versions.get(package, ""))
    error = ImportError("cannot import name 'AdamW' from 'transformers'")
    assert said(error) == (
        f"{NAME}: transformers 5.1.0 is too new: unbabel-comet 2.2.7 wants transformers 4; "
        "pip install 'transformers<5'"
    )
    versions["transformers"] = "4.57.6"
    assert "a package does not fit the others (cannot import name 'AdamW'" in said(error)
    assert "ZeroDivisionError" in said(ZeroDivisionError())


class TestMisfits:
    def known(self, monkeypatch: pytest.MonkeyPatch, **versions: str) -> list[str]:
        named = {package.replace("_", "-"): version for package, version in versions.items()}
        monkeypatch.setattr(requirements, "installed", lambda package: named.get(package, ""))
        return [misfit.remedy for misfit in requirements.misfits()]

    def test_they_need_somebody_whom_they_do_not_fit(self, monkeypatch: pytest.MonkeyPatch) -> None:
        assert self.known(monkeypatch, numpy="2.3.1", setuptools="82.0", transformers="5.0") == []

    def test_each_has_its_command(self, monkeypatch: pytest.MonkeyPatch) -> None:
        assert self.known(
            monkeypatch,
            unbabel_comet="2.2.7",
            torchmetrics="0.10.3",
            numpy="2.3.1",
            setuptools="82.0.1",
            transformers="5.0.0rc1",
            protobuf="6.1",
            huggingface_hub="1.0",
        ) == [
            "pip install 'numpy<2'",
            "pip install 'setuptools<81'",
            "pip install 'transformers<5'",
            "pip install 'protobuf<5'",
            "pip install 'huggingface-hub<1'",
        ]

    def test_setuptools_may_be_missing_altogether(self, monkeypatch: pytest.MonkeyPatch) -> None:
        assert self.known(monkeypatch, torchmetrics="0.10.3") == ["pip install 'setuptools<81'"]

    def test_the_set_that_was_tried_together_fits(self, monkeypatch: pytest.MonkeyPatch) -> None:
        lines = Path("constraints.txt").read_text(encoding="utf-8").splitlines()
        pins = [line.partition(";")[0].strip().split("==") for line in lines if "==" in line]
        versions = {pin[0]: pin[1] for pin in pins}
        monkeypatch.setattr(requirements, "installed", lambda package: versions.get(package, ""))
        assert versions["unbabel-comet"] == "2.2.7"
        assert list(requirements.misfits()) == []


class TestHub:
    """huggingface_hub's exceptions, made by its own code from responses."""

    def error(self, status: int, **headers: str) -> BaseException:
        utils = pytest.importorskip("huggingface_hub.utils")
        import requests

        response = requests.Response()
        response.status_code = status
        response.headers.update({k.replace("_", "-"): v for k, v in headers.items()})
        response.url = "https://huggingface.co/api/models/example/comet"
        response.request = requests.Request("GET", response.url).prepare()
        return raised(lambda: utils.hf_raise_for_status(response))

    def test_gated(self) -> None:
        assert "gated: its licence" in said(self.error(403, X_Error_Code="GatedRepo"))

    def test_unknown(self) -> None:
        assert "the hub knows no such model" in said(self.error(404, X_Error_Code="RepoNotFound"))

    def test_server_error(self) -> None:
        assert "the hub is out of order (502)" in said(self.error(502))

    def test_offline_mode(self) -> None:
        errors = pytest.importorskip("huggingface_hub.errors")
        cause = errors.OfflineModeIsEnabled("Cannot reach https://huggingface.co: offline mode")
        error = wrapped(cause, errors.LocalEntryNotFoundError("Cannot find an appropriate cached"))
        assert "the network is forbidden; where there is a network: hf download" in said(error)

    def test_not_in_the_cache(self) -> None:
        errors = pytest.importorskip("huggingface_hub.errors")
        error = errors.LocalEntryNotFoundError("Cannot find the requested files in the disk cache")
        assert "not in the local hub cache" in said(error)

    def test_no_name(self) -> None:
        hub = pytest.importorskip("huggingface_hub")
        error = raised(lambda: hub.snapshot_download("a/b/c", local_files_only=True))
        assert "this is no name of a model" in said(error)

    def test_time_out_certificate_and_proxy(self) -> None:
        requests = pytest.importorskip("requests")
        errors = requests.exceptions
        assert "does not answer in time" in said(errors.ReadTimeout("read timed out"))
        assert "does not answer in time" in said(errors.ConnectTimeout("timed out"))
        assert "REQUESTS_CA_BUNDLE" in said(errors.SSLError("CERTIFICATE_VERIFY_FAILED"))
        assert "check HTTPS_PROXY" in said(errors.ProxyError("Cannot connect to proxy."))


@pytest.mark.neural
class TestTorch:
    """What torch says of checkpoints that are none."""

    def test_cut_short(self, tmp_path: Path) -> None:
        torch = pytest.importorskip("torch")
        whole = io.BytesIO()
        torch.save({"state_dict": {"a": torch.zeros(100)}}, whole)
        file = tmp_path / "model.ckpt"
        for content in (
            whole.getvalue()[:-200],
            b"",
            b"\x80\x02}q\x00",
            b"none of it",
            layout.weights(),
        ):
            file.write_bytes(content)
            error = raised(lambda: torch.load(file, weights_only=False))
            line = said(error, str(file))
            assert "the file is cut short or damaged" in line
            assert line.endswith("; copy or download it again")

    def test_weights_that_do_not_fit(self) -> None:
        torch = pytest.importorskip("torch")
        layer = torch.nn.Linear(2, 2)
        wrong = {"weight": torch.zeros(3, 3), "bias": torch.zeros(2)}
        error = raised(lambda: layer.load_state_dict(wrong))
        line = said(error)
        assert "the weights do not fit the encoder that hparams.yaml names" in line
        assert "size mismatch for weight" in line

    def test_objects_besides_weights(self, tmp_path: Path) -> None:
        torch = pytest.importorskip("torch")
        torch.save({"state_dict": {}, "object": Path}, tmp_path / "model.ckpt")
        error = raised(lambda: torch.load(tmp_path / "model.ckpt", weights_only=True))
        assert "other Python objects than weights" in said(error)

    def test_no_such_device(self) -> None:
        torch = pytest.importorskip("torch")
        error = raised(lambda: torch.zeros(1, device="nonsense"))
        assert "no such device here" in said(error)


def test_explaining_imports_no_library() -> None:
    code = (
        "import sys; from evalkit.encoders.diagnosis import explain\n"
        "explain(ValueError('x'), 'y'); explain(ImportError('x'), 'y')\n"
        "print([m for m in ('torch', 'huggingface_hub', 'requests', 'numpy') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_traceback_is_there_for_who_asks(tmp_path: Path) -> None:
    (tmp_path / "en.txt").write_text("One.\n", encoding="utf-8")
    (tmp_path / "de.txt").write_text("", encoding="utf-8")
    call = [sys.executable, "-m", "evalkit", "score", "de.txt", "-r", "en.txt"]

    def complaint(**environment: str) -> str:
        path = os.pathsep.join((str(Path.cwd()), os.environ.get("PYTHONPATH", "")))
        done = subprocess.run(
            call,
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": path, **environment},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 2
        return done.stderr

    plain, told = complaint(), complaint(EVALKIT_DEBUG="1")
    assert len(plain.splitlines()) == 1
    assert told.startswith("Traceback")
    assert told.endswith(plain)
