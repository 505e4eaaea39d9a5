"""Requests that Stripe's published description of its API does not allow."""

import pytest

from tests.payment_peer.description import problems, version
from tests.payment_peer.forms import Tangled, decode, items
from tests.payment_peer.process import Peer
from tests.unit.payment_peer.merchant import Merchant

PAYMENTS = "/v1/payment_intents"
GOOD = "amount=10000&currency=usd"
OPTIONS = "payment_method_options[customer_balance][bank_transfer]"


def found(method: str, path: str, query: str = "", body: str = "") -> list[str]:
    return [one.param for one in problems(method, path, decode(query), decode(body))]


@pytest.mark.parametrize(
    "body",
    [
        GOOD,
        f"{GOOD}&metadata[order]=7&metadata[a-b.c]=8&expand[]=latest_charge&payment_method_types[0]=card",
        f"{GOOD}&off_session=true",
        f"{GOOD}&off_session=recurring",
        f"{GOOD}&{OPTIONS}[type]=eu_bank_transfer&{OPTIONS}[eu_bank_transfer][country]=DE",
    ],
)
def test_what_is_described_is_allowed(body: str) -> None:
    assert found("POST", PAYMENTS, body=body) == []


@pytest.mark.parametrize(
    ("body", "param"),
    [
        ("amount=10000", "currency"),
        ("amount=100.00&currency=usd", "amount"),
        ("amount=1e4&currency=usd", "amount"),
        ("amount=+10000&currency=usd", "amount"),
        (f"{GOOD}&colour=red", "colour"),
        (f"{GOOD}&confirm=yes", "confirm"),
        (f"{GOOD}&confirm=True", "confirm"),
        (f"{GOOD}&off_session=perhaps", "off_session"),
        (f"{GOOD}&setup_future_usage=always", "setup_future_usage"),
        (f"{GOOD}&payment_method_types=card", "payment_method_types"),
        (f"{GOOD}&payment_method_types[1]=card", "payment_method_types"),
        (f"{GOOD}&metadata=", "metadata"),
        (f"{GOOD}&metadata[order][number]=7", "metadata[order]"),
        (f"{GOOD}&metadata[{'k' * 41}]=7", f"metadata[{'k' * 41}]"),
        (f"{GOOD}&metadata[order]={'v' * 501}", "metadata[order]"),
        (f"{GOOD}&description={'d' * 1001}", "description"),
        (f"{GOOD}&payment_method_data[card]=4242", "payment_method_data[type]"),
        (f"{GOOD}&payment_method_options[card][colour]=red", "payment_method_options[card][colour]"),
    ],
)
def test_what_is_not_described_is_found(body: str, param: str) -> None:
    assert param in found("POST", PAYMENTS, body=body)


def test_an_empty_text_unsets_what_the_description_lets_be_unset() -> None:
    assert found("POST", "/v1/customers", body="metadata=&email=") == []


def test_queries_are_checked_too() -> None:
    assert found("GET", PAYMENTS, "created[gte]=1&created[lt]=2&limit=100&expand[]=data.latest_charge") == []
    assert found("GET", PAYMENTS, "created[since]=1") == ["created[since]"]
    assert found("GET", PAYMENTS, "limit=ten") == ["limit"]
    assert found("GET", f"{PAYMENTS}/pi_1", "client_secret=x") == []


@pytest.mark.parametrize(("method", "path"), [("GET", "/v1/payment_intent"), ("DELETE", "/v1/customers/cus_1"), ("GET", "/v1/")])
def test_an_address_that_is_not_described_is_found(method: str, path: str) -> None:
    assert found(method, path) == [path]


def test_a_wrong_request_is_refused_and_remembered(peer: Peer, merchant: Merchant) -> None:
    refused = merchant.post(PAYMENTS, {"amount": "12.5", "currency": "usd"})
    assert (refused.status, refused.error["code"], refused.error["param"]) == (400, "parameter_invalid_integer", "amount")
    assert merchant.ask("GET", "/v1/subscriptions").status == 404
    ledger = peer.ledger()
    assert ledger["invalid_requests"][0]["problems"] == ["Invalid integer: 12.5"]
    assert [one["path"] for one in ledger["invalid_requests"]] == [PAYMENTS, "/v1/subscriptions"]
    assert ledger["payment_intents"] == []


def test_a_right_request_is_not_remembered_as_wrong(peer: Peer, merchant: Merchant) -> None:
    merchant.paid()
    merchant.invoice(merchant.customer())
    assert peer.ledger()["invalid_requests"] == []


def test_lists_are_read_in_any_of_their_spellings() -> None:
    assert items(decode("a[]=x&a[]=y")["a"]) == items(decode("a[1]=y&a[0]=x")["a"]) == ["x", "y"]
    lines = decode("a[][n]=1&a[][m]=2&a[][n]=3")["a"]
    assert items(lines) == [{"n": "1", "m": "2"}, {"n": "3"}]


@pytest.mark.parametrize("text", ["a=1&a[b]=2", "a[b]=1&a=2", "a[b=1", "[a]=1"])
def test_names_that_contradict_each_other_are_refused(text: str) -> None:
    with pytest.raises(Tangled):
        decode(text)


def test_the_extract_says_which_version_it_is_of() -> None:
    assert version() == "2026-05-27.dahlia"
