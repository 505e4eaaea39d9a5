"""Signed events, and the ways in which they go astray."""

import hashlib
import hmac
import time

from tests.payment_peer.process import Peer
from tests.unit.payment_peer.listener import Listener, Received
from tests.unit.payment_peer.merchant import Merchant

SECRET = "whsec_of_this_test"


def is_genuine(received: Received, secret: str = SECRET, tolerance: int = 300) -> bool:
    """As https://docs.stripe.com/webhooks/signature tells merchants to check."""
    parts = dict(part.split("=", 1) for part in received.signature.split(","))
    signed = f"{parts['t']}.{received.payload}".encode()
    expected = hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()
    return hmac.compare_digest(expected, parts["v1"]) and abs(time.time() - int(parts["t"])) < tolerance


def four_setups(merchant: Merchant) -> list[str]:
    return [merchant.post("/v1/setup_intents").body["id"] for _ in range(4)]


def subjects(received: list[Received]) -> list[str]:
    return [one.event["data"]["object"]["id"] for one in received]


def test_each_change_is_told_in_order_and_signed(peer: Peer, merchant: Merchant, listener: Listener) -> None:
    peer.webhook(listener.url, SECRET)
    paid = merchant.paid()
    assert peer.wait_for_webhooks()
    received = listener.all()
    assert [one.event["type"] for one in received] == [
        "setup_intent.created",
        "payment_method.attached",
        "setup_intent.succeeded",
        "payment_intent.created",
        "charge.succeeded",
        "payment_intent.succeeded",
    ]
    assert all(is_genuine(one) for one in received)
    last = received[-1].event
    assert (last["object"], last["livemode"], last["data"]["object"]) == ("event", False, paid)
    assert merchant.get(f"/v1/events/{last['id']}") == last


def test_an_event_shows_its_object_as_it_was_then(peer: Peer, merchant: Merchant, listener: Listener) -> None:
    peer.webhook(listener.url)
    merchant.paid()
    assert peer.wait_for_webhooks()
    created = next(one.event for one in listener.all() if one.event["type"] == "payment_intent.created")
    assert created["data"]["object"]["status"] == "requires_confirmation"


def test_a_server_that_fails_is_told_again(peer: Peer, merchant: Merchant, listener: Listener) -> None:
    listener.statuses = [500, 503]
    peer.webhook(listener.url)
    merchant.post("/v1/setup_intents")
    assert peer.wait_for_webhooks()
    assert len({one.event["id"] for one in listener.all()}) == 1
    assert [one["status"] for one in peer.ledger()["deliveries"]] == [500, 503, 200]


def test_a_server_that_comes_back_gets_what_it_missed(peer: Peer, merchant: Merchant) -> None:
    with Listener() as gone:
        peer.webhook(gone.url, SECRET)
    (setup, *_others) = four_setups(merchant)
    with Listener() as back:
        peer.webhook(back.url)
        assert peer.wait_for_webhooks()
        received = back.all()
    assert setup in subjects(received)
    assert len(received) == 4
    assert all(is_genuine(one) for one in received)


def test_events_come_twice(peer: Peer, merchant: Merchant, listener: Listener) -> None:
    peer.webhook(listener.url, mode="duplicate")
    setups = four_setups(merchant)
    assert peer.wait_for_webhooks()
    assert sorted(subjects(listener.all())) == sorted(setups * 2)


def test_events_come_in_another_order(peer: Peer, merchant: Merchant, listener: Listener) -> None:
    peer.webhook(listener.url, mode="shuffle", late_seconds=600)
    setups = four_setups(merchant)
    assert peer.flush_webhooks() == 4
    assert peer.wait_for_webhooks()
    received = subjects(listener.all())
    assert received != setups
    assert sorted(received) == sorted(setups)


def test_events_come_late(peer: Peer, merchant: Merchant, listener: Listener) -> None:
    peer.webhook(listener.url, mode="late", late_seconds=0.05)
    (setup,) = [merchant.post("/v1/setup_intents").body["id"]]
    assert subjects([listener.next()]) == [setup]


def test_events_never_come_unless_they_are_let_go(peer: Peer, merchant: Merchant, listener: Listener) -> None:
    peer.webhook(listener.url, mode="never")
    setups = four_setups(merchant)
    assert peer.wait_for_webhooks()
    assert listener.all() == []
    assert peer.flush_webhooks() == 4
    assert peer.wait_for_webhooks()
    assert subjects(listener.all()) == setups


def test_an_event_is_sent_again_on_request(peer: Peer, merchant: Merchant, listener: Listener) -> None:
    peer.webhook(listener.url)
    merchant.post("/v1/setup_intents")
    first = listener.next()
    assert peer.send_webhook(first.event["id"]) == 200
    assert listener.next().payload == first.payload


def test_forged_events_are_signed_as_asked(peer: Peer, listener: Listener) -> None:
    peer.webhook(listener.url, SECRET)
    thing = {"id": "pi_of_nobody", "object": "payment_intent"}
    peer.forge_webhook("payment_intent.succeeded", thing)
    peer.forge_webhook("payment_intent.succeeded", thing, secret="whsec_stolen_elsewhere")
    peer.forge_webhook("payment_intent.succeeded", thing, age_seconds=3600)
    received = listener.all()
    assert [is_genuine(one) for one in received] == [True, False, False]
    assert {one.event["data"]["object"]["id"] for one in received} == {"pi_of_nobody"}
    assert peer.ledger()["events"] == []
