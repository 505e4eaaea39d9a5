"""Signing in with the organization's identity provider: OpenID Connect, authorization code with PKCE and a nonce.

Authlib makes and checks what goes back and forth. What it has to remember in between lies in a signed cookie of the browser that
was sent away, for ten minutes, so that an answer is good there only.
"""

import asyncio
import functools
import json
import warnings
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

import httpx
from authlib.deprecate import AuthlibDeprecationWarning
from joserfc.errors import JoseError
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from actionpack_app.api.cookies import drop_cookie, keep_cookie
from actionpack_app.api.session import own_page, place_of, with_session
from actionpack_app.auth.visit import cookie_named, resolve
from actionpack_app.domain.accounts import Means
from actionpack_app.domain.errors import AccountExists, LinkOver, ProofNeeded, SignInRefused
from actionpack_app.gateways.clock import SystemClock
from actionpack_app.gateways.signing import sign, unsign
from actionpack_app.logs import log
from actionpack_app.routes import DEFAULT_LOCALE, HTTP_PROVIDER, HTTP_PROVIDER_BACK, LOCALES, SIGN_IN, invitation, localized
from actionpack_app.services.people.accept_with_provider import accept_with_provider
from actionpack_app.services.people.letter import invitation_of
from actionpack_app.services.sessions.with_provider import ProvenIdentity, prove_by_provider, sign_in_with_provider
from actionpack_app.settings import Settings, get_settings

with warnings.catch_warnings():  # that the library will move to another HTTP client is its own business
    warnings.simplefilter("ignore", AuthlibDeprecationWarning)
    from authlib.integrations.base_client import OAuthError
    from authlib.integrations.starlette_client import OAuth

_PURPOSE = "identity provider"
_AWAY = timedelta(minutes=10)
_WAITS_SECONDS = 10
ALGORITHMS = frozenset({"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"})
"""Signatures that only the provider can make: neither none at all, nor one by a secret that both know."""
BROKEN_OFF = (OAuthError, JoseError, httpx.HTTPError, ValueError, KeyError, RuntimeError)
"""Whatever an answer, or the lack of one, can do to the exchange."""


async def _begin(request: Request) -> Response:
    """Sends the browser to the provider.

    `next` is the page to come back to, `locale` its language, `again` wants a new proof, `invitation` is a link's to accept.
    """
    settings, query = get_settings(), request.query_params
    locale = query.get("locale", DEFAULT_LOCALE)
    locale = locale if locale in LOCALES else DEFAULT_LOCALE
    if not settings.oidc_issuer:
        return RedirectResponse(localized(locale, SIGN_IN), 303)
    again = query.get("again") == "1"
    invited = query.get("invitation", "")
    journey = {
        "locale": locale,
        "next": own_page(query.get("next", "")),
        "again": again,
        "at": _now().timestamp(),
        "invitation": invited if invitation_of(invited) else "",
    }
    request.scope["session"] = {"journey": journey}
    more = {"prompt": "login", "max_age": 0} if again else {}
    try:
        client = await _client(settings)
        answer: Response = await client.authorize_redirect(request, settings.public_url + HTTP_PROVIDER_BACK, **more)
    except BROKEN_OFF as failed:
        return _back(locale, "away", failed)
    _keep(answer, request.session)
    return answer


async def _come_back(request: Request) -> Response:
    """Takes the provider's answer, and lets the person in."""
    request.scope["session"] = _kept(request)
    journey = request.session.get("journey")
    if not get_settings().oidc_issuer or journey is None:
        return _back(DEFAULT_LOCALE, "away", None)
    locale: str = journey["locale"]
    try:
        proven = await _proven(request)
    except BROKEN_OFF as failed:
        return _back(locale, "away", failed)
    try:
        answer = await _let_in(request, proven, journey)
    except (SignInRefused, ProofNeeded, AccountExists) as refused:
        return _back(locale, _why(refused, journey), refused)
    except LinkOver:  # the page of the invitation says why
        answer = RedirectResponse(invitation(locale, journey.get("invitation", "")), 303)
    drop_cookie(answer, get_settings().provider_cookie)
    return answer


def _why(refused: Exception, journey: dict[str, Any]) -> str:
    if isinstance(refused, ProofNeeded):
        return "away"
    if journey.get("invitation", ""):
        return "known" if isinstance(refused, AccountExists) else "other"
    return "unknown"


