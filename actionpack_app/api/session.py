"""Signing in and out, and choosing a language: the three requests that set cookies."""

import asyncio
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from actionpack_app.api.gate import LOCALE_COOKIE, is_same_origin
from actionpack_app.auth.visit import session_token
from actionpack_app.domain.errors import NotFound
from actionpack_app.routes import (
    DEFAULT_LOCALE,
    HTTP_LOCALE,
    HTTP_SIGN_IN,
    HTTP_SIGN_OUT,
    LOCALES,
    OFFERS,
    SIGN_IN,
    locale_of,
    localized,
)
from actionpack_app.services.sessions.sign_in import SESSION_LIFE, sign_in_as_sample, sign_out
from actionpack_app.settings import get_settings

YEAR_SECONDS = 365 * 24 * 3600


async def _sign_in(request: Request) -> Response:
    """`person` is a sample person's id; `next` the page to go to, `locale` the language of the form's page."""
    if not is_same_origin(request.headers):
        return JSONResponse({"error": "origin"}, 403)
    form = await request.form(max_fields=8, max_files=0)
    person, wanted = str(form.get("person", "")), str(form.get("next", ""))
    locale = str(form.get("locale", DEFAULT_LOCALE))
    locale = locale if locale in LOCALES else DEFAULT_LOCALE
    try:
        return await signed_in(request, person, wanted or f"/{locale}/")
    except NotFound:
        return RedirectResponse(f"{localized(locale, SIGN_IN)}?failed=1", 303)


async def signed_in(request: Request, person_id: str, page: str) -> Response:
    """Signs a sample person in, in place of whoever was, and leads to a page of ours. Raises NotFound."""
    token, _own = await asyncio.to_thread(sign_in_as_sample, person_id)
    await asyncio.to_thread(sign_out, session_token(request.headers.get("cookie", "")))
    answer = RedirectResponse(_own_page(page) or "/", 303)
    settings = get_settings()
    answer.set_cookie(
        settings.session_cookie,
        token,
        max_age=int(SESSION_LIFE.total_seconds()),
        httponly=True,
        samesite="lax",
        secure=settings.secure,
    )
    return answer


async def _sign_out(request: Request) -> Response:
    if not is_same_origin(request.headers):
        return JSONResponse({"error": "origin"}, 403)
    await asyncio.to_thread(sign_out, session_token(request.headers.get("cookie", "")))
    form = await request.form(max_fields=4, max_files=0)
    locale = str(form.get("locale", DEFAULT_LOCALE))
    answer = RedirectResponse(localized(locale if locale in LOCALES else DEFAULT_LOCALE, SIGN_IN), 303)
    settings = get_settings()
    answer.delete_cookie(settings.session_cookie, httponly=True, samesite="lax", secure=settings.secure)
    return answer


async def _choose_locale(request: Request) -> Response:
    """`to` is the page in the other language; a foreign address leads home."""
    page = _own_page(request.query_params.get("to", "")) or localized(DEFAULT_LOCALE, OFFERS)
    answer = RedirectResponse(page, 303)
    answer.set_cookie(LOCALE_COOKIE, locale_of(page), max_age=YEAR_SECONDS, samesite="lax", secure=get_settings().secure)
    return answer


def _own_page(address: str) -> str:
    """A page of ours, or nothing: redirects never leave the house."""
    parts = urlsplit(address)
    own = not parts.scheme and not parts.netloc and address.startswith("/") and not address.startswith(("//", "/\\"))
    return address if own and address.split("/")[1].partition("?")[0] in LOCALES else ""


ROUTES = [
    Route(HTTP_SIGN_IN, _sign_in, methods=["POST"]),
    Route(HTTP_SIGN_OUT, _sign_out, methods=["POST"]),
    Route(HTTP_LOCALE, _choose_locale, methods=["GET"]),
]
