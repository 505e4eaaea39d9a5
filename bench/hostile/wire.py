"""Connections as attackers make them: bytes as they are, and websocket frames that no library would send."""

import asyncio
import base64
import contextlib
import dataclasses
import json
import os
import struct
import uuid
from collections.abc import AsyncIterator

TEXT, BINARY, CLOSE = 1, 2, 8
_SHORT, _LONG = 126, 65_536
ANSWER_SECONDS = 15


@dataclasses.dataclass(frozen=True)
class Target:
    """The server under attack, and what attackers know of it."""

    port: int
    cookies: tuple[str, ...]
    """Of people who are signed in, and attack as themselves."""
    ended_cookie: str
    """Of somebody who has signed out."""
    used_ticket: str
    token: str
    """The bystander's client token, which a stranger may have guessed."""
    secret: str
    """What only the bystander may see."""


@contextlib.asynccontextmanager
async def connection(target: Target, source: int = 2) -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
    """A connection from an address of its own in 127.0.0.0/8, so that the bystander's isn't counted with it."""
    reader, writer = await asyncio.open_connection("127.0.0.1", target.port, local_addr=(f"127.0.0.{source}", 0))
    try:
        yield reader, writer
    finally:
        writer.transport.abort()


async def said(target: Target, data: bytes, source: int = 2) -> bytes:
    """What is answered to some bytes, until the other end closes or falls silent."""
    heard = b""
    with contextlib.suppress(ConnectionError, TimeoutError):
        async with connection(target, source) as (reader, writer), asyncio.timeout(ANSWER_SECONDS):
            with contextlib.suppress(ConnectionError):
                writer.write(data)
                await writer.drain()
            while part := await reader.read(65_536):
                heard += part
    return heard


def request(method: str, path: str, *lines: str, body: bytes = b"") -> bytes:
    """A request; the connection ends with its answer."""
    head = [f"{method} {path} HTTP/1.1", "Host: localhost", "Connection: close", *lines]
    return "\r\n".join([*head, "", ""]).encode("latin-1") + body


def status(answer: bytes) -> int:
    """An answer's status; 0 for none."""
    parts = answer.split(b" ", 2)
    return int(parts[1]) if answer.startswith(b"HTTP/1.1 ") and parts[1].isdigit() else 0


class Websocket:
    """One open websocket; nothing that it sends is checked."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader, self._writer = reader, writer

    def put(self, content: str | bytes) -> None:
        """Sends a frame, without waiting for anything."""
        body = content.encode() if isinstance(content, str) else content
        kind = TEXT if isinstance(content, str) else BINARY
        size = len(body)
        if size < _SHORT:
            head = struct.pack("!BB", 0x80 | kind, 0x80 | size)
        elif size < _LONG:
            head = struct.pack("!BBH", 0x80 | kind, 0xFE, size)
        else:
            head = struct.pack("!BBQ", 0x80 | kind, 0xFF, size)
        self._writer.write(head + b"\0\0\0\0" + body)  # masked with nothing, which the protocol allows

    async def flush(self) -> None:
        """Waits until the other end takes it."""
        await self._writer.drain()

    async def hear(self) -> str:
        """The next text. Raises ConnectionError once it is closed."""
        head = await self._reader.readexactly(2)
        size = head[1] & 0x7F
        if size == _SHORT:
            (size,) = struct.unpack("!H", await self._reader.readexactly(2))
        elif size == _SHORT + 1:
            (size,) = struct.unpack("!Q", await self._reader.readexactly(8))
        body = await self._reader.readexactly(size)
        if head[0] & 0x0F == CLOSE:
            raise ConnectionResetError
        return body.decode()

    async def hear_until_closed(self) -> int:
        """Reads everything; returns how many messages came."""
        heard = 0
        with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError):
            while True:
                if await self.hear() == "2":
                    self.put("3")
                heard += 1
        return heard


@contextlib.asynccontextmanager
async def websocket(target: Target, source: int = 2, cookie: str = "", token: str = "") -> AsyncIterator[Websocket]:
    """A socket that has said hello. Raises ConnectionError where it is refused."""
    query = f"EIO=4&transport=websocket&token={token or uuid.uuid4()}"
    lines = [
        f"GET /_event/?{query} HTTP/1.1",
        "Host: localhost",
        "Upgrade: websocket",
        "Connection: Upgrade",
        f"Sec-WebSocket-Key: {base64.b64encode(os.urandom(16)).decode()}",
        "Sec-WebSocket-Version: 13",
        *([f"Cookie: {cookie}"] if cookie else []),
    ]
    async with connection(target, source) as (reader, writer):
        writer.write("\r\n".join([*lines, "", ""]).encode("latin-1"))
        try:
            head = await reader.readuntil(b"\r\n\r\n")
        except asyncio.IncompleteReadError as ended:
            raise ConnectionResetError from ended
        if not head.startswith(b"HTTP/1.1 101"):
            raise ConnectionRefusedError
        opened = Websocket(reader, writer)
        opened.put("40/_event,")
        yield opened


def event(name: str, payload: dict[str, object] | None = None, path: str = "/en/offers") -> str:
    """An event as a page sends it."""
    router: dict[str, object] = {"pathname": path, "asPath": path, "query": {}}
    return "42/_event," + json.dumps(["event", {"name": name, "payload": payload or {}, "router_data": router}])
