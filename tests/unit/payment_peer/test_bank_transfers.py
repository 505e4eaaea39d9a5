"""Payments that wait for a bank transfer, and money that comes in other amounts than asked."""

import pytest

from tests.payment_peer.process import Peer
from tests.unit.payment_peer.merchant import BANK_TRANSFER, Json, Merchant

TYPE = "payment_method_options[customer_balance][bank_transfer][type]"
COUNTRY = "payment_method_options[customer_balance][bank_transfer][eu_bank_transfer][country]"


def instructions(payment: Json) -> Json:
    return payment["next_action"]["display_bank_transfer_instructions"]


@pytest.mark.parametrize(
    ("currency", "kind", "shapes"),
    [
        ("usd", "us_bank_transfer", ["aba", "swift"]),
        ("gbp", "gb_bank_transfer", ["sort_code"]),
        ("eur", "eu_bank_transfer", ["iban"]),
        ("jpy", "jp_bank_transfer", ["zengin"]),
    ],
)
def test_the_customer_is_told_where_to_send_the_money(merchant: Merchant, currency: str, kind: str, shapes: list[str]) -> None:
    more = {TYPE: kind} | ({COUNTRY: "DE"} if kind == "eu_bank_transfer" else {})
    payment = merchant.invoice(merchant.customer(), currency=currency, **more)
    shown = instructions(payment)
    assert payment["status"] == "requires_action"
    assert (shown["amount_remaining"], shown["currency"], shown["type"]) == (10000, currency, kind)
    assert [one["type"] for one in shown["financial_addresses"]] == shapes
    assert all(one["type"] in one for one in shown["financial_addresses"])


def test_a_customer_keeps_an_account_number_but_each_payment_has_a_reference(merchant: Merchant) -> None:
    customer = merchant.customer()
    first, second = (instructions(merchant.invoice(customer)) for _ in range(2))
    assert first["financial_addresses"] == second["financial_addresses"]
    assert first["reference"] != second["reference"]


def test_a_part_of_the_money_lowers_what_remains(peer: Peer, merchant: Merchant) -> None:
    payment = merchant.invoice(merchant.customer())
    assert instructions(peer.fund(payment["id"], 4000))["amount_remaining"] == 6000
    assert merchant.get(f"/v1/payment_intents/{payment['id']}")["status"] == "requires_action"
    paid = peer.fund(payment["id"], 6000)
    assert (paid["status"], paid["amount_received"], paid["next_action"]) == ("succeeded", 10000, None)
    charge = merchant.get(f"/v1/charges/{paid['latest_charge']}")
    assert (charge["paid"], charge["payment_method_details"]["type"]) == (True, "customer_balance")


def test_too_much_money_stays_in_the_cash_balance_and_pays_the_next_time(peer: Peer, merchant: Merchant) -> None:
    customer = merchant.customer()
    assert peer.fund(merchant.invoice(customer)["id"], 12500)["status"] == "succeeded"
    assert merchant.get(f"/v1/customers/{customer}/cash_balance")["available"] == {"usd": 2500}
    assert instructions(merchant.invoice(customer))["amount_remaining"] == 7500
    assert merchant.get(f"/v1/customers/{customer}/cash_balance")["available"] is None


def test_money_without_a_reference_pays_what_waits_for_exactly_that_then_the_oldest(peer: Peer, merchant: Merchant) -> None:
    customer = merchant.customer()
    old, exact = merchant.invoice(customer, 10000), merchant.invoice(customer, 4000)
    peer.fund_customer(customer, "usd", 4000)
    assert merchant.get(f"/v1/payment_intents/{exact['id']}")["status"] == "succeeded"
    peer.fund_customer(customer, "usd", 3000)
    assert instructions(merchant.get(f"/v1/payment_intents/{old['id']}"))["amount_remaining"] == 7000


def test_a_canceled_payment_gives_back_what_it_was_sent(peer: Peer, merchant: Merchant) -> None:
    customer = merchant.customer()
    payment = merchant.invoice(customer)
    peer.fund(payment["id"], 4000)
    assert merchant.post(f"/v1/payment_intents/{payment['id']}/cancel").body["status"] == "canceled"
    assert merchant.get(f"/v1/customers/{customer}/cash_balance")["available"] == {"usd": 4000}


@pytest.mark.parametrize(("currency", "kind"), [("krw", "us_bank_transfer"), ("usd", "gb_bank_transfer")])
def test_a_currency_that_the_bank_does_not_take_is_refused(merchant: Merchant, currency: str, kind: str) -> None:
    form = {"amount": "10000", "currency": currency, "customer": merchant.customer()} | BANK_TRANSFER | {TYPE: kind}
    assert merchant.post("/v1/payment_intents", form).status == 400


def test_a_refund_to_a_bank_needs_an_address_to_write_to(peer: Peer, merchant: Merchant) -> None:
    paid = peer.fund(merchant.invoice(merchant.customer(email=""))["id"], 10000)
    refused = merchant.post("/v1/refunds", {"payment_intent": paid["id"]})
    assert refused.error["param"] == "instructions_email"
    form = {"payment_intent": paid["id"], "instructions_email": "billing@fabrikam.example.com"}
    assert merchant.post("/v1/refunds", form).body["status"] == "succeeded"
