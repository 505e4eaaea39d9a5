"""What one socket may do: packets, pace, places, and what happens to those that go too far."""

import asyncio
import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.types import Message, Receive, Scope, Send

from actionpack_app.api import sockets
from actionpack_app.api.packets import LONGEST, Malformed, event_in, locale_in
from actionpack_app.api.sockets import Sockets
from actionpack_app.domain.rates import Rate

HELLO = "40/_event,"
TOKEN = "token=0f8fad5b-d9cb-469f-a165-70867728950e"
PATIENCE_SECONDS = 30


def event(path: str = "/en/offers", name: str = "a.b") -> str:
    router = {"pathname": path, "query": {}}
    return "42/_event," + json.dumps(["event", {"name": name, "payload": {}, "router_data": router}])


class Peer:
    """The other end of a socket: what it says, and what it hears."""

    def __init__(self, app: Sockets, *, query: str = TOKEN, address: str = "192.0.2.7", path: str = "/_event/") -> None:
        self.heard: list[Message] = []
        self._says: asyncio.Queue[Message] = asyncio.Queue()
        scope: Scope = {
            "type": "websocket",
            "path": path,
            "query_string": query.encode(),
            "headers": [],
            "client": (address, 1),
        }
        self._says.put_nowait({"type": "websocket.connect"})
        self.ended = asyncio.create_task(app(scope, self._says.get, self._hear))

    async def _hear(self, message: Message) -> None:
        self.heard.append(message)

    def say(self, *texts: str | bytes) -> None:
        for text in texts:
            kind = "text" if isinstance(text, str) else "bytes"
            self._says.put_nowait({"type": "websocket.receive", kind: text})

    def leave(self) -> None:
        self._says.put_nowait({"type": "websocket.disconnect", "code": 1001})

    @property
    def closed_with(self) -> int | None:
        return next((message["code"] for message in self.heard if message["type"] == "websocket.close"), None)


class Inside:
    """The application behind: takes in whatever comes until the socket has left."""

    def __init__(self) -> None:
        self.came: list[str] = []
        self.open = 0

    async def __call__(self, _scope: Scope, receive: Receive, send: Send) -> None:
        await receive()
        await send({"type": "websocket.accept"})
        self.open += 1
        while (message := await receive())["type"] == "websocket.receive":
            self.came.append(message["text"])
        self.open -= 1


def played(scene: Callable[[Sockets, Inside], Any]) -> None:
    """Plays a scene before an application of its own."""

    async def play() -> None:
        inside = Inside()
        async with asyncio.timeout(PATIENCE_SECONDS):
            await scene(Sockets(inside, hurried=lambda locale: f"hurried {locale}"), inside)

    asyncio.run(play())


MALFORMED = (
    "",
    "5",
    "6",
    "2probe",
    "bQUJD",
    "4",
    "42",
    '42["event",{}]',
    '42/other,["event",{"name":"a"}]',
    "42/_event,",
    "42/_event,[",
    "42/_event,{}",
    "42/_event,[]",
    "42/_event,[1]",
    '42/_event,["connect",{}]',
    '42/_event,["event"]',
    '42/_event,["event",[]]',
    '42/_event,["event",{"name":1}]',
    '42/_event,["event",{"name":"a","payload":[]}]',
    '42/_event,["event",{"name":"a","router_data":"x"}]',
    '42/_event,7["event",{"name":"a"}]',
    '451-/_event,["event",{"_placeholder":true,"num":0}]',
    "42/_event," + "[" * 100_000,
    '42/_event,["event",' + '{"name":' * 20_000,
    "40/_event,[]",
    '40/_event,{"event":7}',
    "43/_event,1[]",
)


