"""Whether the server runs, and whether it can work."""

import asyncio

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from actionpack_app.services.health import database_answers


async def _healthz(_request: Request) -> Response:
    return JSONResponse({"status": "ok"})


async def _readyz(_request: Request) -> Response:
    ready = await asyncio.to_thread(database_answers)
    return JSONResponse({"status": "ready" if ready else "database"}, 200 if ready else 503)


ROUTES = [Route("/healthz", _healthz, methods=["GET"]), Route("/readyz", _readyz, methods=["GET"])]
