"""How large a request's body may be, and how long it may take: counted while it comes, whatever its headers claim."""

import asyncio
import time
from collections.abc import Callable

from starlette.types import Message, Receive

from actionpack_app.api.payments import MOST_BYTES as NOTIFICATION_BYTES
from actionpack_app.api.uploads import FORM_MARGIN_BYTES
from actionpack_app.domain.imports import MOST_BYTES as IMPORT_BYTES
from actionpack_app.routes import ATTACHMENTS, DESK_UPLOADS, LOGOS, STRIPE_WEBHOOK
from actionpack_app.services.profile.keep_logo import LOGO_MAX_BYTES
from actionpack_app.services.support.attach import FILE_MAX_BYTES

MOST_BYTES = 64 * 1024
"""Of everything that is no file: forms and small JSON."""
_MARGIN = 2 * FORM_MARGIN_BYTES
"""More than an upload's own check allows, which answers in the words of the page."""
UPLOADS = {ATTACHMENTS: FILE_MAX_BYTES, DESK_UPLOADS: IMPORT_BYTES, LOGOS: LOGO_MAX_BYTES}

PATIENCE_SECONDS = 10
SLOWEST_BYTES_A_SECOND = 16 * 1024
"""What a body may take: some seconds to begin with, and more by what has come. Ten megabytes have eleven minutes."""


class BodyRefused(Exception):
    """A body that is too large (413), too slow (408), or broken off (400)."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


def is_upload(path: str) -> bool:
    """Whether files are sent to an address."""
    return path.startswith(tuple(UPLOADS))


def most_bytes(path: str) -> int:
    """The largest body that an address takes, in bytes."""
    if path == STRIPE_WEBHOOK:
        return NOTIFICATION_BYTES
    return next((most + _MARGIN for upload, most in UPLOADS.items() if path.startswith(upload)), MOST_BYTES)


class Body:
    """One request's body on its way in; `receive` takes the place of the server's own."""

    def __init__(self, receive: Receive, most: int, now: Callable[[], float] = time.monotonic) -> None:
        self._receive, self._most, self._now = receive, most, now
        self._began = now()
        self._size = 0
        self._whole = False
        self.refusal = 0
        """The status with which it was refused; 0 while it wasn't."""

    async def receive(self) -> Message:
        """The next part. Raises BodyRefused."""
        if self._whole:
            return await self._receive()  # nothing but the news that the browser has left
        left = self._began + PATIENCE_SECONDS + self._size / SLOWEST_BYTES_A_SECOND - self._now()
        try:
            async with asyncio.timeout(left):
                message = await self._receive()
        except TimeoutError:
            raise self._refused(408) from None
        self._size += len(message.get("body", b""))
        self._whole = not message.get("more_body", False)
        if self._size > self._most:
            raise self._refused(413)
        return message

    async def whole(self) -> Receive:
        """Reads all of it; what it returns hands it out once more. Raises BodyRefused."""
        read = bytearray()
        while not self._whole:
            message = await self.receive()
            if message["type"] == "http.disconnect":  # gone, or with chunks that are none
                raise self._refused(400)
            read += message.get("body", b"")
        return _again(bytes(read), self._receive)

    def _refused(self, status: int) -> BodyRefused:
        self.refusal = status
        return BodyRefused(status)


def _again(body: bytes, receive: Receive) -> Receive:
    kept: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def handed_out() -> Message:
        return kept.pop() if kept else await receive()

    return handed_out
