"""Money that goes back."""

from tests.payment_peer.process import Peer
from tests.unit.payment_peer.listener import Listener
from tests.unit.payment_peer.merchant import REFUND_FAILS, Merchant


def test_a_payment_is_given_back_in_parts_and_no_further(merchant: Merchant) -> None:
    paid = merchant.paid()
    part = {"payment_intent": paid["id"], "amount": "4000", "reason": "requested_by_customer", "metadata[credit_note]": "7"}
    first = merchant.post("/v1/refunds", part).body
    assert (first["status"], first["amount"], first["metadata"]) == ("succeeded", 4000, {"credit_note": "7"})
    assert merchant.post("/v1/refunds", part | {"amount": "6001"}).error["param"] == "amount"
    assert merchant.post("/v1/refunds", {"charge": paid["latest_charge"]}).body["amount"] == 6000
    assert merchant.post("/v1/refunds", part).error["code"] == "charge_already_refunded"
    charge = merchant.get(f"/v1/charges/{paid['latest_charge']}")
    assert (charge["amount_refunded"], charge["refunded"]) == (10000, True)


def test_refunds_are_listed_by_payment(peer: Peer, merchant: Merchant) -> None:
    paid = merchant.paid()
    outside = peer.refund_outside(paid["id"], 2500)
    peer.refund_outside(merchant.paid()["id"])
    listed = merchant.get(f"/v1/refunds?payment_intent={paid['id']}")["data"]
    assert [one["id"] for one in listed] == [outside["id"]]


def test_what_was_not_paid_is_not_given_back(merchant: Merchant) -> None:
    payment = merchant.invoice(merchant.customer())
    assert merchant.post("/v1/refunds", {"payment_intent": payment["id"]}).error["param"] == "payment_intent"


def test_a_refund_can_fail_after_it_was_accepted(peer: Peer, merchant: Merchant, listener: Listener) -> None:
    paid = merchant.paid(REFUND_FAILS)
    peer.webhook(listener.url)
    refund = merchant.post("/v1/refunds", {"payment_intent": paid["id"]}).body
    assert refund["status"] == "pending"
    assert peer.wait_for_webhooks()
    assert merchant.get(f"/v1/refunds/{refund['id']}")["status"] == "failed"
    assert merchant.get(f"/v1/charges/{paid['latest_charge']}")["amount_refunded"] == 0
    told = [one.event["type"] for one in listener.all()]
    assert told == ["refund.created", "charge.refunded", "refund.updated", "charge.refund.updated", "refund.failed"]


def test_a_disputed_payment_is_refunded_only_after_the_dispute_is_won(peer: Peer, merchant: Merchant) -> None:
    paid = merchant.paid()
    dispute = peer.dispute(paid["id"])
    assert merchant.get(f"/v1/disputes/{dispute['id']}")["status"] == "needs_response"
    assert merchant.get(f"/v1/charges/{paid['latest_charge']}")["disputed"]
    assert merchant.post("/v1/refunds", {"payment_intent": paid["id"]}).error["code"] == "charge_disputed"
    assert peer.close_dispute(dispute["id"], won=True)["status"] == "won"
    assert merchant.post("/v1/refunds", {"payment_intent": paid["id"]}).status == 200
