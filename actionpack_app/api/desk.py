"""The desk's files: partners' documents, and what is to be imported."""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from actionpack_app.api.away import files_away
from actionpack_app.api.files import file_answer
from actionpack_app.api.uploads import refusal, take_file
from actionpack_app.auth.visit import run, run_outside, visitor
from actionpack_app.domain.errors import ActionPackError, FilesUnavailable, NotAllowed
from actionpack_app.domain.imports import MOST_BYTES, ImportKind
from actionpack_app.domain.rights import Right
from actionpack_app.routes import DESK_UPLOADS
from actionpack_app.services.imports.upload import upload_import
from actionpack_app.services.lookup.document import looked_up_document


async def _document(request: Request) -> Response:
    number = request.path_params["number"]
    try:
        content = await run_outside(looked_up_document, number)
    except FilesUnavailable as away:
        return files_away(request, away)
    except ActionPackError as refused:
        return refusal(refused)
    return file_answer(content, "application/pdf", f"{number}.pdf", inline=False)


async def _upload(request: Request) -> Response:
    """Takes one file to be previewed; answers its id, or the problem in the page's language."""
    if not visitor().actor.may(Right.DESK_ADMIN):  # before a megabyte of a stranger to the desk is read
        return refusal(NotAllowed(Right.DESK_ADMIN))
    kind = request.query_params.get("kind", "")
    if kind not in set(ImportKind):
        return JSONResponse({"error": "kind"}, 422)

    async def keep(name: str, content: bytes) -> dict[str, object]:
        return {"id": await run(upload_import, ImportKind(kind), name, content), "name": name}

    return await take_file(request, keep, most_bytes=MOST_BYTES, too_large="import_too_large")


ROUTES = [
    Route("/api/desk/invoices/{number}.pdf", _document, methods=["GET"]),
    Route(DESK_UPLOADS, _upload, methods=["POST"]),
]
