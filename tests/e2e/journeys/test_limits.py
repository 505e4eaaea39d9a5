"""Too much, too long, too slow: what a server answers to it, and that others don't notice."""

import socket
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests.e2e.infra.house import House
from tests.e2e.infra.server import stop_server
from tests.e2e.infra.socket import Socket
from tests.e2e.pages.offers import OffersPage
from tests.e2e.pages.person import Door

PATIENCE_SECONDS = 60
LOAD = "reflex___state____state.actionpack_app___dialogs___shell___state____shell_state.load"
FLOOD = 1_500


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """One server for these tests, which nobody else asks anything of."""
    made = House(tmp_path_factory.mktemp("limits"))
    yield made
    stop_server(made.started)


@pytest.fixture
def connect(house: House) -> Iterator[Callable[[str], Socket]]:
    """Sockets that are closed afterwards."""
    opened: list[Socket] = []

    def connected(cookie: str) -> Socket:
        opened.append(Socket(house.address, cookie))
        return opened[-1]

    yield connected
    for one in opened:
        one.close()


def said_to(house: House, *pieces: bytes) -> bytes:
    """What the server answers to bytes that are sent as they are, until it closes the connection."""
    address = urlsplit(house.address)
    with socket.create_connection((address.hostname or "", address.port or 0)) as line:
        line.settimeout(PATIENCE_SECONDS)
        heard = b""
        try:
            for piece in pieces:
                line.sendall(piece)
            while part := line.recv(65536):
                heard += part
        except (BrokenPipeError, ConnectionResetError):
            pass  # closed while it was still being told something
        return heard


def head(method: str, path: str, *lines: str) -> bytes:
    return "\r\n".join([f"{method} {path} HTTP/1.1", "Host: localhost", *lines, "", ""]).encode()


def status(answer: bytes) -> str:
    return answer.split(b"\r\n")[0].decode()


def test_a_body_that_is_too_long_is_refused_whatever_its_headers_say(house: House) -> None:
    before = house.contents()
    form = "Content-Type: application/x-www-form-urlencoded"
    claimed = said_to(house, head("POST", "/auth/sign-in", form, "Content-Length: 200000"), b"a" * 200_000)
    chunk = b"8000\r\n" + b"a" * 0x8000 + b"\r\n"
    untold = said_to(house, head("POST", "/auth/sign-in", form, "Transfer-Encoding: chunked"), chunk * 3)
    for answer in (claimed, untold):
        assert status(answer) == "HTTP/1.1 413 Payload Too Large"
        assert b'{"error":"too_large"}' in answer
    assert house.contents() == before


def test_headers_that_are_too_long_are_refused(house: House) -> None:
    long = said_to(house, head("GET", "/en/sign-in", "Cookie: session=" + "a" * 1_000_000))
    many = said_to(house, head("GET", "/en/sign-in", *[f"X-{number}: a" for number in range(500)]))
    assert [status(long), status(many)] == ["HTTP/1.1 431 Request Header Fields Too Large"] * 2


def test_a_client_that_never_ends_its_headers_is_hung_up_on(house: House) -> None:
    assert said_to(house, b"GET /en/sign-in HTTP/1.1\r\nHost: localhost\r\n") == b""


def test_a_client_that_says_nothing_is_hung_up_on(house: House) -> None:
    assert said_to(house) == b""


def test_a_client_that_never_ends_its_body_is_answered_and_hung_up_on(house: House) -> None:
    answer = said_to(house, head("POST", "/auth/sign-in", "Content-Length: 1000"), b"email=")
    assert status(answer) == "HTTP/1.1 408 Request Timeout"
    assert b'{"error":"too_slow"}' in answer


def test_a_flood_from_one_socket_leaves_another_persons_clicks_answered(house: House, connect: Callable[[str], Socket]) -> None:
    people = house.copy("fabrikam")
    flood, bystander = connect(people["user"]), connect(people["global_admin"])
    before = house.contents()
    for _event in range(FLOOD):
        flood.post(LOAD, {})
    for _click in range(3):
        assert "Fabrikam" in "".join(bystander.send(LOAD, {}))
    assert house.contents() == before


def test_a_page_that_is_too_quick_is_told_so_and_can_put_the_message_away(door: Door) -> None:
    offers = OffersPage(door.enter("fabrikam", "Global admin", "ko")).validate_page()
    page: Any = offers.page
    navigation = page.get_by_role("button", name="탐색 메뉴")
    navigation.evaluate("button => { for (let click = 0; click < 900; click += 1) button.click(); }")
    told = page.get_by_text("한 번에 처리할 수 있는 것보다 많은 요청")
    expect(told).to_be_visible(timeout=PATIENCE_SECONDS * 1000)
    page.get_by_role("button", name="닫기").click()
    expect(told).to_be_hidden(timeout=PATIENCE_SECONDS * 1000)


def test_an_address_that_asks_without_end_is_asked_to_wait(house: House) -> None:
    """The last one on this server: the address has used up what it may, for some seconds."""
    once, last = head("GET", "/auth/locale"), head("GET", "/auth/locale", "Connection: close")
    heard = said_to(house, once * 1_800 + last)
    assert heard.count(b"HTTP/1.1 303 See Other") >= 1_000
    assert heard.count(b"HTTP/1.1 303 See Other") + heard.count(b"HTTP/1.1 429 Too Many Requests") == 1_801
    refused = heard[heard.index(b"HTTP/1.1 429") :]
    assert b"retry-after: 1\r\n" in refused
    assert b'{"error":"too_many_requests","retry_after":1}' in refused
    assert status(said_to(house, head("GET", "/healthz", "Connection: close"))) == "HTTP/1.1 200 OK"
