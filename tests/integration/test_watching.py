"""What whoever runs the servers sees: readiness, and figures that follow what partners do."""

import asyncio
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
from starlette.routing import Route

from actionpack_app.api.health import ROUTES
from actionpack_app.db import transaction
from actionpack_app.domain.errors import ProviderUnavailable
from actionpack_app.domain.reconciliation import CaseKind
from actionpack_app.domain.rights import Role
from actionpack_app.gateways.payments import get_payments
from actionpack_app.models import LoginSession
from actionpack_app.services.cases.open_case import open_case
from actionpack_app.services.sessions.sign_in import sign_in_as_sample
from actionpack_app.settings import get_settings
from actionpack_app.workflows import engine, standing
from actionpack_app.workflows.clock import jump
from tests.integration.companies import Company
from tests.integration.desk import carried
from tests.integration.http import ask
from tests.integration.rows import all_of, order_row
from tests.integration.shopping import bought, reviewed_by_card


def figures() -> dict[str, float]:
    """Every series and its value, as a collector reads them."""
    answer = ask(ROUTES, "GET", "/metrics")
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/plain; version=0.0.4")
    lines = [line.rpartition(" ") for line in answer.text.splitlines() if not line.startswith("#")]
    return {series: float(value) for series, _space, value in lines}


class Grown:
    """By how much series have grown since."""

    def __init__(self) -> None:
        self._before = figures()

    def by(self, series: str) -> float:
        return figures().get(series, 0) - self._before.get(series, 0)


def test_what_a_partner_buys_shows(fabrikam: Company) -> None:
    grown = Grown()
    order = bought(fabrikam, reviewed_by_card(fabrikam))
    carried(f"collect:{order_row(order.number).id}")  # who buys is told before the workflow has ended
    assert grown.by('actionpack_done_total{action="order_paid"}') == 1
    assert grown.by('actionpack_provider_request_seconds_count{operation="charge",outcome="ok"}') == 1
    assert grown.by('actionpack_work_seconds_count{outcome="ended",workflow="collect_payment"}') == 1
    assert grown.by('actionpack_renewals_total{outcome="paid"}') == 0  # somebody bought it; nothing renewed by itself


def test_automatic_renewals_are_counted_by_what_came_of_them(contoso: Company, sample: Callable[[str], Company]) -> None:
    grown = Grown()
    jump(contoso.id, "anniversary")
    jump(sample("relecloud").id, "37d")
    assert grown.by('actionpack_renewals_total{outcome="paid"}') == 1
    assert grown.by('actionpack_renewals_total{outcome="failed"}') == 3  # the retries after 3, 7 and 14 days


def test_figures_are_what_stands_in_the_books(contoso: Company) -> None:
    grown = Grown()
    sign_in_as_sample(contoso.person(Role.GLOBAL_ADMIN).person_id)
    with transaction() as session:
        open_case(session, CaseKind.NOT_AT_PROVIDER, "pi_1")
        open_case(session, CaseKind.DISPUTE, "dp_1")
    assert grown.by("actionpack_reconciliation_cases_open") == 1
    assert grown.by("actionpack_sessions_open") == 1
    assert figures()["actionpack_sessions_open"] == len(all_of(LoginSession))


def test_a_server_is_ready_with_what_it_stands_on(contoso: Company) -> None:
    assert contoso
    answer = ask(ROUTES, "GET", "/readyz")
    assert answer.status_code == 200
    parts = ("database", "queue", "states", "provider", "files")
    assert answer.json() == {"status": "ready", **dict.fromkeys(parts, "ok")}


