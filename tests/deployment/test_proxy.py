"""The real Caddy with the Caddyfile, before a real server: pages, sockets, metrics, and whom it says they come from."""

import json
import os
import signal
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import httpx
import pytest
from simple_websocket import ws

from tests.crash.trials import CONTACT
from tests.crash.visitor import CHECKOUT, Visitor, make_partner
from tests.deployment.image import ROOT
from tests.deployment.programs import program
from tests.e2e.infra.server import start_server, stop_server
from tests.ports import free_port

PARTNER, LIAR = "127.0.0.2", "203.0.113.66"
"""Where somebody sits, and where they say they do. The proxy itself comes from 127.0.0.1."""


class House:
    """A server, and the proxy in front of it."""

    def __init__(self, folder: Path) -> None:
        self.log = folder / "server.log"
        self.server = start_server(folder, self.log, TRUSTED_PROXIES="127.0.0.1")
        self.front = f"http://127.0.0.1:{free_port()}"
        self._proxy_log = (folder / "proxy.log").open("wb")
        self.proxy = subprocess.Popen(
            [program("caddy"), "run", "--config", ROOT / "deploy" / "Caddyfile", "--adapter", "caddyfile"],
            env=os.environ | caddy_home(folder) | {"SITE_ADDRESS": self.front, "UPSTREAMS": self.server["address"][7:]},
            stdout=self._proxy_log,
            stderr=subprocess.STDOUT,
        )

    def end(self) -> None:
        self.proxy.terminate()
        self.proxy.wait(20)
        self._proxy_log.close()
        stop_server(self.server)

    def lines(self, event: str) -> list[dict[str, str]]:
        """What the server's log says of something."""
        found = [json.loads(line) for line in self.log.read_text().splitlines() if line.startswith("{")]
        return [line for line in found if line["event"] == event]


def caddy_home(folder: Path) -> dict[str, str]:
    return {"HOME": str(folder), "XDG_DATA_HOME": str(folder), "XDG_CONFIG_HOME": str(folder)}


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    program("caddy")
    made = House(tmp_path_factory.mktemp("proxy"))
    try:
        for _look in range(200):
            with httpx.Client() as client:
                try:
                    if client.get(f"{made.front}/readyz").is_success:
                        break
                except httpx.TransportError:
                    pass
            signal.sigtimedwait([], 0.1)
        yield made
    finally:
        made.end()


@pytest.fixture
def outside() -> Iterator[httpx.Client]:
    """Asks from the partner's address."""
    with httpx.Client(transport=httpx.HTTPTransport(local_address=PARTNER), timeout=30) as client:
        yield client


