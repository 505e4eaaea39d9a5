"""The HTTP side: one request in, one answer out, or a connection that ends."""

import json
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

from tests.payment_peer import control
from tests.payment_peer.answers import Answer, Dropped, Json
from tests.payment_peer.api import Request
from tests.payment_peer.forms import decode
from tests.payment_peer.provider import Provider


class Server(ThreadingHTTPServer):
    """A thread a connection; none of them keeps the process alive."""

    daemon_threads = True
    allow_reuse_address = True
    request_queue_size = 256

    def __init__(self, port: int, provider: Provider) -> None:
        self.provider = provider
        super().__init__(("127.0.0.1", port), Handler)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Callers that hang up are what these tests are about."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class Handler(BaseHTTPRequestHandler):
    """Reads a request, hands it on, writes the answer in one piece."""

    server: Server
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1

    def do_GET(self) -> None:
        self._handle()

    def do_POST(self) -> None:
        self._handle()

    def do_DELETE(self) -> None:
        self._handle()

    def do_OPTIONS(self) -> None:
        """A browser asks before it calls from another origin."""
        self._write(Answer(204, None, {"Access-Control-Allow-Methods": "GET, POST", "Access-Control-Allow-Headers": "*"}))

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """The ledger has it all."""

    def _handle(self) -> None:
        parts = urlsplit(self.path)
        announced = int(self.headers.get("Content-Length") or 0)
        body = self.rfile.read(announced)
        if len(body) < announced:  # whoever sent it died over it: a request that didn't arrive is none
            self.close_connection = True
            return
        try:
            self._write(self._answer(parts.path, parts.query, body.decode(errors="replace")))
        except Dropped:
            self.close_connection = True

    def _answer(self, path: str, query: str, body: str) -> Answer:
        if path.startswith(control.PREFIX):
            return self._control(path, query, body)
        if not path.startswith("/v1/"):
            return Answer(404, {"error": {"message": f"nothing is served at {path}"}})
        return self.server.provider.api.answer(
            Request(
                self.command,
                path,
                query,
                body,
                self.headers.get("Authorization", ""),
                self.headers.get("Idempotency-Key"),
                self.server.address,
            )
        )

    def _control(self, path: str, query: str, body: str) -> Answer:
        try:
            said: Json = json.loads(body) if body else {}
        except ValueError:
            return Answer(400, {"error": {"message": "this is not JSON"}})
        return control.answer(self.server.provider, self.command, path, decode(query), said)

    def _write(self, answer: Answer) -> None:
        payload = b"" if answer.body is None else json.dumps(answer.body).encode()
        self.send_response(answer.status)
        shown = {"Access-Control-Allow-Origin": "*", "Content-Type": "application/json", **answer.headers}
        if answer.status != 204:
            shown["Content-Length"] = str(len(payload))
        for name, value in shown.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(payload)
