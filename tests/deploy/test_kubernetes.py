"""The manifests of a cluster: valid, locked down, and of one mind about names and ports."""

from __future__ import annotations

import json
import warnings
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.builders import ROOT
from tests.cli.conftest import Run, run
from tests.serving.judging import judge
from tests.serving.scripted import Scripted

__all__ = ["run"]

DEPLOY = ROOT / "deploy"
BASE = DEPLOY / "kubernetes"
VERSIONS = ("1.29", "1.33", "latest")
"""Of Kubernetes: what is still run, and what is new."""
KINDS = {
    "PersistentVolumeClaim/evalkit-work",
    "PersistentVolumeClaim/vllm-models",
    "Deployment/vllm",
    "Service/vllm",
    "Job/evalkit",
    "NetworkPolicy/evalkit",
    "NetworkPolicy/vllm",
    "Pod/evalkit-desk",
}
Manifest = Mapping[str, Any]


def documents(path: Path) -> list[Manifest]:
    yaml = pytest.importorskip("yaml")
    return list(yaml.safe_load_all(path.read_text("utf-8")))


@pytest.fixture(scope="module")
def manifests() -> Mapping[str, Manifest]:
    """All objects, by kind and name."""
    paths = [p for p in sorted(BASE.glob("*.yaml")) if p.name != "kustomization.yaml"]
    found = [manifest for path in paths for manifest in documents(path)]
    named = {f"{each['kind']}/{each['metadata']['name']}": each for each in found}
    assert len(named) == len(found)
    return named


def pod(manifest: Manifest) -> Manifest:
    spec: Manifest = manifest["spec"]
    return spec if manifest["kind"] == "Pod" else dict(spec["template"]["spec"])


def containers(manifest: Manifest) -> Iterator[Manifest]:
    yield from pod(manifest).get("initContainers", ())
    yield from pod(manifest)["containers"]


@pytest.mark.parametrize("version", VERSIONS)
def test_every_manifest_fits_the_schema_of_its_kind(
    manifests: Mapping[str, Manifest], version: str
) -> None:
    validator = pytest.importorskip("kubernetes_validate")
    wanted = validator.latest_version() if version == "latest" else version
    assert set(manifests) == KINDS
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for manifest in manifests.values():
            validator.validate(manifest, wanted, strict=True)


def test_the_schemas_would_tell_a_misspelt_field(manifests: Mapping[str, Manifest]) -> None:
    validator = pytest.importorskip("kubernetes_validate")
    job = json.loads(json.dumps(manifests["Job/evalkit"]))
    job["spec"]["backofLimit"] = 1
    with warnings.catch_warnings(), pytest.raises(validator.ValidationError):
        warnings.simplefilter("ignore")
        validator.validate(job, validator.latest_version(), strict=True)


