"""Addresses as proxies forward them, for requests and for sockets."""

import asyncio
import ipaddress
from types import SimpleNamespace
from typing import Any

import pytest

from actionpack_app.api import proxies
from actionpack_app.api.proxies import Proxies

OURS = (ipaddress.ip_network("10.0.0.0/8"),)


@pytest.fixture(autouse=True)
def settings(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    told = SimpleNamespace(trusted_proxies=OURS)
    monkeypatch.setattr(proxies, "get_settings", lambda: told)
    return told


def seen(scope: dict[str, Any]) -> Any:
    """Whom the application takes for the connection's other end."""
    met: list[Any] = []

    async def app(scope: Any, _receive: Any, _send: Any) -> None:
        met.append(scope.get("client"))

    async def nothing(*_: Any) -> Any:
        raise AssertionError

    asyncio.run(Proxies(app)(scope, nothing, nothing))
    return met[0]


def scope(kind: str, peer: str, *forwarded: str) -> dict[str, Any]:
    return {"type": kind, "client": (peer, 5000), "headers": [(b"x-forwarded-for", one.encode()) for one in forwarded]}


@pytest.mark.parametrize("kind", ["http", "websocket"])
class TestBoth:
    def test_the_sender_stands_in_the_place_of_the_proxy(self, kind: str) -> None:
        assert seen(scope(kind, "10.0.0.2", "198.51.100.7")) == ("198.51.100.7", 0)

    def test_a_header_that_came_twice_is_one_list(self, kind: str) -> None:
        assert seen(scope(kind, "10.0.0.2", "203.0.113.1", "198.51.100.7, 10.0.0.9")) == ("198.51.100.7", 0)

    def test_whoever_is_no_proxy_is_who_they_are(self, kind: str) -> None:
        assert seen(scope(kind, "198.51.100.7", "203.0.113.1")) == ("198.51.100.7", 5000)

    def test_nobody_is_believed_unless_they_were_named(self, kind: str, settings: SimpleNamespace) -> None:
        settings.trusted_proxies = ()
        assert seen(scope(kind, "10.0.0.2", "203.0.113.1")) == ("10.0.0.2", 5000)


def test_the_start_of_the_server_has_no_sender() -> None:
    assert seen({"type": "lifespan"}) is None
