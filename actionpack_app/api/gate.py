"""The gate that every HTTP request passes: who it is, what strangers may see, and the headers of every answer.

Denies by default: what isn't named as public here needs a session. Pages hold no data, but a stranger is better off at
the sign-in page than in front of an empty frame.
"""

import time
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from actionpack_app.api.limits import Limits
from actionpack_app.auth.visit import enrolment_token, resolve, set_visitor
from actionpack_app.domain.rights import OPERATORS, Actor
from actionpack_app.gateways.chance import new_id
from actionpack_app.logs import begin_lines
from actionpack_app.messages import set_locale
from actionpack_app.metrics import HTTP_SECONDS
from actionpack_app.routes import (
    DEFAULT_LOCALE,
    DESK,
    ENROLL,
    HTTP_ENROLL,
    HTTP_LOCALE,
    HTTP_PROVIDER,
    HTTP_PROVIDER_BACK,
    HTTP_SIGN_IN,
    HTTP_SIGN_OUT,
    HTTP_SITUATION,
    HTTP_TICKET,
    LOCALES,
    LOGOS,
    METRICS,
    NETWORK,
    OFFERS,
    PUBLIC_PROFILES,
    SIGN_IN,
    STRIPE_WEBHOOK,
    is_preview_page,
    is_public_page,
    locale_of,
    localized,
)
from actionpack_app.settings import get_settings
from actionpack_app.traces import span

LOCALE_COOKIE = "locale"
BEGUN = "begun"
"""Says in the address of the enrolment that its cookie was set: a browser that takes none would be sent in circles."""

PUBLIC_PATHS = frozenset(
    {
        "/healthz",
        "/readyz",
        METRICS,
        "/favicon.ico",
        "/favicon.svg",
        "/robots.txt",
        HTTP_SIGN_IN,
        HTTP_SIGN_OUT,
        HTTP_TICKET,
        HTTP_LOCALE,
        HTTP_PROVIDER,
        HTTP_PROVIDER_BACK,
        HTTP_ENROLL,
        HTTP_SITUATION,
        STRIPE_WEBHOOK,
    }
)
PUBLIC_PREFIXES = ("/assets/", "/api/approvals/", "/api/calendar/", "/api/pay/", "/api/staging/", "/api/unsubscribe/", "/_event")
"""Hashed files without data; the addresses of calendars and in mails, which are signed; staging, which asks for its own key;
the socket, whose every event is checked. The provider's notifications prove themselves by their signature."""

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), usb=(), browsing-topics=()",
}
ONLY_SECURE = {"Strict-Transport-Security": "max-age=31536000"}
"""A year, for a server that is reached by https."""
NOTHING = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
"""The policy of answers that aren't pages, should a browser ever take one for a page."""
NOT_MODIFIED = 304
METHODS = frozenset({"GET", "HEAD", "POST"})
NO_PAGE = "/404"
"""Leads nowhere, in every mode."""
SOUGHT = (NETWORK, PUBLIC_PROFILES)
"""What search engines may list: what a company publishes, and what membership is."""


