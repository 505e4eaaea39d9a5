"""What the payment provider's script and its notifications ask for over HTTP."""

import asyncio
import contextlib
from typing import Any, cast

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from actionpack_app.auth.visit import run_outside
from actionpack_app.domain.errors import ActionPackError, NotAllowed, NotFound, NotificationRefused
from actionpack_app.messages import use_locale
from actionpack_app.messages.explain import explain
from actionpack_app.routes import CARD_SETUP, STRIPE_WEBHOOK, locale_of
from actionpack_app.workflows.cards import begin_card
from actionpack_app.workflows.notifications import receive
from actionpack_app.workflows.pay import challenge

MOST_BYTES = 512 * 1024
"""Of a notification; Stripe's own are far smaller."""


async def _webhook(request: Request) -> Response:
    """Acknowledges a signed notification as soon as it is kept."""
    body = await _body(request)
    if body is None:
        return JSONResponse({"error": "too_large"}, 413)
    try:
        await asyncio.to_thread(receive, body, request.headers.get("stripe-signature", ""))
    except NotificationRefused:
        return JSONResponse({"error": "signature"}, 400)
    return JSONResponse({"received": True})


async def _card_setup(request: Request) -> Response:
    """The secret with which the browser hands a card to the provider: for an order, or for the company."""
    sent = await _json(request)
    return await _secret(request, begin_card, str(sent.get("order") or "")[:64])


async def _challenge(request: Request) -> Response:
    """The secret with which the cardholder confirms a payment to the bank."""
    return await _secret(request, challenge, request.path_params["number"])


async def _secret(request: Request, ask: Any, subject: str) -> Response:
    locale = locale_of(request.query_params.get("locale", ""))
    try:
        secret = await run_outside(ask, subject)
    except ActionPackError as refused:
        status = 403 if isinstance(refused, NotAllowed) else 404 if isinstance(refused, NotFound) else 409
        with use_locale(locale):
            return JSONResponse({"problem": explain(refused)}, status)
    return JSONResponse({"secret": secret})


async def _body(request: Request) -> bytes | None:
    """The raw body, as it was signed; None for one that is too large."""
    length = request.headers.get("content-length", "0")
    if not length.isdecimal() or int(length) > MOST_BYTES:
        return None
    read = b""
    async for part in request.stream():
        read += part
        if len(read) > MOST_BYTES:
            return None
    return read


async def _json(request: Request) -> dict[str, Any]:
    with contextlib.suppress(ValueError):
        sent = await request.json()
        if isinstance(sent, dict):
            return cast("dict[str, Any]", sent)
    return {}


ROUTES = [
    Route(STRIPE_WEBHOOK, _webhook, methods=["POST"]),
    Route(CARD_SETUP, _card_setup, methods=["POST"]),
    Route("/api/orders/{number}/challenge", _challenge, methods=["POST"]),
]
