"""Idempotency keys, as Stripe documents them."""

from tests.payment_peer.process import Peer
from tests.unit.payment_peer.merchant import DECLINES, Merchant

CUSTOMERS = "/v1/customers"
FABRIKAM = {"name": "Fabrikam", "metadata[partner]": "7"}


def test_the_first_answer_is_given_again_and_nothing_is_done_twice(peer: Peer, merchant: Merchant) -> None:
    first, second = (merchant.post(CUSTOMERS, FABRIKAM, key="order-1") for _ in range(2))
    assert first.body == second.body
    assert "Idempotent-Replayed" not in first.headers
    assert second.headers["Idempotent-Replayed"] == "true"
    assert second.headers["Original-Request"] == first.headers["Request-Id"]
    ledger = peer.ledger()
    assert (len(ledger["customers"]), ledger["executions"], ledger["replays"]) == (1, 1, 1)
    assert [one["replayed"] for one in ledger["requests"]] == [False, True]


def test_the_order_of_parameters_does_not_matter(merchant: Merchant) -> None:
    merchant.post(CUSTOMERS, FABRIKAM, key="order-1")
    reordered = dict(reversed(FABRIKAM.items()))
    assert merchant.post(CUSTOMERS, reordered, key="order-1").headers["Idempotent-Replayed"] == "true"


def test_a_key_is_for_one_request_only(peer: Peer, merchant: Merchant) -> None:
    merchant.post(CUSTOMERS, FABRIKAM, key="order-1")
    for path, form in ((CUSTOMERS, FABRIKAM | {"name": "Contoso"}), ("/v1/setup_intents", {"usage": "off_session"})):
        refused = merchant.post(path, form, key="order-1")
        assert (refused.status, refused.error["type"]) == (400, "idempotency_error")
    assert peer.ledger()["executions"] == 1


def test_a_declined_card_is_declined_again_by_the_same_key(peer: Peer, merchant: Merchant) -> None:
    customer = merchant.customer()
    form = {"amount": "10000", "currency": "usd", "customer": customer, "confirm": "true", "payment_method_types[]": "card"}
    form |= {"payment_method": merchant.saved_card(customer, DECLINES)}
    first, second = (merchant.post("/v1/payment_intents", form, key="order-1") for _ in range(2))
    assert (first.status, first.body) == (402, second.body)
    assert len(peer.ledger()["charges"]) == 1


def test_a_key_in_use_is_refused_until_its_request_is_done(peer: Peer, merchant: Merchant) -> None:
    peer.pause("customers.create", "before")
    first = merchant.meanwhile(CUSTOMERS, FABRIKAM, key="order-1")
    assert peer.waiting() == [{"operation": "customers.create", "phase": "before"}]
    refused = merchant.post(CUSTOMERS, FABRIKAM, key="order-1")
    assert (refused.status, refused.error["code"]) == (409, "idempotency_key_in_use")
    assert peer.resume() == 1
    done = first.result(20)
    assert merchant.post(CUSTOMERS, FABRIKAM, key="order-1").body == done.body


def test_a_key_of_a_request_that_was_never_carried_out_is_free(peer: Peer, merchant: Merchant) -> None:
    peer.fault("customers.create", "rate_limit_429")
    assert merchant.post(CUSTOMERS, FABRIKAM, key="order-1").status == 429
    assert merchant.post(CUSTOMERS, {"nam": "Fabrikam"}, key="order-1").status == 400
    assert Merchant(peer, "sk_test_other").post(CUSTOMERS, {"name": "Contoso"}, key="order-1").status == 401
    done = merchant.post(CUSTOMERS, FABRIKAM, key="order-1")
    assert (done.status, done.headers.get("Idempotent-Replayed")) == (200, None)


def test_many_at_once_with_one_key_do_it_once(peer: Peer, merchant: Merchant) -> None:
    asked = [merchant.meanwhile(CUSTOMERS, FABRIKAM, key="order-1") for _ in range(12)]
    statuses = {one.result(20).status for one in asked}
    assert 200 in statuses
    assert statuses <= {200, 409}
    assert len(peer.ledger()["customers"]) == 1


def test_reads_take_no_key(merchant: Merchant) -> None:
    assert merchant.ask("GET", "/v1/balance", key="order-1").status == 200
    assert merchant.post(CUSTOMERS, FABRIKAM, key="order-1").status == 200
