"""Where a checkpoint is found, and what is said where it is not."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import pytest

from evalkit.document import InputError
from evalkit.encoders import model_hub
from evalkit.metrics.comet.checkpoints import Checkpoint, resolve
from evalkit.store import NoMemory
from evalkit.store import file_hash as store_files
from tests.neural import layout
from tests.neural.hub_server import COMMIT, Hub, serving

NAME = "example/comet"
NOWHERE = "http://127.0.0.1:9"


class Notebook:
    """A memory that counts what it is given."""

    def __init__(self) -> None:
        self.known: dict[bytes, bytes] = {}
        self.put_count = 0

    def get(self, keys: Iterable[bytes]) -> dict[bytes, bytes]:
        return {key: self.known[key] for key in keys if key in self.known}

    def put(self, items: Mapping[bytes, bytes]) -> None:
        self.put_count += len(items)
        self.known.update(items)


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A hub's cache of the test's own, and no hub but the one a test serves."""
    for variable in (*model_hub.OFFLINE_VARIABLES, "HF_TOKEN"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path / "hub"))
    monkeypatch.setenv("HF_ENDPOINT", NOWHERE)
    monkeypatch.setenv("HOME", str(tmp_path))
    return tmp_path / "hub"


@pytest.fixture
def encoder(tmp_path: Path) -> Path:
    return layout.lay(tmp_path / "encoder", layout.ENCODER)


@pytest.fixture
def folder(tmp_path: Path, encoder: Path) -> Path:
    return layout.lay(tmp_path / "mine", layout.files(pretrained_model=encoder))


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch) -> Iterator[Hub]:
    made = Hub({NAME: layout.files(), "example/encoder": layout.ENCODER})
    with serving(made):
        monkeypatch.setenv("HF_ENDPOINT", made.address)
        yield made


def found(name: str | Path, offline: bool = True) -> Checkpoint:
    return resolve(str(name), offline=offline, memory=NoMemory())


def refused(name: str | Path, offline: bool = True) -> str:
    with pytest.raises(InputError) as error:
        found(name, offline)
    line = str(error.value)
    assert "\n" not in line
    return line