def test_a_provider_that_is_away_is_told_but_takes_no_server_out_of_service(
    contoso: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert contoso

    def away() -> None:
        raise ProviderUnavailable

    monkeypatch.setattr(get_payments(), "check", away)
    monkeypatch.setattr(standing, "_provider", standing._Asked(standing._provider_answers))  # noqa: SLF001 (asked anew, as after half a minute)
    answer = ask(ROUTES, "GET", "/readyz")
    assert (answer.status_code, answer.json()["status"], answer.json()["provider"]) == (200, "ready", "unavailable")
    assert figures()["actionpack_up_provider"] == 0


def test_the_provider_is_asked_once_however_often_we_are(contoso: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    assert contoso
    asked: list[int] = []
    monkeypatch.setattr(get_payments(), "check", lambda: asked.append(1))
    monkeypatch.setattr(standing, "_provider", standing._Asked(standing._provider_answers))  # noqa: SLF001
    for _time in range(5):
        ask(ROUTES, "GET", "/readyz")
    assert len(asked) == 1


def test_without_its_queue_a_server_is_not_ready(contoso: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    assert contoso
    monkeypatch.setattr(engine.DBOS, "get_workflow_status", lambda _id: 1 / 0)
    answer = ask(ROUTES, "GET", "/readyz")
    assert (answer.status_code, answer.json()["status"]) == (503, "queue")


def test_without_its_database_a_server_is_not_ready_and_still_says_so(monkeypatch: pytest.MonkeyPatch, contoso: Company) -> None:
    assert contoso
    monkeypatch.setattr(standing, "database_answers", lambda: False)
    answer = ask(ROUTES, "GET", "/readyz")
    assert (answer.status_code, answer.json()["status"]) == (503, "database")
    shown = figures()
    assert shown["actionpack_up_database"] == 0
    assert "actionpack_sessions_open" not in shown


def test_without_room_for_page_states_a_server_is_not_ready(contoso: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    assert contoso
    monkeypatch.setattr(standing, "states_answer", lambda: False)
    answer = ask(ROUTES, "GET", "/readyz")
    assert (answer.status_code, answer.json()["status"]) == (503, "states")


@pytest.mark.parametrize("store", ["sqlite"], indirect=True)
@pytest.mark.parametrize("header", ["X-Forwarded-For", "Forwarded"])
def test_production_shows_figures_to_nobody_outside(contoso: Company, monkeypatch: pytest.MonkeyPatch, header: str) -> None:
    assert contoso
    through_a_proxy = {"headers": {header: "for=203.0.113.9"}}
    assert ask(ROUTES, "GET", "/metrics", **through_a_proxy).status_code == 200  # a preview has no secrets
    monkeypatch.setattr(type(get_settings()), "has_samples", False)
    monkeypatch.setattr(standing, "_provider", standing._Asked(standing._provider_answers))  # noqa: SLF001
    assert ask(ROUTES, "GET", "/metrics", **through_a_proxy).status_code == 404


@pytest.mark.parametrize("store", ["sqlite"], indirect=True)
def test_random_addresses_add_no_series(contoso: Company) -> None:
    assert contoso

    async def many(gate: httpx.ASGITransport) -> None:
        async with httpx.AsyncClient(transport=gate, base_url="http://partners.example.com") as client:
            for at in range(30):
                await client.request(("GET", "BREW")[at % 2], f"/x{at}/y{at}")

    from starlette.applications import Starlette  # noqa: PLC0415

    from actionpack_app.api.gate import Gate  # noqa: PLC0415

    app = Starlette(routes=[Route("/healthz", lambda _request: None)])
    before = set(figures())
    asyncio.run(many(httpx.ASGITransport(Gate(app, lambda _path: "", frozenset({"/healthz"})))))
    new = {re.sub(r'le="[^"]*"', "", series) for series in set(figures()) - before}
    assert all('route="other"' in series for series in new if "http_request" in series)
    assert len({re.sub(r"[^{]*\{", "", series) for series in new}) <= 8


SHARED = """
import os, sys
from actionpack_app import metrics
child = os.fork()
if not child:
    metrics.DONE.labels("order_paid").inc()
    metrics.SOCKETS_OPEN.inc()
    os._exit(0)
os.waitpid(child, 0)
metrics.DONE.labels("order_paid").inc()
metrics.SOCKETS_OPEN.inc()
sys.stdout.buffer.write(metrics.rendered({}))
"""


def test_whichever_process_is_asked_answers_for_all_that_share_its_port(tmp_path: Path) -> None:
    several = os.environ | {"WEB_CONCURRENCY": "2", "TMPDIR": str(tmp_path)}
    shown = subprocess.run([sys.executable, "-c", SHARED], env=several, capture_output=True, text=True, check=True).stdout
    assert 'actionpack_done_total{action="order_paid"} 2.0' in shown
    assert "actionpack_sockets_open 1.0" in shown  # what a process that ended had open isn't open any more
    assert list(tmp_path.iterdir()) == [], "the folder that they share goes with them"
