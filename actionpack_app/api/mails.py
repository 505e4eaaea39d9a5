"""Where mails lead without a session: to what is to be paid, and to where reminders end. Both addresses are signed."""

import asyncio
from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from actionpack_app.api.gate import preferred_locale
from actionpack_app.domain.errors import NotFound
from actionpack_app.messages import use_locale
from actionpack_app.messages.mails import unsubscribe_page
from actionpack_app.routes import OFFERS, RENEWAL_CHECK, localized, subscription
from actionpack_app.services.notices.pay import open_pay_token
from actionpack_app.services.notices.unsubscribe import Reminded, show_unsubscribe, unsubscribe

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"


async def _pay(request: Request) -> Response:
    """To the checkout of a subscription; a stranger signs in on the way."""
    target = await asyncio.to_thread(open_pay_token, request.path_params["token"])
    if target is None:
        return RedirectResponse(localized(preferred_locale(request.headers), OFFERS), 302)
    if target.in_pmc:
        return RedirectResponse(localized(target.locale, RENEWAL_CHECK), 302)
    return RedirectResponse(f"{subscription(target.locale, target.subscription_id)}?pay=1", 302)


async def _ask(request: Request) -> Response:
    return await _shown(request, show_unsubscribe)


async def _unsubscribe(request: Request) -> Response:
    """A mail program's own request (RFC 8058), or the button's."""
    return await _shown(request, unsubscribe)


async def _shown(request: Request, service: Callable[[str], Reminded]) -> Response:
    try:
        reminded = await asyncio.to_thread(service, request.path_params["token"])
    except NotFound:
        return Response("", 404, media_type="text/plain")
    with use_locale(reminded.locale):
        page = unsubscribe_page(reminded.company, done=not reminded.wanted)
    return HTMLResponse(page, headers={"Content-Security-Policy": _POLICY})


ROUTES = [
    Route("/api/pay/{token}", _pay, methods=["GET"]),
    Route("/api/unsubscribe/{token}", _ask, methods=["GET"]),
    Route("/api/unsubscribe/{token}", _unsubscribe, methods=["POST"]),
]