class Gate:
    """ASGI middleware around everything; `policy_of` knows what the page at an address may run and reach."""

    def __init__(self, app: ASGIApp, policy_of: Callable[[str], str], routes: frozenset[str] = frozenset()) -> None:
        self._app = app
        self._routes = routes
        self._policy_of = policy_of
        self._limited = Limits(self._let_in)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Puts its headers to every answer, also to those of the limits, which ask first: before anything is looked up."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        path, request = _existing(scope["path"]), new_id()[:8]
        client = scope.get("client")
        begin_lines(request, path=_told(scope["method"], path), address=client[0] if client else "")
        set_locale(locale_of(path))
        sender = _with_headers(send, path, request, self._policy_of)
        method, route = scope["method"], self._route(path)
        with span(f"{method} {route}"):
            await self._limited({**scope, "path": path}, receive, _timed(sender, method, route))

    def _route(self, path: str) -> str:
        """What an address is counted as; addresses that don't exist are one."""
        beginning = "/".join(path.rstrip("/").split("/")[:_PARTS_TOLD])
        return beginning if beginning in self._routes else "/assets" if path.startswith("/assets/") else "other"

    async def _let_in(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers a stranger's request itself; hands on the rest."""
        path: str = scope["path"]
        answer = await _stop(Request(scope), path)
        if answer is not None:
            await answer(scope, receive, send)
        elif _is_page(path):  # a page lies in a folder; without the slash, the file server would answer a redirect
            await self._app({**scope, "path": path.rstrip("/") + "/"}, receive, send)
        else:
            await self._app(scope, receive, send)


async def _stop(request: Request, path: str) -> Response | None:
    """The answer to give instead; None to let the request through."""
    path = path.rstrip("/") or "/"
    if path == "/":
        return RedirectResponse(f"/{preferred_locale(request.headers)}/", 302)
    if path in PUBLIC_PATHS or path.startswith(PUBLIC_PREFIXES):
        return None
    if not _same_origin(request):
        return JSONResponse({"error": "origin"}, 403)
    if _is_typed_without_a_language(request, path):
        return RedirectResponse(_in_a_language(request, path), 302)
    client = request.client.host if request.client else ""
    visitor = await resolve(request.headers.get("cookie", ""), client)
    set_visitor(visitor)
    if path.strip("/") in LOCALES:
        return RedirectResponse(localized(path.strip("/"), home_of(visitor.actor) if visitor else SIGN_IN), 302)
    if visitor is None and path == localized(locale_of(path), ENROLL) and _needs_cookie(request):
        return RedirectResponse(f"{HTTP_ENROLL}?locale={locale_of(path)}", 302)
    if visitor is not None or _is_open_to_all(path) or _asks_for_a_logo(request, path):
        return None
    if _is_page(path):
        here = quote(path + (f"?{request.url.query}" if request.url.query else ""))
        return RedirectResponse(f"{localized(locale_of(path), SIGN_IN)}?next={here}", 302)
    return JSONResponse({"error": "sign_in"}, 401)


def _is_typed_without_a_language(request: Request, path: str) -> bool:
    """Whether a browser asks for a page by an address that names none of the languages, or not as they are written."""
    asks_for_a_page = request.method in {"GET", "HEAD"} and "text/html" in request.headers.get("accept", "")
    of_programs = path.startswith(("/api/", "/auth/")) or "." in path.rpartition("/")[2]
    return asks_for_a_page and not of_programs and not _is_page(path)


def _in_a_language(request: Request, path: str) -> str:
    first, slash, rest = path.lstrip("/").partition("/")
    named = first.lower() in LOCALES
    page = f"/{first.lower()}{slash}{rest}" if named else f"/{preferred_locale(request.headers)}{path}"
    return quote(page) + (f"?{request.url.query}" if request.url.query else "")


def _told(method: str, path: str) -> str:
    """As much of an address as says what is asked for: the rest may be a token."""
    return f"{method} {'/'.join(path.split('/')[:_PARTS_TOLD])}"[:_LONGEST_TOLD]


_PARTS_TOLD, _LONGEST_TOLD = 3, 80


def _existing(path: str) -> str:
    """A request's path; in production, that of an unknown page in the place of one for previews."""
    hidden = is_preview_page(path) and not get_settings().has_samples
    return localized(locale_of(path), NO_PAGE) if hidden else path


def _is_open_to_all(path: str) -> bool:
    """Whether strangers get a page; one that is hidden is missing for everybody, and nobody is sent to sign in for it."""
    return is_public_page(path) or is_preview_page(path) or path == localized(locale_of(path), NO_PAGE)


def _asks_for_a_logo(request: Request, path: str) -> bool:
    """A logo is shown to strangers where it is published; whose it is otherwise, the service asks."""
    return request.method in {"GET", "HEAD"} and path.startswith(f"{LOGOS}/")


def _needs_cookie(request: Request) -> bool:
    """Whether somebody comes to enrol for the first time, and not by the link of a letter."""
    told = request.query_params
    return not ({BEGUN, "token"} & told.keys() or enrolment_token(request.headers.get("cookie", "")))


def home_of(actor: Actor) -> str:
    """Where somebody begins: a company's people at its offers, operators at the desk."""
    return DESK if actor.role in OPERATORS else OFFERS


def preferred_locale(headers: Headers) -> str:
    """By cookie, then by the browser's language."""
    cookie = headers.get("cookie", "")
    for part in cookie.split(";"):
        name, _sep, value = part.strip().partition("=")
        if name == LOCALE_COOKIE and value in LOCALES:
            return value
    for wanted in headers.get("accept-language", "").split(","):
        language = wanted.split(";")[0].strip()[:2].lower()
        if language in LOCALES:
            return language
    return DEFAULT_LOCALE


def is_same_origin(headers: Headers) -> bool:
    """Whether a request that changes something comes from our own pages: browsers say so, other programs say nothing."""
    origin = headers.get("origin")
    if origin is None:
        return headers.get("sec-fetch-site", "none") in {"none", "same-origin"}
    return origin == get_settings().public_url or origin.partition("://")[2] == headers.get("host")


def _same_origin(request: Request) -> bool:
    return request.method in {"GET", "HEAD"} or is_same_origin(request.headers)


def _is_page(path: str) -> bool:
    return path.split("/")[1] in LOCALES


def _timed(send: Send, method: str, route: str) -> Send:
    begun = time.perf_counter()
    method = method if method in METHODS else "other"

    async def sender(message: Message) -> None:
        if message["type"] == "http.response.start":
            HTTP_SECONDS.labels(method, route, str(message["status"])).observe(time.perf_counter() - begun)
        await send(message)

    return sender


def _with_headers(send: Send, path: str, request: str, policy_of: Callable[[str], str]) -> Send:
    async def sender(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in (HEADERS | ONLY_SECURE if get_settings().secure else HEADERS).items():
                headers.setdefault(name, value)
            if policy := _policy(path, message["status"], headers.get("content-type", ""), policy_of):
                headers.setdefault("Content-Security-Policy", policy)
            headers.setdefault("Cache-Control", _caching(path, message))
            headers["X-Request-Id"] = request
            if not _may_be_listed(path):
                headers.setdefault("X-Robots-Tag", "noindex")
        await send(message)

    return sender


def _policy(path: str, status: int, kind: str, policy_of: Callable[[str], str]) -> str:
    if _is_page(path):  # also where nothing has changed since: the browser puts these headers in the place of the old ones
        return policy_of(path)
    unchanged, shown_by_the_browser_s_own_page = status == NOT_MODIFIED, kind == "application/pdf"
    return "" if unchanged or shown_by_the_browser_s_own_page else NOTHING


def _may_be_listed(path: str) -> bool:
    """Pages for everybody, and the files that they are drawn with."""
    return path.startswith("/assets/") or any(path.startswith(localized(locale_of(path), page)) for page in SOUGHT)


def _caching(path: str, message: dict[str, Any] | Message) -> str:
    """Hashed assets for a year; pages are revalidated; everything else is nobody else's."""
    if path.startswith("/assets/") and message["status"] in {200, 304}:
        return "public, max-age=31536000, immutable"
    return "no-cache" if _is_page(path) else "private, no-store"
