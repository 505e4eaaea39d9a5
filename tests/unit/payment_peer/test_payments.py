"""The life of a PaymentIntent, as Stripe documents it."""

import pytest

from tests.payment_peer.process import Peer
from tests.unit.payment_peer.merchant import ASKS, DECLINES, PAYS, Json, Merchant


def draft(merchant: Merchant, customer: str, **more: str) -> Json:
    form = {"amount": "10000", "currency": "usd", "customer": customer, "payment_method_types[]": "card"}
    return merchant.post("/v1/payment_intents", form | more).body


def test_a_payment_goes_from_needing_a_card_to_confirmation_to_success(merchant: Merchant) -> None:
    customer = merchant.customer()
    card = merchant.saved_card(customer)
    assert draft(merchant, customer)["status"] == "requires_payment_method"
    payment = draft(merchant, customer, payment_method=card)
    assert (payment["status"], payment["latest_charge"]) == ("requires_confirmation", None)
    paid = merchant.post(
        f"/v1/payment_intents/{payment['id']}/confirm", {"off_session": "true", "expand[]": "latest_charge"}
    ).body
    assert (paid["status"], paid["amount_received"], paid["latest_charge"]["paid"]) == ("succeeded", 10000, True)


def test_a_payment_without_a_card_is_not_confirmed(merchant: Merchant) -> None:
    payment = draft(merchant, merchant.customer())
    refused = merchant.post(f"/v1/payment_intents/{payment['id']}/confirm")
    assert (refused.status, refused.error["code"]) == (400, "payment_intent_unexpected_state")


def test_a_declined_payment_waits_for_another_card(merchant: Merchant) -> None:
    customer = merchant.customer()
    declined = merchant.payment(customer, merchant.saved_card(customer, DECLINES))
    shown = declined.error["payment_intent"]
    assert (declined.status, declined.error["type"], declined.error["decline_code"]) == (402, "card_error", "generic_decline")
    assert (shown["status"], shown["payment_method"]) == ("requires_payment_method", None)
    assert shown["last_payment_error"]["code"] == "card_declined"
    assert merchant.get(f"/v1/charges/{declined.error['charge']}")["status"] == "failed"
    form = {"payment_method": merchant.saved_card(customer), "off_session": "true"}
    assert merchant.post(f"/v1/payment_intents/{shown['id']}/confirm", form).body["status"] == "succeeded"


@pytest.mark.parametrize("verb", ["confirm", "cancel"])
def test_what_succeeded_is_neither_confirmed_nor_canceled(merchant: Merchant, verb: str) -> None:
    refused = merchant.post(f"/v1/payment_intents/{merchant.paid()['id']}/{verb}")
    assert (refused.status, refused.error["code"]) == (400, "payment_intent_unexpected_state")
    assert refused.error["payment_intent"]["status"] == "succeeded"


def test_a_canceled_payment_stays_canceled(merchant: Merchant) -> None:
    customer = merchant.customer()
    payment = draft(merchant, customer, payment_method=merchant.saved_card(customer))
    form = {"cancellation_reason": "abandoned"}
    canceled = merchant.post(f"/v1/payment_intents/{payment['id']}/cancel", form).body
    assert (canceled["status"], canceled["cancellation_reason"]) == ("canceled", "abandoned")
    assert merchant.post(f"/v1/payment_intents/{payment['id']}/confirm").error["payment_intent"]["status"] == "canceled"


def test_a_bank_that_asks_needs_the_cardholder(peer: Peer, merchant: Merchant) -> None:
    customer = merchant.customer()
    card = merchant.saved_card(customer, ASKS)
    absent = merchant.payment(customer, card)
    assert (absent.status, absent.error["code"]) == (402, "authentication_required")
    payment = draft(merchant, customer, payment_method=card, confirm="true")
    assert (payment["status"], payment["next_action"]["type"]) == ("requires_action", "use_stripe_sdk")
    assert peer.authenticate(payment["id"])["status"] == "succeeded"


