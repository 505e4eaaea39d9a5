"""Taking one file that the browser sends by itself, and how refusals are answered."""

from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from actionpack_app.domain.errors import ActionPackError, FilesUnavailable, InvalidInput, NotAllowed, ProofNeeded
from actionpack_app.messages import use_locale
from actionpack_app.messages.explain import explain
from actionpack_app.messages.problems import explain_problem
from actionpack_app.routes import locale_of

FORM_MARGIN_BYTES = 64 * 1024
"""What a form adds to the file in it."""

Keep = Callable[[str, bytes], Awaitable[dict[str, object]]]


async def take_file(request: Request, keep: Keep, *, most_bytes: int, too_large: str) -> Response:
    """Hands the file's name and content to `keep`; answers what that says, or the problem in the page's language."""
    length = request.headers.get("content-length", "")
    with use_locale(locale_of(request.query_params.get("locale", ""))):
        if not length.isdecimal() or int(length) > most_bytes + FORM_MARGIN_BYTES:
            return JSONResponse({"problem": explain_problem(too_large)}, 413)
        async with request.form(max_files=1, max_fields=2, max_part_size=most_bytes + 1) as form:
            file = form.get("file")
            if file is None or isinstance(file, str):
                return JSONResponse({"problem": explain_problem("required")}, 422)
            name, content = file.filename or "file", await file.read()
        try:
            return JSONResponse(await keep(name, content))
        except InvalidInput as refused:
            return JSONResponse({"problem": explain_problem(next(iter(refused.problems.values())))}, 422)
        except FilesUnavailable as away:
            return JSONResponse({"problem": explain(away)}, 503)
        except ActionPackError as refused:
            return refusal(refused)


def refusal(refused: ActionPackError) -> Response:
    """Absent and foreign things get the same answer."""
    if isinstance(refused, ProofNeeded):
        return JSONResponse({"error": "proof"}, 403)
    status = 403 if isinstance(refused, NotAllowed) else 404
    return JSONResponse({"error": "not_allowed" if status == 403 else "not_found"}, status)  # noqa: PLR2004 (an HTTP status)
