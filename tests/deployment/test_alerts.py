"""Alerts and the dashboard: Prometheus' own checker takes every expression, and each asks for what the product tells."""

import json
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
from prometheus_client.metrics import MetricWrapperBase
from ruamel.yaml import YAML

from actionpack_app import metrics
from tests.deployment.image import ROOT
from tests.deployment.programs import program

DEPLOY = ROOT / "deploy"
HISTOGRAM, PLAIN = ("_bucket", "_count", "_sum"), ("",)
TOLD: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "actionpack_event_seconds": (HISTOGRAM, ("event",)),
    "actionpack_event_errors_total": (PLAIN, ("event",)),
    "actionpack_http_request_seconds": (HISTOGRAM, ("method", "route", "status")),
    "actionpack_provider_request_seconds": (HISTOGRAM, ("operation", "outcome")),
    "actionpack_renewals_total": (PLAIN, ("outcome",)),
    "actionpack_subscriptions_due": (PLAIN, ()),
    "actionpack_work_pending": (PLAIN, ()),
    "actionpack_work_seconds": (HISTOGRAM, ("workflow", "outcome")),
    "actionpack_mails_waiting": (PLAIN, ()),
    "actionpack_mails_failed": (PLAIN, ()),
    "actionpack_reconciliation_cases_open": (PLAIN, ()),
    "actionpack_sessions_open": (PLAIN, ()),
    "actionpack_sockets_open": (PLAIN, ()),
    "actionpack_limited_total": (PLAIN, ("what",)),
    "actionpack_up_database": (PLAIN, ()),
    "actionpack_up_provider": (PLAIN, ()),
    "actionpack_up_states": (PLAIN, ()),
    "actionpack_up_queue": (PLAIN, ()),
    "actionpack_up_files": (PLAIN, ()),
}
"""What rules and panels are made of, with labels; a test holds it to what the product tells."""
OF_THE_LIBRARY = {
    *("process_cpu_seconds_total", "process_resident_memory_bytes", "process_open_fds", "process_max_fds"),
    "python_gc_collections_total",
}
OF_PROMETHEUS = {"up"}
NAME = re.compile(r"\b(?:actionpack|process|python_gc)_[a-z_]+\b|(?<![\w.$])up(?=\{)")


def promtool(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([program("promtool"), *arguments], capture_output=True, text=True, check=False)


def alerts() -> list[dict[str, Any]]:
    return [rule for group in YAML(typ="safe").load(DEPLOY / "alerts.yaml")["groups"] for rule in group["rules"]]


def panels() -> list[dict[str, Any]]:
    return [
        panel for panel in json.loads((DEPLOY / "grafana.json").read_text(encoding="utf-8"))["panels"] if panel["type"] != "row"
    ]


def expressions() -> list[str]:
    return [rule["expr"] for rule in alerts()] + [one["expr"] for panel in panels() for one in panel["targets"]]


def names_in(expression: str) -> set[str]:
    return set(NAME.findall(expression))


def series() -> set[str]:
    """Every name under which the product's numbers are stored."""
    return {f"{name}{ending}" for name, (endings, _labels) in TOLD.items() for ending in endings}


def test_the_product_tells_all_of_it() -> None:
    told = {
        described.name: metric
        for metric in vars(metrics).values()
        if isinstance(metric, MetricWrapperBase)
        for described in metric.describe()
    }
    for name, (_endings, labels) in TOLD.items():
        if name not in metrics.FIGURES:
            metric = told[name.removesuffix("_total")]
            if labels:  # refused where there are others
                metric.labels(**dict.fromkeys(labels, "asked"))


def test_the_rules_and_the_configuration_are_valid() -> None:
    for told in (promtool("check", "rules", DEPLOY / "alerts.yaml"), promtool("check", "config", DEPLOY / "prometheus.yaml")):
        assert told.returncode == 0, told.stdout + told.stderr


def test_every_expression_of_the_dashboard_is_valid(tmp_path: Path) -> None:
    rules = [
        {"record": f"panel:{at}", "expr": expression.replace("$__rate_interval", "5m")}
        for at, expression in enumerate(expressions())
    ]
    file = tmp_path / "rules.yaml"
    file.write_text(json.dumps({"groups": [{"name": "panels", "rules": rules}]}), encoding="utf-8")
    told = promtool("check", "rules", file)
    assert told.returncode == 0, told.stdout + told.stderr


@pytest.mark.parametrize("expression", expressions())
def test_whatever_is_asked_for_is_told(expression: str) -> None:
    found = names_in(expression)
    assert found, "it asks for nothing"
    assert found - series() - OF_THE_LIBRARY - OF_PROMETHEUS == set()


@pytest.mark.parametrize("expression", expressions())
def test_whatever_it_is_told_apart_by_is_a_label(expression: str) -> None:
    wanted = {label for found in re.findall(r"by \(([a-z_, ]+)\)", expression) for label in re.split(r", *", found)}
    wanted |= set(re.findall(r"[{,] ?([a-z]+)=~?\"", expression))
    base = {re.sub(r"_(bucket|count|sum)$", "", name) for name in names_in(expression)}
    labels = {label for name in base if name in TOLD for label in TOLD[name][1]}
    assert wanted - labels - {"le", "instance", "job", "generation"} == set()


def test_every_number_that_is_told_is_on_the_dashboard() -> None:
    shown = {
        re.sub(r"_(bucket|count|sum)$", "", name)
        for panel in panels()
        for one in panel["targets"]
        for name in names_in(one["expr"])
    }
    assert set(TOLD) - shown == set()


def test_every_alert_says_how_soon_what_is_so_and_what_to_do_first() -> None:
    assert len({rule["alert"] for rule in alerts()}) == len(alerts())
    for rule in alerts():
        assert rule["labels"]["severity"] in {"page", "ticket"}
        assert set(rule["annotations"]) == {"summary", "action"}


def test_every_alert_is_explained_where_operators_read() -> None:
    told = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    assert [rule["alert"] for rule in alerts() if f"`{rule['alert']}`" not in told] == []


def test_panels_do_not_lie_on_each_other() -> None:
    taken: set[tuple[int, int]] = set()
    for panel in panels():
        at = panel["gridPos"]
        cells = {(x, y) for x in range(at["x"], at["x"] + at["w"]) for y in range(at["y"], at["y"] + at["h"])}
        assert at["x"] + at["w"] <= 24
        assert not cells & taken, panel["title"]
        taken |= cells
