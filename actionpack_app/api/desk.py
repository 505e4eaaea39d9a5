"""The desk's files: partners' documents, and what is to be imported."""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from actionpack_app.api.files import FORM_MARGIN_BYTES, file_answer, refusal_answer
from actionpack_app.auth.visit import run, visitor
from actionpack_app.domain.errors import ActionPackError, InvalidInput, NotAllowed
from actionpack_app.domain.imports import MOST_BYTES, ImportKind
from actionpack_app.domain.rights import Right
from actionpack_app.messages import use_locale
from actionpack_app.messages.explain import explain_problem
from actionpack_app.routes import DESK_UPLOADS, locale_of
from actionpack_app.services.imports.upload import upload_import
from actionpack_app.services.lookup.document import looked_up_document


async def _document(request: Request) -> Response:
    number = request.path_params["number"]
    try:
        content = await run(looked_up_document, number)
    except ActionPackError as refused:
        return refusal_answer(refused)
    return file_answer(content, "application/pdf", f"{number}.pdf", inline=False)


async def _upload(request: Request) -> Response:
    """Takes one file to be previewed; answers its id, or the problem in the page's language."""
    if not visitor().actor.may(Right.DESK_ADMIN):  # before a megabyte of a stranger to the desk is read
        return refusal_answer(NotAllowed(Right.DESK_ADMIN))
    kind, length = request.query_params.get("kind", ""), request.headers.get("content-length", "")
    with use_locale(locale_of(request.query_params.get("locale", ""))):
        if kind not in set(ImportKind):
            return JSONResponse({"error": "kind"}, 422)
        if not length.isdecimal() or int(length) > MOST_BYTES + FORM_MARGIN_BYTES:
            return JSONResponse({"problem": explain_problem("import_too_large")}, 413)
        async with request.form(max_files=1, max_fields=2, max_part_size=MOST_BYTES + 1) as form:
            file = form.get("file")
            if file is None or isinstance(file, str):
                return JSONResponse({"problem": explain_problem("required")}, 422)
            return await _kept(ImportKind(kind), file.filename or "file", await file.read())


async def _kept(kind: ImportKind, name: str, content: bytes) -> Response:
    try:
        kept = await run(upload_import, kind, name, content)
    except InvalidInput as refused:
        return JSONResponse({"problem": explain_problem(refused.problems["file"])}, 422)
    except ActionPackError as refused:
        return refusal_answer(refused)
    return JSONResponse({"id": kept, "name": name})


ROUTES = [
    Route("/api/desk/invoices/{number}.pdf", _document, methods=["GET"]),
    Route(DESK_UPLOADS, _upload, methods=["POST"]),
]
