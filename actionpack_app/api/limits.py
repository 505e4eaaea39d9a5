"""What one sender may ask for by HTTP, so that everybody else goes on being served (decision 0024).

Rates by network address and by session; how many requests are worked on at once; bodies that are too large or too slow. An office
behind one address never meets them, nor does a browser. Only what is behind the connection counts as the address, or what a
trusted proxy there says (`api/proxies.py`): other claims are anybody's to write.
"""

import asyncio
import contextlib
import math
from datetime import timedelta

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from actionpack_app.api.bodies import Body, BodyRefused, is_upload, most_bytes
from actionpack_app.auth.visit import session_token
from actionpack_app.domain.rates import Rate, neighbourhood
from actionpack_app.gateways.rates import Places, Rates, Tells
from actionpack_app.messages import _
from actionpack_app.messages.formats import format_wait
from actionpack_app.routes import METRICS, STRIPE_WEBHOOK
from actionpack_app.services.sessions.open import hash_of

FROM_ADDRESS = Rate(1_000, 100)
"""Two hundred people behind one address who all reload after a deployment, and go on clicking."""
CHEAP_FROM_ADDRESS = Rate(10_000, 1_000)
"""Hashed files, signs of life, and notifications, which a provider sends in heaps and which prove themselves quickly."""
OF_SESSION = Rate(300, 30)

AT_ONCE, AT_ONCE_FROM_ADDRESS = 256, 128
"""Requests that are being answered. Who waits outside costs less than who waits in here."""
UPLOADS_AT_ONCE, UPLOADS_AT_ONCE_FROM_ADDRESS = 16, 8
"""Each may hold ten megabytes."""
BODIES_AT_ONCE_FROM_ADDRESS = 256
"""Forms on their way in: they hold no place among those that are answered, so slow ones keep nobody out."""

REFUSED_FROM_ADDRESS = Rate(1_000, 50)
"""Refusals that are answered at once. Whoever asks on regardless waits for each further one, as refusing costs time too."""
HELD_BACK_SECONDS = 0.5
HELD_BACK, HELD_BACK_FROM_ADDRESS = 512, 128
"""Who waits for a refusal; beyond that it comes at once again."""

_CHEAP = ("/assets/", "/healthz", "/readyz", METRICS, "/favicon.", STRIPE_WEBHOOK)
_ALL = ""
_BUSY_SECONDS = 2.0


class Limits:
    """ASGI application around another one, for HTTP requests."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._addresses, self._cheap, self._sessions = Rates(FROM_ADDRESS), Rates(CHEAP_FROM_ADDRESS), Rates(OF_SESSION)
        self._answered = (Places(AT_ONCE), Places(AT_ONCE_FROM_ADDRESS))
        self._uploads = (Places(UPLOADS_AT_ONCE), Places(UPLOADS_AT_ONCE_FROM_ADDRESS))
        self._tells = Tells()
        self._refusals = Rates(REFUSED_FROM_ADDRESS)
        self._held_back = (Places(HELD_BACK), Places(HELD_BACK_FROM_ADDRESS))
        self._coming_in = (Places(BODIES_AT_ONCE_FROM_ADDRESS),)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers what is too much itself; hands on the rest."""
        request = Request(scope)
        sender = neighbourhood(request.client.host if request.client else "")
        try:
            await self._hand_on(request, sender, receive, send)
        except _Refused as refused:
            self._tells.limited(sender, f"requests, {refused.status}")
            await self._hold_back(sender)
            await _answer(scope["path"], refused.status, refused.wait)(scope, receive, send)
        except BodyRefused as refused:
            self._tells.limited(sender, f"body, {refused.status}")
            await _answer(scope["path"], refused.status)(scope, receive, send)

    async def _hand_on(self, request: Request, sender: str, receive: Receive, send: Send) -> None:
        """Raises _Refused, BodyRefused, before anything is answered."""
        scope, path = request.scope, request.scope["path"]
        if wait := self._wait(request, path, sender):
            raise _Refused(429, wait)
        if _brings_something(request):
            if is_upload(path):
                await self._upload(scope, receive, send, sender)
                return
            with _Place(self._coming_in, sender):
                receive = await Body(receive, most_bytes(path)).whole()
        if path.startswith(_CHEAP):
            await self._app(scope, receive, send)
            return
        with _Place(self._answered, sender):
            await self._app(scope, receive, send)

    async def _hold_back(self, sender: str) -> None:
        """Before a refusal is answered, where many were refused."""
        if self._refusals.take(sender):
            with contextlib.suppress(_Refused), _Place(self._held_back, sender):
                await asyncio.sleep(HELD_BACK_SECONDS)

    def _wait(self, request: Request, path: str, sender: str) -> float:
        """Seconds until another request is welcome; 0 where this one is."""
        if path.startswith(_CHEAP):
            return self._cheap.take(sender)
        wait = self._addresses.take(sender)
        token = session_token(request.headers.get("cookie", ""))
        return wait or (self._sessions.take(hash_of(token)) if token else 0.0)

    async def _upload(self, scope: Scope, receive: Receive, send: Send, sender: str) -> None:
        """Hands a file on while it comes; refused on the way, it is answered here whatever the application says to that."""
        body, begun = Body(receive, most_bytes(scope["path"])), False

        async def sent(message: Message) -> None:
            nonlocal begun
            if not body.refusal or begun:
                begun = True
                await send(message)

        with _Place(self._uploads, sender):
            try:
                await self._app(scope, body.receive, sent)
            except BodyRefused:
                if begun:  # half an answer can't be taken back: the connection ends
                    raise RuntimeError("refused while it was answered") from None
        if body.refusal and not begun:
            raise BodyRefused(body.refusal)


class _Refused(Exception):
    def __init__(self, status: int, wait: float) -> None:
        super().__init__(status)
        self.status, self.wait = status, wait


class _Place:
    """A place for everybody's and one for the sender's count, for as long as the block runs. Raises _Refused."""

    def __init__(self, counts: tuple[Places, ...], sender: str) -> None:
        self._wanted = list(zip(counts, (_ALL, sender) if len(counts) > 1 else (sender,), strict=True))
        self._held: list[tuple[Places, str]] = []

    def __enter__(self) -> None:
        for places, whose in self._wanted:
            if not places.enter(whose):
                self.__exit__()
                raise _Refused(503, _BUSY_SECONDS)
            self._held.append((places, whose))

    def __exit__(self, *_: object) -> None:
        while self._held:
            places, whose = self._held.pop()
            places.leave(whose)


def _brings_something(request: Request) -> bool:
    return "transfer-encoding" in request.headers or request.headers.get("content-length", "0") != "0"


def _answer(path: str, status: int, wait: float = 0.0) -> Response:
    """A clear answer: for programs as JSON, for people in the page's language. A refused body ends the connection."""
    seconds = math.ceil(wait)
    headers = {"Retry-After": str(seconds)} if seconds else {"Connection": "close"}
    if path.startswith(("/api/", "/auth/")):
        told = {"error": {429: "too_many_requests", 503: "busy", 413: "too_large", 408: "too_slow", 400: "broken_off"}[status]}
        return JSONResponse(told | ({"retry_after": seconds} if seconds else {}), status, headers)
    text = {
        429: _("Too many requests came from here. Please load the page again in {wait}."),
        503: _("There is too much to do at the moment. Please load the page again in {wait}."),
        413: _("What was sent is too large."),
        408: _("What was sent took too long to arrive."),
        400: _("What was sent didn't arrive whole."),
    }[status]
    return PlainTextResponse(text.format(wait=format_wait(timedelta(seconds=seconds))), status, headers)
