"""What one sender may do over websockets, so that everybody else's clicks go on being answered (decision 0024).

A socket that is too quick isn't refused: it is read no faster than the rate, and what it has sent waits at its own end of the
line. The page is told so when that goes on; a socket that doesn't end it is closed, as is one that sends what no page sends.
"""

import asyncio
import functools
import re
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs

from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from actionpack_app.api.packets import ANSWER, LONGEST, NAMESPACE, Malformed, event_in, is_hello, locale_in
from actionpack_app.auth.visit import resolve
from actionpack_app.domain.rates import Bucket, Rate, neighbourhood
from actionpack_app.gateways.rates import Places, Rates, Tells

OF_SOCKET = Rate(400, 10)
OF_SESSION = Rate(600, 20)
FROM_ADDRESS = Rate(1_000, 100)
"""Events. A person clicks a few times a second; the rest is for pages that load, and for two hundred people at one address."""

OPENED_FROM_ADDRESS = Rate(20, 15)
LOADING_FROM_ADDRESS, OPENING_FROM_ADDRESS = 4, 100
OPENING_SECONDS, LOADING_SECONDS, LOOKS_EVERY_SECONDS = 5, 3, 0.05
"""Each new socket loads its page anew, which is dear: four of an address do so at once, for some seconds at most, a hundred wait
for a few, and browsers that are kept out try again by themselves."""
OPEN, OPEN_FROM_ADDRESS, OPEN_OF_SESSION, OPEN_OF_STRANGERS = 1_500, 600, 40, 200
"""Sockets at once, of which each holds the state of a page: of all, an address, a session, the strangers of an address."""

HELLO_SECONDS = 20
"""How soon a socket has to ask for the events."""
TELLS_AFTER_SECONDS, ENDS_AFTER_SECONDS = 3, 10
"""How long a socket may be too quick without a pause until its page is told so, and until it is closed. What a sender
that has gone left in the line is read that long, too."""
PAUSE_SECONDS = 2
TAKEN_WITHIN_SECONDS = 30
"""How long the other end may take to read what it is sent."""

POLICY, TOO_LARGE, BUSY = 1008, 1009, 1013
_TOKEN = re.compile(r"[A-Za-z0-9-]{8,64}")
_LONGEST_QUERY = 1024
_ALL = ""


