"""compose.yaml and the Kubernetes example: valid by their schemas, with settings that the product knows."""

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import kubernetes_validate
import pytest
from ruamel.yaml import YAML

from tests.deployment.image import ROOT, copied, last_stage

APPLICATION = ("web-1", "web-2", "worker", "migrate")
ENVIRONMENT = re.compile(r"environment(?:\.get\(|, )\"([A-Z_]+)\"|_(?:networks|key|stripe_key)\([^\n]*\"([A-Z_]+)\"")


def known() -> set[str]:
    """Every setting, by the code that reads it; the README documents each of them (tests/architecture/test_house.py)."""
    source = (ROOT / "actionpack_app" / "settings.py").read_text(encoding="utf-8")
    return {name for found in ENVIRONMENT.findall(source) for name in found if name}


def compose() -> dict[str, Any]:
    return YAML(typ="safe").load(ROOT / "compose.yaml")


def kubernetes() -> list[dict[str, Any]]:
    return list(YAML(typ="safe").load_all(ROOT / "deploy" / "kubernetes.yaml"))


def of_kind(kind: str) -> list[dict[str, Any]]:
    return [one for one in kubernetes() if one["kind"] == kind]


def pods() -> dict[str, dict[str, Any]]:
    """What runs, by name: deployments and jobs."""
    return {one["metadata"]["name"]: one["spec"]["template"]["spec"] for one in kubernetes() if "template" in one.get("spec", {})}


def test_settings_are_found_in_the_code() -> None:
    assert {"ACTIONPACK_MODE", "DATABASE_URL", "SECRET_KEY", "STRIPE_SECRET_KEY", "TRUSTED_PROXIES", "FILES_URL"} <= known()


class TestCompose:
    def test_it_is_valid(self) -> None:
        command = [
            Path(sys.executable).parent / "check-jsonschema",
            "--builtin-schema",
            "vendor.compose-spec",
            ROOT / "compose.yaml",
        ]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout

    def test_it_sets_only_what_the_product_knows(self) -> None:
        for name in APPLICATION:
            assert set(compose()["services"][name]["environment"]) - known() == set()

    def test_every_value_that_is_filled_in_is_named_in_the_example(self) -> None:
        wanted = set(re.findall(r"\$\{([A-Z_]+)", (ROOT / "compose.yaml").read_text(encoding="utf-8"))) - {"VERSION"}
        lines = (ROOT / "deploy" / "example.env").read_text(encoding="utf-8").splitlines()
        named = dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))
        assert named.keys() == wanted
        assert {name for name, value in named.items() if value} == {"PUBLIC_HOST"}, "no secret stands there, real or not"

    @pytest.mark.parametrize("name", list(compose()["services"]))
    def test_everything_runs_without_rights_on_a_file_system_that_it_cannot_write_to(self, name: str) -> None:
        service = compose()["services"][name]
        assert service["read_only"] is True
        assert service["cap_drop"] == ["ALL"]
        assert service["security_opt"] == ["no-new-privileges:true"]
        assert service["restart"] == ("no" if name == "migrate" else "unless-stopped")

    def test_only_the_proxy_is_reached_from_outside(self) -> None:
        assert [name for name, service in compose()["services"].items() if "ports" in service] == ["proxy"]
        assert compose()["networks"]["inside"] == {"internal": True}
        assert {name for name, one in compose()["services"].items() if one["networks"] == ["inside"]} == {"database", "states"}

    def test_the_proxy_knows_the_web_processes_and_they_trust_its_network(self) -> None:
        services = compose()["services"]
        assert services["proxy"]["environment"]["UPSTREAMS"] == "web-1:3000 web-2:3000"
        (subnet,) = (one["subnet"] for one in compose()["networks"]["front"]["ipam"]["config"])
        assert services["web-1"]["environment"]["TRUSTED_PROXIES"] == subnet

    def test_nobody_serves_before_the_database_is_migrated(self) -> None:
        for name in ("web-1", "web-2", "worker"):
            assert compose()["services"][name]["depends_on"]["migrate"] == {"condition": "service_completed_successfully"}

    def test_every_volume_is_used_and_named(self) -> None:
        used = {text.split(":")[0] for one in compose()["services"].values() for text in one.get("volumes", []) if text[0] != "."}
        assert used == set(compose()["volumes"])


