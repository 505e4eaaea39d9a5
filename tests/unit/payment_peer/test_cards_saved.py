"""Saving a card: the browser confirms a SetupIntent."""

import pytest

from tests.payment_peer.process import Peer
from tests.unit.payment_peer.merchant import ASKS, DECLINES, PAYS, REFUND_FAILS, Json, Merchant


def new_setup(merchant: Merchant) -> Json:
    return merchant.post("/v1/setup_intents", {"customer": merchant.customer(), "usage": "off_session"}).body


@pytest.mark.parametrize("number", [PAYS, DECLINES, ASKS, REFUND_FAILS, "4242 4242 4242 4242"])
def test_a_good_card_is_saved_for_its_customer(peer: Peer, merchant: Merchant, number: str) -> None:
    setup = new_setup(merchant)
    status, confirmed = peer.confirm_setup(setup["client_secret"], number)
    assert (status, confirmed["status"]) == (200, "succeeded")
    method = merchant.get(f"/v1/payment_methods/{confirmed['payment_method']}")
    assert (method["customer"], method["card"]["last4"]) == (setup["customer"], number[-4:])


@pytest.mark.parametrize(("number", "why"), [("4000000000000002", "generic_decline"), ("4000000000009995", "insufficient_funds")])
def test_a_card_that_its_bank_refuses_is_not_saved(peer: Peer, merchant: Merchant, number: str, why: str) -> None:
    setup = new_setup(merchant)
    status, refused = peer.confirm_setup(setup["client_secret"], number)
    assert (status, refused["error"]["code"], refused["error"]["decline_code"]) == (402, "card_declined", why)
    assert refused["error"]["setup_intent"]["status"] == "requires_payment_method"
    after = merchant.get(f"/v1/setup_intents/{setup['id']}")
    assert (after["status"], after["last_setup_error"]["decline_code"]) == ("requires_payment_method", why)


def test_a_refused_setup_can_be_tried_again_with_another_card(peer: Peer, merchant: Merchant) -> None:
    setup = new_setup(merchant)
    peer.confirm_setup(setup["client_secret"], "4000000000000002")
    assert peer.confirm_setup(setup["client_secret"], PAYS)[0] == 200
    assert merchant.get(f"/v1/setup_intents/{setup['id']}")["last_setup_error"] is None


@pytest.mark.parametrize(
    ("number", "month", "year", "code"),
    [
        ("4111111111111111", 12, 2098, "incorrect_number"),
        (PAYS, 13, 2098, "invalid_expiry_month"),
        (PAYS, 12, 2020, "invalid_expiry_year"),
    ],
)
def test_what_is_no_card_is_refused(peer: Peer, merchant: Merchant, number: str, month: int, year: int, code: str) -> None:
    status, refused = peer.confirm_setup(new_setup(merchant)["client_secret"], number, month, year)
    assert (status, refused["error"]["type"], refused["error"]["code"]) == (402, "card_error", code)


def test_a_setup_that_succeeded_is_not_confirmed_again(peer: Peer, merchant: Merchant) -> None:
    setup = new_setup(merchant)
    peer.confirm_setup(setup["client_secret"], PAYS)
    status, refused = peer.confirm_setup(setup["client_secret"], PAYS)
    assert (status, refused["error"]["code"]) == (400, "setup_intent_unexpected_state")
    assert refused["error"]["setup_intent"]["status"] == "succeeded"


def test_a_browser_needs_the_intents_own_secret_and_sees_no_customer(peer: Peer, merchant: Merchant) -> None:
    setup = new_setup(merchant)
    assert peer.confirm_setup(f"{setup['id']}_secret_guessed", PAYS)[0] == 400
    assert "customer" not in peer.confirm_setup(setup["client_secret"], PAYS)[1]


def test_a_detached_card_is_neither_detached_again_nor_charged(merchant: Merchant) -> None:
    customer = merchant.customer()
    card = merchant.saved_card(customer)
    assert merchant.post(f"/v1/payment_methods/{card}/detach").body["customer"] is None
    assert merchant.post(f"/v1/payment_methods/{card}/detach").status == 400
    assert merchant.payment(customer, card).status == 400


def test_a_card_pays_for_nobody_but_its_customer(merchant: Merchant) -> None:
    card = merchant.saved_card(merchant.customer())
    assert merchant.payment(merchant.customer(), card).error["param"] == "payment_method"
