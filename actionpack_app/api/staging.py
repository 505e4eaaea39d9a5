"""`/api/staging/`: what regression runs and previews do with sample partners. In demo and staging only, with the key."""

import asyncio
import hmac
from collections.abc import Awaitable, Callable
from typing import Any, cast

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from actionpack_app.domain.errors import NotFound
from actionpack_app.services.samples.manage import SamplePartner, list_sample_partners, make_sample, reset_sample
from actionpack_app.settings import get_settings

Endpoint = Callable[[Request], Awaitable[Response]]


def _with_key(endpoint: Endpoint) -> Endpoint:
    """Asks for `Authorization: Bearer <STAGING_KEY>`; without samples, the address doesn't exist."""

    async def guarded(request: Request) -> Response:
        settings = get_settings()
        if not settings.has_samples:
            return JSONResponse({"error": "not_found"}, 404)
        given = request.headers.get("authorization", "").removeprefix("Bearer ")
        if not hmac.compare_digest(given.encode(), settings.staging_key.encode()):
            return JSONResponse({"error": "staging_key"}, 401)
        try:
            return await endpoint(request)
        except NotFound:
            return JSONResponse({"error": "not_found"}, 404)

    return guarded


async def _list(_request: Request) -> Response:
    partners = await asyncio.to_thread(list_sample_partners)
    return JSONResponse({"partners": [_shown(partner) for partner in partners]})


async def _copy(request: Request) -> Response:
    """`{"sample": "fabrikam"}` makes a copy with people of its own."""
    body = await _json(request)
    made = await asyncio.to_thread(make_sample, str(body.get("sample", "")), is_copy=True)
    return JSONResponse(_shown(made), 201)


async def _reset(request: Request) -> Response:
    made = await asyncio.to_thread(reset_sample, request.path_params["partner_id"])
    return JSONResponse(_shown(made))


async def _json(request: Request) -> dict[str, Any]:
    try:
        body = await request.json()
    except ValueError:
        return {}
    return cast("dict[str, Any]", body) if isinstance(body, dict) else {}


def _shown(partner: SamplePartner) -> dict[str, Any]:
    return {
        "id": partner.id,
        "sample": partner.sample,
        "name": partner.name,
        "mpn_id": partner.mpn_id,
        "sign_in": f"/en/sign-in?partner={partner.id}",
        "people": [{"id": person.id, "role": person.role, "name": person.name} for person in partner.people],
    }


ROUTES = [
    Route("/api/staging/partners", _with_key(_list), methods=["GET"]),
    Route("/api/staging/partners", _with_key(_copy), methods=["POST"]),
    Route("/api/staging/partners/{partner_id}/reset", _with_key(_reset), methods=["POST"]),
]
