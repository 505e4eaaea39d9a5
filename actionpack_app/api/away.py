"""What is answered while the store of files is away: clearly, to people, and so that programs come again."""

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from actionpack_app.api.gate import preferred_locale
from actionpack_app.domain.errors import FilesUnavailable
from actionpack_app.messages import use_locale
from actionpack_app.messages.explain import explain

COME_AGAIN = {"Retry-After": "60"}


def files_away(request: Request, away: FilesUnavailable) -> Response:
    """A download that can't be had now, in the visitor's language."""
    with use_locale(preferred_locale(request.headers)):
        return PlainTextResponse(explain(away), 503, COME_AGAIN)
