"""The peer as a process of its own."""

import socket

import pytest

from tests.payment_peer.process import peer
from tests.unit.payment_peer.listener import Listener
from tests.unit.payment_peer.merchant import Merchant


def test_a_process_serves_its_own_ledger_and_ends_with_its_block(listener: Listener) -> None:
    with peer(secret_key="sk_test_own", webhook_url=listener.url) as running:
        merchant = Merchant(running, "sk_test_own")
        setup = merchant.post("/v1/setup_intents").body
        assert listener.next().event["data"]["object"]["id"] == setup["id"]
        assert [one["id"] for one in running.ledger()["setup_intents"]] == [setup["id"]]
        assert Merchant(running).ask("GET", "/v1/balance").status == 401
        place = (running.address.split("/")[2].split(":")[0], int(running.address.rsplit(":", 1)[1]))
    with pytest.raises(ConnectionRefusedError), socket.create_connection(place, 5):
        pass


def test_a_peer_comes_back_at_the_same_address_with_an_empty_ledger() -> None:
    with peer() as first:
        Merchant(first).customer()
    with peer(port=int(first.address.rsplit(":", 1)[1])) as second:
        assert second.address == first.address
        assert second.ledger()["customers"] == []


def test_a_request_whose_sender_died_over_it_is_none() -> None:
    with peer() as running:
        host, port = running.address.removeprefix("http://").split(":")
        with socket.create_connection((host, int(port)), 5) as connection:
            asked = f"POST /v1/payment_intents HTTP/1.1\r\nHost: {host}\r\nAuthorization: Bearer {running.secret_key}\r\n"
            connection.sendall(f"{asked}Content-Length: 100\r\n\r\namount=475".encode())
            connection.shutdown(socket.SHUT_WR)
            assert connection.recv(1024) == b""
        assert running.ledger()["invalid_requests"] == []
        assert running.ledger()["payment_intents"] == []