class TestPath:
    @pytest.mark.parametrize(
        "place", ["", "checkpoints", "checkpoints/model.ckpt", "hparams.yaml", "checkpoints/.."]
    )
    def test_any_place_in_it_will_do(self, folder: Path, place: str) -> None:
        checkpoint = found(folder / place)
        assert checkpoint.file == folder / "checkpoints" / "model.ckpt"
        assert checkpoint.folder == folder
        assert checkpoint.class_identifier == "regression_metric"
        assert checkpoint.hparams["encoder_model"] == "XLM-RoBERTa"
        assert checkpoint.revision == ""
        assert checkpoint.label == "mine"

    def test_a_relative_path_is_one_too(
        self, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(folder / "checkpoints")
        assert found("model.ckpt").folder == folder

    def test_a_folder_in_the_shape_of_a_name_comes_before_the_hub(
        self, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(tmp_path)
        (tmp_path / "example").mkdir()
        folder.rename(tmp_path / "example" / "comet")
        assert found(NAME).revision == ""

    def test_a_checkpoint_by_another_name_is_taken_where_it_is_the_only_one(
        self, folder: Path
    ) -> None:
        kept = folder / "checkpoints" / "epoch=3.ckpt"
        (folder / "checkpoints" / "model.ckpt").rename(kept)
        assert found(folder).file == kept
        kept.with_name("epoch=4.ckpt").write_bytes(layout.weights())
        assert "several checkpoints: epoch=3.ckpt, epoch=4.ckpt; name one" in refused(folder)

    def test_links_are_not_followed(self, folder: Path, tmp_path: Path) -> None:
        blob = tmp_path / "blob"
        (folder / "checkpoints" / "model.ckpt").rename(blob)
        (folder / "checkpoints" / "model.ckpt").symlink_to(blob)
        assert found(folder / "checkpoints" / "model.ckpt").folder == folder

    def test_the_encoder_is_found_with_it(self, folder: Path, encoder: Path) -> None:
        checkpoint = found(folder)
        assert checkpoint.encoder.name == str(encoder)
        assert checkpoint.encoder.window == 512
        assert [file.name for file in checkpoint.encoder.files] == list(layout.ENCODER)


class TestHash:
    @pytest.fixture(autouse=True)
    def settled(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """The files are older than a moment."""
        monkeypatch.setattr(store_files, "SETTLED", float("-inf"))

    def test_it_follows_the_content(self, folder: Path, tmp_path: Path) -> None:
        first = found(folder)
        assert len(first.content_hash) == 16
        folder.rename(tmp_path / "moved")
        assert found(tmp_path / "moved").content_hash == first.content_hash
        model = tmp_path / "moved" / "checkpoints" / "model.ckpt"
        model.write_bytes(layout.weights("others"))
        assert found(tmp_path / "moved").content_hash != first.content_hash

    def test_hparams_belong_to_the_content(self, folder: Path, encoder: Path) -> None:
        first = found(folder)
        more = layout.hparams(pretrained_model=encoder, layer_transformation="sparsemax")
        (folder / "hparams.yaml").write_bytes(more)
        assert found(folder).content_hash != first.content_hash

    def test_the_tokenizer_is_in_the_signature(self, folder: Path, encoder: Path) -> None:
        first = found(folder)
        (encoder / "tokenizer.json").write_bytes(b'{"version": 2}')
        second = found(folder)
        assert second.content_hash == first.content_hash
        assert second.signature != first.signature
        assert str(folder.parent) not in first.signature

    def test_it_is_remembered(self, folder: Path) -> None:
        memory = Notebook()
        first = resolve(str(folder), offline=True, memory=memory)
        count = memory.put_count
        assert count > 0
        assert resolve(str(folder), offline=True, memory=memory) == first
        assert memory.put_count == count

    def test_a_changed_file_is_read_again(self, folder: Path) -> None:
        memory = Notebook()
        first = resolve(str(folder), offline=True, memory=memory)
        model = folder / "checkpoints" / "model.ckpt"
        model.write_bytes(layout.weights("WEIGHTS"))  # as long as before
        os.utime(model, ns=(1, 1))
        second = resolve(str(folder), offline=True, memory=memory)
        assert second.content_hash != first.content_hash


class TestRefused:
    @pytest.mark.parametrize(
        ("hparams", "words"),
        [
            ("a: !!python/object/apply:os.system ['touch pwned']", "no plain YAML"),
            ("a: !mine {}", "no plain YAML"),
            ("a: [", "no plain YAML"),
            ("- a\n- b", "no table of parameters"),
            ("a: b", "class_identifier '' is no class of unbabel-comet"),
            ("class_identifier: bleurt", "class_identifier 'bleurt' is no class"),
            ("class_identifier: [1]", "class_identifier is [1], where a name is wanted"),
            (
                "class_identifier: regression_metric\nencoder_model: GPT",
                "encoder_model 'GPT' is no encoder of unbabel-comet",
            ),
            ("a: " + "x" * 1_000_001, "too long"),
        ],
    )
    def test_hparams_that_no_checkpoint_has(
        self, folder: Path, hparams: str, words: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(folder)
        (folder / "hparams.yaml").write_text(hparams, encoding="utf-8")
        line = refused(folder)
        assert words in line
        assert "hparams.yaml" in line
        assert not (folder / "pwned").exists()

    @pytest.mark.parametrize(
        ("content", "words"),
        [
            (b"", "the file is empty; download it again"),
            (
                b"version https://git-lfs.github.com/spec/v1\noid",
                "pointer, not the weights; run: git",
            ),
            (b"<!doctype html>", "a web page, not the weights"),
            (layout.weights()[:60], "the file is cut short or damaged; download it again"),
        ],
    )
    def test_weights_that_are_none(self, folder: Path, content: bytes, words: str) -> None:
        (folder / "checkpoints" / "model.ckpt").write_bytes(content)
        line = refused(folder)
        assert words in line
        assert "model.ckpt" in line

    def test_weights_that_torch_would_load_though_they_are_damaged(self, folder: Path) -> None:
        model = folder / "checkpoints" / "model.ckpt"
        model.write_bytes(layout.weights("weights").replace(b"weights", b"wEights"))
        line = refused(folder)
        assert "the file is damaged (the record archive/data/0 does not fit its checksum)" in line

    def test_weights_saved_without_checksums_are_no_damage(self, folder: Path) -> None:
        content = layout.weights("weights")
        content = content.replace(b"weights", b"wEights").replace(b"pickle", b"pIckle")
        (folder / "checkpoints" / "model.ckpt").write_bytes(content)
        assert found(folder).file.read_bytes() == content

    def test_weights_of_an_old_torch_are_no_archive(self, folder: Path) -> None:
        (folder / "checkpoints" / "model.ckpt").write_bytes(b"\x80\x02old")
        assert found(folder).content_hash

    def test_what_the_cache_holds_is_still_what_was_downloaded(self, hub: Hub, home: Path) -> None:
        blob = found(NAME, offline=False).file.resolve()
        blob.write_bytes(layout.weights("others"))
        assert "damaged since it was downloaded; remove it and download it" in refused(NAME)

    def test_a_folder_without_hparams(self, folder: Path) -> None:
        (folder / "hparams.yaml").unlink()
        assert "there is no hparams.yaml in it; lay it out as FOLDER/hparams.yaml" in refused(
            folder
        )

    def test_a_folder_without_weights(self, tmp_path: Path) -> None:
        assert "holds no checkpoints/model.ckpt" in refused(tmp_path)

    def test_an_encoder_without_a_tokenizer(self, folder: Path, encoder: Path) -> None:
        (encoder / "tokenizer.json").unlink()
        line = refused(folder)
        assert "the encoder's tokenizer.json or sentencepiece.bpe.model is missing" in line

    @pytest.mark.parametrize("config", [b"", b"{}", b"[]", b'{"max_position_embeddings": "514"}'])
    def test_an_encoder_whose_configuration_is_none(
        self, folder: Path, encoder: Path, config: bytes
    ) -> None:
        (encoder / "config.json").write_bytes(config)
        assert "config.json: no configuration of an encoder" in refused(folder)

    def test_an_encoder_that_has_moved(self, folder: Path, encoder: Path) -> None:
        encoder.rename(encoder.with_name("elsewhere"))
        line = refused(folder)
        assert "is not there; correct pretrained_model" in line


class TestName:
    @pytest.mark.parametrize(
        ("name", "words"),
        [
            ("wmt22-comet-da", "did you mean comet:Unbabel/wmt22-comet-da?"),
            ("xcomet-xl", "did you mean comet:Unbabel/XCOMET-XL?"),
            ("wmt20-comet-da", "write comet:Unbabel/wmt20-comet-da"),
            ("wmt21-comet-mqm", "unpack the archive and give its folder"),
            ("no-such-model", "give a name on the hub, as in comet:Unbabel/wmt22-comet-da"),
            ("no/such/model", "there is no such checkpoint"),
            ("some/model.ckpt", "there is no such checkpoint"),
        ],
    )
    def test_one_that_is_no_name_on_the_hub(self, name: str, words: str) -> None:
        assert words in refused(name, offline=False)

    def test_what_unbabel_comet_once_unpacked_is_found_by_its_short_name(
        self, tmp_path: Path, encoder: Path
    ) -> None:
        place = tmp_path / ".cache" / "torch" / "unbabel_comet" / "wmt21-comet-mqm"
        layout.lay(place, layout.files(pretrained_model=encoder))
        assert found("wmt21-comet-mqm").folder == place

    def test_the_cache_is_enough(self, home: Path) -> None:
        layout.cache(home, NAME, COMMIT, layout.files())
        layout.cache(home, "example/encoder", COMMIT, layout.ENCODER)
        checkpoint = found(NAME, offline=False)
        assert checkpoint.revision == COMMIT
        assert checkpoint.label == NAME
        assert checkpoint.signature.startswith(f"checkpoint:{NAME}@{COMMIT[:12]}:")

    def test_a_revision_is_a_commit_or_a_branch(self, home: Path) -> None:
        other = COMMIT[::-1]
        layout.cache(home, NAME, COMMIT, layout.files())
        layout.cache(home, NAME, other, layout.files(loss="mse"))
        layout.cache(home, "example/encoder", COMMIT, layout.ENCODER)
        assert found(NAME).revision == other
        assert found(f"{NAME}@main").revision == other
        assert found(f"{NAME}@{COMMIT}").revision == COMMIT
        assert found(f"{NAME}@{COMMIT}").label == NAME

    def test_offline_says_what_to_fetch(self, home: Path) -> None:
        line = refused(NAME)
        assert "not in the local hub cache, and the network is forbidden (--offline or" in line
        assert f"hf download {NAME}" in line
        layout.cache(home, NAME, COMMIT, {"README.md": b""})
        assert "only partly in the local hub cache" in refused(NAME)

    def test_the_environment_may_forbid_the_network(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("HF_HUB_OFFLINE", "1")
        assert "the network is forbidden" in refused(NAME, offline=False)

    def test_offline_says_what_of_the_encoder_to_fetch(self, home: Path) -> None:
        layout.cache(home, NAME, COMMIT, layout.files())
        layout.cache(
            home, "example/encoder", COMMIT, {"config.json": layout.ENCODER["config.json"]}
        )
        line = refused(NAME)
        assert "the encoder's tokenizer.json or sentencepiece.bpe.model is not in" in line
        assert "hf download example/encoder --include 'config.json' 'tokenizer.json'" in line

    def test_nothing_heavy_is_imported_for_what_is_at_hand(self, home: Path) -> None:
        layout.cache(home, NAME, COMMIT, layout.files())
        layout.cache(home, "example/encoder", COMMIT, layout.ENCODER)
        code = (
            "import sys; from evalkit.metrics.comet.checkpoints import resolve\n"
            "from evalkit.store import NoMemory\n"
            f"resolve({NAME!r}, offline=False, memory=NoMemory())\n"
            "print([m for m in ('torch', 'comet', 'huggingface_hub', 'requests', 'numpy')"
            " if m in sys.modules])"
        )
        done = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True
        )
        assert done.stdout.strip() == "[]"


class TestDownload:
    def test_checkpoint_and_encoder_are_fetched_once(self, hub: Hub, home: Path) -> None:
        told: list[str] = []
        checkpoint = resolve(NAME, offline=False, memory=NoMemory(), progress=told.append)
        assert checkpoint.revision == COMMIT
        assert checkpoint.file.read_bytes() == layout.weights()
        assert checkpoint.file.is_relative_to(home)
        assert told == [
            f"downloading {name} from {hub.address} into {home}"
            for name in (NAME, "example/encoder")
        ]
        hub.requests.clear()
        assert found(NAME, offline=False) == checkpoint
        assert hub.requests == []

    def test_only_what_is_needed_is_fetched(self, hub: Hub) -> None:
        hub.repositories = {
            NAME: {**layout.files(), "README.md": b"", "other.bin": b""},
            "example/encoder": {**layout.ENCODER, "pytorch_model.bin": b"", "vocab.txt": b""},
        }
        found(NAME, offline=False)
        asked = {request.rpartition("/")[2] for request in hub.requests}
        assert not asked & {"README.md", "other.bin", "pytorch_model.bin"}

    def test_a_download_that_broke_off_goes_on(self, hub: Hub) -> None:
        hub.torn = {f"{NAME}/checkpoints/model.ckpt"}
        line = refused(NAME, offline=False)
        assert line == f"{NAME}: the download broke off; run it again: it goes on where it stopped"
        assert found(NAME, offline=False).file.read_bytes() == layout.weights()

    def test_a_repository_that_holds_no_checkpoint(self, hub: Hub) -> None:
        hub.repositories = {NAME: {"config.json": b"{}"}}
        assert "no COMET checkpoint: the repository has no hparams.yaml" in refused(NAME, False)

    def test_an_encoder_that_the_hub_does_not_know(self, hub: Hub) -> None:
        hub.repositories = {NAME: layout.files()}
        assert refused(NAME, False).startswith("example/encoder: the hub knows no such model")

    @pytest.mark.parametrize(
        ("status", "headers", "words"),
        [
            (401, {"X-Error-Code": "GatedRepo"}, "gated: its licence has to be accepted"),
            (403, {"X-Error-Code": "GatedRepo"}, "gated: its licence has to be accepted"),
            (404, {"X-Error-Code": "RepoNotFound"}, "the hub knows no such model"),
            (401, {"X-Error-Code": "RepoNotFound"}, "the hub knows no such model"),
            (
                401,
                {"X-Error-Message": "Invalid credentials in Authorization header"},
                "the hub refuses the token; run: hf auth login",
            ),
            (403, {"X-Error-Message": "Forbidden"}, "the token lacks the permission"),
            (
                403,
                {"X-Error-Message": "Access to this resource is disabled."},
                "the hub has withdrawn it",
            ),
            (404, {"X-Error-Code": "RevisionNotFound"}, "the hub has no such revision of it"),
            (429, {}, "too many requests from here (429); wait some minutes"),
            (500, {}, "the hub is out of order (500); try later"),
            (503, {}, "the hub is out of order (503); try later"),
        ],
    )
    def test_the_hub_refuses(
        self, hub: Hub, status: int, headers: dict[str, str], words: str
    ) -> None:
        hub.refusals = {NAME: (status, headers)}
        line = refused(NAME, offline=False)
        assert line.startswith(f"{NAME}: ")
        assert words in line

    def test_a_gated_model_says_where_to_accept_its_licence(self, hub: Hub) -> None:
        hub.refusals = {NAME: (403, {"X-Error-Code": "GatedRepo"})}
        assert refused(NAME, offline=False).endswith(
            f"accept it at {hub.address}/{NAME}, then run: hf auth login (or set HF_TOKEN)"
        )

    def test_no_connection(self) -> None:
        line = refused(NAME, offline=False)
        assert f"no network: {NOWHERE} cannot be reached; check the network" in line

    def test_no_such_host(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("HF_ENDPOINT", "http://hub.invalid")
        assert "no network: http://hub.invalid" in refused(NAME, offline=False)

    def test_a_full_disk(self, hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
        from huggingface_hub import file_download

        def full(*_args: object, **_options: object) -> None:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(file_download, "http_get", full)
        line = refused(NAME, offline=False)
        assert "the disk of" in line
        assert "is full; free some space" in line