async def _let_in(request: Request, proven: ProvenIdentity, journey: dict[str, Any]) -> Response:
    page: str = journey["next"] or f"/{journey['locale']}/"
    if invited := journey.get("invitation", ""):
        token = await asyncio.to_thread(accept_with_provider, invited, proven, place_of(request))
        return await with_session(request, token, page)
    if not journey["again"]:
        token = await asyncio.to_thread(sign_in_with_provider, proven, place_of(request))
        return await with_session(request, token, page)
    who = await resolve(request.headers.get("cookie", ""), place_of(request).address)
    if who is None or who.means is not Means.PROVIDER:
        raise SignInRefused
    asked_at = datetime.fromtimestamp(journey["at"], UTC)
    await asyncio.to_thread(prove_by_provider, who.actor, who.session_hash, proven, asked_at)
    return RedirectResponse(page, 303)


async def _proven(request: Request) -> ProvenIdentity:
    """Exchanges the code and checks the ID token. Raises one of BROKEN_OFF."""
    settings = get_settings()
    client = await _client(settings)
    options = {
        "iss": {"essential": True, "value": settings.oidc_issuer},
        "aud": {"essential": True, "values": [settings.oidc_client_id]},
    }
    token = await client.authorize_access_token(request, claims_options=options)
    told: dict[str, Any] = token["userinfo"]
    if "email" not in told and token.get("access_token"):
        asked: dict[str, Any] = await client.userinfo(token=token)
        if asked.get("sub") != told["sub"]:
            raise ValueError("the provider told of somebody else")
        told = asked | told
    at = told.get("auth_time")
    return ProvenIdentity(
        issuer=settings.oidc_issuer,
        subject=str(told["sub"])[:255],
        email=str(told.get("email", "")),
        email_verified=told.get("email_verified") is True,
        name=str(told.get("name", "")),
        authenticated_at=datetime.fromtimestamp(at, UTC) if isinstance(at, int) else None,
    )


async def _client(settings: Settings) -> Any:
    """Authlib's client, once it knows the provider's own description. Raises one of BROKEN_OFF."""
    client = _registered(settings)
    metadata: dict[str, Any] = await client.load_server_metadata()
    if metadata.get("issuer") != settings.oidc_issuer:
        raise ValueError("the provider calls itself otherwise")
    offered = metadata.get("id_token_signing_alg_values_supported") or ["RS256"]
    metadata["id_token_signing_alg_values_supported"] = [name for name in offered if name in ALGORITHMS]
    return client


@functools.lru_cache(maxsize=2)
def _registered(settings: Settings) -> Any:
    clients: Any = OAuth()
    return clients.register(
        "provider",
        client_id=settings.oidc_client_id,
        client_secret=settings.oidc_client_secret or None,
        server_metadata_url=f"{settings.oidc_issuer.rstrip('/')}/.well-known/openid-configuration",
        client_kwargs={
            "scope": "openid email profile",
            "code_challenge_method": "S256",
            "timeout": _WAITS_SECONDS,
            "token_endpoint_auth_method": "client_secret_basic" if settings.oidc_client_secret else "none",
        },
    )


def _keep(answer: Response, kept: dict[str, Any]) -> None:
    value = sign(_PURPOSE, json.dumps(kept | {"until": (_now() + _AWAY).timestamp()}))
    keep_cookie(answer, get_settings().provider_cookie, value, _AWAY)


def _kept(request: Request) -> dict[str, Any]:
    written = unsign(_PURPOSE, cookie_named(get_settings().provider_cookie, request.headers.get("cookie", "")))
    kept: dict[str, Any] = json.loads(written) if written else {}
    return kept if kept.get("until", 0) > _now().timestamp() else {}


def _back(locale: str, why: str, failed: Exception | None) -> Response:
    """To the sign-in page, told why; what the provider said stays out of the log, as it may name people."""
    if failed is not None:
        log.warning("sign-in with the provider failed", why=why, error=type(failed).__name__)
    answer = RedirectResponse(f"{localized(locale, SIGN_IN)}?{urlencode({'provider': why})}", 303)
    drop_cookie(answer, get_settings().provider_cookie)
    return answer


def _now() -> datetime:
    return SystemClock().now()


ROUTES = [
    Route(HTTP_PROVIDER, _begin, methods=["GET"]),
    Route(HTTP_PROVIDER_BACK, _come_back, methods=["GET"]),
]
