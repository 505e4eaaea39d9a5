"""Cards through Stripe, walked against a stand-in that isn't ours: its books and our pages have to agree."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.e2e.infra.line import Line
from tests.e2e.infra.localstripe import SECRET_KEY, WEBHOOK_SECRET, Localstripe
from tests.e2e.infra.server import COMMAND, ROOT, environment, start_server, stop_server
from tests.e2e.infra.watch import Watch
from tests.e2e.pages.checkout import ASKS_FOR_AUTHENTICATION, DECLINED, DECLINED_AT_BUY, PAYS, CheckoutDialog
from tests.e2e.pages.company import CompanyPage
from tests.e2e.pages.deeds import ask_to_cancel
from tests.e2e.pages.desk import DeskPage
from tests.e2e.pages.invoices import InvoicesPage
from tests.e2e.pages.offers import ACTION_PACK, OffersPage
from tests.e2e.pages.order import OrderPage
from tests.e2e.pages.person import Door, Person
from tests.e2e.pages.stripe_element import StripeElement
from tests.ports import free_port

REFUSED = "The card was declined. Nothing was charged. Use another card, pay by bank transfer, or ask your bank."
NOT_CONFIRMED = "Your bank could not confirm that it was you. Nothing was charged. Try again, or use another card."
OUTAGE = "The payment provider can't be reached. Your order is kept; please try again later."
OUTAGE_AT_BUY = "The payment provider can't be reached. Nothing was charged; your order is kept. Please try again later."


@pytest.fixture(scope="module")
def stripe(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Localstripe]:
    """A Stripe with empty books."""
    with Localstripe(tmp_path_factory.mktemp("localstripe")) as running:
        yield running


@pytest.fixture(scope="module")
def line(stripe: Localstripe) -> Iterator[Line]:
    """What lies between our server and Stripe."""
    with Line(stripe.port) as between:
        yield between


@pytest.fixture(scope="module")
def house(
    server: dict[str, str], stripe: Localstripe, line: Line, tmp_path_factory: pytest.TempPathFactory, results: Path
) -> Iterator[dict[str, str]]:
    """A server whose cards go through Stripe; `server` has built the frontend by now."""
    assert server
    folder = tmp_path_factory.mktemp("with-stripe")
    settings = stripe.settings | {"STRIPE_API_BASE": line.address}
    log = results / f"{folder.name}.log"
    started = start_server(folder, log, **settings)
    stripe.notify(started["address"])
    yield started | {"provider": stripe.address, "log": str(log)}
    stop_server(started)


@pytest.fixture
def served(house: dict[str, str]) -> dict[str, str]:
    """All people of these tests reach that server."""
    return house


def test_cards_are_refused_declined_and_confirmed_with_the_bank(
    door: Door, stripe: Localstripe, served: dict[str, str], watch: Watch
) -> None:
    watch.tolerate("status of 402")
    admin = door.enter("fabrikam", "Global admin")
    dialog = _begin(admin)
    element = StripeElement(dialog.root, admin)
    element.fill(DECLINED)
    dialog.submit()
    expect(dialog.alert).to_have_text(REFUSED)
    element.fill(DECLINED_AT_BUY)
    dialog.submit()
    dialog.validate_review()
    dialog.buy()
    expect(dialog.alert).to_have_text(REFUSED)

    dialog.back()
    dialog.choose("Add a new card")
    element.fill(ASKS_FOR_AUTHENTICATION)
    dialog.submit()
    element.answer_bank("Complete authentication")
    dialog.validate_review()
    dialog.buy()
    element.answer_bank("Fail authentication")
    expect(dialog.alert).to_have_text(NOT_CONFIRMED)
    customer = stripe.customer(admin.partner.mpn_id)
    assert _taken(stripe, customer) == [], "nothing was charged so far"
    dialog.buy()
    element.answer_bank("Complete authentication")
    dialog.validate_confirmed()
    assert "3184" in dialog.facts["Payment method"]
    assert _taken(stripe, customer) == [(47_500, "usd")], "once, whatever was tried"
    dialog.close()

    company = CompanyPage(admin).navigate()
    expect(company.card_button("3184", "Remove")).to_be_disabled()
    company.remove("0341")
    tried = {charge["status"]: charge["payment_method"] for charge in stripe.books("charges", customer=customer)}
    assert stripe.was_asked(f"/v1/payment_methods/{tried['failed']}/detach")
    assert f"/v1/payment_methods/{tried['succeeded']}/detach" not in stripe.log.read_text()
    log = Path(served["log"]).read_text()
    assert not [secret for secret in (SECRET_KEY, WEBHOOK_SECRET, "_secret_", DECLINED, ASKS_FOR_AUTHENTICATION) if secret in log]


def test_a_korean_partner_pays_whole_won_and_gets_them_back(door: Door, stripe: Localstripe) -> None:
    admin = door.enter("proseware", "Global admin", "ko")
    say, dialog, year = admin.words, _begin(admin), str(admin.today.year)
    StripeElement(dialog.root, admin).fill(PAYS)
    dialog.submit()
    dialog.validate_review()
    dialog.buy()
    dialog.validate_confirmed()
    told = dialog.facts.all()
    customer = stripe.customer(admin.partner.mpn_id)
    assert told[say("Total")] == "₩627,000"
    assert _taken(stripe, customer) == [(627_000, "krw")]
    dialog.close()
    expect(OffersPage(admin).tile(ACTION_PACK)).to_contain_text(say("Active"))

    request = ask_to_cancel(admin).number
    desk = DeskPage(door.enter_desk("Finance")).validate_page()
    desk.choose("Cancellations")
    desk.decide(request, "Cancel and refund")
    OrderPage(admin, told[say("Order number")]).reload_until(say("{amount} was refunded.", amount="₩627,000"))
    assert _given_back(stripe, customer) == [(627_000, "krw")]
    assert InvoicesPage(admin).navigate().spend[year] == "₩0"

    assert stripe.was_notified("payment_intent.succeeded")
    desk.choose("Failed notifications")
    expect(desk.main).to_contain_text("Nothing waits here.")
    CompanyPage(admin).navigate().remove("4242")
    expect(OffersPage(admin).navigate().begin(ACTION_PACK, "Buy").saved_card("4242")).to_be_hidden()
    assert _taken(stripe, customer) == [(627_000, "krw")], "nothing was charged again"


def test_an_outage_keeps_the_order_which_is_paid_once_it_is_over(
    door: Door, locale: str, stripe: Localstripe, line: Line, watch: Watch
) -> None:
    watch.tolerate("status of 409")
    admin = door.enter("fabrikam", "Global admin", locale)
    dialog = _begin(admin)
    number = dialog.order_under_way
    line.cut()
    StripeElement(dialog.root, admin).fill(PAYS)
    dialog.submit()
    expect(dialog.alert).to_have_text(admin.words(OUTAGE))
    line.restore()
    dialog.submit()
    dialog.validate_review()

    line.cut()
    dialog.buy()
    expect(dialog.alert).to_have_text(admin.words(OUTAGE_AT_BUY))
    expect(dialog.heading("Your order is confirmed")).to_be_hidden()
    line.restore()
    customer = stripe.customer(admin.partner.mpn_id)
    assert _taken(stripe, customer) == []
    dialog.buy()
    dialog.validate_confirmed()
    assert dialog.facts["Order number"] == number
    assert _taken(stripe, customer) == [(47_500, "usd")]


def test_a_key_that_stripe_refuses_stops_the_start_with_its_name(stripe: Localstripe, tmp_path: Path) -> None:
    key = "rk_test_of_somebody_else"
    settings = environment(free_port(), "a-staging-key-of-nobody", tmp_path) | stripe.settings | {"STRIPE_SECRET_KEY": key}
    ended = subprocess.run(COMMAND, cwd=ROOT, env=settings, capture_output=True, text=True, timeout=120, check=False)
    assert ended.returncode != 0
    assert ended.stdout + ended.stderr == "actionpack: STRIPE_SECRET_KEY is refused by Stripe\n"
    assert not (tmp_path / "e2e.db").exists()


def _begin(admin: Person) -> CheckoutDialog:
    dialog = OffersPage(admin).validate_page().begin(ACTION_PACK, "Renew subscription")
    dialog.choose("Credit card")
    return dialog


def _taken(stripe: Localstripe, customer: str) -> list[tuple[int, str]]:
    """What was charged, by Stripe's books."""
    charges = [charge for charge in stripe.books("charges", customer=customer) if charge["status"] == "succeeded"]
    return [(charge["amount"], charge["currency"]) for charge in charges]


def _given_back(stripe: Localstripe, customer: str) -> list[tuple[int, str]]:
    """What was refunded, by Stripe's books."""
    charged = {charge["id"] for charge in stripe.books("charges", customer=customer)}
    refunds = [refund for refund in stripe.books("refunds") if refund["charge"] in charged]
    return [(refund["amount"], refund["currency"]) for refund in refunds if refund["status"] == "succeeded"]