@pytest.mark.parametrize("text", MALFORMED, ids=lambda text: text[:30])
def test_what_no_page_sends_ends_the_socket_that_sent_it(text: str) -> None:
    with pytest.raises(Malformed):
        event_in(text)

    async def scene(app: Sockets, inside: Inside) -> None:
        peer, other = Peer(app), Peer(app)
        other.say(HELLO)
        peer.say(HELLO, text, event())
        await peer.ended
        assert peer.closed_with == sockets.POLICY
        other.say(event("/ko/offers"))
        other.leave()
        await other.ended
        assert inside.came.count(event()) == 0
        assert inside.came.count(event("/ko/offers")) == 1

    played(scene)


@given(st.text(max_size=60), st.sampled_from(["", "42/_event,", "40/_event,", "4", "3"]))
def test_no_text_does_anything_but_be_an_event_or_be_refused(text: str, start: str) -> None:
    try:
        found = event_in(start + text)
    except Malformed:
        return
    assert found is None or isinstance(found, dict)
    assert locale_in(found or {}) in {"en", "ko"}


@pytest.mark.parametrize(("sent", "code"), [(b"\x00\x01", sockets.POLICY), (event(name="x" * LONGEST), sockets.TOO_LARGE)])
def test_binary_and_overlong_messages_end_the_socket(sent: str | bytes, code: int) -> None:
    async def scene(app: Sockets, inside: Inside) -> None:
        peer = Peer(app)
        peer.say(HELLO, sent)
        await peer.ended
        assert peer.closed_with == code
        assert inside.came == [HELLO]

    played(scene)


def test_a_quick_socket_is_slowed_down_and_loses_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sockets, "OF_SOCKET", Rate(2, 200))

    async def scene(app: Sockets, inside: Inside) -> None:
        peer = Peer(app)
        peer.say(HELLO, *[event(name=f"a.{number}") for number in range(30)])
        peer.leave()
        await peer.ended
        assert inside.came == [HELLO, *[event(name=f"a.{number}") for number in range(30)]]
        assert peer.closed_with is None

    played(scene)


@pytest.mark.parametrize("locale", ["en", "ko"])
def test_a_page_is_told_once_in_its_language_and_closed_if_it_goes_on(monkeypatch: pytest.MonkeyPatch, locale: str) -> None:
    monkeypatch.setattr(sockets, "OF_SOCKET", Rate(1, 100))
    monkeypatch.setattr(sockets, "TELLS_AFTER_SECONDS", 0.05)
    monkeypatch.setattr(sockets, "ENDS_AFTER_SECONDS", 0.3)

    async def scene(app: Sockets, inside: Inside) -> None:
        peer = Peer(app)
        peer.say(HELLO, *[event(f"/{locale}/offers")] * 500)
        await peer.ended
        assert [message["text"] for message in peer.heard if message["type"] == "websocket.send"] == [f"hurried {locale}"]
        assert peer.closed_with == sockets.BUSY
        assert len(inside.came) < 500

    played(scene)


def test_a_flood_from_one_socket_holds_nobody_else_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sockets, "OF_SOCKET", Rate(2, 1))

    async def scene(app: Sockets, inside: Inside) -> None:
        flood, other = Peer(app), Peer(app, address="192.0.2.8")
        flood.say(HELLO, *[event(name="flood.flood")] * 1000)
        other.say(HELLO, event("/ko/offers"))
        other.leave()
        await other.ended
        assert event("/ko/offers") in inside.came
        assert inside.came.count(event(name="flood.flood")) < 5
        flood.ended.cancel()

    played(scene)


def test_a_socket_that_never_says_hello_is_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sockets, "HELLO_SECONDS", 0.05)

    async def scene(app: Sockets, inside: Inside) -> None:
        silent, evasive, polite = Peer(app), Peer(app), Peer(app)
        evasive.say("3", "3", "3")
        polite.say(HELLO)
        await silent.ended
        await evasive.ended
        assert (silent.closed_with, evasive.closed_with, polite.closed_with) == (sockets.POLICY, sockets.POLICY, None)
        assert inside.open == 1
        polite.leave()
        await polite.ended

    played(scene)


