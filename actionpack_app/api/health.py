"""Whether the server runs, whether it can work, and its figures.

Ready is who reaches the database, can take durable work on and keep the states of pages. A provider or a store of files
that doesn't answer takes no server out of service: the pages tell partners so, and everything else goes on; it is told beside.
"""

import asyncio

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from actionpack_app import metrics
from actionpack_app.routes import METRICS
from actionpack_app.settings import get_settings
from actionpack_app.workflows.standing import all_figures, parts

NEEDED = ("database", "queue", "states")
FORWARDED = ("x-forwarded-for", "forwarded")


async def _healthz(_request: Request) -> Response:
    return JSONResponse({"status": "ok"})


async def _readyz(_request: Request) -> Response:
    standing = await asyncio.to_thread(parts)
    missing = next((name for name in NEEDED if not standing[name]), "")
    told = {name: "ok" if answers else "unavailable" for name, answers in standing.items()}
    return JSONResponse({"status": missing or "ready", **told}, 503 if missing else 200)


async def _metrics(request: Request) -> Response:
    """In production only for who asks this process itself: what comes through a proxy comes from outside."""
    if not get_settings().has_samples and any(name in request.headers for name in FORWARDED):
        return JSONResponse({"error": "not_found"}, 404)
    shown = await asyncio.to_thread(lambda: metrics.rendered(all_figures()))
    return Response(shown, media_type=metrics.CONTENT_TYPE)


ROUTES = [
    Route("/healthz", _healthz, methods=["GET"]),
    Route("/readyz", _readyz, methods=["GET"]),
    Route(METRICS, _metrics, methods=["GET"]),
]
