"""A click can be followed: one trace from the event to the provider, and figures that show it, without anything personal."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.e2e.infra.collector import Collector
from tests.e2e.infra.server import start_server, stop_server
from tests.e2e.pages.offers import ACTION_PACK, OffersPage
from tests.e2e.pages.person import Door


@pytest.fixture(scope="module")
def collector() -> Iterator[Collector]:
    started = Collector()
    yield started
    started.close()


@pytest.fixture(scope="module")
def house(
    server: dict[str, str], collector: Collector, tmp_path_factory: pytest.TempPathFactory, results: Path
) -> Iterator[dict[str, str]]:
    """A server that sends its traces; `server` has built the frontend by now."""
    assert server
    folder = tmp_path_factory.mktemp("watching")
    started = start_server(
        folder,
        results / f"{folder.name}.log",
        OTEL_EXPORTER_OTLP_ENDPOINT=collector.address,
        OTEL_BSP_SCHEDULE_DELAY="200",
    )
    yield started
    stop_server(started)


@pytest.fixture
def served(house: dict[str, str]) -> dict[str, str]:
    """All people of these tests reach that server."""
    return house


def test_one_click_is_one_trace_down_to_the_provider(
    door: Door, locale: str, house: dict[str, str], collector: Collector
) -> None:
    admin = door.enter("fabrikam", "Global admin", locale)
    dialog = OffersPage(admin).validate_page().begin(ACTION_PACK, "Renew subscription")
    dialog.review_card()
    dialog.buy()
    dialog.validate_confirmed()

    spans = collector.trace_with(
        "checkout_state.buy", "service buy", "collect_payment", "provider charge", "query INSERT", "query SELECT"
    )
    told = "".join(span.about for span in spans)
    for private in ("4242", "tok_", admin.partner.mpn_id, "session="):
        assert private not in told
    assert {span.trace for span in spans} == {spans[0].trace}

    figures = httpx.get(f"{house['address']}/metrics").text
    for series in (
        'actionpack_event_seconds_count{event="checkout_state.buy"}',
        'actionpack_provider_request_seconds_count{operation="charge",outcome="ok"}',
        'actionpack_done_total{action="order_paid"}',
        f'actionpack_http_request_seconds_count{{method="GET",route="/{locale}/offers",status="200"}}',
        "actionpack_sockets_open ",
        "actionpack_up_database 1.0",
    ):
        assert series in figures
