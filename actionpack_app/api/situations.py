"""Opening a situation by its link, and putting a sample partner back: what a staging preview does beside signing in.

In production neither address exists. The link itself is a page's (`/en/sign-in?as=fabrikam&jump=expiry`): the page, not
the request for it, has the situation opened, so that programs that only fetch links change nothing.
"""

import asyncio

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from actionpack_app.api.gate import is_same_origin
from actionpack_app.api.session import signed_in
from actionpack_app.auth.situation import read_situation
from actionpack_app.auth.visit import visitor
from actionpack_app.domain.errors import ActionPackError, InvalidInput
from actionpack_app.routes import DEFAULT_LOCALE, HTTP_RESET, HTTP_SITUATION, LOCALES, OFFERS, SIGN_IN, localized
from actionpack_app.services.samples.manage import reset_sample
from actionpack_app.services.samples.situations_by_link import open_situation
from actionpack_app.settings import get_settings
from actionpack_app.workflows.clock import jump


async def _open(request: Request) -> Response:
    """`token` is what the sign-in page was given a moment ago for the link that it was opened with."""
    if not get_settings().has_samples:
        return JSONResponse({"error": "not_found"}, 404)
    situation = read_situation(request.query_params.get("token", ""))
    if situation is None:
        return RedirectResponse(localized(DEFAULT_LOCALE, SIGN_IN), 303)
    try:
        person_id = await asyncio.to_thread(_make, situation.who, situation.jump)
        return await signed_in(request, person_id, situation.next_page or f"/{situation.locale}/")
    except InvalidInput:
        return RedirectResponse(f"{localized(situation.locale, SIGN_IN)}?failed=jump", 303)
    except ActionPackError:
        return RedirectResponse(f"{localized(situation.locale, SIGN_IN)}?failed=1", 303)


def _make(who: str, where: str) -> str:
    opened = open_situation(who)
    if where and opened.partner_id:
        jump(opened.partner_id, where)
    return opened.person_id


async def _reset(request: Request) -> Response:
    """Puts the visitor's sample partner back; whoever is signed in there goes on."""
    if not get_settings().has_samples:
        return JSONResponse({"error": "not_found"}, 404)
    if not is_same_origin(request.headers):
        return JSONResponse({"error": "origin"}, 403)
    form = await request.form(max_fields=4, max_files=0)
    locale = str(form.get("locale", DEFAULT_LOCALE))
    try:
        await asyncio.to_thread(reset_sample, visitor().actor.partner_id)
    except ActionPackError:
        return JSONResponse({"error": "not_found"}, 404)
    return RedirectResponse(localized(locale if locale in LOCALES else DEFAULT_LOCALE, OFFERS), 303)


ROUTES = [
    Route(HTTP_SITUATION, _open, methods=["GET"]),
    Route(HTTP_RESET, _reset, methods=["POST"]),
]
