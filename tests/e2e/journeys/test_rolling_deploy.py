"""A deploy rolls through two servers behind one address: the page goes on at the next one, with its dialog and what was typed."""

import dataclasses
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.e2e.infra.line import Line
from tests.e2e.infra.server import start_server, stop_server
from tests.e2e.infra.watch import Watch
from tests.e2e.pages.frame import Frame
from tests.e2e.pages.offers import ACTION_PACK, OffersPage
from tests.e2e.pages.person import Door
from tests.integration.postgres import server as postgresql
from tests.integration.valkey import valkey

PHONE = "206 555 0100"
KEYS = {"SECRET_KEY": "one key for both servers", "STAGING_KEY": "one staging key for both"}


@dataclasses.dataclass(frozen=True)
class Deployment:
    """What stands behind one address while a new version takes the old one's place."""

    line: Line
    old: dict[str, str]
    new: dict[str, str]


@pytest.fixture(scope="module")
def deployment(server: dict[str, str], tmp_path_factory: pytest.TempPathFactory, results: Path) -> Iterator[Deployment]:
    """Two servers, one PostgreSQL, one Valkey, and the line in front; `server` has built the frontend by now."""
    assert server
    folder = tmp_path_factory.mktemp("rolling")
    with ExitStack() as stack:
        states, database = stack.enter_context(valkey()), stack.enter_context(postgresql())
        shared = KEYS | {
            "DATABASE_URL": f"postgresql+psycopg://postgres@/postgres?{database}",
            "REDIS_URL": states.url,
            "FILES_URL": f"file:{folder / 'files'}",
        }
        old = start_server(folder, results / f"{folder.name}-old.log", **shared)
        stack.callback(stop_server, old)  # again: it does nothing to one that has stopped
        line = stack.enter_context(Line(int(old["port"])))
        new = start_server(folder, results / f"{folder.name}-new.log", **shared)
        stack.callback(stop_server, new)
        yield Deployment(line, old, new)


@pytest.fixture
def served(deployment: Deployment) -> dict[str, str]:
    """All people of these tests come by that line."""
    return {"address": deployment.line.address, "key": KEYS["STAGING_KEY"]}


def test_a_half_filled_checkout_goes_on_at_the_next_server(door: Door, deployment: Deployment, watch: Watch) -> None:
    watch.tolerate("WebSocket connection to")
    watch.tolerate("net::ERR_")
    admin = door.enter("fabrikam", "Global admin")
    offers, lost = OffersPage(admin).validate_page(), Frame(admin).connection_lost
    dialog = offers.begin(ACTION_PACK, "Renew subscription")
    dialog.choose("Electronic bank transfer")
    dialog.field("Contact name").fill("Grace Hopper")
    dialog.field("Phone number").fill(PHONE)
    number = dialog.order_under_way

    deployment.line.lead_to(int(deployment.new["port"]))
    stop_server(deployment.old)
    expect(lost).to_be_hidden()
    expect(dialog.field("Contact name")).to_have_value("Grace Hopper")
    expect(dialog.field("Phone number")).to_have_value(PHONE)
    dialog.field("Email address").fill("grace@fabrikam.example.com")
    dialog.submit()
    dialog.validate_review()
    assert dialog.order_under_way == number
    dialog.buy()
    dialog.validate_waiting()
