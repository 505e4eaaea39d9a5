"""One of the crowd: an open page, whose events are timed from sending them to the delta that answers them."""

import asyncio
import contextlib
import time
import uuid

from bench.crowd.acts import LOAD, LOADED, PAGE, Act
from bench.hostile.wire import Target, Websocket, event, websocket

ANSWER_SECONDS = 10.0
LOAD_SECONDS = 30.0
AGAIN_SECONDS = 0.5
TRIES = 20


class Member:
    """Somebody signed in, at a network address of their own or shared with a few."""

    def __init__(self, port: int, cookie: str, source: int) -> None:
        self._target, self._cookie, self._source = Target(port, (), "", "", "", ""), cookie, source
        self._held, self._socket = contextlib.AsyncExitStack(), None
        self._wanted, self._answered = "", asyncio.Event()
        self._reader: asyncio.Task[None] | None = None
        self.refused = 0
        """How often the door was closed before it opened."""
        self.turn = 0

    async def open(self) -> None:
        """Opens the page, again where the server asks to wait. Raises ConnectionError, TimeoutError in the end."""
        for left in reversed(range(TRIES)):
            try:
                await self._load()
            except (ConnectionError, TimeoutError, asyncio.IncompleteReadError):
                await self.close()
                if not left:
                    raise
                self.refused += 1
                await asyncio.sleep(AGAIN_SECONDS)
            else:
                return

    async def _load(self) -> None:
        opened = websocket(self._target, self._source, self._cookie, str(uuid.uuid4()))
        socket = self._socket = await self._held.enter_async_context(opened)
        self._reader = asyncio.create_task(self._hear(socket))
        if not await self._asked(Act(LOAD, {}, LOADED), LOAD_SECONDS):
            raise TimeoutError

    async def does(self, what: Act) -> float | None:
        """Milliseconds until it was answered; None where it wasn't."""
        began = time.perf_counter()
        answered = await self._asked(what, ANSWER_SECONDS)
        return 1000 * (time.perf_counter() - began) if answered else None

    async def close(self) -> None:
        """Closes the page."""
        if self._reader is not None:
            self._reader.cancel()
        await self._held.aclose()
        self._held, self._socket = contextlib.AsyncExitStack(), None

    async def _asked(self, what: Act, seconds: float) -> bool:
        socket = self._socket
        if socket is None:
            return False
        self._wanted = what.wanted
        self._answered.clear()
        socket.put(event(what.name, what.payload, PAGE))
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._answered.wait()
                return self._socket is not None
        return False

    async def _hear(self, socket: Websocket) -> None:
        """Reads all that comes, and answers signs of life."""
        try:
            while True:
                text = await socket.hear()
                if text == "2":
                    socket.put("3")
                elif self._wanted and self._wanted in text.replace(": ", ":"):
                    self._wanted = ""
                    self._answered.set()
        except (ConnectionError, asyncio.IncompleteReadError):
            self._socket = None
            self._answered.set()
