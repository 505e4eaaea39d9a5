"""What must never happen in any journey: console messages, page errors, foreign requests, a card number on the wire."""

import re
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request, WebError, WebSocket

CARD_NUMBER = re.compile(r"(?:4242424242424242|4[0-9]{3}0000000[0-9]{5}|4000002760003184|4111111111111111)")
EVENT = re.compile(r"^4[25]")
"""How a socket.io frame begins that carries an event; the others keep the connection alive."""


class Watch:
    """Listens to every browser context of a test."""

    def __init__(self, origin: str, provider: str = "") -> None:
        self._origin = origin
        self._provider = provider
        """A payment provider's origin: cards go there, by its own script; empty where there is none."""
        self._tolerated: list[str] = []
        self._heard: list[str] = []
        self.sent: list[str] = []
        """Every event frame and every request body that left the browser, but for the provider."""

    def attach(self, context: BrowserContext) -> None:
        """Listens to a context and the pages that it will have."""
        context.on("console", self._on_console)
        context.on("weberror", self._on_error)
        context.on("request", self._on_request)
        context.on("page", self._on_page)

    def tolerate(self, part: str) -> None:
        """Lets messages pass that contain `part`: where a test brings the trouble about itself."""
        self._tolerated.append(part)

    def check(self) -> None:
        """Fails when anything was heard that must not happen."""
        unexpected = [line for line in self._heard if not any(part in line for part in self._tolerated)]
        assert not unexpected, "\n".join(unexpected)
        leaked = [text for text in self.sent if CARD_NUMBER.search(re.sub(r"[\s+-]", "", text))]
        assert not leaked, f"a card number left the browser: {leaked}"

    def _on_console(self, message: ConsoleMessage) -> None:
        where = message.location.get("url", "")
        if message.type == "log" and self._is_provider(where):
            return
        self._heard.append(f"console {message.type}: {message.text} ({where})")

    def _on_error(self, error: WebError) -> None:
        self._heard.append(f"page error: {error.error}")

    def _on_request(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if self._is_provider(request.url):
            return
        if parts.scheme not in {"data", "blob", "about"} and f"{parts.scheme}://{parts.netloc}" != self._origin:
            self._heard.append(f"foreign request: {request.method} {request.url}")
        body = request.post_data_buffer or b""
        self.sent.append(f"{request.method} {request.url} {body.decode('latin-1')}")

    def _is_provider(self, address: str) -> bool:
        return bool(self._provider) and address.startswith(f"{self._provider}/")

    def _on_page(self, page: Page) -> None:
        page.on("websocket", self._on_socket)

    def _on_socket(self, socket: WebSocket) -> None:
        parts = urlsplit(socket.url)
        if parts.netloc != urlsplit(self._origin).netloc:
            self._heard.append(f"foreign socket: {socket.url}")
        socket.on("framesent", self._on_frame)

    def _on_frame(self, payload: str | bytes) -> None:
        text = payload.decode("latin-1") if isinstance(payload, bytes) else payload
        if EVENT.match(text):
            self.sent.append(text)