class TestKubernetes:
    @pytest.mark.parametrize("at", range(len(kubernetes())))
    def test_every_resource_is_valid(self, at: int) -> None:
        kubernetes_validate.validate(kubernetes()[at], kubernetes_validate.latest_version(), strict=True)

    def test_it_sets_only_what_the_product_knows(self) -> None:
        head = (ROOT / "deploy" / "kubernetes.yaml").read_text(encoding="utf-8").partition("apiVersion")[0]
        secret = set(re.findall(r"\b[A-Z]+_[A-Z_]+\b", head))
        assert len(secret) == 6
        (settings,) = of_kind("ConfigMap")
        assert (set(settings["data"]) | secret) - known() == set()
        assert not set(settings["data"]) & secret
        for pod in pods().values():
            assert "env" not in pod["containers"][0]

    @pytest.mark.parametrize("name", list(pods()))
    def test_every_pod_runs_without_rights_as_the_image_s_account(self, name: str) -> None:
        pod = pods()[name]
        account = str(pod["securityContext"]["runAsUser"])
        assert dict(last_stage())["USER"].split(":")[0] == account
        assert pod["securityContext"]["runAsNonRoot"] is True
        confined = pod["containers"][0]["securityContext"]
        assert confined == {"allowPrivilegeEscalation": False, "readOnlyRootFilesystem": True, "capabilities": {"drop": ["ALL"]}}
        mounted = {one["mountPath"] for one in pod["containers"][0]["volumeMounts"]}
        assert mounted == {"/app/var", "/tmp"}  # noqa: S108 (of the container)
        assert "var" in copied()

    def test_what_refers_to_something_finds_it(self) -> None:
        web, worker = of_kind("Deployment")
        for one in (web, worker):
            assert one["spec"]["selector"]["matchLabels"].items() <= one["spec"]["template"]["metadata"]["labels"].items()
        (service,), (budget,), (claim,) = of_kind("Service"), of_kind("PodDisruptionBudget"), of_kind("PersistentVolumeClaim")
        labels = web["spec"]["template"]["metadata"]["labels"].items()
        assert service["spec"]["selector"].items() <= labels
        assert budget["spec"]["selector"]["matchLabels"].items() <= labels
        for pod in pods().values():
            assert pod["volumes"][0]["persistentVolumeClaim"]["claimName"] == claim["metadata"]["name"]
            assert [name for source in pod["containers"][0]["envFrom"] for name in (one["name"] for one in source.values())] == [
                "actionpack",
                "actionpack",
            ]

    def test_a_roll_out_takes_nobody_away_before_another_is_ready(self) -> None:
        web = of_kind("Deployment")[0]
        assert web["spec"]["strategy"]["rollingUpdate"] == {"maxUnavailable": 0, "maxSurge": 1}
        container = web["spec"]["template"]["spec"]["containers"][0]
        assert container["startupProbe"]["httpGet"]["path"] == "/readyz", "a version that can't work takes nobody's place"
        assert container["readinessProbe"]["httpGet"]["path"] == "/healthz", "pages tell of an outage, where they are served"
        assert container["livenessProbe"]["httpGet"]["path"] == "/healthz", "a database that is down is no reason to restart"

    def test_metrics_lead_nowhere_from_outside(self) -> None:
        (ingress,) = of_kind("Ingress")
        leads = {one["path"]: one["backend"]["service"]["name"] for one in ingress["spec"]["rules"][0]["http"]["paths"]}
        assert leads == {"/_event": "actionpack", "/metrics": "nothing", "/": "actionpack"}