def test_a_cardholder_who_fails_the_question_can_try_again(peer: Peer, merchant: Merchant) -> None:
    customer = merchant.customer()
    card = merchant.saved_card(customer, ASKS)
    payment = draft(merchant, customer, payment_method=card, confirm="true")
    failed = peer.authenticate(payment["id"], success=False)
    assert failed["last_payment_error"]["code"] == "payment_intent_authentication_failure"
    assert failed["status"] == "requires_payment_method"
    again = merchant.post(f"/v1/payment_intents/{payment['id']}/confirm", {"payment_method": card}).body
    assert again["status"] == "requires_action"


def test_a_browser_confirms_a_payment_with_its_secret(peer: Peer, merchant: Merchant) -> None:
    payment = draft(merchant, merchant.customer(), setup_future_usage="off_session")
    status, confirmed = peer.confirm_payment(payment["client_secret"], PAYS)
    assert (status, confirmed["status"]) == (200, "succeeded")
    assert merchant.get(f"/v1/payment_methods/{confirmed['payment_method']}")["customer"] == payment["customer"]


def test_dashboard_methods_need_an_address_to_return_to(merchant: Merchant) -> None:
    customer = merchant.customer()
    form = {"amount": "10000", "currency": "usd", "customer": customer, "confirm": "true"}
    form |= {"payment_method": merchant.saved_card(customer)}
    assert merchant.post("/v1/payment_intents", form).error["param"] == "return_url"
    assert merchant.post("/v1/payment_intents", form | {"return_url": "https://shop.example/"}).body["status"] == "succeeded"


@pytest.mark.parametrize("currency", ["jpy", "krw"])
def test_currencies_without_decimals_are_taken_as_sent(merchant: Merchant, currency: str) -> None:
    assert draft(merchant, merchant.customer(), amount="150000", currency=currency)["amount"] == 150000


@pytest.mark.parametrize(("amount", "code"), [("49", "amount_too_small"), ("100000000", "amount_too_large")])
def test_amounts_have_limits(merchant: Merchant, amount: str, code: str) -> None:
    refused = merchant.post("/v1/payment_intents", {"amount": amount, "currency": "usd"})
    assert (refused.status, refused.error["code"]) == (400, code)


def test_lists_give_the_newest_first_page_by_page(merchant: Merchant) -> None:
    customer = merchant.customer()
    made = [draft(merchant, customer)["id"] for _ in range(5)]
    draft(merchant, merchant.customer())
    first = merchant.get(f"/v1/payment_intents?customer={customer}&limit=3")
    rest = merchant.get(f"/v1/payment_intents?customer={customer}&limit=3&starting_after={first['data'][-1]['id']}")
    assert [one["id"] for one in first["data"] + rest["data"]] == made[::-1]
    assert (first["has_more"], rest["has_more"], first["url"]) == (True, False, "/v1/payment_intents")


def test_lists_can_be_of_a_span_of_time(merchant: Merchant) -> None:
    paid = merchant.paid()
    at = paid["created"]
    inside = merchant.get(f"/v1/payment_intents?created[gte]={at}&created[lt]={at + 1}&expand[]=data.latest_charge")
    assert inside["data"][0]["latest_charge"]["payment_intent"] == paid["id"]
    assert merchant.get(f"/v1/payment_intents?created[lt]={at}")["data"] == []


def test_payments_made_or_lost_outside_show_in_the_list(peer: Peer, merchant: Merchant) -> None:
    paid = merchant.paid()
    stray = peer.charge_outside(paid["customer"], 7500, "usd")
    peer.forget(paid["id"])
    assert [one["id"] for one in merchant.get("/v1/payment_intents")["data"]] == [stray["id"]]
    assert merchant.ask("GET", f"/v1/payment_intents/{paid['id']}").error["code"] == "resource_missing"


def test_only_the_secret_key_opens_the_api(peer: Peer) -> None:
    assert Merchant(peer, "sk_test_other").ask("GET", "/v1/balance").status == 401
    assert Merchant(peer, "pk_test_peer").ask("GET", "/v1/balance").error["code"] == "secret_key_required"