@pytest.fixture
def _sockets_from_outside(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """They come from the partner's address as well, and lie about it."""

    opened: list[socket.socket] = []

    class Elsewhere(socket.socket):
        def connect(self, address: object) -> None:
            opened.append(self)
            self.bind((PARTNER, 0))
            super().connect(address)  # pyright: ignore[reportArgumentType]

    connect = ws.Client.connect
    monkeypatch.setattr(ws, "socket", SimpleNamespace(**{**vars(socket), "socket": Elsewhere}))
    monkeypatch.setattr(ws.Client, "connect", lambda url, headers: connect(url, headers=headers | {"X-Forwarded-For": LIAR}))
    yield
    for one in opened:
        one.close()


def test_the_caddyfile_is_valid_for_a_public_host(tmp_path: Path) -> None:
    settings = {"SITE_ADDRESS": "partners.example.com", "UPSTREAMS": "web-1:3000 web-2:3000"}
    told = subprocess.run(
        [program("caddy"), "validate", "--config", ROOT / "deploy" / "Caddyfile", "--adapter", "caddyfile"],
        env=os.environ | caddy_home(tmp_path) | settings,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (told.returncode, told.stdout.strip()) == (0, "Valid configuration"), told.stderr


def test_pages_come_with_the_headers_that_the_product_gives_them(house: House) -> None:
    direct, through = (httpx.get(f"{base}/en/sign-in") for base in (house.server["address"], house.front))
    assert through.content == direct.content
    its_own = {"x-request-id", "date", "connection", "transfer-encoding", "content-length", "server"}
    assert {name: value for name, value in through.headers.items() if name not in its_own} == {
        name: value for name, value in direct.headers.items() if name not in its_own
    }
    assert through.headers.get("server", "") != "Caddy"


@pytest.mark.parametrize("path", ["/metrics", "/metrics/", "//metrics", "/METRICS", "/metrics?x=1", "/%6detrics"])
def test_metrics_are_nothing_that_the_outside_finds(house: House, path: str) -> None:
    with socket.create_connection(("127.0.0.1", int(house.front.rsplit(":", 1)[1])), timeout=10) as line:
        line.sendall(f"GET {path} HTTP/1.1\r\nHost: {house.front[7:]}\r\nConnection: close\r\n\r\n".encode())
        with line.makefile("rb") as answered:
            answer = answered.read().decode(errors="replace")
    assert "# HELP" not in answer
    assert answer.startswith("HTTP/1.1 404")
    assert answer.partition("\r\n\r\n")[2] == ""


def test_a_body_that_is_far_too_large_is_refused_and_takes_no_server_out_of_service(house: House) -> None:
    """The server says 413 while the body still comes; a proxy that is still sending may not hear it, and says 502."""
    for _body in range(3):
        sent = httpx.post(f"{house.front}/api/stripe/webhook", content=b"x" * 13_000_000, timeout=30)
        assert sent.status_code in {413, 502}
        assert httpx.get(f"{house.front}/healthz").is_success


def test_somebody_is_who_they_are_whatever_they_write_of_themselves(house: House, outside: httpx.Client) -> None:
    """By request, by socket and past the proxy: the activity has the address of the connection that reached the proxy."""
    _partner, person = make_partner(house.server["address"], house.server["key"], "fabrikam")
    lie = {"X-Forwarded-For": LIAR, "Forwarded": f"for={LIAR}", "X-Real-IP": LIAR}
    for base in (house.front, house.server["address"]):
        assert outside.post(f"{base}/auth/sign-in", data={"person": person}, headers=lie).status_code == 303
    signed_in = [line for line in house.lines("signed in") if line.get("person") == person]
    assert [line["address"] for line in signed_in] == [PARTNER, PARTNER]


@pytest.mark.usefixtures("_sockets_from_outside")
def test_a_socket_goes_through_and_its_events_come_from_whoever_opened_it(house: House) -> None:
    _partner, person = make_partner(house.server["address"], house.server["key"], "fabrikam")
    visitor = Visitor(house.front, person)
    visitor.connect()
    visitor.send(CHECKOUT, "open", offer="action_pack")
    assert visitor.wait_for({"method"}) == "method"
    visitor.send(CHECKOUT, "choose_transfer")
    visitor.send(CHECKOUT, "submit", form=CONTACT)
    assert visitor.wait_for({"review"}) == "review"
    visitor.order = {}
    visitor.send(CHECKOUT, "buy", form={})
    assert visitor.wait_for({"transfer"}) == "transfer"
    visitor.close()
    placed = [line for line in house.lines("done") if line.get("person") == person and line["action"] == "order_placed"]
    assert [line["address"] for line in placed] == [PARTNER]


@pytest.mark.parametrize(("origin", "status"), [("{front}", 101), ("https://elsewhere.example.com", 403)])
def test_a_socket_opens_for_the_page_s_own_origin_only(house: House, origin: str, status: int) -> None:
    headers = {
        "Connection": "Upgrade",
        "Upgrade": "websocket",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
        "Origin": origin.format(front=house.front),
    }
    address = f"{house.front}/_event/?EIO=4&transport=websocket&token=0123456789abcdef"
    with httpx.stream("GET", address, headers=headers) as answer:
        assert answer.status_code == status