@pytest.mark.parametrize("name", ["Job/evalkit", "Pod/evalkit-desk"])
def test_evalkit_keeps_to_the_restricted_pod_security_standard(
    manifests: Mapping[str, Manifest], name: str
) -> None:
    whole = pod(manifests[name])
    assert whole["securityContext"]["runAsNonRoot"] is True
    assert whole["securityContext"]["runAsUser"] != 0
    assert whole["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
    assert whole["automountServiceAccountToken"] is False
    for container in containers(manifests[name]):
        assert container["securityContext"] == {
            "allowPrivilegeEscalation": False,
            "readOnlyRootFilesystem": True,
            "capabilities": {"drop": ["ALL"]},
        }
        assert container["resources"]["limits"]["memory"]


@pytest.mark.parametrize("name", ["Job/evalkit", "Deployment/vllm", "Pod/evalkit-desk"])
def test_what_a_pod_mounts_is_there(manifests: Mapping[str, Manifest], name: str) -> None:
    volumes = {volume["name"]: volume for volume in pod(manifests[name])["volumes"]}
    for volume in volumes.values():
        if claim := volume.get("persistentVolumeClaim"):
            assert f"PersistentVolumeClaim/{claim['claimName']}" in manifests
    mounted = {m["name"] for c in containers(manifests[name]) for m in c.get("volumeMounts", ())}
    assert mounted == set(volumes)


def test_a_service_called_vllm_does_not_become_vllm_s_own_port(
    manifests: Mapping[str, Manifest],
) -> None:
    # Kubernetes would set VLLM_PORT=tcp://…, which vLLM refuses to start with.
    assert pod(manifests["Deployment/vllm"])["enableServiceLinks"] is False


def options(manifest: Manifest) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for word in pod(manifest)["containers"][0]["args"]:
        name, _, value = word.partition("=")
        found.setdefault(name, []).append(value)
    return found


def test_the_job_asks_the_model_that_is_served_where_it_is_served(
    manifests: Mapping[str, Manifest],
) -> None:
    job, served = options(manifests["Job/evalkit"]), options(manifests["Deployment/vllm"])
    service = manifests["Service/vllm"]
    address = urlsplit(job["--judge-url"][0])
    assert (address.hostname, address.path) == (service["metadata"]["name"], "/v1")
    assert [address.port] == [port["port"] for port in service["spec"]["ports"]]
    assert job["--judge-model"] == served["--served-model-name"]
    (waiting,) = pod(manifests["Job/evalkit"])["initContainers"]
    assert f"http://{address.netloc}/health" in waiting["command"][-1]
    (server,) = pod(manifests["Deployment/vllm"])["containers"]
    assert server["ports"][0]["containerPort"] == int(served["--port"][0])
    assert server["readinessProbe"]["httpGet"]["path"] == "/health"
    labels = manifests["Deployment/vllm"]["spec"]["template"]["metadata"]["labels"]
    assert service["spec"]["selector"].items() <= labels.items()


def test_the_job_speaks_to_the_model_and_to_names_and_nobody_else(
    manifests: Mapping[str, Manifest],
) -> None:
    policy = manifests["NetworkPolicy/evalkit"]["spec"]
    job = manifests["Job/evalkit"]["spec"]["template"]["metadata"]["labels"]
    model = manifests["Deployment/vllm"]["spec"]["template"]["metadata"]["labels"]
    assert policy["podSelector"]["matchLabels"].items() <= job.items()
    assert policy["policyTypes"] == ["Ingress", "Egress"]
    assert "ingress" not in policy
    to_model, to_names = policy["egress"]
    assert to_model["to"][0]["podSelector"]["matchLabels"].items() <= model.items()
    assert to_model["ports"] == [{"protocol": "TCP", "port": 8000}]
    assert {port["port"] for port in to_names["ports"]} == {53, 5353}
    answers = manifests["NetworkPolicy/vllm"]["spec"]
    assert answers["podSelector"]["matchLabels"].items() <= model.items()
    (from_job,) = answers["ingress"]
    assert from_job["from"][0]["podSelector"]["matchLabels"].items() <= job.items()


def test_the_job_waits_for_its_articles_and_goes_on_where_it_was(
    manifests: Mapping[str, Manifest],
) -> None:
    spec = manifests["Job/evalkit"]["spec"]
    assert spec["suspend"] is True
    assert spec["backoffLimit"] > 0
    (container,) = pod(manifests["Job/evalkit"])["containers"]
    environment = {each["name"]: each.get("value", "") for each in container["env"]}
    work = next(m["mountPath"] for m in container["volumeMounts"] if m["name"] == "work")
    assert environment["EVALKIT_CACHE"].startswith(f"{work}/")
    assert options(manifests["Job/evalkit"])["--output"][0].startswith(f"{work}/")


def test_the_job_s_words_are_understood(
    manifests: Mapping[str, Manifest], run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EVALKIT_CACHE", str(tmp_path / "cache"))
    folder = tmp_path / "references" / "boats"
    folder.mkdir(parents=True)
    (folder / "en.txt").write_text("Boat number 1 left the harbour at noon.\n", encoding="utf-8")
    (folder / "bn.txt").write_text("১ নম্বর নৌকা দুপুরে বন্দর ছেড়েছে।\n", encoding="utf-8")
    (folder / "pa.txt").write_text("1 ਨੰਬਰ ਕਿਸ਼ਤੀ ਦੁਪਹਿਰੇ ਚਲੀ ਗਈ।\n", encoding="utf-8")
    models = {"--metric=similarity", "--metric=qe"}
    with Scripted(judge, models=("granite",)) as there:
        call = [
            word.replace("/work", str(tmp_path)).replace("http://vllm:8000/v1", there.url)
            for word in pod(manifests["Job/evalkit"])["containers"][0]["args"]
            if word not in models
        ]
        result = run(*call)
        assert result.status == 0, result.err
        assert len(there.asked) == 2
    assert (tmp_path / "reports" / "boats" / "report.html").is_file()


def test_kustomizations_name_what_is_there(manifests: Mapping[str, Manifest]) -> None:
    for folder in (BASE, DEPLOY / "openshift"):
        (kustomization,) = documents(folder / "kustomization.yaml")
        for resource in kustomization["resources"]:
            assert (folder / resource).exists(), resource
    (base,) = documents(BASE / "kustomization.yaml")
    ours = {c["image"] for c in containers(manifests["Job/evalkit"])}
    assert {image["name"] for image in base["images"]} == {i.rpartition(":")[0] for i in ours}
    # The pod one copies with is made by hand, the rest at once.
    left = {p.name for p in BASE.glob("*.yaml")} - {*base["resources"], "kustomization.yaml"}
    assert left == {"desk.yaml"}


def test_on_openshift_the_job_names_no_user(manifests: Mapping[str, Manifest]) -> None:
    yaml = pytest.importorskip("yaml")
    (kustomization,) = documents(DEPLOY / "openshift" / "kustomization.yaml")
    job = json.loads(json.dumps(manifests["Job/evalkit"]))
    for patch in kustomization["patches"]:
        assert patch["target"] == {"kind": "Job", "name": "evalkit"}
        for operation in yaml.safe_load(patch["patch"]):
            assert operation["op"] == "remove"
            *way, last = operation["path"].strip("/").split("/")
            place = job
            for step in way:
                place = place[step]
            del place[last]
    left = {"runAsNonRoot": True, "seccompProfile": {"type": "RuntimeDefault"}}
    assert pod(job)["securityContext"] == left
