"""The cookie of a draft: drawn when somebody comes to enrol, given to a second browser by a letter's link, taken away again."""

import asyncio
from urllib.parse import quote

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from actionpack_app.api.cookies import drop_cookie, keep_cookie
from actionpack_app.api.gate import BEGUN, is_same_origin
from actionpack_app.auth.visit import enrolment_token
from actionpack_app.domain.enrolment import DRAFT_LIVES
from actionpack_app.domain.errors import LinkOver
from actionpack_app.gateways.chance import new_token
from actionpack_app.routes import DEFAULT_LOCALE, ENROLL, HTTP_ENROLL, LOCALES, NETWORK, enrolment_link, localized
from actionpack_app.services.enrolment.draft import discard_draft
from actionpack_app.services.enrolment.mailbox import go_on_here
from actionpack_app.settings import get_settings

LONGEST_LINK = 600


async def _begin(request: Request) -> Response:
    """Gives the browser a cookie unless it has one, and leads to the page in `locale`."""
    page = localized(_locale(request.query_params.get("locale", "")), ENROLL)
    if _token(request):
        return RedirectResponse(page, 303)
    return _with_cookie(f"{page}?{BEGUN}=1", new_token())


async def _change(request: Request) -> Response:
    """`link` goes on here with the draft of a letter; `discard` takes this browser's draft away; else, another one begins."""
    if not is_same_origin(request.headers):
        return JSONResponse({"error": "origin"}, 403)
    form = await request.form(max_fields=4, max_files=0)
    locale = _locale(form.get("locale", ""))
    if "link" in form:
        return await _go_on(form, locale)
    if "discard" not in form:
        return _with_cookie(localized(locale, ENROLL), new_token())
    await asyncio.to_thread(discard_draft, _token(request))
    answer = RedirectResponse(localized(locale, NETWORK), 303)
    settings = get_settings()
    drop_cookie(answer, settings.enrolment_cookie)
    return answer


async def _go_on(form: FormData, locale: str) -> Response:
    link = str(form.get("link", ""))
    try:
        token = await asyncio.to_thread(go_on_here, link)
    except LinkOver:  # the page that it came from says why
        return RedirectResponse(enrolment_link(locale, quote(link[:LONGEST_LINK])), 303)
    return _with_cookie(localized(locale, ENROLL), token)


def _with_cookie(page: str, token: str) -> Response:
    answer, settings = RedirectResponse(page, 303), get_settings()
    keep_cookie(answer, settings.enrolment_cookie, token, DRAFT_LIVES)
    return answer


def _token(request: Request) -> str:
    return enrolment_token(request.headers.get("cookie", ""))


def _locale(value: object) -> str:
    return value if isinstance(value, str) and value in LOCALES else DEFAULT_LOCALE


ROUTES = [Route(HTTP_ENROLL, _begin, methods=["GET"]), Route(HTTP_ENROLL, _change, methods=["POST"])]
