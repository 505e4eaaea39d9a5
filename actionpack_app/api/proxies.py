"""The one place that believes what proxies say of addresses: around everything, for requests and for sockets alike.

Whatever comes after it (limits, sessions, activity, Reflex's own router data) sees the sender as the connection's other end.
Nobody is believed but the networks of TRUSTED_PROXIES.
"""

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from actionpack_app.domain.addresses import sender_of
from actionpack_app.settings import get_settings


class Proxies:
    """ASGI middleware around every request and websocket."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hands on with the sender's address in the place of a trusted proxy's."""
        client, trusted = scope.get("client"), get_settings().trusted_proxies
        if client and trusted and scope["type"] in {"http", "websocket"}:
            peer, port = client
            sender = sender_of(peer, ",".join(Headers(scope=scope).getlist("x-forwarded-for")), trusted)
            scope = {**scope, "client": (sender, port if sender == peer else 0)}
        await self._app(scope, receive, send)