def test_a_socket_that_takes_nothing_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sockets, "TAKEN_WITHIN_SECONDS", 0.05)
    given_up = list[str]()

    async def talkative(_scope: Scope, _receive: Receive, send: Send) -> None:
        try:
            await send({"type": "websocket.send", "text": "news"})
        except TimeoutError:
            given_up.append("news")

    async def never(_message: Message) -> None:
        await asyncio.Event().wait()

    async def scene(_app: Sockets, _inside: Inside) -> None:
        scope = {
            "type": "websocket",
            "path": "/_event/",
            "query_string": TOKEN.encode(),
            "headers": [],
            "client": ("192.0.2.7", 1),
        }
        await Sockets(talkative, hurried=str)(scope, asyncio.Queue[Message]().get, never)

    played(scene)
    assert given_up == ["news"]


def test_places_are_limited_and_given_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sockets, "OPEN_OF_STRANGERS", 2)

    async def scene(_app: Sockets, inside: Inside) -> None:
        app = Sockets(inside, hurried=str)
        first, second, third, elsewhere = Peer(app), Peer(app), Peer(app), Peer(app, address="192.0.2.8")
        await third.ended
        assert third.closed_with == sockets.BUSY
        first.leave()
        await first.ended
        again = Peer(app)
        again.say(HELLO)
        for peer in (second, elsewhere, again):
            peer.leave()
            await peer.ended
        assert HELLO in inside.came
        assert inside.open == 0

    played(scene)


def test_an_address_opens_sockets_at_a_steady_rate(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sockets, "OPENED_FROM_ADDRESS", Rate(2, 50))
    monkeypatch.setattr(sockets, "OPENING_SECONDS", 0.03)

    async def scene(_app: Sockets, inside: Inside) -> None:
        app = Sockets(inside, hurried=str)
        peers = [Peer(app) for _number in range(20)]
        for peer in peers:
            peer.leave()
            await peer.ended
        let_in = [peer.closed_with is None for peer in peers]
        assert all(let_in[:2])
        assert not all(let_in)
        assert {peer.closed_with for peer in peers} == {None, sockets.BUSY}

    played(scene)


def test_few_of_an_address_load_their_page_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sockets, "LOADING_FROM_ADDRESS", 1)
    monkeypatch.setattr(sockets, "LOADING_SECONDS", 60)

    async def answering(_scope: Scope, receive: Receive, send: Send) -> None:
        await receive()
        while (message := await receive())["type"] == "websocket.receive":
            if message["text"] != HELLO:
                await send({"type": "websocket.send", "text": '42/_event,["event",{}]'})

    async def scene(_app: Sockets, _inside: Inside) -> None:
        app = Sockets(answering, hurried=str)
        first, second, elsewhere = Peer(app), Peer(app), Peer(app, address="192.0.2.8")
        for peer in (second, elsewhere):
            peer.say(HELLO, event())
            peer.leave()
        await elsewhere.ended
        assert not second.ended.done()
        first.say(HELLO, event())
        await second.ended
        assert [message["type"] for message in second.heard] == ["websocket.send"]
        first.leave()
        await first.ended

    played(scene)


@pytest.mark.parametrize(
    ("path", "query"),
    [
        ("/_event/", ""),
        ("/_event/", "token="),
        ("/_event/", "token=short"),
        ("/_event/", "token=" + "a" * 65),
        ("/_event/", "token=../../etc/passwd"),
        ("/_event/", f"{TOKEN}&{TOKEN}"),
        ("/_event/", f"{TOKEN}&x={'y' * 2000}"),
        ("/_event/more", TOKEN),
        ("/elsewhere", TOKEN),
    ],
)
def test_other_addresses_and_tokens_that_no_browser_draws_are_refused(path: str, query: str) -> None:
    async def scene(app: Sockets, inside: Inside) -> None:
        peer = Peer(app, path=path, query=query)
        await peer.ended
        assert [message["type"] for message in peer.heard] == ["websocket.close"]
        assert inside.came == []

    played(scene)
