"""A peer in this process, for speed, with an empty ledger for each test."""

import threading
from collections.abc import Iterator

import pytest

from tests.payment_peer.access import Keys
from tests.payment_peer.process import PUBLISHABLE_KEY, SECRET_KEY, Peer
from tests.payment_peer.provider import Provider
from tests.payment_peer.server import Server
from tests.payment_peer.webhooks import Target
from tests.unit.payment_peer.listener import Listener
from tests.unit.payment_peer.merchant import Merchant


@pytest.fixture
def peer() -> Iterator[Peer]:
    with Server(0, Provider(Keys(SECRET_KEY, PUBLISHABLE_KEY), Target())) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield Peer(server.address)
        server.shutdown()
        thread.join()


@pytest.fixture
def merchant(peer: Peer) -> Merchant:
    return Merchant(peer)


@pytest.fixture
def listener() -> Iterator[Listener]:
    with Listener() as listening:
        yield listening
