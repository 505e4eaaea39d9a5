"""What can go wrong on request, and what the ledger says then."""

from http.client import RemoteDisconnected
from pathlib import Path

import pytest

from tests.payment_peer.process import ControlRefused, Peer
from tests.unit.payment_peer.merchant import PAYS, Merchant

CUSTOMERS = "/v1/customers"
FABRIKAM = {"name": "Fabrikam"}


def test_a_line_that_drops_before_leaves_nothing_done(peer: Peer, merchant: Merchant) -> None:
    peer.fault("customers.create", "drop_before")
    with pytest.raises(RemoteDisconnected):
        merchant.post(CUSTOMERS, FABRIKAM, key="order-1")
    assert peer.ledger()["customers"] == []
    assert merchant.post(CUSTOMERS, FABRIKAM, key="order-1").headers.get("Idempotent-Replayed") is None


def test_a_line_that_drops_after_leaves_it_done(peer: Peer, merchant: Merchant) -> None:
    peer.fault("customers.create", "drop_after_success")
    with pytest.raises(RemoteDisconnected):
        merchant.post(CUSTOMERS, FABRIKAM, key="order-1")
    assert [one["name"] for one in peer.ledger()["customers"]] == ["Fabrikam"]
    assert merchant.post(CUSTOMERS, FABRIKAM, key="order-1").headers["Idempotent-Replayed"] == "true"


def test_an_error_before_leaves_the_key_free(peer: Peer, merchant: Merchant) -> None:
    peer.fault("customers.create", "error_500_before")
    failed = merchant.post(CUSTOMERS, FABRIKAM, key="order-1")
    assert (failed.status, failed.error["type"], failed.headers["Stripe-Should-Retry"]) == (500, "api_error", "true")
    assert merchant.post(CUSTOMERS, FABRIKAM, key="order-1").status == 200


def test_an_error_after_is_kept_though_it_was_done(peer: Peer, merchant: Merchant) -> None:
    peer.fault("customers.create", "error_500_after_success")
    replies = [merchant.post(CUSTOMERS, FABRIKAM, key="order-1") for _ in range(2)]
    assert [one.status for one in replies] == [500, 500]
    assert replies[1].headers["Idempotent-Replayed"] == "true"
    assert len(peer.ledger()["customers"]) == 1


def test_an_answer_that_is_late_was_done_long_before(peer: Peer, merchant: Merchant) -> None:
    peer.fault("customers.create", "timeout_after_success", seconds=600)
    peer.pause("customers.create", "after")
    late = merchant.meanwhile(CUSTOMERS, FABRIKAM, key="order-1")
    assert peer.waiting()
    peer.resume()
    assert merchant.post(CUSTOMERS, FABRIKAM, key="order-1").headers["Idempotent-Replayed"] == "true"
    assert not late.done()
    peer.clear_faults()
    assert late.result(20).status == 200


def test_a_slow_request_is_not_done_before_its_time(peer: Peer, merchant: Merchant) -> None:
    peer.fault("customers.create", "slow", seconds=600)
    peer.pause("customers.create", "before")
    slow = merchant.meanwhile(CUSTOMERS, FABRIKAM, key="order-1")
    assert peer.waiting()
    peer.resume()
    assert merchant.post(CUSTOMERS, FABRIKAM, key="order-1").status == 409
    assert peer.ledger()["customers"] == []
    peer.clear_faults()
    assert slow.result(20).status == 200


def test_the_rate_limit_refuses_without_doing(peer: Peer, merchant: Merchant) -> None:
    peer.fault("*", "rate_limit_429", times=2)
    assert [merchant.post(CUSTOMERS, FABRIKAM).status for _ in range(3)] == [429, 429, 200]
    assert [one["executed"] for one in peer.ledger()["requests"]] == [False, False, True]


def test_a_fault_meets_only_its_operation_and_can_be_cleared(peer: Peer, merchant: Merchant) -> None:
    peer.fault("refunds.create", "error_500_before", times=None)
    assert merchant.post(CUSTOMERS, FABRIKAM).status == 200
    assert [merchant.post("/v1/refunds", {"charge": "ch_1"}).status for _ in range(3)] == [500, 500, 500]
    peer.clear_faults()
    assert merchant.post("/v1/refunds", {"charge": "ch_1"}).status == 404


def test_chance_repeats_with_its_seed(peer: Peer, merchant: Merchant) -> None:
    runs = []
    for _run in range(2):
        peer.fault("balance.retrieve", "error_500_before", times=None, probability=0.5, seed=7)
        runs.append([merchant.ask("GET", "/v1/balance").status for _ in range(12)])
        peer.clear_faults()
    assert runs[0] == runs[1]
    assert set(runs[0]) == {200, 500}


def test_browsers_are_spared_unless_a_fault_says_otherwise(peer: Peer, merchant: Merchant) -> None:
    secret = merchant.post("/v1/setup_intents", {"customer": merchant.customer()}).body["client_secret"]
    peer.fault("*", "error_500_before", times=None)
    peer.fault("*", "rate_limit_429", browser=True)
    assert [peer.confirm_setup(secret, PAYS)[0] for _ in range(2)] == [429, 200]


def test_a_fault_that_does_not_exist_is_refused(peer: Peer) -> None:
    with pytest.raises(ControlRefused, match="no such fault"):
        peer.fault("*", "drop_everything")


def test_a_request_is_held_after_it_was_done_and_says_so_in_a_file(peer: Peer, merchant: Merchant, tmp_path: Path) -> None:
    peer.pause("customers.create", "after", tmp_path / "held")
    held = merchant.meanwhile(CUSTOMERS, FABRIKAM, key="order-1")
    assert peer.waiting() == [{"operation": "customers.create", "phase": "after"}]
    assert (tmp_path / "held").read_text("utf-8") == "customers.create after\n"
    assert len(peer.ledger()["customers"]) == 1
    assert not held.done()
    peer.resume()
    assert held.result(20).status == 200
