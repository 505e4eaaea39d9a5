"""`/api/staging/`: what regression runs and previews do with sample partners and their clocks.

In demo and staging only, with the key; in production none of these addresses exists.
"""

import asyncio
import hmac
import zoneinfo
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any, cast

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from actionpack_app.domain.errors import ClockMoving, InvalidInput, NotFound
from actionpack_app.services.pmc.move_sample import move_sample
from actionpack_app.services.samples.manage import SamplePartner, list_sample_partners, make_sample, reset_sample
from actionpack_app.services.samples.story import Happening, SampleStanding, standing_of_sample
from actionpack_app.settings import get_settings
from actionpack_app.workflows.clock import jump

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
        except InvalidInput as wrong:
            return JSONResponse({"error": "invalid", "problems": wrong.problems}, 422)
        except ClockMoving:
            return JSONResponse({"error": "clock_moving"}, 409)

    return guarded


async def _list(_request: Request) -> Response:
    partners = await asyncio.to_thread(list_sample_partners)
    return JSONResponse({"partners": [_shown(partner) for partner in partners]})


async def _copy(request: Request) -> Response:
    """`{"sample": "fabrikam"}` makes a copy with people of its own."""
    sample = str((await _json(request)).get("sample", ""))
    if not sample:
        raise InvalidInput({"sample": "required"})
    made = await asyncio.to_thread(make_sample, sample, is_copy=True)
    return JSONResponse(_shown(made), 201)


async def _reset(request: Request) -> Response:
    made = await asyncio.to_thread(reset_sample, request.path_params["partner_id"])
    return JSONResponse(_shown(made))


async def _show(request: Request) -> Response:
    """Where a partner stands: its clock, its subscriptions, what happened last and what comes."""
    found = await asyncio.to_thread(standing_of_sample, request.path_params["partner_id"])
    return JSONResponse(_standing(found))


async def _move(request: Request) -> Response:
    """`{"jump": "expiry"}`: a named day, a date (noon) or a local time; answers when everything on the way has happened."""
    body = await _json(request)
    partner_id = request.path_params["partner_id"]
    happened = await asyncio.to_thread(jump, partner_id, str(body.get("jump", "")))
    found = await asyncio.to_thread(standing_of_sample, partner_id)
    return JSONResponse({**_standing(found), "happened": [_happening(one, found.time_zone) for one in happened]})


async def _leave_pmc(request: Request) -> Response:
    """Moves a partner from the Partner Membership Center to Partner Center; moving it again changes nothing."""
    partner_id = request.path_params["partner_id"]
    moved = await asyncio.to_thread(move_sample, partner_id)
    return JSONResponse({"id": partner_id, "moved": moved})


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


def _standing(found: SampleStanding) -> dict[str, Any]:
    return {
        "id": found.partner_id,
        "name": found.name,
        "time_zone": found.time_zone,
        "clock": _local(found.now, found.time_zone),
        "moving": found.moving,
        "subscriptions": [
            {"id": held.id, "offer": held.offer, "status": held.status, "expiry": held.expiry} for held in found.subscriptions
        ],
        "happened": [_happening(one, found.time_zone) for one in found.happened],
        "coming": [
            {"at": _local(one.at, found.time_zone), "name": one.name, "offer": one.offer, "subject": one.subject}
            for one in found.coming
        ],
    }


def _happening(one: Happening, time_zone: str) -> dict[str, Any]:
    return {
        "at": _local(one.at, time_zone),
        "kind": one.kind,
        "name": one.name,
        "offer": one.offer,
        "subject": one.subject,
    }


def _local(at: datetime, time_zone: str) -> str:
    return at.astimezone(zoneinfo.ZoneInfo(time_zone)).isoformat()


ROUTES = [
    Route("/api/staging/partners", _with_key(_list), methods=["GET"]),
    Route("/api/staging/partners", _with_key(_copy), methods=["POST"]),
    Route("/api/staging/partners/{partner_id}", _with_key(_show), methods=["GET"]),
    Route("/api/staging/partners/{partner_id}/clock", _with_key(_move), methods=["POST"]),
    Route("/api/staging/partners/{partner_id}/move", _with_key(_leave_pmc), methods=["POST"]),
    Route("/api/staging/partners/{partner_id}/reset", _with_key(_reset), methods=["POST"]),
]
