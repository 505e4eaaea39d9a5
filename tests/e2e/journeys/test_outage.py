"""Stripe can't be reached from the start on: we start all the same, say so in the dialog, and keep the order."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.e2e.infra.server import start_server, stop_server
from tests.e2e.infra.watch import Watch
from tests.e2e.pages.company import CompanyPage
from tests.e2e.pages.offers import ACTION_PACK, OffersPage
from tests.e2e.pages.person import Door
from tests.ports import free_port

OUTAGE = "The payment provider can't be reached. Your order is kept; please try again later."
UNREACHABLE = "The payment provider can't be reached now; orders by card will wait for it"


@pytest.fixture(scope="module")
def house(server: dict[str, str], tmp_path_factory: pytest.TempPathFactory, results: Path) -> Iterator[dict[str, str]]:
    """A server whose Stripe is nowhere; `server` has built the frontend by now."""
    assert server
    folder, nowhere = tmp_path_factory.mktemp("outage"), f"http://127.0.0.1:{free_port()}"
    log = results / f"{folder.name}.log"
    settings = {
        "STRIPE_SECRET_KEY": "sk_test_x12",
        "STRIPE_PUBLISHABLE_KEY": "pk_test_x12",
        "STRIPE_API_BASE": nowhere,
        "STRIPE_JS_URL": f"{nowhere}/v3/",
    }
    started = start_server(folder, log, **settings)
    yield started | {"provider": nowhere, "log": str(log)}
    stop_server(started)


@pytest.fixture
def served(house: dict[str, str]) -> dict[str, str]:
    """All people of these tests reach that server."""
    return house


def test_the_dialog_says_it_and_comes_back_to_the_same_order(
    door: Door, locale: str, house: dict[str, str], watch: Watch
) -> None:
    watch.tolerate("net::ERR_CONNECTION_REFUSED")
    assert UNREACHABLE in Path(house["log"]).read_text()
    admin = door.enter("fabrikam", "Global admin", locale)
    offers = OffersPage(admin).validate_page()
    dialog = offers.begin(ACTION_PACK, "Renew subscription")
    number = dialog.order_under_way
    dialog.choose("Credit card")
    expect(dialog.alert).to_have_text(admin.words(OUTAGE))
    dialog.submit()
    expect(dialog.alert).to_have_text(admin.words(OUTAGE))
    expect(dialog.button("Buy")).to_be_hidden()

    dialog.dismiss()
    again = offers.begin(ACTION_PACK, "Renew subscription")
    assert again.order_under_way == number
    expect(again.alert).to_have_text(admin.words(OUTAGE))
    admin.page.reload()
    again.validate_method()
    assert again.order_under_way == number
    again.dismiss()

    company = CompanyPage(admin).navigate()
    company.button("Add a new card").click()
    expect(company.alert).to_have_text(admin.words(OUTAGE))
    expect(company.cards).to_have_count(0)
