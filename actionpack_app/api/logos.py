"""Logos of business profiles: uploaded by those who write the profile, shown to everybody once it is published."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from actionpack_app.api.away import files_away
from actionpack_app.api.uploads import refusal, take_file
from actionpack_app.auth.publishing import logo_for
from actionpack_app.auth.visit import run_outside
from actionpack_app.domain.errors import ActionPackError, FilesUnavailable
from actionpack_app.routes import LOGOS
from actionpack_app.services.profile.keep_logo import LOGO_MAX_BYTES, keep_logo

HEADERS = {"Content-Disposition": 'inline; filename="logo.png"', "Content-Security-Policy": "default-src 'none'; sandbox"}


async def _upload(request: Request) -> Response:
    """Takes one picture; answers its id, or the problem in the page's language."""

    async def keep(name: str, content: bytes) -> dict[str, object]:
        return {"id": await run_outside(keep_logo, content), "name": name}  # unpacking takes a while: not among the database's

    return await take_file(request, keep, most_bytes=LOGO_MAX_BYTES, too_large="logo_too_large")


async def _logo(request: Request) -> Response:
    """What lies under an id never changes; who may see it does, so it is asked for again, and sent once."""
    logo_id = request.path_params["logo_id"]
    try:
        logo = await logo_for(logo_id)
    except FilesUnavailable as away:
        return files_away(request, away)
    except ActionPackError as refused:
        return refusal(refused)
    tag = f'"{logo_id}"'
    headers = {**HEADERS, "ETag": tag, "Cache-Control": "public, no-cache" if logo.everybodys else "private, no-cache"}
    known = {part.strip().removeprefix("W/") for part in request.headers.get("if-none-match", "").split(",")}
    if known & {tag, "*"}:
        return Response(status_code=304, headers=headers)
    return Response(logo.content, media_type="image/png", headers=headers)


ROUTES = [
    Route(LOGOS, _upload, methods=["POST"]),
    Route(f"{LOGOS}/{{logo_id}}", _logo, methods=["GET"]),
]
