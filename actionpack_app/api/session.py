"""Signing in and out, and choosing a language: the requests that set cookies."""

import asyncio
import math
from datetime import timedelta
from urllib.parse import quote, urlencode, urlsplit

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from actionpack_app.api.cookies import drop_cookie, keep_cookie
from actionpack_app.api.gate import LOCALE_COOKIE, is_same_origin
from actionpack_app.auth.visit import TYPED_COOKIE, cookie_named, run_slowly, session_token
from actionpack_app.domain.accounts import LONGEST_CODE, LONGEST_EMAIL, SESSION_LIFE
from actionpack_app.domain.errors import InvalidInput, NotFound, SecondStepNeeded, SignInRefused, TooManyTries
from actionpack_app.routes import (
    DEFAULT_LOCALE,
    HTTP_LOCALE,
    HTTP_SIGN_IN,
    HTTP_SIGN_OUT,
    HTTP_TICKET,
    LOCALES,
    OFFERS,
    SIGN_IN,
    locale_of,
    localized,
)
from actionpack_app.services.sessions.open import Place
from actionpack_app.services.sessions.second_step import GOOD_FOR, sign_in_with_code
from actionpack_app.services.sessions.sign_in import sign_in_as_sample, sign_out
from actionpack_app.services.sessions.ticket import sign_in_with_ticket
from actionpack_app.services.sessions.with_password import sign_in_with_password
from actionpack_app.settings import get_settings

YEAR_SECONDS = 365 * 24 * 3600
_TYPED_FOR = timedelta(minutes=2)


async def _sign_in(request: Request) -> Response:
    """By `email` and `password`, then `code`, or `person`, a sample person's id; `next` is the page to go to."""
    if not is_same_origin(request.headers):
        return JSONResponse({"error": "origin"}, 403)
    form = await request.form(max_fields=8, max_files=0)
    locale = str(form.get("locale", DEFAULT_LOCALE))
    locale = locale if locale in LOCALES else DEFAULT_LOCALE
    wanted = own_page(str(form.get("next", "")))
    if "code" in form:
        return await _with_code(request, str(form.get("code", ""))[:LONGEST_CODE], locale, wanted)
    if "person" not in form:
        return await _with_password(request, str(form.get("email", "")), str(form.get("password", "")), locale, wanted)
    try:
        return await signed_in(request, str(form.get("person", "")), wanted or f"/{locale}/")
    except NotFound:
        return _back_to_sign_in(locale, failed="1")


async def _with_password(request: Request, email: str, password: str, locale: str, wanted: str) -> Response:
    """Whatever is wrong, the form comes back with the address in it."""
    place = place_of(request)
    try:
        token = await run_slowly(sign_in_with_password, email, password, place.address, place.browser)
    except SecondStepNeeded as needed:
        return _ask_code(needed.ticket, locale, wanted)
    except SignInRefused:
        answer = _back_to_sign_in(locale, refused="1", next=wanted)
    except TooManyTries as early:
        answer = _back_to_sign_in(locale, wait=str(math.ceil(early.wait.total_seconds())), next=wanted)
    else:
        answer = await with_session(request, token, wanted or f"/{locale}/")
        drop_cookie(answer, TYPED_COOKIE)
        return answer
    keep_cookie(answer, TYPED_COOKIE, quote(email[:LONGEST_EMAIL]), _TYPED_FOR)
    return answer


def _ask_code(ticket: str, locale: str, wanted: str) -> Response:
    """The sign-in page, which asks for the code; the proof of the first step waits in a cookie that scripts can't read."""
    answer = _back_to_sign_in(locale, code="1", next=wanted)
    keep_cookie(answer, get_settings().step_cookie, ticket, GOOD_FOR)
    return answer