class Sockets:
    """ASGI middleware around every websocket; `hurried` is the packet that tells a page in its language that it is too quick."""

    def __init__(self, app: ASGIApp, hurried: Callable[[str], str]) -> None:
        self._app, self._hurried = app, hurried
        self._opened, self._addresses, self._sessions = Rates(OPENED_FROM_ADDRESS), Rates(FROM_ADDRESS), Rates(OF_SESSION)
        self._opening, self._loading = Places(OPENING_FROM_ADDRESS), Places(LOADING_FROM_ADDRESS)
        self._tells = Tells()
        self._open = {
            "all": Places(OPEN),
            "address": Places(OPEN_FROM_ADDRESS),
            "session": Places(OPEN_OF_SESSION),
            "strangers": Places(OPEN_OF_STRANGERS),
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Lets a socket in where there is a place for it; hands on everything that is no socket."""
        if scope["type"] != "websocket":
            await self._app(scope, receive, send)
            return
        connection = HTTPConnection(scope)
        address = connection.client.host if connection.client else ""
        sender = neighbourhood(address)
        if not (_is_ours(scope) and await self._comes_in(sender)):
            self._tells.limited(sender, "new sockets")
            await _refuse(receive, send)
            return
        loaded = _once(functools.partial(self._loading.leave, sender))
        asyncio.get_running_loop().call_later(LOADING_SECONDS, loaded)
        visitor = await resolve(connection.headers.get("cookie", ""), address)
        whose = visitor.session_hash if visitor else sender
        held = self._enter([("all", _ALL), ("address", sender), ("session" if visitor else "strangers", whose)])
        if not held:
            self._tells.limited(sender, "open sockets")
            loaded()
            await _refuse(receive, send)
            return
        own = Bucket(OF_SOCKET)
        takes = (
            lambda: own.take(time.monotonic()),
            lambda: self._sessions.take(whose),
            lambda: self._addresses.take(sender),
        )
        line = _Line(receive, send, takes, self._hurried, loaded, functools.partial(self._tells.limited, sender))
        try:
            await self._app(scope, line.receive, line.send)
        finally:
            loaded()
            self._leave(held)

    async def _comes_in(self, sender: str) -> bool:
        """Waits for a new socket's turn, if that isn't too long."""
        if not self._opening.enter(sender):
            return False
        try:
            ends_at = time.monotonic() + OPENING_SECONDS
            while wait := self._opened.take(sender):
                if time.monotonic() + wait > ends_at:
                    return False
                await asyncio.sleep(wait)
            while not self._loading.enter(sender):
                if time.monotonic() > ends_at:
                    return False
                await asyncio.sleep(LOOKS_EVERY_SECONDS)
        finally:
            self._opening.leave(sender)
        return True

    def _enter(self, wanted: list[tuple[str, str]]) -> list[tuple[str, str]]:
        """Takes all of the places, or none."""
        held: list[tuple[str, str]] = []
        for kind, name in wanted:
            if not self._open[kind].enter(name):
                self._leave(held)
                return []
            held.append((kind, name))
        return held

    def _leave(self, held: list[tuple[str, str]]) -> None:
        for kind, name in held:
            self._open[kind].leave(name)


class _Line:
    """One open socket."""

    def __init__(
        self,
        receive: Receive,
        send: Send,
        takes: tuple[Callable[[], float], ...],
        hurried: Callable[[str], str],
        loaded: Callable[[], None],
        tells: Callable[[str], None],
    ) -> None:
        self._receive, self._send, self._takes, self._hurried = receive, send, takes, hurried
        self._loaded, self._tells = loaded, tells
        self._hello_by = asyncio.get_running_loop().time() + HELLO_SECONDS
        self._greeted = False
        self._quick_since: float | None = None
        self._quick_at = 0.0
        self._told = False
        self._reading: asyncio.Task[Any] | None = None

    async def receive(self) -> Message:
        """The next message, once it is its turn; of a socket that breaks the rules the application hears that it has left."""
        self._reading = asyncio.current_task()
        try:
            message = await self._next()
        except TimeoutError:
            return await self._end(POLICY)
        finally:
            self._reading = None
        if message["type"] != "websocket.receive":
            return message
        text = message.get("text")
        if text is None or len(text) > LONGEST:
            return await self._end(POLICY if text is None else TOO_LARGE)
        try:
            event = event_in(text)
        except Malformed:
            return await self._end(POLICY)
        self._greeted = self._greeted or is_hello(text)
        if event is not None and not await self._its_turn(locale_in(event)):
            return await self._end(BUSY)
        return message

    async def send(self, message: Message) -> None:
        """Hands a message to a socket that takes what it is sent. Raises TimeoutError for one that doesn't.

        The server closes a socket only when nobody reads from it: whoever closes it doesn't read on.
        """
        reading = self._reading
        if message["type"] == "websocket.close" and reading is not None and reading is not asyncio.current_task():
            reading.cancel()
        async with asyncio.timeout(TAKEN_WITHIN_SECONDS):
            await self._send(message)
        if (message.get("text") or "").startswith(ANSWER):
            self._loaded()

    async def _next(self) -> Message:
        """The server's next message. Raises TimeoutError without a hello; sockets that fall silent later are engine.io's."""
        if self._greeted:
            return await self._receive()
        async with asyncio.timeout_at(self._hello_by):
            return await self._receive()

    async def _its_turn(self, locale: str) -> bool:
        """Waits for as long as the rates want; False for a socket that has been too quick for too long."""
        waited = False
        for take in self._takes:
            while wait := take():
                waited = True
                await asyncio.sleep(wait)
        if not waited:
            return True
        now = time.monotonic()
        if self._quick_since is None or now - self._quick_at > PAUSE_SECONDS:
            self._quick_since, self._told = now, False
        self._quick_at = now
        if now - self._quick_since > TELLS_AFTER_SECONDS and not self._told:
            self._told = True
            await self.send({"type": "websocket.send", "text": self._hurried(locale)})
        return now - self._quick_since < ENDS_AFTER_SECONDS

    async def _end(self, code: int) -> Message:
        self._tells(f"socket closed, {code}")
        await self.send({"type": "websocket.close", "code": code})
        return {"type": "websocket.disconnect", "code": code}


def _is_ours(scope: Scope) -> bool:
    """The events' address, with a token as browsers draw it."""
    query: bytes = scope.get("query_string", b"")
    if scope["path"].rstrip("/") != NAMESPACE or len(query) > _LONGEST_QUERY:
        return False
    tokens = parse_qs(query.decode("latin-1")).get("token", [])
    return len(tokens) == 1 and _TOKEN.fullmatch(tokens[0]) is not None


async def _refuse(receive: Receive, send: Send) -> None:
    await receive()
    await send({"type": "websocket.close", "code": BUSY})


def _once(call: Callable[[], None]) -> Callable[[], None]:
    """Whoever comes first calls it."""
    left = [call]

    def called() -> None:
        if left:
            left.pop()()

    return called