async def _with_code(request: Request, code: str, locale: str, wanted: str) -> Response:
    ticket = cookie_named(get_settings().step_cookie, request.headers.get("cookie", ""))
    try:
        token = await asyncio.to_thread(sign_in_with_code, ticket, code, place_of(request))
    except InvalidInput:
        return _back_to_sign_in(locale, code="wrong", next=wanted)
    except TooManyTries as early:
        return _back_to_sign_in(locale, code="1", wait=str(math.ceil(early.wait.total_seconds())), next=wanted)
    except SignInRefused:
        answer = _back_to_sign_in(locale, code="over", next=wanted)
    else:
        answer = await with_session(request, token, wanted or f"/{locale}/")
    drop_cookie(answer, get_settings().step_cookie)
    return answer


async def _with_ticket(request: Request) -> Response:
    """`ticket` is what an event gave to somebody who has just proved who they are; `next` the page to go to."""
    if not is_same_origin(request.headers):
        return JSONResponse({"error": "origin"}, 403)
    form = await request.form(max_fields=4, max_files=0)
    locale = str(form.get("locale", DEFAULT_LOCALE))
    locale = locale if locale in LOCALES else DEFAULT_LOCALE
    try:
        token = await asyncio.to_thread(sign_in_with_ticket, str(form.get("ticket", "")), place_of(request))
    except SecondStepNeeded as needed:
        return _ask_code(needed.ticket, locale, own_page(str(form.get("next", ""))))
    except SignInRefused:
        return _back_to_sign_in(locale)
    return await with_session(request, token, own_page(str(form.get("next", ""))) or f"/{locale}/")


def place_of(request: Request) -> Place:
    """Where a request comes from."""
    return Place(request.client.host if request.client else "", request.headers.get("user-agent", ""))


def _back_to_sign_in(locale: str, **query: str) -> Response:
    """The sign-in page, told what happened; what is empty is left out."""
    told = urlencode({name: value for name, value in query.items() if value})
    return RedirectResponse(localized(locale, SIGN_IN) + (f"?{told}" if told else ""), 303)


async def signed_in(request: Request, person_id: str, page: str) -> Response:
    """Signs a sample person in and leads to a page of ours. Raises NotFound."""
    token, _own = await asyncio.to_thread(sign_in_as_sample, person_id, place_of(request))
    return await with_session(request, token, page)


async def with_session(request: Request, token: str, page: str) -> Response:
    """Gives the browser a new session, in place of whoever was signed in, and leads to a page of ours."""
    await asyncio.to_thread(sign_out, session_token(request.headers.get("cookie", "")))
    answer = RedirectResponse(own_page(page) or "/", 303)
    keep_cookie(answer, get_settings().session_cookie, token, SESSION_LIFE)
    return answer


async def _sign_out(request: Request) -> Response:
    if not is_same_origin(request.headers):
        return JSONResponse({"error": "origin"}, 403)
    await asyncio.to_thread(sign_out, session_token(request.headers.get("cookie", "")))
    form = await request.form(max_fields=4, max_files=0)
    locale = str(form.get("locale", DEFAULT_LOCALE))
    answer = RedirectResponse(localized(locale if locale in LOCALES else DEFAULT_LOCALE, SIGN_IN), 303)
    drop_cookie(answer, get_settings().session_cookie)
    return answer


async def _choose_locale(request: Request) -> Response:
    """`to` is the page in the other language; a foreign address leads home."""
    page = own_page(request.query_params.get("to", "")) or localized(DEFAULT_LOCALE, OFFERS)
    answer = RedirectResponse(page, 303)
    answer.set_cookie(LOCALE_COOKIE, locale_of(page), max_age=YEAR_SECONDS, samesite="lax", secure=get_settings().secure)
    return answer


def own_page(address: str) -> str:
    """A page of ours, or nothing: redirects never leave the house."""
    parts = urlsplit(address)
    own = not parts.scheme and not parts.netloc and address.startswith("/") and not address.startswith(("//", "/\\"))
    return address if own and address.split("/")[1].partition("?")[0] in LOCALES else ""


ROUTES = [
    Route(HTTP_SIGN_IN, _sign_in, methods=["POST"]),
    Route(HTTP_TICKET, _with_ticket, methods=["POST"]),
    Route(HTTP_SIGN_OUT, _sign_out, methods=["POST"]),
    Route(HTTP_LOCALE, _choose_locale, methods=["GET"]),
]
